//! Accounts that the desk makes for people who come in person.

use crate::registration::start;
use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{
    AssistedRow, AssistedView, Comparison, DeskView, LinkOpened, LookedUp, StaffRole,
};
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::page::Page;
use motcua_shared::path::{self, FILE_NAME_HEADER, IDEMPOTENCY_HEADER};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each, papers};
use reqwest::Method;
use serde_json::{Value, json};
use std::process::Command;

const PASSWORD: &str = "Thuyền về bến 8!";

/// A citizen whose phone is their own, by the sandbox's records.
pub fn form() -> Value {
    json!({
        "identity_number": "001 099 000 011", "name": "Lê Văn Mới", "birth_date": "1999-01-31", "sex": "male",
        "phone": "0912 000 011", "email": "", "address": "Thôn 1, xã Tuy Phước",
    })
}

fn with(mut form: Value, field: &str, value: impl Into<Value>) -> Value {
    form[field] = value.into();
    form
}

async fn begin(desk: &Client, form: &Value) -> AssistedView {
    begin_as(desk, form, &new_key()).await.ok(201)
}

async fn begin_as(desk: &Client, form: &Value, key: &str) -> Answer {
    let request = desk.request(Method::POST, path::DESK_REGISTRATIONS);
    Answer::of(request.header(IDEMPOTENCY_HEADER, key).json(form)).await
}

pub async fn send(desk: &Client, id: AssistedId, kind: &str, name: &str, bytes: impl Into<Bytes>) -> Answer {
    let address = path::desk_registration_part(id, &format!("files/{kind}"));
    let request = desk
        .request(Method::POST, &address)
        .header("content-type", "application/octet-stream")
        .header(FILE_NAME_HEADER, name)
        .body(bytes.into());
    Answer::of(request).await
}

async fn ask_code(desk: &Client, id: AssistedId) -> Answer {
    desk.post(&path::desk_registration_part(id, "code"), &json!({}))
        .await
}

pub async fn make(desk: &Client, id: AssistedId, code: &str) -> Answer {
    let body = json!({ "code": code });
    desk.post(&path::desk_registration_part(id, "account"), &body)
        .await
}

async fn save(desk: &Client, view: &AssistedView, form: &Value) -> Answer {
    let body = json!({ "version": view.version, "form": form });
    desk.put(&path::desk_registration(view.id), &body).await
}

/// A draft with its scan, and the code that was sent for it.
pub async fn ready(app: &TestApp, desk: &Client, form: &Value) -> (AssistedView, String) {
    let view = begin(desk, form).await;
    let _: AssistedView = send(desk, view.id, "scan", "cccd.pdf", papers::sound("to-trinh"))
        .await
        .ok(200);
    let _: Challenge = ask_code(desk, view.id).await.ok(200);
    (view, app.last_code())
}

/// An account, made.
pub async fn made(app: &TestApp, desk: &Client, form: &Value) -> AssistedView {
    let (view, code) = ready(app, desk, form).await;
    make(desk, view.id, &code).await.ok(200)
}

/// The secret of the link that was sent last.
fn last_link(app: &TestApp) -> String {
    let contents = app.query(
        "select content as value from messages where kind = 'password-link' and content is not null order by id desc limit 1",
    );
    let notice: Value = serde_json::from_str(&contents[0]).unwrap();
    let url = notice["url"].as_str().unwrap().to_owned();
    let (page, token) = url.split_once('#').unwrap();
    assert!(page.ends_with("/dat-mat-khau"), "{page}");
    token.to_owned()
}

async fn open(app: &TestApp, token: &str) -> Answer {
    app.nobody()
        .post(path::PASSWORD_LINKS, &json!({ "token": token }))
        .await
}

async fn set(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({ "flow": token, "password": password });
    app.nobody().post(path::PASSWORD_LINK_PASSWORD, &body).await
}

fn other_code(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// What others say of the printed request: sound, and the words of an administrative paper with what was typed.
fn judge_request(app: &TestApp, pdf: &[u8]) {
    let file = app.folder().join("giay-de-nghi.pdf");
    std::fs::write(&file, pdf).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        let output = command.args(arguments).arg(&file).arg("-").output();
        if output.is_err() {
            println!("NOTE {program} is not installed, so it does not judge the request");
        }
        output.ok()
    };
    if let Ok(output) = Command::new("qpdf").arg("--check").arg(&file).output() {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
    if let Some(output) = run("pdftotext", &["-layout"]) {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "GIẤY ĐỀ NGHỊ TẠO TÀI KHOẢN",
            "Kính gửi: Ủy ban nhân dân xã Tuy Phước",
            "Lê Văn Mới",
            "001099000011",
            "31/01/1999",
            "0912000011",
            "CÁN BỘ TIẾP NHẬN",
            "NGƯỜI ĐỀ NGHỊ",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

async fn search(desk: &Client, body: &Value) -> Vec<String> {
    let page: Page<AssistedRow> = desk.post(path::DESK_SEARCHES, body).await.ok(200);
    page.items.into_iter().map(|row| row.name).collect()
}

on_each! {
    async fn the_walk_of_the_letter_from_the_number_to_the_password(backend) {
        let (app, _sandbox) = start(backend).await;
        let desk = app.sign_in(Login::Staff).await;
        let number = json!({ "identity_number": "001 099 000 011" });
        let looked: LookedUp = desk.post(path::DESK_LOOKUPS, &number).await.ok(200);
        assert_eq!((looked.identity_number.as_str(), looked.account), ("001099000011", None));

        let view = begin(&desk, &form()).await;
        assert_eq!((view.unit.as_str(), view.made_at), ("Ủy ban nhân dân xã Tuy Phước", None));
        let pdf = desk.get(&path::desk_registration_part(view.id, "request")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
        judge_request(&app, &pdf.body);
        let refused = ask_code(&desk, view.id).await;
        assert_eq!(refused.faults(), [("scan".to_owned(), ErrorCode::ScanMissing)]);
        let sent: AssistedView = send(&desk, view.id, "scan", "CCCD.pdf", papers::sound("to-trinh")).await.ok(200);
        assert_eq!(sent.files[0].file_name, "CCCD.pdf");
        let challenge: Challenge = ask_code(&desk, view.id).await.ok(200);
        assert_eq!(challenge.sent_to, "*** *** 011");
        assert_eq!(app.query("select phone as value from messages where kind = 'one-time-code' order by id desc limit 1"), ["0912000011"]);
        let code = app.last_code();
        make(&desk, view.id, other_code(&code)).await.refused(422, ErrorCode::CodeWrong);
        let made: AssistedView = make(&desk, view.id, &code).await.ok(200);
        assert_eq!(made.comparison, Some(Comparison::Same));
        let link = made.link.unwrap();
        assert!(!link.password_set);
        assert_eq!(link.ends_at.unix_seconds() - link.sent_at.unix_seconds(), 72 * 3600);
        let again: AssistedView = make(&desk, view.id, "999999").await.ok(200);
        assert_eq!(again.made_at, made.made_at, "repeating is harmless");
        assert_eq!(app.count("accounts where login = '001099000011'"), 1);
        assert_eq!(
            app.query("select cast(assurance_level as text) || ' ' || address || ' ' || phone as value from accounts where login = '001099000011'"),
            ["2 Thôn 1, xã Tuy Phước 0912000011"]
        );
        assert_eq!(app.query("select sex || ' ' || cast(birth_date as text) as value from persons where name = 'Lê Văn Mới'"), ["male 1999-01-31"]);
        assert_eq!(app.count("passwords p join accounts a on a.id = p.account_id where a.login = '001099000011'"), 0);
        let looked: LookedUp = desk.post(path::DESK_LOOKUPS, &number).await.ok(200);
        assert_eq!(looked.account.unwrap().name, "L. V. Mới");

        // The officer sees nothing of the link, and neither does anybody who only reads answers.
        let token = last_link(&app);
        let page = desk.get(&path::desk_registration(view.id)).await;
        assert!(!page.text().contains(&token) && !page.text().contains("dat-mat-khau"));
        let opened: LinkOpened = open(&app, &token).await.ok(200);
        assert_eq!(opened.password.length, 8);
        for weak in ["ngan", "LeVanMoi@1999"] {
            assert_eq!(set(&app, &token, weak).await.status, 422, "{weak}");
        }
        assert_eq!(set(&app, &token, PASSWORD).await.status, 204);
        set(&app, &token, "Gạo nếp cái 9 nồi").await.refused(409, ErrorCode::FlowGone);
        open(&app, &token).await.refused(409, ErrorCode::FlowGone);
        let mut citizen = app.nobody();
        let challenge: Challenge = citizen.password("001099000011", PASSWORD).await.ok(200);
        let session: SessionView = citizen.code(&challenge, &app.last_code()).await.ok(200);
        assert_eq!(session.account.unwrap().name, "Lê Văn Mới");

        // All of it stands in the citizen's own log, with who did it.
        let id = app.query("select id as value from accounts where login = '001099000011'").remove(0);
        let officer = app.account(Login::Staff);
        assert_eq!(
            app.query(&format!("select action as value from audit_entries where subject_id = '{id}' and account_id = '{officer}' order by id")),
            ["account-made-at-desk", "account-looked-up", "account-viewed"]
        );
        assert_eq!(app.count(&format!("audit_entries where subject_id = '{id}' and action = 'password-set'")), 1);
    }

    async fn a_phone_of_somebody_else_or_a_silent_operator_is_noted_and_no_obstacle(backend) {
        let (app, _sandbox) = start(backend).await;
        let desk = app.sign_in(Login::Staff).await;
        for (number, phone, said) in [
            ("052203000031", "0912000021", Comparison::Different),
            ("052203000032", "0912999503", Comparison::Unknown),
        ] {
            let data = with(with(form(), "identity_number", number), "birth_date", "2003-06-15");
            let made = made(&app, &desk, &with(data, "phone", phone)).await;
            assert_eq!(made.comparison, Some(said), "{phone}");
        }
    }

    async fn a_link_ends_and_the_desk_sends_another(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_idle_minutes = 10_000).await;
        let desk = app.sign_in(Login::Staff).await;
        let view = made(&app, &desk, &form()).await;
        let address = path::desk_registration_part(view.id, "link");
        let first = last_link(&app);
        let problem = desk.post(&address, &json!({})).await.refused(429, ErrorCode::TooManyRequests);
        assert!(problem.retry_after.unwrap() <= 60);
        app.advance(61);
        let _: AssistedView = desk.post(&address, &json!({})).await.ok(200);
        let second = last_link(&app);
        open(&app, &first).await.refused(409, ErrorCode::FlowGone);
        let _: LinkOpened = open(&app, &second).await.ok(200);
        app.advance(72 * 3600 - 3600);
        let _: LinkOpened = open(&app, &second).await.ok(200);
        app.advance(3600);
        set(&app, &second, PASSWORD).await.refused(409, ErrorCode::FlowGone);
        let desk = app.sign_in(Login::Staff).await;
        let _: AssistedView = desk.post(&address, &json!({})).await.ok(200);
        assert_eq!(set(&app, &last_link(&app), PASSWORD).await.status, 204);
        desk.post(&address, &json!({})).await.refused(409, ErrorCode::PasswordAlreadySet);
        open(&app, "khong-phai").await.refused(409, ErrorCode::FlowGone);
    }

    async fn two_who_come_with_one_link_set_one_password(backend) {
        let app = TestApp::start(backend).await;
        let desk = app.sign_in(Login::Staff).await;
        made(&app, &desk, &form()).await;
        let token = last_link(&app);
        let (one, two) = futures::join!(set(&app, &token, PASSWORD), set(&app, &token, "Gạo nếp cái 9 nồi"));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
    }

    async fn two_desks_make_one_account_of_one_number(backend) {
        let app = TestApp::start(backend).await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let (one, one_code) = ready(&app, &desk, &form()).await;
        let (two, two_code) = ready(&app, &other, &form()).await;
        let (first, second) = futures::join!(make(&desk, one.id, &one_code), make(&other, two.id, &two_code));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!(app.count("accounts where login = '001099000011'"), 1);
        assert_eq!(app.count("person_numbers where number = '001099000011'"), 1);
        let late = if first.status == 409 { first } else { second };
        late.refused(409, ErrorCode::AlreadyRegistered);
    }
}

on_both! {
    async fn a_code_is_good_for_this_draft_as_it_stood_and_for_two_minutes(app) {
        let desk = app.sign_in(Login::Staff).await;
        let (view, code) = ready(&app, &desk, &form()).await;
        // Of another draft.
        let other = begin(&desk, &with(form(), "identity_number", "052203000041")).await;
        make(&desk, other.id, &code).await;
        assert_eq!(app.count("assisted_registrations where state = 'done'"), 0);
        // Of a sign-in.
        let _: Challenge = app.challenge(&app.nobody(), Login::Citizen).await;
        let foreign = app.last_code();
        if foreign != code {
            make(&desk, view.id, &foreign).await.refused(422, ErrorCode::CodeWrong);
        }
        // Of what stood there before.
        let _: AssistedView = save(&desk, &view, &with(form(), "phone", "0912000012")).await.ok(200);
        make(&desk, view.id, &code).await.refused(422, ErrorCode::CodeExpired);
        let _: Challenge = ask_code(&desk, view.id).await.ok(200);
        let code = app.last_code();
        ask_code(&desk, view.id).await.refused(429, ErrorCode::CodeTooSoon);
        app.advance(121);
        make(&desk, view.id, &code).await.refused(422, ErrorCode::CodeExpired);
        let _: Challenge = ask_code(&desk, view.id).await.ok(200);
        let code = app.last_code();
        for _ in 0..4 {
            make(&desk, view.id, other_code(&code)).await.refused(422, ErrorCode::CodeWrong);
        }
        make(&desk, view.id, other_code(&code)).await.refused(429, ErrorCode::CodeLocked);
        make(&desk, view.id, &code).await.refused(429, ErrorCode::CodeLocked);
        assert_eq!(app.count("accounts where login = '001099000011'"), 0);
    }

    async fn a_number_with_an_account_gets_no_second_one(app) {
        let desk = app.sign_in(Login::Staff).await;
        let looked: LookedUp = desk.post(path::DESK_LOOKUPS, &json!({ "identity_number": "001099000001" })).await.ok(200);
        let found = looked.account.unwrap();
        assert_eq!((found.name.as_str(), found.suspended), ("N. T. Mẫu", false));
        assert_eq!(
            app.query("select subject_id as value from audit_entries where action = 'account-looked-up'"),
            [app.account(Login::Citizen).to_string()]
        );
        let data = with(form(), "identity_number", "001099000001");
        let view = begin(&desk, &data).await;
        let _: AssistedView = send(&desk, view.id, "scan", "a.pdf", papers::sound("to-trinh")).await.ok(200);
        ask_code(&desk, view.id).await.refused(409, ErrorCode::AlreadyRegistered);
        // A number that nobody has is noted too, without being written down.
        let _: LookedUp = desk.post(path::DESK_LOOKUPS, &json!({ "identity_number": "052203000055" })).await.ok(200);
        assert_eq!(app.count("audit_entries where action = 'account-looked-up'"), 2);
        assert_eq!(app.count("audit_entries where subject_id like '%052203000055%'"), 0);
        let wrong = desk.post(path::DESK_LOOKUPS, &json!({ "identity_number": "12" })).await;
        assert_eq!(wrong.faults(), [("identity_number".to_owned(), ErrorCode::NotAnIdentityNumber)]);
    }

    async fn a_scan_is_what_it_says_or_is_not_taken(app) {
        use ErrorCode as E;
        let desk = app.sign_in(Login::Staff).await;
        let view = begin(&desk, &form()).await;
        let sound = papers::sound("to-trinh");
        let mut cut = sound.to_vec();
        cut.truncate(200);
        let mut large = sound.to_vec();
        large.resize(5_000_001, b' ');
        for (name, bytes, status, code) in [
            ("cccd.jpg", sound.to_vec(), 422, E::ScanTypeNotTaken),
            ("cccd.docx", sound.to_vec(), 422, E::ScanNotWhatItSays),
            ("cccd.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), 422, E::ScanNotWhatItSays),
            ("cccd.pdf", b"PK\x03\x04".to_vec(), 422, E::ScanNotWhatItSays),
            ("cccd.pdf", Vec::new(), 422, E::FileEmpty),
            ("cccd.pdf", cut, 422, E::FileDamaged),
            ("cccd.pdf", large, 413, E::FileTooLarge),
            ("..%2Fcccd.pdf", sound.to_vec(), 422, E::FileNameHasPath),
        ] {
            send(&desk, view.id, "scan", name, bytes).await.refused(status, code);
        }
        assert_eq!(app.stored_paths().iter().filter(|path| path.starts_with("sealed/")).count(), 0);
        for name in ["mot.pdf", "hai.pdf"] {
            let _: AssistedView = send(&desk, view.id, "scan", name, sound.clone()).await.ok(200);
        }
        let sealed: Vec<String> = app.stored_paths().into_iter().filter(|path| path.starts_with("sealed/")).collect();
        assert_eq!(sealed.len(), 1, "the first one is gone");
        let kept = std::fs::read(app.folder().join("files").join(&sealed[0])).unwrap();
        assert!(!kept.windows(5).any(|bytes| bytes == b"%PDF-"), "sealed");
        let back = desk.get(&path::desk_registration_part(view.id, "files/scan")).await;
        assert_eq!((back.status, back.body), (200, sound));
        assert_eq!(desk.delete(&path::desk_registration(view.id)).await.status, 204);
        assert_eq!(app.stored_paths().iter().filter(|path| path.starts_with("sealed/")).count(), 0);
    }

    async fn a_draft_waits_for_a_day_and_is_sealed(app) {
        let desk = app.sign_in(Login::Staff).await;
        let key = new_key();
        let first: AssistedView = begin_as(&desk, &form(), &key).await.ok(201);
        let again: AssistedView = begin_as(&desk, &form(), &key).await.ok(201);
        assert_eq!(first.id, again.id, "pressing twice begins one");
        for (field, value) in [("identity_number", "001 099 000 012"), ("name", "Lê Văn Khác")] {
            begin_as(&desk, &with(form(), field, value), &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        }
        assert_eq!(app.count("assisted_registrations"), 1);
        assert_eq!(app.count("assisted_registrations where sealed like '%001099000011%' or name <> '' or phone <> ''"), 0);
        let unfinished = json!({ "identity_number": "001 0", "name": "Lê", "birth_date": "31/1" });
        let saved: AssistedView = save(&desk, &first, &unfinished).await.ok(200);
        assert_eq!((saved.form.birth_date.as_str(), saved.form.name.as_str()), ("31/1", "Lê"));
        save(&desk, &first, &form()).await.refused(409, ErrorCode::VersionConflict);
        let home: DeskView = desk.get(path::DESK).await.ok(200);
        assert_eq!((home.drafts.len(), home.roles), (1, vec![StaffRole::Desk]));
        let faults = desk.get(&path::desk_registration_part(first.id, "request")).await.faults();
        assert!(faults.len() >= 4, "{faults:?}");
        app.advance(23 * 3600);
        let desk = app.sign_in(Login::Staff).await;
        let _: AssistedView = desk.get(&path::desk_registration(first.id)).await.ok(200);
        app.advance(3600);
        let desk = app.sign_in(Login::Staff).await;
        desk.get(&path::desk_registration(first.id)).await.refused(404, ErrorCode::NotFound);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("assisted_registrations"), 0);
    }

    async fn only_officers_of_the_unit_with_a_desk_work_here(app) {
        let desk = app.sign_in(Login::Staff).await;
        let view = made(&app, &desk, &form()).await;
        let other = app.sign_in(Login::OtherStaff).await;
        for part in ["", "/files/scan", "/request"] {
            other.get(&format!("{}{part}", path::desk_registration(view.id))).await.refused(404, ErrorCode::NotFound);
        }
        assert_eq!(search(&other, &json!({})).await, [] as [String; 0]);
        let endless = "a".repeat(60_000);
        for column in ["name", "officer"] {
            assert_eq!(search(&other, &json!({ column: endless })).await, [] as [String; 0]);
        }
        let citizen = app.sign_in(Login::Citizen).await;
        citizen.get(path::DESK).await.refused(403, ErrorCode::NotAllowed);
        citizen.post(path::DESK_LOOKUPS, &json!({ "identity_number": "001099000002" })).await.refused(403, ErrorCode::NotAllowed);
        app.execute("delete from staff_roles");
        for address in [path::DESK_LOOKUPS, path::DESK_SEARCHES] {
            let body = if address == path::DESK_LOOKUPS { json!({ "identity_number": "001099000002" }) } else { json!({}) };
            desk.post(address, &body).await.refused(403, ErrorCode::NotAllowed);
        }
        desk.get(&path::desk_registration(view.id)).await.refused(403, ErrorCode::NotAllowed);
        let home: DeskView = desk.get(path::DESK).await.ok(200);
        assert_eq!((home.roles, home.drafts), (vec![], vec![]));
    }

    async fn the_list_is_searched_by_everything_and_units_above_see_what_is_below(app) {
        let desk = app.sign_in(Login::Staff).await;
        made(&app, &desk, &form()).await;
        let second = with(with(form(), "identity_number", "052203000061"), "name", "Đỗ Thị Ánh");
        made(&app, &desk, &with(with(second, "birth_date", "2003-01-01"), "phone", "0912000061")).await;
        assert_eq!(search(&desk, &json!({})).await, ["Đỗ Thị Ánh", "Lê Văn Mới"], "newest first");
        let today = app.state.clock.now().vietnam_date();
        for (body, found) in [
            (json!({ "name": "do thi anh" }), "Đỗ Thị Ánh"),
            (json!({ "name": "MOI le" }), "Lê Văn Mới"),
            (json!({ "phone": "+84 912 000 061" }), "Đỗ Thị Ánh"),
            (json!({ "identity_number": "001 099 000 011" }), "Lê Văn Mới"),
            (json!({ "officer": "tuy phuoc", "name": "anh", "from": today, "to": today }), "Đỗ Thị Ánh"),
        ] {
            assert_eq!(search(&desk, &body).await, [found], "{body}");
        }
        for body in [
            json!({ "officer": "quy nhon" }),
            json!({ "phone": "0912000099" }),
            json!({ "from": today.succ_opt() }),
            json!({ "to": today.pred_opt() }),
        ] {
            assert_eq!(search(&desk, &body).await, [] as [String; 0], "{body}");
        }
        let page: Page<AssistedRow> = desk.post(path::DESK_SEARCHES, &json!({ "name": "moi" })).await.ok(200);
        assert_eq!((page.items[0].identity_number.as_str(), page.items[0].phone.as_str()), ("001••••••011", "*** *** 011"));
        let wrong = desk.post(path::DESK_SEARCHES, &json!({ "phone": "12" })).await;
        assert_eq!(wrong.faults(), [("phone".to_owned(), ErrorCode::NotAPhone)]);
        let quy_nhon = app.query("select id as value from units where code = 'H21.102'").remove(0);
        let foreign = desk.post(path::DESK_SEARCHES, &json!({ "unit_id": quy_nhon })).await;
        assert_eq!(foreign.faults(), [("unit_id".to_owned(), ErrorCode::NotAChoice)]);
        app.execute("update accounts set unit_id = (select id from units where code = 'H21') where login = 'canboquynhon'");
        let above = app.sign_in(Login::OtherStaff).await;
        assert_eq!(search(&above, &json!({})).await.len(), 2);
        assert_eq!(search(&above, &json!({ "unit_id": quy_nhon })).await, [] as [String; 0]);
        let home: DeskView = above.get(path::DESK).await.ok(200);
        assert!(home.units.len() > 5 && home.units[0].code == "H21");
        assert!(home.units.iter().all(|unit| unit.code != "000.00.10.H08"), "units of the past are no choice");
    }
}
