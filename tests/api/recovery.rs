//! A forgotten password, and the proof of work that sign-ins ask for after failures.

use motcua_server::demo::PASSWORD as OLD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::identity::registration::{FlowConfirmed, FlowStarted};
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each, proof};
use serde_json::{Value, json};

const NEW: &str = "Thuyền về bến 8!";

async fn begin(client: &Client, login: &str) -> Answer {
    let body = json!({ "login": login, "proof": proof::solved(client).await });
    client.post(path::RECOVERIES, &body).await
}

async fn confirm(client: &Client, started: &FlowStarted, code: &str) -> Answer {
    let body = json!({ "flow": started.flow, "code": code });
    client.post(path::RECOVERY_CODE, &body).await
}

async fn set(client: &Client, started: &FlowStarted, password: &str) -> Answer {
    let body = json!({ "flow": started.flow, "password": password });
    client.post(path::RECOVERY_PASSWORD, &body).await
}

/// An answer without what differs by itself.
fn shape(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    for pointer in [
        "/flow",
        "/challenge/id",
        "/challenge/ends_at",
        "/id",
        "/ends_at",
        "/request_id",
    ] {
        if let Some(value) = body.pointer_mut(pointer) {
            *value = Value::Null;
        }
    }
    (answer.status, body)
}

on_both! {
    async fn a_code_to_the_phone_replaces_a_forgotten_password(app) {
        let signed_in = app.sign_in(Login::Citizen).await;
        let client = app.nobody();
        let started: FlowStarted = begin(&client, " 001 099-000001 ").await.ok(200);
        assert_eq!(started.challenge.sent_to, "", "the phone is not shown");
        let code = app.last_code();
        for _ in 0..2 {
            let _: FlowConfirmed = confirm(&client, &started, &code).await.ok(200);
        }
        for weak in ["ngan", "NguyenMau@1999"] {
            assert_eq!(set(&client, &started, weak).await.status, 422);
        }
        for _ in 0..2 {
            assert_eq!(set(&client, &started, NEW).await.status, 204, "an answer that was lost");
        }
        set(&client, &started, "Gạo nếp cái 9 nồi").await.refused(409, ErrorCode::FlowGone);
        signed_in.get(path::PAPERS).await.refused(401, ErrorCode::SignInNeeded);
        client.password(Login::Citizen.name(), OLD).await.refused(401, ErrorCode::SignInFailed);
        let _: Challenge = client.password(Login::Citizen.name(), NEW).await.ok(200);
        let notices = app.query("select phone as value from messages where kind = 'password-changed'");
        assert_eq!(notices, ["0900000003"]);
        assert_eq!(app.count("audit_entries where action = 'password-reset'"), 1);
    }

    async fn whether_there_is_an_account_shows_in_no_answer(app) {
        app.execute("update accounts set status = 'suspended' where login = 'truonghoasen'");
        app.execute("delete from passwords where account_id in (select id from accounts where login = 'truonghoamai')");
        let mut seen = Vec::new();
        for login in ["001099000001", "khongcoai", "truonghoasen", "truonghoamai"] {
            let client = app.nobody();
            let answer = begin(&client, login).await;
            let mut shapes = vec![shape(&answer)];
            let started: FlowStarted = answer.ok(200);
            let again = json!({ "flow": started.flow });
            shapes.push(shape(&client.post(path::RECOVERY_RESEND, &again).await));
            app.advance(31);
            shapes.push(shape(&client.post(path::RECOVERY_RESEND, &again).await));
            for _ in 0..6 {
                // A guess that is right by chance would end this test one time in 150,000.
                shapes.push(shape(&confirm(&client, &started, "000000").await));
            }
            shapes.push(shape(&set(&client, &started, NEW).await));
            shapes.push(shape(&client.post(path::RECOVERY_RESEND, &again).await));
            // Once more: the lock of the account must not show either.
            shapes.push(shape(&begin(&client, login).await));
            for value in &mut shapes {
                // Seconds that passed meanwhile.
                if let Some(wait) = value.1.pointer_mut("/retry_after") {
                    *wait = Value::Null;
                }
            }
            seen.push(shapes);
        }
        seen.dedup();
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert_eq!(app.count("jobs"), 2, "the one account got its two codes");
    }

    async fn a_recovery_ends_after_half_an_hour(app) {
        let client = app.nobody();
        let started: FlowStarted = begin(&client, Login::Citizen.name()).await.ok(200);
        let _: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
        app.advance(30 * 60);
        set(&client, &started, NEW).await.refused(409, ErrorCode::FlowGone);
        app.advance(24 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("recoveries"), 0);
    }

    async fn the_same_request_is_one_recovery(app) {
        let client = app.nobody();
        let body = json!({ "login": Login::Citizen.name(), "proof": proof::solved(&client).await });
        let first: FlowStarted = client.post(path::RECOVERIES, &body).await.ok(200);
        let second: FlowStarted = client.post(path::RECOVERIES, &body).await.ok(200);
        assert_eq!((first.flow, first.challenge.id), (second.flow, second.challenge.id));
        assert_eq!(app.count("jobs"), 1);
    }

    async fn a_code_of_a_recovery_opens_nothing_else(app) {
        let client = app.nobody();
        let started: FlowStarted = begin(&client, Login::Citizen.name()).await.ok(200);
        let code = app.last_code();
        let body = json!({ "challenge_id": started.challenge.id, "code": code });
        client.post(path::CONFIRM_CODE, &body).await.refused(422, ErrorCode::CodeExpired);
        let body = json!({ "flow": started.flow, "code": code });
        client.post(path::REGISTRATION_CODE, &body).await.refused(409, ErrorCode::FlowGone);
        set(&client, &started, NEW).await.refused(409, ErrorCode::FlowGone);
    }
}

on_each! {
    async fn recoveries_of_one_name_are_limited_whether_it_exists(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.codes_per_quarter = 2).await;
        for login in ["001099000001", "khongcoai"] {
            for _ in 0..2 {
                let _: FlowStarted = begin(&app.nobody(), login).await.ok(200);
            }
            let problem = begin(&app.nobody(), login).await.refused(429, ErrorCode::TooManyCodes);
            assert!((890..=900).contains(&problem.retry_after.unwrap()));
        }
        app.advance(901);
        let _: FlowStarted = begin(&app.nobody(), "001099000001").await.ok(200);
    }

    async fn a_new_password_opens_a_name_that_was_closed(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.free_failures = 0).await;
        let client = app.nobody();
        client.password(Login::Citizen.name(), "sai").await.refused(401, ErrorCode::SignInFailed);
        client.password(Login::Citizen.name(), OLD).await.refused(429, ErrorCode::TooManyRequests);
        let started: FlowStarted = begin(&client, Login::Citizen.name()).await.ok(200);
        let _: FlowConfirmed = confirm(&client, &started, &app.last_code()).await.ok(200);
        assert_eq!(set(&client, &started, NEW).await.status, 204);
        let _: Challenge = client.password(Login::Citizen.name(), NEW).await.ok(200);
    }

    async fn sign_ins_ask_for_a_proof_after_three_failures(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.proof_after_failures = 3).await;
        let client = app.nobody();
        let proven = |login: &'static str, password: &'static str, proof: String| {
            let client = client.clone();
            async move {
                let body = json!({ "login": login, "password": password, "proof": proof });
                client.post(path::SIGN_IN, &body).await
            }
        };
        for _ in 0..3 {
            client.password("khongcoai", "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        // Of the name that failed, and of every other from this address; whether it exists does not matter.
        for login in ["khongcoai", Login::Citizen.name(), "khongcoai2"] {
            client.password(login, OLD).await.refused(428, ErrorCode::ProofNeeded);
        }
        let used = proof::solved(&client).await;
        proven(Login::Citizen.name(), "sai", used.clone()).await.refused(401, ErrorCode::SignInFailed);
        proven(Login::Citizen.name(), OLD, used).await.refused(428, ErrorCode::ProofNeeded);
        let challenge: Challenge = proven(Login::Citizen.name(), OLD, proof::solved(&client).await).await.ok(200);
        let mut browser = client.clone();
        let _: SessionView = browser.code(&challenge, &app.last_code()).await.ok(200);
    }
}
