//! The account page: sessions, the proof before what matters, password, notices, the own log, other accounts.

use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{AccountOverview, DeviceKey, EventKind, EventView, SessionEntry};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use reqwest::Method;
use serde_json::json;

pub const NEW: &str = "Thuyền về bến 8!";

pub async fn overview(client: &Client) -> AccountOverview {
    client.get(path::ACCOUNT).await.ok(200)
}

async fn sessions(client: &Client) -> Vec<SessionEntry> {
    client.get(path::ACCOUNT_SESSIONS).await.ok(200)
}

async fn events(client: &Client) -> Vec<EventKind> {
    let page: Page<EventView> = client
        .get(&format!("{}?limit=100", path::ACCOUNT_EVENTS))
        .await
        .ok(200);
    page.items.into_iter().map(|event| event.kind).collect()
}

/// Shows again who they are, by the code to the phone.
pub async fn confirm(app: &TestApp, client: &Client) {
    let challenge: Challenge = client.post(path::CONFIRMATION, &json!({})).await.ok(200);
    let body = json!({ "challenge_id": challenge.id, "code": app.last_code() });
    assert_eq!(client.post(path::CONFIRMATION_CODE, &body).await.status, 204);
}

/// A browser that keeps its cookies.
pub async fn sign_in_as(app: &TestApp, login: Login, agent: &str, device: Option<&str>) -> (Client, String) {
    let mut client = app.nobody();
    let challenge = app.challenge(&client, login).await;
    let body = json!({ "challenge_id": challenge.id, "code": app.last_code() });
    let mut request = client
        .request(Method::POST, path::CONFIRM_CODE)
        .header("user-agent", agent);
    if let Some(device) = device {
        request = request.header("cookie", device);
    }
    let answer = Answer::of(request.json(&body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookies: Vec<String> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| Some(value.to_str().ok()?.split(';').next()?.to_owned()))
        .collect();
    client.cookie = cookies
        .iter()
        .find(|one| one.starts_with("motcua-session"))
        .cloned();
    let device = cookies
        .into_iter()
        .find(|one| one.starts_with("motcua-device"))
        .unwrap();
    (client, device)
}

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
pub const DESKTOP: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";

on_both! {
    async fn the_key_of_a_device_is_the_accounts_own_and_stays(app) {
        let one: DeviceKey = app.sign_in(Login::Citizen).await.get(path::ACCOUNT_DEVICE_KEY).await.ok(200);
        let again: DeviceKey = app.sign_in(Login::Citizen).await.get(path::ACCOUNT_DEVICE_KEY).await.ok(200);
        let other: DeviceKey = app.sign_in(Login::Agency).await.get(path::ACCOUNT_DEVICE_KEY).await.ok(200);
        // Sealed on one visit, opened on the next; nobody else's opens it.
        assert_eq!((&one.key, one.days), (&again.key, 7));
        assert_ne!(one.key, other.key);
        assert_eq!(one.key.len(), 43, "256 bits");
        app.nobody().get(path::ACCOUNT_DEVICE_KEY).await.refused(401, ErrorCode::SignInNeeded);
    }

    async fn sessions_are_listed_in_plain_words_and_ended_one_by_one(app) {
        let (phone, _) = sign_in_as(&app, Login::Citizen, PHONE, None).await;
        app.advance(120);
        let (desktop, _) = sign_in_as(&app, Login::Citizen, DESKTOP, None).await;
        let listed = sessions(&desktop).await;
        let words: Vec<(&str, &str, bool)> =
            listed.iter().map(|one| (one.browser.as_str(), one.system.as_str(), one.is_current)).collect();
        assert_eq!(words, [("Firefox", "Windows", true), ("Chrome", "Android", false)]);
        assert_eq!(listed[1].address.as_deref(), Some("127.0.0.1"));
        assert!(!desktop.get(path::ACCOUNT_SESSIONS).await.text().contains("token"));
        let other = path::account_session(listed[1].id);
        assert_eq!(desktop.delete(&other).await.status, 204);
        phone.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        desktop.delete(&other).await.refused(404, ErrorCode::NotFound);
        assert_eq!(sessions(&desktop).await.len(), 1);
        assert!(events(&desktop).await.contains(&EventKind::SessionEnded));
    }

    async fn nobody_ends_a_session_of_another_account(app) {
        let victim = app.sign_in(Login::OtherCitizen).await;
        let id = sessions(&victim).await[0].id;
        let thief = app.sign_in(Login::Citizen).await;
        thief.delete(&path::account_session(id)).await.refused(404, ErrorCode::NotFound);
        thief.delete(&format!("{}/khong-phai-id", path::ACCOUNT_SESSIONS)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(thief.delete(path::ACCOUNT_SESSIONS).await.status, 204);
        assert_eq!(sessions(&victim).await.len(), 1);
    }

    async fn all_other_sessions_end_at_once_and_those_that_ran_out_are_not_listed(app) {
        let old = app.sign_in(Login::Citizen).await;
        app.advance(1_801);
        let _idle_by_now = old;
        let second = app.sign_in(Login::Citizen).await;
        let own = app.sign_in(Login::Citizen).await;
        assert_eq!(sessions(&own).await.len(), 2);
        for _ in 0..2 {
            assert_eq!(own.delete(path::ACCOUNT_SESSIONS).await.status, 204);
        }
        second.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(sessions(&own).await.len(), 1);
        assert_eq!(app.count("audit_entries where action = 'other-sessions-ended'"), 1, "nothing ended twice");
    }

    async fn after_ten_minutes_what_matters_asks_who_it_is(app) {
        let client = app.sign_in(Login::Citizen).await;
        let body = json!({ "phone": "0900000093" });
        app.advance(599);
        let _: Challenge = client.post(path::ACCOUNT_PHONES, &body).await.ok(200);
        app.advance(2);
        for (address, body) in [
            (path::ACCOUNT_PHONES, body.clone()),
            (path::ACCOUNT_PHONE_REMOVE, json!({ "phone": "0900000003" })),
            (path::ACCOUNT_EMAIL, json!({ "email": "moi@thu.example" })),
            (path::ACCOUNT_RECOVERY_CODES, json!({})),
        ] {
            client.post(address, &body).await.refused(403, ErrorCode::ConfirmNeeded);
        }
        client.put(path::ACCOUNT_PHONE_FIRST, &json!({ "phone": "0900000003" })).await.refused(403, ErrorCode::ConfirmNeeded);
        confirm(&app, &client).await;
        let _: Challenge = client.post(path::ACCOUNT_PHONES, &body).await.ok(200);
        app.advance(601);
        client.post(path::ACCOUNT_PHONES, &body).await.refused(403, ErrorCode::ConfirmNeeded);
        let password = json!({ "password": PASSWORD });
        assert_eq!(client.post(path::CONFIRMATION_PASSWORD, &password).await.status, 204);
        let _: Challenge = client.post(path::ACCOUNT_PHONES, &body).await.ok(200);
        assert_eq!(app.count("audit_entries where action = 'identity-confirmed'"), 2);
    }

    async fn a_confirmation_is_of_one_session_and_counts_what_is_wrong(app) {
        let (first, second) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Citizen).await);
        let stranger = app.sign_in(Login::OtherCitizen).await;
        app.advance(601);
        let challenge: Challenge = first.post(path::CONFIRMATION, &json!({})).await.ok(200);
        let code = app.last_code();
        let right = json!({ "challenge_id": challenge.id, "code": code });
        let wrong = json!({ "challenge_id": challenge.id, "code": if code == "000000" { "000001" } else { "000000" } });
        // A stranger neither uses it nor uses up its tries.
        for _ in 0..6 {
            stranger.post(path::CONFIRMATION_CODE, &wrong).await.refused(422, ErrorCode::CodeExpired);
        }
        stranger.post(path::CONFIRMATION_RESEND, &json!({ "challenge_id": challenge.id })).await.refused(422, ErrorCode::CodeExpired);
        let problem = first.post(path::CONFIRMATION_CODE, &wrong).await.refused(422, ErrorCode::CodeWrong);
        assert_eq!(problem.errors[0].params["tries_left"], "4");
        // The other session of the same account: the code is burnt, the session is not lifted.
        second.post(path::CONFIRMATION_CODE, &right).await.refused(422, ErrorCode::CodeExpired);
        second.post(path::ACCOUNT_RECOVERY_CODES, &json!({})).await.refused(403, ErrorCode::ConfirmNeeded);
        first.post(path::CONFIRMATION_CODE, &right).await.refused(422, ErrorCode::CodeExpired);
        // A code of a sign-in confirms nothing.
        let sign_in = app.challenge(&app.nobody(), Login::Citizen).await;
        let body = json!({ "challenge_id": sign_in.id, "code": app.last_code() });
        first.post(path::CONFIRMATION_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        assert!(events(&first).await.contains(&EventKind::CodeWrong));
    }

    async fn a_new_password_needs_the_old_one_and_ends_other_sessions(app) {
        let (own, other) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Citizen).await);
        let change = |current: &str, password: &str| json!({ "current": current, "password": password });
        let answer = own.post(path::ACCOUNT_PASSWORD, &change("sai", NEW)).await;
        assert_eq!(answer.faults(), [("current".to_owned(), ErrorCode::PasswordWrong)]);
        for (weak, code) in [("ngan", ErrorCode::PasswordRule), ("NguyenMau@1999", ErrorCode::PasswordCommon), ("", ErrorCode::Required)] {
            let answer = own.post(path::ACCOUNT_PASSWORD, &change(PASSWORD, weak)).await;
            assert_eq!(answer.faults(), [("password".to_owned(), code)], "{weak}");
        }
        assert_eq!(own.post(path::ACCOUNT_PASSWORD, &change(PASSWORD, NEW)).await.status, 204);
        other.get(path::ACCOUNT).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(overview(&own).await.identifier, "001099000001");
        app.nobody().password(Login::Citizen.name(), PASSWORD).await.refused(401, ErrorCode::SignInFailed);
        let _: Challenge = app.nobody().password(Login::Citizen.name(), NEW).await.ok(200);
        assert_eq!(app.query("select phone as value from messages where kind = 'password-changed'"), ["0900000003"]);
        let seen = events(&own).await;
        assert!(seen.contains(&EventKind::PasswordChanged) && seen.contains(&EventKind::SignInFailed), "{seen:?}");
    }

    async fn a_device_seen_first_is_told_and_one_seen_before_is_not(app) {
        let told = |kind: &str| app.count(&format!("messages where kind = '{kind}'"));
        let (client, phone) = sign_in_as(&app, Login::Citizen, PHONE, None).await;
        assert_eq!(told("signed-in-on-new-device"), 0, "the first of all is no news");
        sign_in_as(&app, Login::Citizen, PHONE, Some(&phone)).await;
        assert_eq!(told("signed-in-on-new-device"), 0);
        sign_in_as(&app, Login::Citizen, DESKTOP, None).await;
        assert_eq!(told("signed-in-on-new-device"), 1);
        let content = app.query("select content as value from messages where kind = 'signed-in-on-new-device'");
        assert!(content[0].contains("Firefox, Windows"), "{content:?}");
        // The cookie of a browser is worth nothing for another account: that one sees it first, too.
        sign_in_as(&app, Login::OtherCitizen, DESKTOP, None).await;
        sign_in_as(&app, Login::OtherCitizen, PHONE, Some(&phone)).await;
        assert_eq!(told("signed-in-on-new-device"), 2);
        let wish = json!({ "sign_in_notices": "always", "channels": ["email", "sms"] });
        assert_eq!(client.put(path::ACCOUNT_PREFERENCES, &wish).await.status, 204);
        sign_in_as(&app, Login::Citizen, PHONE, Some(&phone)).await;
        assert_eq!((told("signed-in"), told("signed-in-on-new-device")), (1, 2));
        let known = overview(&client).await;
        assert_eq!(serde_json::to_value(&known.channels).unwrap(), json!(["email", "sms"]));
        for wrong in [json!([]), json!(["sms", "sms"])] {
            let wish = json!({ "sign_in_notices": "always", "channels": wrong });
            assert_eq!(client.put(path::ACCOUNT_PREFERENCES, &wish).await.faults(), [("channels".to_owned(), ErrorCode::NotAChoice)]);
        }
        app.advance(181 * 24 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("account_devices"), 0);
    }

    async fn the_log_shows_ones_own_events_page_by_page_and_nobody_elses(app) {
        let client = app.sign_in(Login::Citizen).await;
        for _ in 0..3 {
            app.nobody().password(Login::Citizen.name(), "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        let stranger = app.sign_in(Login::OtherCitizen).await;
        assert_eq!(events(&stranger).await, [EventKind::SignedIn]);
        let first: Page<EventView> = client.get(&format!("{}?limit=2", path::ACCOUNT_EVENTS)).await.ok(200);
        assert_eq!(first.items[0].kind, EventKind::SignInFailed);
        let next = format!("{}?limit=2&cursor={}", path::ACCOUNT_EVENTS, first.next.unwrap());
        let second: Page<EventView> = client.get(&next).await.ok(200);
        let kinds: Vec<EventKind> = second.items.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [EventKind::SignInFailed, EventKind::SignedIn]);
        assert!(second.items[1].detail.contains("127.0.0.1"));
        assert_eq!(second.next, None);
        let back = format!("{}?limit=2&cursor={}", path::ACCOUNT_EVENTS, second.previous.unwrap());
        let again: Page<EventView> = client.get(&back).await.ok(200);
        assert_eq!(again.items, first.items);
        client.get(&format!("{}?cursor=x", path::ACCOUNT_EVENTS)).await.refused(422, ErrorCode::CheckFields);
    }
}

on_each! {
    async fn a_staff_account_is_not_reached_from_a_session_opened_with_a_password(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_password = false).await;
        let staff = app.account(Login::Staff);
        app.execute("update accounts set person_id = (select person_id from accounts where login = '001099000001') where login = 'canbotuyphuoc'");
        let client = app.sign_in(Login::Citizen).await;
        let wanted = json!({ "account_id": staff });
        client.post(path::ACCOUNT_SWITCH, &wanted).await.refused(403, ErrorCode::StaffSignInElsewhere);
        assert_eq!(overview(&client).await.name, "Nguyễn Thị Mẫu");
        assert_eq!(app.count("audit_entries where action = 'account-switched'"), 0);
    }

    async fn guessing_the_password_again_waits_as_at_the_sign_in(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.free_failures = 2).await;
        let client = app.sign_in(Login::Citizen).await;
        for _ in 0..2 {
            let answer = client.post(path::CONFIRMATION_PASSWORD, &json!({ "password": "sai" })).await;
            assert_eq!(answer.faults(), [("password".to_owned(), ErrorCode::PasswordWrong)]);
        }
        let right = json!({ "password": PASSWORD });
        let problem = client.post(path::CONFIRMATION_PASSWORD, &right).await.refused(429, ErrorCode::TooManyRequests);
        assert!((29..=30).contains(&problem.retry_after.unwrap()), "{problem:?}");
        let change = json!({ "current": PASSWORD, "password": NEW });
        client.post(path::ACCOUNT_PASSWORD, &change).await.refused(429, ErrorCode::TooManyRequests);
        app.advance(31);
        assert_eq!(client.post(path::CONFIRMATION_PASSWORD, &right).await.status, 204);
    }
}
