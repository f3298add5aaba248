//! Papers that are taken from another system's vault.

use futures::future::join_all;
use motcua_server::config::{Config, PartnerConfig};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::id::PaperId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::upload::dto::Purpose;
use motcua_shared::vault::dto::{PaperPage, PaperView, StruckWhy, VaultKind};
use motcua_shared::vault::log::{PaperAct, PaperEventView};
use motcua_shared::vault::partner::{PartnerPage, PartnerPaper, PartnerState, PartnerVaultView};
use motcua_tests::app::PROCEDURE;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Answer, Backend, Client, Login, TestApp, on_each, papers};
use serde_json::json;

/// The other system, as the settings call it.
pub const PARTNER: &str = "quy-nhon";
/// Papers that the sandbox has of [`Login::Citizen`].
pub const BIRTH: &str = "QN/2026/000101";
pub const DIPLOMA: &str = "QN/2026/000103";
pub const CHANGED: &str = "QN/2025/000007";
pub const UNSIGNED: &str = "QN/2025/000008";
/// One of [`Login::Agency`].
pub const DECISION: &str = "QN/2026/000201";
pub const MINUTES: &str = "QN/2026/000202";

/// How the portal is connected to the sandbox.
pub fn settings(sandbox: &Sandbox) -> PartnerConfig {
    PartnerConfig {
        id: PARTNER.to_owned(),
        name: "Kho Quy Nhơn".to_owned(),
        url: format!("{}/partner", sandbox.url),
        api_key: "sandbox".to_owned().into(),
        secret_key: Some("sandbox".to_owned().into()),
        secret_key_file: None,
        patience_seconds: 2,
        assurance_level: 2,
        category_code: "KQ.H21.910006".to_owned(),
    }
}

pub async fn start(backend: Backend) -> (TestApp, Sandbox) {
    start_with(backend, |_, _| ()).await
}

pub async fn start_with(backend: Backend, change: impl FnOnce(&mut Config, &Sandbox)) -> (TestApp, Sandbox) {
    let sandbox = Sandbox::start();
    let app = TestApp::start_with(backend, |config| {
        config.vault.partners.push(settings(&sandbox));
        change(config, &sandbox);
    })
    .await;
    (app, sandbox)
}

pub async fn look(client: &Client) -> Answer {
    client.post(&path::partner_papers(PARTNER), &json!({})).await
}

pub async fn listed(client: &Client) -> PartnerPage {
    look(client).await.ok(200)
}

/// One paper of the list.
pub async fn shown(client: &Client, id: &str) -> PartnerPaper {
    let page = listed(client).await;
    page.items.into_iter().find(|paper| paper.id == id).unwrap()
}

pub async fn take(client: &Client, id: &str) -> Answer {
    client
        .post(&path::partner_taking(PARTNER), &json!({ "id": id }))
        .await
}

pub async fn taken(client: &Client, id: &str) -> PaperView {
    take(client, id).await.ok(200)
}

async fn vault(client: &Client) -> PaperPage {
    client.get(path::PAPERS).await.ok(200)
}

fn asked(app: &TestApp) -> u64 {
    app.count("audit_entries where action = 'partner-asked'")
}

on_each! {
    async fn the_owner_sees_what_lies_there_and_nothing_of_others(backend) {
        let (app, sandbox) = start(backend).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let partners: Vec<PartnerVaultView> = citizen.get(path::PARTNER_VAULTS).await.ok(200);
        let expected = PartnerVaultView {
            id: PARTNER.to_owned(),
            name: "Kho Quy Nhơn".to_owned(),
            is_open: true,
        };
        assert_eq!(partners, [expected]);
        assert_eq!(sandbox.partner_asked().await, (0, 0, 0), "nothing is asked before somebody does");
        let page = listed(&citizen).await;
        assert_eq!(page.items.len(), 5);
        assert_eq!(page.next, None);
        assert!(page.items.iter().all(|paper| paper.state == PartnerState::Untaken && paper.paper_id.is_none()));
        let birth = &page.items[0];
        assert_eq!((birth.name.as_str(), birth.decision_number.as_deref()), ("Giấy khai sinh", Some("99/2026")));
        assert_eq!(birth.size, papers::sound("giay-khai-sinh").len() as u64);
        let agency = app.sign_in(Login::Agency).await;
        let names: Vec<String> = listed(&agency).await.items.into_iter().map(|paper| paper.id).collect();
        assert_eq!(names, [DECISION, MINUTES]);
        assert_eq!((asked(&app), app.count("partner_papers")), (2, 0), "each question is noted, and nothing kept");
    }

    async fn a_long_list_turns_page_by_page_and_is_searched(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.sign_in(Login::OtherCitizen).await;
        let first = listed(&client).await;
        assert_eq!(first.items.len(), 20);
        let more = json!({ "cursor": first.next.unwrap() });
        let second: PartnerPage = client.post(&path::partner_papers(PARTNER), &more).await.ok(200);
        assert_eq!((second.items.len(), second.next), (5, None));
        assert_ne!(first.items[0].id, second.items[0].id);
        let found = json!({ "q": "báo cáo số 25" });
        let found: PartnerPage = client.post(&path::partner_papers(PARTNER), &found).await.ok(200);
        assert_eq!(found.items.len(), 1);
        let long = json!({ "q": "x".repeat(201) });
        let faults = client.post(&path::partner_papers(PARTNER), &long).await.faults();
        assert_eq!(faults, [("q".to_owned(), ErrorCode::TooLong)]);
    }

    async fn a_paper_is_taken_once_with_its_origin_and_our_own_verdict(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        let paper = taken(&client, BIRTH).await;
        assert_eq!(paper.item.vault_kind, VaultKind::Partner);
        assert_eq!(paper.item.source.as_deref(), Some("Kho Quy Nhơn"));
        assert_eq!(paper.item.name, "Giấy khai sinh");
        assert_eq!(paper.item.category_code, "KQ.G15.000031");
        assert_eq!(paper.item.result_code.as_deref(), Some("H08.QN-2026-000101"));
        assert_eq!(paper.item.code, "001099000001.KQ.G15.000031.12062026");
        assert_eq!(paper.item.file_name, "Giấy khai sinh.pdf");
        assert_eq!(paper.report.signatures.len(), 1, "judged here");
        let file = client.get(&path::paper_file(paper.item.id)).await;
        assert_eq!(file.body, papers::sound("giay-khai-sinh"));
        let again = taken(&client, BIRTH).await;
        assert_eq!((again.item.id, again.item.version), (paper.item.id, paper.item.version));
        assert_eq!(sandbox.partner_asked().await, (0, 2, 1), "the file is fetched once");
        let shown = shown(&client, BIRTH).await;
        assert_eq!((shown.state, shown.paper_id), (PartnerState::Taken, Some(paper.item.id)));
        assert_eq!(vault(&client).await.total, 1);
        let origin = app.query("select partner_id || ' ' || their_id || ' ' || sha256 as value from partner_papers");
        assert_eq!(origin, [format!("{PARTNER} {BIRTH} {}", paper.sha256)]);
        let log: Page<PaperEventView> = client.get(path::PAPER_EVENTS).await.ok(200);
        let added = log.items.iter().find(|event| event.act == PaperAct::Added).unwrap();
        assert_eq!(added.words.as_deref(), Some("Kho Quy Nhơn"));
        assert_eq!(app.count("audit_entries where action = 'paper-added'"), 1);
        assert_eq!(asked(&app), 3);
        app.assert_files_and_rows_agree().await;
    }

    async fn clicks_at_the_same_time_give_one_paper(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        let answers = join_all((0..4).map(|_| take(&client, BIRTH))).await;
        let ids: Vec<PaperId> = answers.iter().map(|answer| answer.ok::<PaperView>(200).item.id).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!((app.count("papers"), app.count("partner_papers")), (1, 1));
        assert_eq!(app.count("uploads"), 1, "only one of them is charged");
        app.assert_files_and_rows_agree().await;
    }

    async fn a_newer_file_becomes_the_present_one_and_the_old_one_stays(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        let first = taken(&client, DIPLOMA).await;
        assert_eq!(first.item.category_code, "KQ.H21.910006", "their category is not in the catalogue");
        sandbox.partner(&json!({ "paper_id": DIPLOMA, "file": "papers/ban-sao-chung-thuc-quyet-dinh.pdf" })).await;
        let newer = shown(&client, DIPLOMA).await;
        assert_eq!((newer.state, newer.paper_id), (PartnerState::Newer, Some(first.item.id)));
        let second = taken(&client, DIPLOMA).await;
        assert_eq!((second.item.id, second.item.file_version), (first.item.id, 2));
        assert_ne!(second.sha256, first.sha256);
        assert_eq!(second.struck.len(), 1);
        assert_eq!((second.struck[0].why, second.struck[0].sha256.as_str()), (StruckWhy::Replaced, first.sha256.as_str()));
        assert_eq!(second.struck[0].note.as_deref(), Some("Kho Quy Nhơn"));
        assert_eq!(shown(&client, DIPLOMA).await.state, PartnerState::Taken);
        let old = client.get(&path::paper_version_file(first.item.id, 1)).await;
        assert_eq!(old.body, papers::sound("ban-sao-chung-thuc-bang-tot-nghiep"));
        assert_eq!(vault(&client).await.total, 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_the_owner_had_put_in_is_the_same_paper(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        let own = client.paper("giay-khai-sinh", "KQ.G15.000031").await;
        assert_eq!(shown(&client, BIRTH).await.state, PartnerState::Taken);
        let paper = taken(&client, BIRTH).await;
        assert_eq!((paper.item.id, paper.item.vault_kind), (own.item.id, VaultKind::Own));
        assert_eq!(sandbox.partner_asked().await.2, 0);
        // What the owner put in keeps its file: the newer one is a paper of its own.
        sandbox.partner(&json!({ "paper_id": BIRTH, "file": "papers/to-trinh.pdf" })).await;
        assert_eq!(shown(&client, BIRTH).await.state, PartnerState::Newer);
        let newer = taken(&client, BIRTH).await;
        assert_ne!(newer.item.id, own.item.id);
        assert_eq!(newer.item.vault_kind, VaultKind::Partner);
        let own: PaperView = client.get(&path::paper(own.item.id)).await.ok(200);
        assert_eq!(own.item.file_version, 1);
    }

    async fn a_paper_that_left_the_vault_may_be_taken_again(backend) {
        let (app, _sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        let first = taken(&client, BIRTH).await;
        let removal = json!({ "version": first.item.version });
        assert_eq!(client.post(&path::paper_removal(first.item.id), &removal).await.status, 204);
        assert_eq!(shown(&client, BIRTH).await.state, PartnerState::Untaken);
        let second = taken(&client, BIRTH).await;
        assert_ne!(second.item.id, first.item.id);
        assert_eq!((vault(&client).await.total, app.count("partner_papers")), (1, 1));
        app.assert_files_and_rows_agree().await;
    }

    async fn its_owner_uses_it_but_does_not_change_it(backend) {
        let (app, _sandbox) = start(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = taken(&agency, MINUTES).await;
        let change = json!({
            "version": paper.item.version, "category_code": paper.item.category_code, "name": "Tên khác",
            "is_visible": true, "is_shared": false,
        });
        agency.put(&path::paper(paper.item.id), &change).await.refused(409, ErrorCode::PaperNotOwners);
        let other = agency.uploaded("to-trinh").await;
        let replace = json!({ "version": paper.item.version, "upload_id": other.id });
        agency
            .post(&path::paper_replacement(paper.item.id), &replace)
            .await
            .refused(409, ErrorCode::PaperNotOwners);
        let draft = agency.open(PROCEDURE).await;
        let draft: DraftView = match draft.components[2].attachment {
            Some(_) => draft,
            None => agency.attach_paper(&draft, "bien-ban", paper.item.id).await.ok(200),
        };
        assert_eq!(draft.components[2].attachment.as_ref().unwrap().paper_id, Some(paper.item.id));
    }

    async fn what_fails_our_checks_is_refused_and_marked(backend) {
        let (app, sandbox) = start_with(backend, |config, sandbox| {
            config.antivirus.address.clone_from(&sandbox.antivirus);
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        take(&client, UNSIGNED).await.refused(422, ErrorCode::PaperUnsigned);
        take(&client, CHANGED).await.refused(422, ErrorCode::PaperChanged);
        let infected = motcua_server::secret::sha256_hex(&papers::sound("giay-khai-sinh"));
        sandbox.learn(&infected).await;
        take(&client, BIRTH).await.refused(422, ErrorCode::FileInfected);
        for id in [UNSIGNED, CHANGED, BIRTH] {
            let paper = shown(&client, id).await;
            assert_eq!((paper.state, paper.paper_id), (PartnerState::Refused, None), "{id}");
            assert!(paper.why.unwrap().ends_with('.'), "the list says why");
        }
        assert_eq!((app.count("papers"), app.count("uploads"), app.count("stored_files")), (0, 0, 0));
        // A sound file takes the mark away.
        sandbox.partner(&json!({ "paper_id": UNSIGNED, "file": "papers/to-trinh.pdf" })).await;
        assert_eq!(shown(&client, UNSIGNED).await.state, PartnerState::Untaken);
        taken(&client, UNSIGNED).await;
        app.assert_files_and_rows_agree().await;
    }

    async fn what_the_quota_does_not_hold_is_not_fetched(backend) {
        let (app, sandbox) = start_with(backend, |config, _| {
            config.upload.max_bytes = 150_000;
            config.upload.quota_bytes = 150_000;
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        taken(&client, BIRTH).await;
        take(&client, DIPLOMA).await.refused(413, ErrorCode::QuotaReached);
        assert_eq!(sandbox.partner_asked().await, (0, 2, 1));
        assert_eq!(shown(&client, DIPLOMA).await.state, PartnerState::Untaken, "nothing is wrong with the file");
        // What was taken counts like what was sent.
        let sent = client.upload(papers::sound("to-trinh"), "a.pdf", Purpose::Vault).await;
        sent.refused(413, ErrorCode::QuotaReached);
    }
}
