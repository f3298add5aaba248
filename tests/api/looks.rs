//! Officers who look into a vault at the desk.

use crate::sharing::{give, give_to_unit, log};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PaperId;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::log::{EventActor, Ground, PaperAct, PaperEventView};
use motcua_shared::vault::look::{LookState, LookView, LookedPaper, ObjectionView};
use motcua_shared::vault::share::GrantView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::add_paper;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::{Value, json};

const OWNER: &str = Login::Citizen.name();

fn request(number: &str, consent: &str) -> Value {
    json!({
        "identifier": number, "purpose": "Đăng ký khai sinh", "consent": consent, "card_checked": consent == "presence",
    })
}

async fn begin(desk: &Client, number: &str, consent: &str) -> Answer {
    desk.post(path::VAULT_LOOKS, &request(number, consent)).await
}

pub async fn begun(desk: &Client, number: &str, consent: &str) -> LookView {
    begin(desk, number, consent).await.ok(201)
}

pub fn file_of(look: &LookView, paper: PaperId) -> String {
    path::looked_paper_part(look.id, paper, "file")
}

async fn enter(desk: &Client, look: &LookView, code: &str) -> Answer {
    let address = path::vault_look_part(look.id, "code");
    desk.post(&address, &json!({ "code": code })).await
}

async fn listed(desk: &Client, look: &LookView) -> Answer {
    desk.get(&path::vault_look_part(look.id, "papers")).await
}

async fn names(desk: &Client, look: &LookView) -> Vec<PaperId> {
    let page: Page<LookedPaper> = listed(desk, look).await.ok(200);
    page.items.into_iter().map(|paper| paper.id).collect()
}

fn told(app: &TestApp) -> Vec<String> {
    app.query("select phone || ' ' || content as value from messages where kind = 'vault-looked' order by id")
}

fn other_code(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// A paper that is shown, and one that is not.
async fn vault(citizen: &Client) -> (PaperView, PaperView) {
    let shown = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
    let upload = citizen.uploaded("to-trinh").await;
    let mut request = add_paper(upload.id, "KQ.G15.000031");
    request.is_visible = false;
    let hidden: PaperView = citizen.post(path::PAPERS, &request).await.ok(201);
    (shown, hidden)
}

on_both! {
    async fn with_the_code_that_the_owner_reads_out_an_officer_sees_what_is_shown_and_the_owner_reads_that(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, hidden) = vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, "001 099 000 001", "code").await;
        assert_eq!((look.state, look.identifier.contains("099000")), (LookState::Waiting, false));
        let sent = app.query("select phone as value from messages where kind = 'one-time-code' order by id desc limit 1");
        assert_eq!(sent, ["0900000003"]);
        listed(&desk, &look).await.refused(409, ErrorCode::LookOver);
        desk.get(&file_of(&look, shown.item.id)).await.refused(409, ErrorCode::LookOver);
        let code = app.last_code();
        enter(&desk, &look, other_code(&code)).await.refused(422, ErrorCode::CodeWrong);
        let opened: LookView = enter(&desk, &look, &code).await.ok(200);
        assert_eq!(opened.state, LookState::Open);
        let minutes = (opened.ends_at.unix_seconds() - app.state.clock.now().unix_seconds() + 30) / 60;
        assert_eq!(minutes, 30);
        let told = told(&app);
        assert!(told.len() == 1 && told[0].starts_with("0900000003 ") && told[0].contains("Tuy Phước") && told[0].contains("/kho/nhat-ky"), "{told:?}");
        for _ in 0..2 {
            assert_eq!(names(&desk, &look).await, [shown.item.id]);
        }
        let file = desk.get(&format!("{}?view=true", file_of(&look, shown.item.id))).await;
        assert_eq!((file.status, motcua_server::secret::sha256_hex(&file.body)), (200, shown.sha256.clone()));
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        assert_eq!(desk.get(&path::looked_paper_part(look.id, shown.item.id, "report")).await.status, 200);
        desk.get(&file_of(&look, hidden.item.id)).await.refused(404, ErrorCode::NotFound);
        let events = log(&citizen, "others=true").await;
        let acts: Vec<PaperAct> = events.iter().map(|event| event.act).collect();
        assert_eq!(acts, [PaperAct::Checked, PaperAct::Downloaded, PaperAct::Viewed, PaperAct::Listed]);
        for event in &events {
            assert_eq!((event.actor, event.ground, event.paper_id), (EventActor::Officer, Some(Ground::Code), shown.item.id));
            assert_eq!((event.actor_name.as_deref(), event.unit_name.as_deref()), (Some("Cán bộ một cửa Tuy Phước (mẫu)"), Some("Ủy ban nhân dân xã Tuy Phước")));
        }
        let officer = app.account(Login::Staff);
        let audit = app.query(&format!("select action || ' ' || detail as value from audit_entries where account_id = '{officer}' and action <> 'signed-in' order by id"));
        assert_eq!(audit.len(), 7, "{audit:?}");
        assert!(audit[0].starts_with("vault-look-begun") && audit[0].contains("code") && audit[1].starts_with("vault-look-opened"), "{audit:?}");
        assert!(audit[4].starts_with("paper-read") && audit[4].contains("code"), "{audit:?}");
        // The officer is done.
        let closing = path::vault_look_part(look.id, "closing");
        for _ in 0..2 {
            assert_eq!(desk.post(&closing, &json!({})).await.status, 204);
        }
        listed(&desk, &look).await.refused(409, ErrorCode::LookOver);
        let over: LookView = desk.get(&path::vault_look(look.id)).await.ok(200);
        assert_eq!((over.state, over.ended_by_owner), (LookState::Over, false));
    }

    async fn presence_is_noted_with_the_card_and_the_owner_is_told_at_once(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, _) = vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let mut unchecked = request(OWNER, "presence");
        unchecked["card_checked"] = json!(false);
        unchecked["purpose"] = json!(" ");
        let answer = desk.post(path::VAULT_LOOKS, &unchecked).await;
        assert_eq!(answer.faults(), [("purpose".to_owned(), ErrorCode::Required), ("card_checked".to_owned(), ErrorCode::ConsentNeeded)]);
        assert_eq!(told(&app), [""; 0]);
        let look = begun(&desk, OWNER, "presence").await;
        assert_eq!((look.state, told(&app).len()), (LookState::Open, 1));
        assert_eq!(names(&desk, &look).await, [shown.item.id]);
        assert_eq!(log(&citizen, "others=true").await[0].ground, Some(Ground::Presence));
        enter(&desk, &look, "123456").await.ok::<LookView>(200);
    }

    async fn without_consent_only_what_is_shared_with_the_unit_shows(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, hidden) = vault(&citizen).await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let look = begun(&desk, OWNER, "grant").await;
        assert_eq!((look.state, names(&desk, &look).await), (LookState::Open, vec![]));
        desk.get(&file_of(&look, shown.item.id)).await.refused(404, ErrorCode::NotFound);
        let grant = give_to_unit(&citizen, hidden.item.id, UNIT).await;
        assert_eq!(names(&desk, &look).await, [hidden.item.id], "what is shared by name is shown, hidden or not");
        assert_eq!(desk.get(&file_of(&look, hidden.item.id)).await.status, 200);
        assert_eq!(told(&app), [""; 0], "the owner has agreed before");
        let event = log(&citizen, "others=true").await.remove(0);
        assert_eq!((event.ground, event.grant_id), (Some(Ground::Grant), Some(grant.id)));
        // The unit beside it sees nothing.
        let theirs = begun(&other, OWNER, "grant").await;
        assert_eq!(names(&other, &theirs).await, []);
        other.get(&file_of(&theirs, hidden.item.id)).await.refused(404, ErrorCode::NotFound);
    }

    async fn the_letters_share_is_for_units_that_have_a_dossier_of_the_owner(app) {
        let agency = app.agency_with_papers().await;
        let page: motcua_shared::vault::dto::PaperPage = agency.get(path::PAPERS).await.ok(200);
        let paper = page.items[0].clone();
        let change = json!({
            "version": paper.version, "category_code": paper.category_code, "name": paper.name, "is_visible": true, "is_shared": true,
        });
        let _: PaperView = agency.put(&path::paper(paper.id), &change).await.ok(200);
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, "9990001", "grant").await;
        assert_eq!(names(&desk, &look).await, [], "no dossier yet");
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(names(&desk, &look).await, [paper.id]);
        let other = app.sign_in(Login::OtherStaff).await;
        let theirs = begun(&other, "9990001", "grant").await;
        assert_eq!(names(&other, &theirs).await, [], "no dossier there");
        // By a dossier, for the unit that has it.
        let second = page.items[1].id;
        let grant: GrantView = give(&agency, second, &json!({ "to": { "dossier": dossier.id } })).await.ok(201);
        assert_eq!(grant.name.as_deref(), Some(dossier.code.as_str()));
        let mut both = names(&desk, &look).await;
        both.sort();
        let mut expected = vec![paper.id, second];
        expected.sort();
        assert_eq!(both, expected);
        assert_eq!(names(&other, &theirs).await, []);
    }

    async fn a_number_that_nobody_has_looks_like_a_vault_that_shows_nothing(app) {
        let desk = app.sign_in(Login::Staff).await;
        let empty = app.account(Login::OtherCitizen);
        let mut seen = Vec::new();
        for number in [Login::OtherCitizen.name(), "001099000099"] {
            let look = begun(&desk, number, "code").await;
            let sent = app.query("select coalesce(account_id, '') as value from messages where kind = 'one-time-code' order by id desc limit 1");
            let challenge = look.challenge.clone().unwrap();
            assert_eq!(challenge.sent_to, "");
            let wrong = enter(&desk, &look, "000000").await.problem();
            let presence = begun(&desk, number, "presence").await;
            let page: Page<LookedPaper> = listed(&desk, &presence).await.ok(200);
            seen.push((look.state, look.consent, challenge.resend_after, wrong.code, wrong.title, presence.state, page.items.len()));
            if number == Login::OtherCitizen.name() {
                assert_eq!(sent, [empty.to_string()]);
            }
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(told(&app).len(), 1, "there is nobody to tell of the other");
    }

    async fn a_look_is_of_one_officer_in_one_unit_and_ends_by_itself(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, _) = vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, OWNER, "presence").await;
        let other = app.sign_in(Login::OtherStaff).await;
        for address in [path::vault_look(look.id), path::vault_look_part(look.id, "papers"), file_of(&look, shown.item.id)] {
            other.get(&address).await.refused(404, ErrorCode::NotFound);
            citizen.get(&address).await.refused(403, ErrorCode::NotAllowed);
        }
        other.post(&path::vault_look_part(look.id, "closing"), &json!({})).await.refused(404, ErrorCode::NotFound);
        // Somebody else's paper within an own look.
        let agency = app.agency_with_papers().await;
        let foreign = app.query(&format!("select id as value from papers where account_id = '{}' limit 1", app.account(Login::Agency))).remove(0);
        desk.get(&file_of(&look, PaperId::parse(&foreign).unwrap())).await.refused(404, ErrorCode::NotFound);
        drop(agency);
        // The officer goes to another unit: the look stays behind.
        app.execute("update accounts set unit_id = (select id from units where code = 'H21.102') where login = 'canbotuyphuoc'");
        desk.get(&file_of(&look, shown.item.id)).await.refused(404, ErrorCode::NotFound);
        app.execute("update accounts set unit_id = (select id from units where code = 'H21.101') where login = 'canbotuyphuoc'");
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        app.advance(10 * 60);
        assert_eq!(listed(&desk, &look).await.status, 200);
        app.advance(10 * 60);
        assert_eq!(listed(&desk, &look).await.status, 200);
        app.advance(10 * 60);
        listed(&desk, &look).await.refused(409, ErrorCode::LookOver);
    }

    async fn a_suspended_officer_or_one_without_a_desk_opens_nothing_more(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, _) = vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, OWNER, "presence").await;
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        let officer = app.account(Login::Staff);
        app.execute(&format!("delete from staff_roles where account_id = '{officer}'"));
        desk.get(&file_of(&look, shown.item.id)).await.refused(403, ErrorCode::NotAllowed);
        begin(&desk, OWNER, "grant").await.refused(403, ErrorCode::NotAllowed);
        desk.get(path::VAULT_OBJECTIONS).await.refused(403, ErrorCode::NotAllowed);
        app.execute(&format!("insert into staff_roles (account_id, role) values ('{officer}', 'desk')"));
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        app.execute(&format!("update accounts set status = 'suspended' where id = '{officer}'"));
        desk.get(&file_of(&look, shown.item.id)).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("paper_events where act = 'downloaded'"), 2);
    }

    async fn who_does_not_agree_ends_the_look_and_the_unit_reads_why(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, _) = vault(&citizen).await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let look = begun(&desk, OWNER, "presence").await;
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        let event = log(&citizen, "others=true").await.remove(0);
        let body = json!({ "note": "Tôi không có mặt ở đó" });
        let said: PaperEventView = citizen.post(&path::paper_event_objection(event.id), &body).await.ok(200);
        assert!(said.objected_at.is_some());
        desk.get(&file_of(&look, shown.item.id)).await.refused(409, ErrorCode::LookOver);
        let over: LookView = desk.get(&path::vault_look(look.id)).await.ok(200);
        assert_eq!((over.state, over.ended_by_owner), (LookState::Over, true));
        let page: Page<ObjectionView> = desk.get(path::VAULT_OBJECTIONS).await.ok(200);
        assert_eq!((page.items.len(), page.items[0].note.as_deref()), (1, Some("Tôi không có mặt ở đó")));
        assert_eq!(page.items[0].officer.as_deref(), Some("Cán bộ một cửa Tuy Phước (mẫu)"));
        let page: Page<ObjectionView> = other.get(path::VAULT_OBJECTIONS).await.ok(200);
        assert_eq!(page.items, []);
    }

    async fn words_that_come_after_the_objection_are_kept_and_others_are_not_taken_for_kept(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let (shown, _) = vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, OWNER, "presence").await;
        assert_eq!(desk.get(&file_of(&look, shown.item.id)).await.status, 200);
        let event = log(&citizen, "others=true").await.remove(0);
        let address = path::paper_event_objection(event.id);
        let words = async || {
            let page: Page<ObjectionView> = desk.get(path::VAULT_OBJECTIONS).await.ok(200);
            page.items.into_iter().map(|one| one.note).collect::<Vec<_>>()
        };
        let first: PaperEventView = citizen.post(&address, &json!({})).await.ok(200);
        assert_eq!(words().await, [None]);
        let body = json!({ "note": "Tôi không có mặt ở đó" });
        for _ in 0..2 {
            let said: PaperEventView = citizen.post(&address, &body).await.ok(200);
            assert_eq!(said.objected_at, first.objected_at);
            assert_eq!(words().await, [Some("Tôi không có mặt ở đó".to_owned())]);
        }
        assert_eq!(citizen.post(&address, &json!({})).await.status, 200, "nothing new was said");
        let answer = citizen.post(&address, &json!({ "note": "Lời khác" })).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (409, Some("objection-sent")));
        assert!(answer.problem().title.contains("đã được gửi"), "{}", answer.text());
        assert_eq!(words().await, [Some("Tôi không có mặt ở đó".to_owned())]);
    }

    async fn guessing_the_code_locks_the_look_and_not_the_owner(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        vault(&citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, OWNER, "code").await;
        let code = app.last_code();
        for _ in 0..4 {
            enter(&desk, &look, other_code(&code)).await.refused(422, ErrorCode::CodeWrong);
        }
        for tried in [other_code(&code), &code] {
            enter(&desk, &look, tried).await.refused(429, ErrorCode::CodeLocked);
        }
        let again = app.sign_in(Login::Citizen).await;
        assert_eq!(again.get(path::PAPERS).await.status, 200);
        // Another code of the same look comes after a while, and a code for something else opens no look.
        app.advance(11 * 60);
        let look = begun(&desk, OWNER, "code").await;
        let challenge = app.challenge(&app.nobody(), Login::Citizen).await;
        let foreign = app.last_code();
        assert_ne!(challenge.id, look.challenge.clone().unwrap().id);
        assert_eq!(enter(&desk, &look, &foreign).await.status, 422);
        app.advance(31);
        let _: Challenge = desk.post(&path::vault_look_part(look.id, "code/resend"), &json!({})).await.ok(200);
        let _: LookView = enter(&desk, &look, &app.last_code()).await.ok(200);
    }
}

on_each! {
    async fn looks_count_as_look_ups(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_lookups_per_hour = 2).await;
        let desk = app.sign_in(Login::Staff).await;
        for _ in 0..2 {
            begun(&desk, "001099000099", "grant").await;
        }
        begin(&desk, OWNER, "grant").await.refused(429, ErrorCode::TooManyLookups);
        assert_eq!(app.count("vault_looks"), 2);
    }
}

/// The log only grows: nothing in the server changes or deletes a line of it.
#[test]
fn nothing_changes_or_deletes_a_line_of_the_log() {
    fn read(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.display().to_string(), text));
            }
        }
    }
    let mut sources = Vec::new();
    read(
        &motcua_tests::environment::source_root().join("server/src"),
        &mut sources,
    );
    let mut writers = Vec::new();
    for (path, text) in &sources {
        let text: String = text.split_whitespace().collect();
        for table in ["paper_events", "paper_objections"] {
            for act in [
                "diesel::update(",
                "diesel::delete(",
                "updatepaper",
                "deletefrompaper",
            ] {
                assert!(!text.contains(&format!("{act}{table}")), "{path}: {act}{table}");
            }
            if text.contains(&format!("diesel::insert_into({table}")) {
                writers.push(path.rsplit_once("server/src/").unwrap().1.replace('\\', "/"));
            }
        }
    }
    assert_eq!(writers, ["vault/log/store.rs", "vault/log/store.rs"]);
}
