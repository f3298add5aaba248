//! What was begun with an old password or an old phone ends with it.

use crate::account::NEW;
use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{LostPhoneDone, LostPhoneStarted, RecoveryCodes};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::registration::{FlowConfirmed, FlowStarted};
use motcua_shared::path::{self, CLIENT_HEADER};
use motcua_tests::client::ORIGIN;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, proof};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const LOGIN: &str = "001099000001";
const OLD_PHONE: &str = "0900000003";
const NEXT: &str = "0900000093";

async fn recovery(client: &Client) -> FlowStarted {
    let body = json!({ "login": LOGIN, "proof": proof::solved(client).await });
    client.post(path::RECOVERIES, &body).await.ok(200)
}

async fn recovery_code(client: &Client, started: &FlowStarted, code: &str) -> Answer {
    let body = json!({ "flow": started.flow, "code": code });
    client.post(path::RECOVERY_CODE, &body).await
}

async fn recovery_password(client: &Client, started: &FlowStarted) -> Answer {
    let body = json!({ "flow": started.flow, "password": "Mèo trèo cây cau 7!" });
    client.post(path::RECOVERY_PASSWORD, &body).await
}

async fn resend(client: &Client, challenge: &Challenge) -> Answer {
    let body = json!({ "challenge_id": challenge.id });
    client.post(path::RESEND_CODE, &body).await
}

/// The owner has another phone now, with a recovery code.
async fn replace_phone(app: &TestApp, client: &Client, code: &str) {
    let body = json!({ "login": LOGIN, "password": PASSWORD });
    let started: LostPhoneStarted = client.post(path::LOST_PHONES, &body).await.ok(200);
    let body = json!({ "flow": started.flow, "phone": NEXT, "recovery_code": code });
    let _: Challenge = client.post(path::LOST_PHONE_NUMBER, &body).await.ok(200);
    let body = json!({ "flow": started.flow, "code": app.last_code() });
    let _: LostPhoneDone = client.post(path::LOST_PHONE_CODE, &body).await.ok(200);
}

async fn recovery_codes(app: &TestApp) -> Vec<String> {
    let own = app.sign_in(Login::Citizen).await;
    let made: RecoveryCodes = own.post(path::ACCOUNT_RECOVERY_CODES, &json!({})).await.ok(200);
    made.codes
}

on_both! {
    async fn a_stolen_phone_opens_nothing_that_was_begun_before_it_was_replaced(app) {
        let codes = recovery_codes(&app).await;
        // The thief knows the password, has the phone, and begins everything there is.
        let mut thief = app.nobody();
        let sign_in = app.challenge(&thief, Login::Citizen).await;
        let known = app.last_code();
        let waiting = recovery(&thief).await;
        let waiting_code = app.last_code();
        let proven = recovery(&thief).await;
        let _: FlowConfirmed = recovery_code(&thief, &proven, &app.last_code()).await.ok(200);
        let body = json!({ "login": LOGIN, "password": PASSWORD });
        let lost: LostPhoneStarted = thief.post(path::LOST_PHONES, &body).await.ok(200);

        replace_phone(&app, &app.nobody(), &codes[0]).await;

        thief.code(&sign_in, &known).await.refused(422, ErrorCode::CodeExpired);
        app.advance(300);
        resend(&thief, &sign_in).await.refused(422, ErrorCode::CodeExpired);
        assert_ne!(recovery_code(&thief, &waiting, &waiting_code).await.status, 200);
        recovery_password(&thief, &proven).await.refused(409, ErrorCode::FlowGone);
        recovery_password(&thief, &waiting).await.refused(409, ErrorCode::FlowGone);
        let body = json!({ "flow": lost.flow, "phone": "0900000095", "recovery_code": codes[1] });
        thief.post(path::LOST_PHONE_NUMBER, &body).await.refused(409, ErrorCode::FlowGone);
        assert_eq!(app.count("sessions"), 0);
        let later = format!("messages where kind = 'one-time-code' and phone = '{OLD_PHONE}'");
        let before = app.count(&later);
        app.challenge(&app.nobody(), Login::Citizen).await;
        assert_eq!(app.count(&later), before);
    }

    async fn a_new_password_ends_what_was_begun_with_the_old_one(app) {
        let own = app.sign_in(Login::Citizen).await;
        let mut thief = app.nobody();
        let sign_in = app.challenge(&thief, Login::Citizen).await;
        let known = app.last_code();
        let body = json!({ "login": LOGIN, "password": PASSWORD });
        let lost: LostPhoneStarted = thief.post(path::LOST_PHONES, &body).await.ok(200);
        let waiting = recovery(&thief).await;
        let waiting_code = app.last_code();
        let change = json!({ "current": PASSWORD, "password": NEW });
        assert_eq!(own.post(path::ACCOUNT_PASSWORD, &change).await.status, 204);
        thief.code(&sign_in, &known).await.refused(422, ErrorCode::CodeExpired);
        app.advance(31);
        resend(&thief, &sign_in).await.refused(422, ErrorCode::CodeExpired);
        let body = json!({ "flow": lost.flow, "phone": NEXT });
        thief.post(path::LOST_PHONE_NUMBER, &body).await.refused(409, ErrorCode::FlowGone);
        assert_ne!(recovery_code(&thief, &waiting, &waiting_code).await.status, 200);
        assert_eq!(app.count("sessions"), 1, "the one that changed it");
    }

    async fn a_forgotten_password_that_was_replaced_ends_it_too(app) {
        let mut thief = app.nobody();
        let sign_in = app.challenge(&thief, Login::Citizen).await;
        let known = app.last_code();
        let client = app.nobody();
        let other = recovery(&client).await;
        let _: FlowConfirmed = recovery_code(&client, &other, &app.last_code()).await.ok(200);
        let started = recovery(&client).await;
        let _: FlowConfirmed = recovery_code(&client, &started, &app.last_code()).await.ok(200);
        for _ in 0..2 {
            assert_eq!(recovery_password(&client, &started).await.status, 204, "an answer that was lost");
        }
        thief.code(&sign_in, &known).await.refused(422, ErrorCode::CodeExpired);
        recovery_password(&client, &other).await.refused(409, ErrorCode::FlowGone);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn a_phone_that_was_taken_away_gets_no_further_codes(app) {
        app.execute("insert into account_phones (account_id, phone, verified_at, sole_from) select account_id, '0900000093', verified_at, sole_from from account_phones where phone = '0900000003'");
        let own = app.sign_in(Login::Citizen).await;
        let mut finder = app.nobody();
        let sign_in = app.challenge(&finder, Login::Citizen).await;
        let known = app.last_code();
        let body = json!({ "phone": OLD_PHONE });
        assert_eq!(own.post(path::ACCOUNT_PHONE_REMOVE, &body).await.status, 204);
        finder.code(&sign_in, &known).await.refused(422, ErrorCode::CodeExpired);
        app.advance(31);
        resend(&finder, &sign_in).await.refused(422, ErrorCode::CodeExpired);
        assert_eq!(own.get(path::ACCOUNT).await.status, 200);
    }

    async fn a_request_held_back_until_its_session_ended_changes_nothing(app) {
        let own = app.sign_in(Login::Citizen).await;
        let stolen = app.sign_in(Login::Citizen).await;
        let password = json!({ "current": PASSWORD, "password": NEW }).to_string();
        let held = [
            (path::ACCOUNT_PASSWORD, password),
            (path::ACCOUNT_PHONE_REMOVE, json!({ "phone": OLD_PHONE }).to_string()),
        ];
        let mut waiting = Vec::new();
        for (path, body) in &held {
            waiting.push((hold(&app, &stolen, path, body.len()).await, body));
        }
        let ended = own.delete(path::ACCOUNT_SESSIONS).await;
        assert_eq!(ended.status, 204, "{}", ended.text());
        for (mut stream, body) in waiting {
            stream.write_all(body.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        }
        app.challenge(&app.nobody(), Login::Citizen).await;
    }
}

/// The head of a request, whose body comes later.
async fn hold(app: &TestApp, client: &Client, path: &str, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(&app.address).await.unwrap();
    let cookie = client.cookie.clone().unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\norigin: {ORIGIN}\r\n{CLIENT_HEADER}: 1\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n",
        app.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Time for the server to find out who asks.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    stream
}
