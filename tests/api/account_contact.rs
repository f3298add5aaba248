//! Phones and e-mail of an account: added, chosen, taken away, called off.

use crate::account::{confirm, overview};
use crate::registration;
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{PhoneChangeState, PhoneChangeView};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::json;

const OLD: &str = "0900000003";
const SECOND: &str = "0900000093";

async fn begin(client: &Client, phone: &str) -> Answer {
    client
        .post(path::ACCOUNT_PHONES, &json!({ "phone": phone }))
        .await
}

/// Adds a phone with its code.
async fn add(app: &TestApp, client: &Client, phone: &str) {
    let challenge: Challenge = begin(client, phone).await.ok(200);
    let body = json!({ "challenge_id": challenge.id, "code": app.last_code() });
    let answer = client.post(path::ACCOUNT_PHONE_CODE, &body).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
}

async fn remove(client: &Client, phone: &str) -> Answer {
    client
        .post(path::ACCOUNT_PHONE_REMOVE, &json!({ "phone": phone }))
        .await
}

async fn choose(client: &Client, phone: &str) -> Answer {
    client
        .put(path::ACCOUNT_PHONE_FIRST, &json!({ "phone": phone }))
        .await
}

/// The secret of the link in the newest message of a kind.
pub fn secret(app: &TestApp, kind: &str) -> String {
    let sql = format!("select content as value from messages where kind = '{kind}' order by id desc limit 1");
    let notice: serde_json::Value = serde_json::from_str(&app.query(&sql)[0]).unwrap();
    let url = notice["url"].as_str().unwrap();
    let (page, secret) = url.split_once('#').unwrap();
    assert!(page.ends_with("/huy") && secret.len() == 22, "{url}");
    secret.to_owned()
}

fn told(app: &TestApp, kind: &str) -> Vec<String> {
    app.query(&format!(
        "select coalesce(phone, email) as value from messages where kind = '{kind}' order by id"
    ))
}

on_both! {
    async fn a_new_phone_is_not_the_only_proof_for_a_day(app) {
        app.execute("update accounts set email = 'mau@thu.example' where login = '001099000001'");
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, "+84 900-000.093").await;
        assert_eq!(told(&app, "phone-added"), [OLD, "mau@thu.example"], "who was reached before");
        let known = overview(&client).await;
        let phones: Vec<(&str, bool, bool)> =
            known.phones.iter().map(|one| (one.phone.as_str(), one.is_first, one.new_until.is_some())).collect();
        assert_eq!(phones, [(OLD, true, false), (SECOND, false, true)]);
        choose(&client, SECOND).await.refused(409, ErrorCode::PhoneTooNew);
        remove(&client, OLD).await.refused(409, ErrorCode::PhoneTooNew);
        app.advance(12 * 3600 - 10);
        let client = app.sign_in(Login::Citizen).await;
        remove(&client, OLD).await.refused(409, ErrorCode::PhoneTooNew);
        app.advance(12 * 3600 + 20);
        let client = app.sign_in(Login::Citizen).await;
        assert_eq!(choose(&client, SECOND).await.status, 204);
        assert_eq!(choose(&client, SECOND).await.status, 204, "an answer that was lost");
        assert_eq!(app.query("select phone as value from accounts where login = '001099000001'"), [SECOND]);
        for _ in 0..2 {
            assert_eq!(remove(&client, OLD).await.status, 204);
        }
        assert_eq!(told(&app, "phone-removed"), [OLD, SECOND, "mau@thu.example"], "the removed one hears of it, too");
        remove(&client, SECOND).await.refused(409, ErrorCode::LastPhone);
    }

    async fn both_phones_removed_at_once_leave_one(app) {
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, SECOND).await;
        app.advance(24 * 3600 + 1);
        let client = app.sign_in(Login::Citizen).await;
        let mut answers = join_all([remove(&client, OLD), remove(&client, SECOND)]).await;
        answers.sort_by_key(|answer| answer.status);
        assert_eq!(answers[0].status, 204);
        answers[1].refused(409, ErrorCode::LastPhone);
        assert_eq!(app.count("account_phones where account_id = (select id from accounts where login = '001099000001')"), 1);
        let phones = "select a.phone as value from accounts a join account_phones p on p.account_id = a.id and p.phone = a.phone where a.login = '001099000001'";
        assert_eq!(app.query(phones).len(), 1, "the one that is left is asked first");
    }

    async fn the_code_of_a_new_phone_is_good_once_in_the_session_that_asked(app) {
        let (client, other) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Citizen).await);
        let stranger = app.sign_in(Login::OtherCitizen).await;
        let challenge: Challenge = begin(&client, SECOND).await.ok(200);
        let code = app.last_code();
        let body = json!({ "challenge_id": challenge.id, "code": code });
        stranger.post(path::ACCOUNT_PHONE_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        // Not for an e-mail address, not for signing in.
        client.post(path::ACCOUNT_EMAIL_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        app.nobody().post(path::CONFIRM_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        let wrong = json!({ "challenge_id": challenge.id, "code": if code == "000000" { "000001" } else { "000000" } });
        let problem = client.post(path::ACCOUNT_PHONE_CODE, &wrong).await.refused(422, ErrorCode::CodeWrong);
        assert_eq!(problem.errors[0].params["tries_left"], "4");
        let answers = join_all((0..4).map(|_| client.post(path::ACCOUNT_PHONE_CODE, &body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
        assert_eq!(overview(&other).await.phones.len(), 2);
        let challenge: Challenge = begin(&client, "0900000094").await.ok(200);
        let body = json!({ "challenge_id": challenge.id, "code": app.last_code() });
        other.post(path::ACCOUNT_PHONE_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        let again = json!({ "challenge_id": challenge.id });
        client.post(path::ACCOUNT_PHONE_RESEND, &again).await.refused(422, ErrorCode::CodeExpired);
    }

    async fn a_phone_that_is_known_or_one_too_many_is_named(app) {
        let client = app.sign_in(Login::Citizen).await;
        for (phone, code) in [(OLD, ErrorCode::PhoneKnown), ("012", ErrorCode::NotAPhone), (" ", ErrorCode::Required)] {
            assert_eq!(begin(&client, phone).await.faults(), [("phone".to_owned(), code)]);
        }
        // A phone may serve several accounts (seed 003).
        add(&app, &client, "0900000004").await;
        for phone in ["0900000061", "0900000062", "0900000063"] {
            add(&app, &client, phone).await;
        }
        begin(&client, "0900000064").await.refused(422, ErrorCode::TooManyPhones);
        choose(&client, "0900000064").await.refused(404, ErrorCode::NotFound);
        // Nothing of another account is changed by naming its phone.
        let stranger = app.sign_in(Login::OtherCitizen).await;
        assert_eq!(remove(&stranger, OLD).await.status, 204);
        assert_eq!(overview(&client).await.phones.len(), 5);
    }

    async fn the_link_in_the_notice_takes_an_added_phone_away_once(app) {
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, SECOND).await;
        let link = json!({ "secret": secret(&app, "phone-added") });
        let nobody = app.nobody();
        let seen: PhoneChangeView = nobody.post(path::PHONE_CHANGE, &link).await.ok(200);
        assert_eq!((seen.state, seen.phone.as_str()), (PhoneChangeState::Open, "*** *** 093"));
        assert_eq!(overview(&client).await.phones.len(), 2, "looking changes nothing");
        let done: PhoneChangeView = nobody.post(path::PHONE_CHANGE_CANCEL, &link).await.ok(200);
        assert_eq!(done.state, PhoneChangeState::Cancelled);
        client.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        nobody.post(path::PHONE_CHANGE_CANCEL, &link).await.refused(409, ErrorCode::LinkOver);
        let seen: PhoneChangeView = nobody.post(path::PHONE_CHANGE, &link).await.ok(200);
        assert_eq!(seen.state, PhoneChangeState::Cancelled);
        assert_eq!(app.count("account_phones where phone = '0900000093'"), 0);
        for wrong in ["", "AbCdEfGhIjKlMnOpQrStUv"] {
            nobody.post(path::PHONE_CHANGE, &json!({ "secret": wrong })).await.refused(409, ErrorCode::LinkOver);
            nobody.post(path::PHONE_CHANGE_CANCEL, &json!({ "secret": wrong })).await.refused(409, ErrorCode::LinkOver);
        }
        assert_eq!(app.count("phone_changes where secret_key like '%-%'"), 0, "only a digest is kept");
    }

    async fn after_a_day_the_link_is_over(app) {
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, SECOND).await;
        let link = json!({ "secret": secret(&app, "phone-added") });
        app.advance(24 * 3600);
        app.run_jobs().await;
        app.nobody().post(path::PHONE_CHANGE_CANCEL, &link).await.refused(409, ErrorCode::LinkOver);
        let seen: PhoneChangeView = app.nobody().post(path::PHONE_CHANGE, &link).await.ok(200);
        assert_eq!(seen.state, PhoneChangeState::Done);
        app.advance(31 * 24 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("phone_changes"), 0);
    }

    async fn another_email_address_needs_its_code_and_the_old_one_is_told(app) {
        app.execute("update accounts set email = 'cu@thu.example' where login = '001099000001'");
        let client = app.sign_in(Login::Citizen).await;
        let begin = |email: &'static str| {
            let client = client.clone();
            async move { client.post(path::ACCOUNT_EMAIL, &json!({ "email": email })).await }
        };
        for (email, code) in [("cu@thu.example", ErrorCode::EmailKnown), ("x", ErrorCode::NotAnEmail), ("", ErrorCode::Required)] {
            assert_eq!(begin(email).await.faults(), [("email".to_owned(), code)]);
        }
        let challenge: Challenge = begin("moi@thu.example").await.ok(200);
        assert_eq!(challenge.sent_to, "m***@thu.example");
        let last = "select email as value from messages where kind = 'one-time-code' order by id desc limit 1";
        assert_eq!(app.query(last), ["moi@thu.example"]);
        let body = json!({ "challenge_id": challenge.id, "code": app.last_code() });
        client.post(path::ACCOUNT_PHONE_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        assert_eq!(client.post(path::ACCOUNT_EMAIL_CODE, &body).await.status, 204);
        client.post(path::ACCOUNT_EMAIL_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        assert_eq!(overview(&client).await.email.as_deref(), Some("moi@thu.example"));
        assert_eq!(told(&app, "email-changed"), [OLD, "cu@thu.example"]);
    }

    async fn an_email_address_is_taken_away_and_hears_of_it_for_the_last_time(app) {
        app.execute("update accounts set email = 'cu@thu.example' where login = '001099000001'");
        let client = app.sign_in(Login::Citizen).await;
        app.advance(601);
        client.delete(path::ACCOUNT_EMAIL).await.refused(403, ErrorCode::ConfirmNeeded);
        confirm(&app, &client).await;
        assert_eq!(client.delete(path::ACCOUNT_EMAIL).await.status, 204);
        assert_eq!(overview(&client).await.email, None);
        assert_eq!(told(&app, "email-removed"), [OLD, "cu@thu.example"]);
        // The same again, because the answer was lost.
        assert_eq!(client.delete(path::ACCOUNT_EMAIL).await.status, 204);
        assert_eq!(app.count("audit_entries where action = 'email-removed'"), 1);
        // What is the only address stays.
        app.execute("delete from account_phones where phone = '0900000003'");
        app.execute("update accounts set phone = null, email = 'cu@thu.example' where login = '001099000001'");
        client.delete(path::ACCOUNT_EMAIL).await.refused(409, ErrorCode::LastContact);
        assert_eq!(overview(&client).await.email.as_deref(), Some("cu@thu.example"));
    }

    async fn a_phone_that_is_too_new_proves_nothing_alone(app) {
        // Somebody who came from elsewhere, without a phone, adds their first one.
        app.execute("delete from account_phones where phone = '0900000003'");
        let client = app.sign_in(Login::Citizen).await;
        app.execute("update accounts set phone = null, email = 'mau@thu.example' where login = '001099000001'");
        add(&app, &client, SECOND).await;
        app.advance(601);
        let challenge: Challenge = client.post(path::CONFIRMATION, &json!({})).await.ok(200);
        assert_eq!(challenge.sent_to, "m***@thu.example");
        app.execute("update accounts set email = null where login = '001099000001'");
        client.post(path::CONFIRMATION, &json!({})).await.refused(403, ErrorCode::ConfirmBySignIn);
        confirm_by_password(&client).await;
        let body = json!({ "login": "001099000001", "proof": motcua_tests::proof::solved(&client).await });
        let before = app.count("messages where kind = 'one-time-code'");
        assert_eq!(client.post(path::RECOVERIES, &body).await.status, 200);
        assert_eq!(app.count("messages where kind = 'one-time-code'"), before, "a forgotten password is not replaced by it");
    }

    async fn a_change_is_called_off_by_its_owner_and_by_nobody_else(app) {
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, SECOND).await;
        let change = overview(&client).await.changes[0].id;
        let stranger = app.sign_in(Login::OtherCitizen).await;
        let cancel = path::account_phone_change(change);
        stranger.post(&cancel, &json!({})).await.refused(404, ErrorCode::NotFound);
        let done: PhoneChangeView = client.post(&cancel, &json!({})).await.ok(200);
        assert_eq!(done.state, PhoneChangeState::Cancelled);
        assert_eq!(overview(&client).await.phones.len(), 1, "the session that asked goes on");
        client.post(&cancel, &json!({})).await.refused(409, ErrorCode::LinkOver);
        confirm(&app, &client).await;
    }
}

async fn confirm_by_password(client: &Client) {
    let body = json!({ "password": motcua_server::demo::PASSWORD });
    assert_eq!(client.post(path::CONFIRMATION_PASSWORD, &body).await.status, 204);
}

on_each! {
    async fn a_new_phone_is_compared_with_the_operators_record(backend) {
        let (app, _sandbox) = registration::start_with(backend, |config| config.identity.free_failures = 2).await;
        let client = app.sign_in(Login::Citizen).await;
        add(&app, &client, SECOND).await;
        for _ in 0..2 {
            let problem = begin(&client, "0912000011").await.refused(422, ErrorCode::SubscriberMismatch);
            assert!(problem.title.starts_with("Thông tin đăng ký không khớp với thông tin thuê bao"), "{}", problem.title);
            assert_eq!(problem.errors[0].path, "phone");
        }
        begin(&client, "0912000011").await.refused(429, ErrorCode::TooManyRequests);
        app.advance(40);
        begin(&client, "0912999503").await.refused(503, ErrorCode::RegistryDown);
        // A body has no subscriber's record of its own.
        let agency = app.sign_in(Login::Agency).await;
        let _: Challenge = begin(&agency, "0912000011").await.ok(200);
    }
}
