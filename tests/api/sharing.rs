//! Papers that their owner shows to others, and the log in which the owner reads who did what.

use futures::future::join_all;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{GrantId, PaperId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::log::{EventActor, Ground, PaperAct, PaperEventView};
use motcua_shared::vault::share::{
    FoundGrantee, GrantState, GrantView, GranteeKind, SharedPaper, SharedPaperView,
};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::{Value, json};

pub async fn give(client: &Client, paper: PaperId, body: &Value) -> Answer {
    client.post(&path::paper_grants(paper), body).await
}

pub async fn give_to_organisation(client: &Client, paper: PaperId, number: &str) -> GrantView {
    give(client, paper, &json!({ "to": { "organisation": number } }))
        .await
        .ok(201)
}

pub async fn unit(client: &Client, code: &str) -> UnitView {
    let units: Vec<UnitView> = client.get(path::GRANTEE_UNITS).await.ok(200);
    units.into_iter().find(|unit| unit.code == code).unwrap()
}

pub async fn give_to_unit(client: &Client, paper: PaperId, code: &str) -> GrantView {
    let unit = unit(client, code).await;
    give(client, paper, &json!({ "to": { "unit": unit.id } }))
        .await
        .ok(201)
}

pub async fn withdraw(client: &Client, id: GrantId) -> Answer {
    client.post(&path::grant_withdrawal(id), &json!({})).await
}

pub async fn log(client: &Client, query: &str) -> Vec<PaperEventView> {
    let address = format!("{}?{query}", path::PAPER_EVENTS);
    client.get(&address).await.ok::<Page<PaperEventView>>(200).items
}

async fn received(client: &Client) -> Vec<SharedPaper> {
    client
        .get(path::SHARED_PAPERS)
        .await
        .ok::<Page<SharedPaper>>(200)
        .items
}

async fn open(client: &Client, id: GrantId) -> Answer {
    client.get(&path::shared_paper_part(id, "file?view=true")).await
}

fn told(app: &TestApp, kind: &str) -> Vec<String> {
    app.query(&format!(
        "select phone || ' ' || content as value from messages where kind = '{kind}' order by id"
    ))
}

/// A citizen's paper, shown to the agency.
async fn shared(app: &TestApp, body: Value) -> (Client, Client, PaperView, GrantView) {
    let (citizen, agency) = (
        app.sign_in(Login::Citizen).await,
        app.sign_in(Login::Agency).await,
    );
    let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
    let mut body = body;
    body["to"] = json!({ "organisation": "9990001" });
    let grant: GrantView = give(&citizen, paper.item.id, &body).await.ok(201);
    (citizen, agency, paper, grant)
}

on_both! {
    async fn an_organisation_opens_what_is_shared_with_it_the_owner_reads_that_and_takes_it_back(app) {
        let (citizen, agency) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await);
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let found: FoundGrantee = citizen.post(path::GRANTEES, &json!({ "identifier": " 9990001 " })).await.ok(200);
        assert_eq!((found.name.as_str(), found.identifier.as_str()), ("Trường THCS Hoa Mai (mẫu)", "9990001"));
        let body = json!({
            "to": { "organisation": found.identifier }, "purpose": "  Xét tuyển lớp 6 ", "max_uses": 5,
            "ends_on": app.state.clock.now().vietnam_date(),
        });
        let grant: GrantView = give(&citizen, paper.item.id, &body).await.ok(201);
        assert_eq!((grant.to, grant.name.as_deref()), (GranteeKind::Account, Some("Trường THCS Hoa Mai (mẫu)")));
        assert_eq!((grant.purpose.as_deref(), grant.uses, grant.state), (Some("Xét tuyển lớp 6"), 0, GrantState::Open));
        assert_eq!(grant.ends_at.unwrap().vietnam_date(), app.state.clock.now().vietnam_date().succ_opt().unwrap());
        let told = told(&app, "paper-shared");
        assert!(told.len() == 1 && told[0].starts_with("0900000001 ") && told[0].contains("Nguyễn Thị Mẫu"), "{told:?}");

        let list = received(&agency).await;
        assert_eq!((list.len(), list[0].grant_id, list[0].from.as_str()), (1, grant.id, "Nguyễn Thị Mẫu"));
        assert_eq!((list[0].paper.name.as_str(), list[0].uses_left), (paper.item.name.as_str(), Some(5)));
        let view: SharedPaperView = agency.get(&path::shared_paper(grant.id)).await.ok(200);
        assert_eq!((view.sha256.as_str(), &view.report), (paper.sha256.as_str(), &paper.report));
        let file = open(&agency, grant.id).await;
        assert_eq!((file.status, file.header("content-type")), (200, Some("application/pdf")));
        assert_eq!(motcua_server::secret::sha256_hex(&file.body), paper.sha256);
        assert_eq!(agency.get(&path::shared_paper_part(grant.id, "file")).await.status, 200);
        assert_eq!(agency.get(&path::shared_paper_part(grant.id, "report")).await.status, 200);

        let events = log(&citizen, "others=true").await;
        let acts: Vec<PaperAct> = events.iter().map(|event| event.act).collect();
        assert_eq!(acts, [PaperAct::Checked, PaperAct::Downloaded, PaperAct::Viewed]);
        for event in &events {
            assert_eq!((event.actor, event.actor_name.as_deref()), (EventActor::Account, Some("Trường THCS Hoa Mai (mẫu)")));
            assert_eq!((event.ground, event.grant_id, event.paper_id), (Some(Ground::Grant), Some(grant.id), paper.item.id));
        }
        let grants: Page<GrantView> = citizen.get(&path::paper_grants(paper.item.id)).await.ok(200);
        assert_eq!((grants.items[0].uses, grants.items[0].state), (2, GrantState::Open));

        let ended: GrantView = withdraw(&citizen, grant.id).await.ok(200);
        assert_eq!(ended.state, GrantState::Withdrawn);
        let again: GrantView = withdraw(&citizen, grant.id).await.ok(200);
        assert_eq!(again, ended);
        for part in ["file", "report"] {
            agency.get(&path::shared_paper_part(grant.id, part)).await.refused(409, ErrorCode::GrantEnded);
        }
        let refused = agency.get(&path::shared_paper(grant.id)).await.refused(409, ErrorCode::GrantEnded);
        assert!(refused.title.contains("không còn được chia sẻ"), "{}", refused.title);
        assert_eq!(received(&agency).await, []);
        let own: Vec<PaperAct> = log(&citizen, "").await.iter().map(|event| event.act).filter(|act| matches!(act, PaperAct::Shared | PaperAct::ShareEnded)).collect();
        assert_eq!(own, [PaperAct::ShareEnded, PaperAct::Shared], "ended once, although asked twice");
        assert_eq!(app.count("audit_entries where action in ('paper-shared', 'paper-share-ended')"), 2);
    }

    async fn of_papers_that_keep_coming_an_organisation_hears_once_an_hour(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        for heard in [1, 1, 2, 2] {
            let citizen = app.sign_in(Login::Citizen).await;
            give_to_organisation(&citizen, paper.item.id, "9990001").await;
            assert_eq!(app.count("messages where kind = 'paper-shared'"), heard);
            app.advance(40 * 60);
        }
    }

    async fn nobody_else_sees_what_is_shared(app) {
        let (citizen, agency, paper, grant) = shared(&app, json!({})).await;
        for login in [Login::OtherCitizen, Login::OtherAgency] {
            let other = app.sign_in(login).await;
            assert_eq!(received(&other).await, []);
            other.get(&path::shared_paper(grant.id)).await.refused(404, ErrorCode::NotFound);
            open(&other, grant.id).await.refused(404, ErrorCode::NotFound);
            withdraw(&other, grant.id).await.refused(404, ErrorCode::NotFound);
            other.get(&path::paper_grants(paper.item.id)).await.refused(404, ErrorCode::NotFound);
        }
        // Not even the one who may open it gets anywhere by the paper's own address, or may take it back.
        agency.get(&path::paper(paper.item.id)).await.refused(404, ErrorCode::NotFound);
        withdraw(&agency, grant.id).await.refused(404, ErrorCode::NotFound);
        let officer = app.sign_in(Login::Staff).await;
        open(&officer, grant.id).await.refused(403, ErrorCode::NotAllowed);
        // The owner has ways of their own.
        open(&citizen, grant.id).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_share_ends_by_its_day_by_its_uses_and_with_its_paper(app) {
        let (citizen, agency, paper, grant) = shared(&app, json!({ "max_uses": 2 })).await;
        assert_eq!(open(&agency, grant.id).await.status, 200);
        assert_eq!(told(&app, "share-used-up"), [""; 0]);
        assert_eq!(open(&agency, grant.id).await.status, 200);
        open(&agency, grant.id).await.refused(409, ErrorCode::GrantEnded);
        let told = told(&app, "share-used-up");
        assert!(told.len() == 1 && told[0].starts_with("0900000003 "), "{told:?}");
        let today = app.state.clock.now().vietnam_date();
        let dated = json!({ "to": { "organisation": "9990001" }, "ends_on": today });
        let dated: GrantView = give(&citizen, paper.item.id, &dated).await.ok(201);
        let endless = give_to_organisation(&citizen, paper.item.id, "9990001").await;
        assert_eq!(open(&agency, dated.id).await.status, 200);
        app.execute("update sessions set ends_at = '2036-01-01 00:00:00', seen_at = '2036-01-01 00:00:00'");
        app.advance(24 * 3600);
        let agency = app.sign_in(Login::Agency).await;
        open(&agency, dated.id).await.refused(409, ErrorCode::GrantEnded);
        assert_eq!(open(&agency, endless.id).await.status, 200);
        let citizen = app.sign_in(Login::Citizen).await;
        let grants: Page<GrantView> = citizen.get(path::GRANTS).await.ok(200);
        let states: Vec<GrantState> = grants.items.iter().map(|grant| grant.state).collect();
        assert_eq!(states, [GrantState::Open, GrantState::Ended, GrantState::UsedUp]);
        // Out of the vault, out of sight.
        let removal = json!({ "version": paper.item.version });
        assert_eq!(citizen.post(&path::paper_removal(paper.item.id), &removal).await.status, 204);
        open(&agency, endless.id).await.refused(409, ErrorCode::GrantEnded);
        give(&citizen, paper.item.id, &json!({ "to": { "organisation": "9990001" } })).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_paper_with_another_file_is_shared_as_it_is_now(app) {
        let (citizen, agency, paper, grant) = shared(&app, json!({})).await;
        let upload = citizen.uploaded("quyet-dinh-cong-nhan").await;
        let body = json!({ "version": paper.item.version, "upload_id": upload.id });
        let _: PaperView = citizen.post(&path::paper_replacement(paper.item.id), &body).await.ok(200);
        let file = open(&agency, grant.id).await;
        assert_eq!(motcua_server::secret::sha256_hex(&file.body), upload.sha256);
        assert_eq!(log(&citizen, "others=true").await[0].file_version, 2);
    }

    async fn people_are_nobodys_to_guess_and_wrong_terms_are_told_at_once(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await.item.id;
        // A person's number, an officer's, and one that nobody has look alike.
        for number in ["001099000002", "001099000003", "0000000", ""] {
            let answer = citizen.post(path::GRANTEES, &json!({ "identifier": number })).await;
            assert_eq!(answer.faults(), [("identifier".to_owned(), ErrorCode::NoSuchOrganisation)], "{number}");
            let answer = give(&citizen, paper, &json!({ "to": { "organisation": number } })).await;
            assert_eq!(answer.faults(), [("to.organisation".to_owned(), ErrorCode::NoSuchOrganisation)], "{number}");
        }
        let yesterday = app.state.clock.now().vietnam_date().pred_opt().unwrap();
        let wrong = json!({ "to": { "organisation": "9990001" }, "purpose": "a".repeat(201), "ends_on": yesterday, "max_uses": 0 });
        assert_eq!(
            give(&citizen, paper, &wrong).await.faults(),
            [("purpose".to_owned(), ErrorCode::TooLong), ("ends_on".to_owned(), ErrorCode::NotAChoice), ("max_uses".to_owned(), ErrorCode::NotAChoice)]
        );
        for to in [json!({ "unit": paper }), json!({ "dossier": paper })] {
            let answer = give(&citizen, paper, &json!({ "to": to })).await;
            assert_eq!(answer.faults()[0].1, ErrorCode::NotAChoice, "{to}");
        }
        // Somebody else's dossier is no choice, either.
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let answer = give(&citizen, paper, &json!({ "to": { "dossier": dossier.id } })).await;
        assert_eq!(answer.faults(), [("to.dossier".to_owned(), ErrorCode::NotAChoice)]);
        let answer = give(&agency, agency.paper("giay-khai-sinh", "KQ.G15.000031").await.item.id, &json!({ "to": { "organisation": "9990001" } })).await;
        assert_eq!(answer.faults(), [("to.organisation".to_owned(), ErrorCode::NotAChoice)], "oneself");
        assert_eq!(app.count("paper_grants"), 0);
    }

    async fn sharing_asks_again_who_it_is_when_that_was_shown_long_ago(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await.item.id;
        app.advance(11 * 60);
        give(&citizen, paper, &json!({ "to": { "organisation": "9990001" } })).await.refused(403, ErrorCode::ConfirmNeeded);
        let again = json!({ "password": motcua_server::demo::PASSWORD });
        assert_eq!(citizen.post(path::CONFIRMATION_PASSWORD, &again).await.status, 204);
        let grant = give_to_organisation(&citizen, paper, "9990001").await;
        app.advance(11 * 60);
        // Taking back is never made harder.
        assert_eq!(withdraw(&citizen, grant.id).await.status, 200);
    }

    async fn the_log_is_filtered_by_day_and_by_paper_and_pages_by_key(app) {
        let (citizen, agency, paper, grant) = shared(&app, json!({})).await;
        for _ in 0..5 {
            assert_eq!(open(&agency, grant.id).await.status, 200);
        }
        let second = citizen.paper("to-trinh", "KQ.G15.000031").await;
        assert_eq!(log(&citizen, &format!("paper={}", second.item.id)).await.len(), 1);
        let today = app.state.clock.now().vietnam_date();
        let (before, after) = (today.pred_opt().unwrap(), today.succ_opt().unwrap());
        assert_eq!(log(&citizen, &format!("from={before}&to={before}")).await, []);
        assert_eq!(log(&citizen, &format!("from={after}")).await, []);
        assert_eq!(log(&citizen, &format!("others=true&from={today}&to={today}")).await.len(), 5);
        let wrong = citizen.get(&format!("{}?from=hom-nay", path::PAPER_EVENTS)).await;
        assert_eq!(wrong.faults(), [("from".to_owned(), ErrorCode::NotADate)]);
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let address = format!("{}?limit=3&cursor={cursor}", path::PAPER_EVENTS);
            let page: Page<PaperEventView> = citizen.get(&address).await.ok(200);
            found.extend(page.items.iter().map(|event| event.id));
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        let mut sorted = found.clone();
        sorted.sort_unstable_by(|left, right| right.cmp(left));
        sorted.dedup();
        assert_eq!((found.len(), found == sorted), (8, true));
        // Another vault's log says nothing of it.
        let other = app.sign_in(Login::OtherCitizen).await;
        assert_eq!(log(&other, &format!("paper={}", paper.item.id)).await, []);
    }

    async fn the_log_is_saved_for_spreadsheets_and_runs_nothing_there(app) {
        let (citizen, agency, _, grant) = shared(&app, json!({})).await;
        app.execute("update papers set name = '=cmd|''/c calc''!A0'");
        for _ in 0..3 {
            assert_eq!(open(&agency, grant.id).await.status, 200);
        }
        let id = app.account(Login::Citizen);
        let one = app.query(&format!("select id as value from paper_events where account_id = '{id}' limit 1")).remove(0);
        // More than one batch.
        for number in 0..1200 {
            let made = format!("{}{number:04}", &one[..32]);
            if made == one {
                continue;
            }
            app.execute(&format!(
                "insert into paper_events (id, account_id, paper_id, file_version, act, actor, happened_at) \
                 select '{made}', account_id, paper_id, 1, 'viewed', 'owner', happened_at from paper_events where id = '{one}'"
            ));
        }
        let all = app.count(&format!("paper_events where account_id = '{id}'"));
        let file = citizen.get(&format!("{}?lang=vi", path::PAPER_EVENTS_CSV)).await;
        assert_eq!((file.status, file.header("content-type")), (200, Some("text/csv; charset=utf-8")));
        assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
        let text = file.text();
        assert!(text.starts_with("\u{feff}\"Thời gian\",\"Giấy tờ\",\"Việc đã làm\","), "{}", &text[..200]);
        assert_eq!(text.matches("\r\n").count() as u64, all + 1);
        let line = r#","'=cmd|'/c calc'!A0","Xem","Trường THCS Hoa Mai (mẫu)","","Bạn đã chia sẻ giấy tờ","","#;
        assert!(text.contains(line), "{text:.2000}");
        assert!(!text.contains("\"=cmd"));
        let english = citizen.get(&format!("{}?lang=en&others=true", path::PAPER_EVENTS_CSV)).await.text();
        assert_eq!((english.matches("\r\n").count(), english.contains("You shared the paper")), (4, true));
        assert_eq!(app.count("audit_entries where action = 'paper-log-exported'"), 2);
    }

    async fn who_does_not_agree_ends_the_share_and_is_heard(app) {
        let (citizen, agency, _, grant) = shared(&app, json!({})).await;
        assert_eq!(open(&agency, grant.id).await.status, 200);
        let event = log(&citizen, "others=true").await.remove(0);
        let address = path::paper_event_objection(event.id);
        let long = citizen.post(&address, &json!({ "note": "a".repeat(501) })).await;
        assert_eq!(long.faults(), [("note".to_owned(), ErrorCode::TooLong)]);
        agency.post(&address, &json!({})).await.refused(404, ErrorCode::NotFound);
        let said: PaperEventView = citizen.post(&address, &json!({ "note": "Tôi không nhờ" })).await.ok(200);
        assert!(said.objected_at.is_some());
        let again: PaperEventView = citizen.post(&address, &json!({})).await.ok(200);
        assert_eq!((again.objected_at, app.count("paper_objections")), (said.objected_at, 1));
        open(&agency, grant.id).await.refused(409, ErrorCode::GrantEnded);
        // One's own acts are no matter for it.
        let own = log(&citizen, "").await.into_iter().find(|event| event.actor == EventActor::Owner).unwrap();
        citizen.post(&path::paper_event_objection(own.id), &json!({})).await.refused(404, ErrorCode::NotFound);
    }

    async fn what_an_owner_types_is_never_taken_for_a_ground(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let upload = citizen.uploaded("to-trinh").await;
        let body = json!({ "version": paper.item.version, "upload_id": upload.id, "note": "presence" });
        let _: PaperView = citizen.post(&path::paper_replacement(paper.item.id), &body).await.ok(200);
        let event = log(&citizen, "").await.remove(0);
        assert_eq!((event.act, event.ground, event.words.as_deref()), (PaperAct::Replaced, None, Some("presence")));
    }
}

on_each! {
    async fn look_ups_of_organisations_have_a_limit_also_all_at_once(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.grantee_lookups_per_hour = 3).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let body = json!({ "identifier": "9990001" });
        let answers = join_all((0..8).map(|_| citizen.post(path::GRANTEES, &body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.refused(429, ErrorCode::TooManyRequests);
        }
        let other = app.sign_in(Login::OtherCitizen).await;
        assert_eq!(other.post(path::GRANTEES, &body).await.status, 200);
        app.advance(3601);
        let citizen = app.sign_in(Login::Citizen).await;
        assert_eq!(citizen.post(path::GRANTEES, &body).await.status, 200);
    }
}
