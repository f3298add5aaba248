//! The antivirus: asked before an answer, never skipped, and nothing leaves the portal of which it has not spoken.

use crate::looks::{begun, file_of};
use crate::sharing::{give, unit};
use motcua_server::upload::job::{forget_unused, scan_older, scan_waiting};
use motcua_server::upload::service::scan_state;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, ScanState, UploadView};
use motcua_shared::vault::dto::{PaperPage, PaperView, SearchPapers};
use motcua_shared::vault::share::GrantView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Answer, Backend, Login, TestApp, on_each, papers};

/// The portal with the sandbox's antivirus.
async fn watched(backend: Backend) -> (TestApp, Sandbox) {
    let sandbox = Sandbox::start();
    let address = sandbox.antivirus.clone();
    let app = TestApp::start_with(backend, move |config| {
        config.antivirus.address = address;
        config.antivirus.patience_seconds = 3;
    })
    .await;
    (app, sandbox)
}

async fn known(app: &TestApp, sha256: &str) -> ScanState {
    let sha256 = sha256.to_owned();
    app.state
        .db
        .read(move |conn| scan_state(conn, &sha256))
        .await
        .unwrap()
}

on_each! {
    async fn files_are_scanned_before_the_answer(backend) {
        let (app, sandbox) = watched(backend).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let view: UploadView = citizen.upload(papers::picture(), "anh.png", Purpose::Component).await.ok(201);
        assert_eq!((view.scan, sandbox.scanned().await), (ScanState::Clean, 1));
        let infected = papers::infected_picture();
        let problem = citizen.upload(infected.clone(), "anh.png", Purpose::Component).await.refused(422, ErrorCode::FileInfected);
        assert!(problem.title.contains("mã độc"), "{}", problem.title);
        let address = citizen.begun(infected.len(), "anh.png", Purpose::Component).await;
        citizen.append(&address, 0, &infected).await.refused(422, ErrorCode::FileInfected);
        citizen.get(&address).await.refused(422, ErrorCode::FileInfected);
        let whole = citizen.sent_in_pieces(&papers::sound("to-trinh"), "a.pdf", Purpose::Component, 20_000).await;
        assert_eq!(whole.scan, ScanState::Clean);
        assert_eq!(known(&app, &motcua_server::secret::sha256_hex(&infected)).await, ScanState::Infected);
        assert_eq!(app.count("uploads"), 2);
        app.assert_files_and_rows_agree().await;
    }

    async fn one_that_does_not_answer_is_asked_until_it_does_and_nobody_gets_the_file_before(backend) {
        let (app, sandbox) = watched(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        for (round, fault) in ["down", "hang", "garbage", "lost"].into_iter().enumerate() {
            sandbox.fault("antivirus", fault).await;
            let name = ["to-trinh", "bien-ban-hop", "bao-cao-thanh-tich", "quyet-dinh-cong-nhan"][round];
            let sent = agency.uploaded(name).await;
            assert_eq!(sent.scan, ScanState::Waiting, "{fault}");
            assert_eq!(known(&app, &sent.sha256).await, ScanState::Waiting, "{fault}");
        }
        sandbox.fault("antivirus", "down").await;
        app.advance(6);
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 0);
        assert_eq!(app.count("file_scans where state = 'waiting'"), 4, "never skipped");
        let tries = app.query("select cast(max(attempts) as text) as value from file_scans");
        assert_eq!(tries, ["2"], "the first that is not answered ends the round");
        sandbox.fault("antivirus", "none").await;
        app.advance(700);
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 4);
        assert_eq!(app.count("file_scans where state = 'clean'"), 4);
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 0);
    }

    async fn a_paper_that_waits_may_be_kept_but_neither_opened_nor_used(backend) {
        let (app, sandbox) = watched(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        sandbox.fault("antivirus", "down").await;
        let sent = agency.uploaded("to-trinh").await;
        let draft = agency.open(PROCEDURE).await;
        let paper: PaperView = agency.add(sent.id, "KQ.H21.910001").await.ok(201);
        let listed: PaperPage = agency.post(path::PAPER_SEARCH, &SearchPapers::default()).await.ok(200);
        assert_eq!((paper.item.scan, listed.items[0].scan), (ScanState::Waiting, ScanState::Waiting), "the list says so");
        agency.get(&path::paper_file(paper.item.id)).await.refused(409, ErrorCode::FileScanning);
        agency.get(&path::paper_as_signed(paper.item.id, 1)).await.refused(409, ErrorCode::FileScanning);
        let of_paper = serde_json::json!({ "version": draft.version, "source": { "paper": paper.item.id } });
        let component = path::draft_component(draft.id, "to-trinh");
        agency.put(&component, &of_paper).await.refused(409, ErrorCode::FileScanning);
        let file = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
        agency.attach_upload(&draft, "bien-ban", file.id).await.refused(409, ErrorCode::FileScanning);
        let matched: DraftView = Answer::of(agency.request(reqwest::Method::POST, &path::draft_match(draft.id))).await.ok(200);
        assert!(matched.components.iter().all(|one| one.attachment.is_none()), "the portal attaches none either");
        app.assert_files_and_rows_agree().await;

        sandbox.fault("antivirus", "none").await;
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 2);
        let listed: PaperPage = agency.post(path::PAPER_SEARCH, &SearchPapers::default()).await.ok(200);
        assert_eq!(listed.items[0].scan, ScanState::Clean);
        assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.status, 200);
        let attached: DraftView = agency.attach_upload(&matched, "bien-ban", file.id).await.ok(200);
        let of_paper = serde_json::json!({ "version": attached.version, "source": { "paper": paper.item.id } });
        let _: DraftView = agency.put(&component, &of_paper).await.ok(200);
        assert_eq!(agency.get(&path::draft_file(draft.id, "bien-ban")).await.status, 200);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_found_later_is_struck_and_told(backend) {
        let (app, sandbox) = watched(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        sandbox.fault("antivirus", "down").await;
        let sent = agency.uploaded("to-trinh").await;
        let paper: PaperView = agency.add(sent.id, "KQ.H21.910001").await.ok(201);
        let other = app.sign_in(Login::OtherAgency).await;
        let waiting = other.uploaded("to-trinh").await;
        sandbox.learn(&sent.sha256).await;
        sandbox.fault("antivirus", "none").await;
        app.advance(60);
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 1);
        agency.get(&path::paper_file(paper.item.id)).await.refused(422, ErrorCode::FileInfected);
        other.add(waiting.id, "KQ.H21.910001").await.refused(422, ErrorCode::FileInfected);
        let told = app.query("select content as value from messages where kind = 'file-infected' order by id");
        assert_eq!(told.len(), 2, "each of the two who sent it");
        assert!(told.iter().all(|content| content.contains("to-trinh.pdf")), "{told:?}");
        app.advance(3600);
        forget_unused(&app.state).await.unwrap();
        assert_eq!(app.count("uploads where used_for is null"), 0);
        // Sent again it is refused, and nobody is told twice.
        let other = app.sign_in(Login::OtherAgency).await;
        other.upload(papers::sound("to-trinh"), "a.pdf", Purpose::Vault).await.refused(422, ErrorCode::FileInfected);
        assert_eq!(app.count("messages where kind = 'file-infected'"), 2);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_found_after_it_was_attached_stands_in_the_way_of_filing(backend) {
        let (app, sandbox) = watched(backend).await;
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let sent = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "minh-chung", sent.id).await.ok(200);
        assert_eq!(draft.missing, []);
        // The antivirus knows it since, and looks at what it passed before.
        sandbox.learn(&sent.sha256).await;
        app.execute(&format!("delete from file_scans where sha256 = '{}'", sent.sha256));
        scan_older(&app.state).await.unwrap();
        let seen: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        let missing: Vec<_> = seen.missing.iter().map(|one| (one.path.as_str(), one.code)).collect();
        assert_eq!(missing, [("components.minh-chung", ErrorCode::FileInfected)]);
        assert_eq!(agency.submit(&seen).await.faults(), [("components.minh-chung".to_owned(), ErrorCode::FileInfected)]);
    }

    async fn what_is_held_back_costs_no_use_of_a_share(backend) {
        let (app, sandbox) = watched(backend).await;
        let (citizen, agency, desk) =
            (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await, app.sign_in(Login::Staff).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let to_agency = serde_json::json!({ "to": { "organisation": "9990001" }, "max_uses": 1 });
        let grant: GrantView = give(&citizen, paper.item.id, &to_agency).await.ok(201);
        let to_unit = serde_json::json!({ "to": { "unit": unit(&citizen, UNIT).await.id }, "max_uses": 1 });
        assert_eq!(give(&citizen, paper.item.id, &to_unit).await.status, 201);
        let look = begun(&desk, Login::Citizen.name(), "grant").await;
        let (file, looked) = (path::shared_paper_part(grant.id, "file"), file_of(&look, paper.item.id));
        app.execute("update file_scans set state = 'waiting', scanned_at = null");
        let events = app.count("paper_events");
        for _ in 0..2 {
            agency.get(&file).await.refused(409, ErrorCode::FileScanning);
            desk.get(&looked).await.refused(409, ErrorCode::FileScanning);
        }
        assert_eq!(app.query("select cast(sum(uses) as text) as value from paper_grants"), ["0"]);
        assert_eq!(app.query("select cast(readings as text) as value from vault_looks"), ["0"]);
        assert_eq!(app.count("paper_events"), events, "nobody saw it");
        assert_eq!(app.count("messages where kind = 'share-used-up'"), 0);
        app.advance(60);
        assert_eq!(scan_waiting(&app.state).await.unwrap(), 1);
        assert_eq!((agency.get(&file).await.status, desk.get(&looked).await.status), (200, 200));
        agency.get(&file).await.refused(409, ErrorCode::GrantEnded);
        drop(sandbox);
    }

    async fn what_came_before_there_was_an_antivirus_is_looked_at_too(backend) {
        let (app, sandbox) = watched(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        let first = agency.paper("to-trinh", "KQ.H21.910001").await;
        let second = agency.paper("bien-ban-hop", "KQ.H21.910003").await;
        app.execute("delete from file_scans");
        assert_eq!(agency.get(&path::paper_file(first.item.id)).await.status, 200, "as before");
        sandbox.learn(&second.sha256).await;
        assert_eq!(scan_older(&app.state).await.unwrap(), 2);
        assert_eq!(known(&app, &first.sha256).await, ScanState::Clean);
        agency.get(&path::paper_file(second.item.id)).await.refused(422, ErrorCode::FileInfected);
        assert_eq!(scan_older(&app.state).await.unwrap(), 0);
    }

    async fn two_servers_do_not_scan_one_file_twice(backend) {
        let (app, sandbox) = watched(backend).await;
        let citizen = app.sign_in(Login::Citizen).await;
        sandbox.fault("antivirus", "down").await;
        for number in 0..6_u8 {
            let bytes = [papers::picture().as_ref(), &[number]].concat();
            let _: UploadView = citizen.upload(bytes.into(), "a.png", Purpose::Component).await.ok(201);
        }
        sandbox.fault("antivirus", "none").await;
        app.advance(60);
        let (one, other) = tokio::join!(scan_waiting(&app.state), scan_waiting(&app.state));
        assert_eq!((one.unwrap() + other.unwrap(), sandbox.scanned().await), (6, 6));
        app.assert_files_and_rows_agree().await;
    }
}
