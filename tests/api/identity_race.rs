//! Limits of signing in under pressure: what many ask at the same moment is counted one by one.

use crate::assisted;
use crate::registration::{self, moi};
use futures::future::{join, join_all};
use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{LostPhoneStarted, RecoveryCodes};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::path;
use motcua_tests::{Login, TestApp, on_both, on_each, papers, proof};
use serde_json::{Value, json};

const LOGIN: &str = "001099000001";

on_both! {
    async fn failures_at_the_same_moment_all_count(app) {
        let client = app.nobody();
        join_all((0..12).map(|_| client.password("khongcoai", "sai"))).await;
        let most = app.query("select cast(max(in_row) as text) as value from sign_in_failures");
        assert_eq!(most, ["12"]);
    }

    async fn a_claim_made_several_times_at_the_same_moment_is_one(app) {
        let client = app.nobody();
        let proofs = join_all((0..6).map(|_| proof::solved(&client))).await;
        let claims = proofs.into_iter().map(|proof| {
            let client = client.clone();
            let claim = json!({ "identity_number": LOGIN, "name": "An", "phone": "0912000031", "proof": proof });
            async move { client.post(path::ACCOUNT_CLAIMS, &claim).await.status }
        });
        assert_eq!(join_all(claims).await, [204; 6]);
        assert_eq!(app.count("account_claims"), 1);
    }
}

on_each! {
    async fn a_draft_thrown_away_while_its_account_is_made_loses_no_scan(backend) {
        let (app, _sandbox) = registration::start(backend).await;
        let desk = app.sign_in(Login::Staff).await;
        for number in ["001099000011", "001099000013", "001099000015", "001099000017"] {
            let mut form = assisted::form();
            form["identity_number"] = Value::from(number);
            let (view, code) = assisted::ready(&app, &desk, &form).await;
            let address = path::desk_registration(view.id);
            let (made, gone) = join(assisted::make(&desk, view.id, &code), desk.delete(&address)).await;
            let scan = desk.get(&path::desk_registration_part(view.id, "files/scan")).await;
            if made.status == 200 {
                assert_eq!((gone.status, scan.status), (409, 200), "{}", scan.text());
            } else {
                assert_eq!((made.status, gone.status, scan.status), (404, 204, 404), "{}", made.text());
            }
        }
    }

    async fn two_scans_at_the_same_moment_leave_one(backend) {
        let (app, _sandbox) = registration::start(backend).await;
        let desk = app.sign_in(Login::Staff).await;
        let (view, _) = assisted::ready(&app, &desk, &assisted::form()).await;
        let sent = (0..6).map(|_| assisted::send(&desk, view.id, "scan", "cccd.pdf", papers::sound("to-trinh")));
        let answers = join_all(sent).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{:?}", answers[0]);
        assert_eq!(app.count("assisted_files"), 1);
        assert_eq!(desk.get(&path::desk_registration_part(view.id, "files/scan")).await.status, 200);
    }

    async fn passwords_guessed_at_the_same_moment_are_not_let_past_the_count(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.identity.free_failures = 3;
            config.identity.hash_memory_kib = 4096;
        })
        .await;
        let client = app.nobody();
        let mut guesses = vec!["sai"; 15];
        guesses.push(PASSWORD);
        let answers = join_all(guesses.iter().map(|guess| client.password(LOGIN, guess))).await;
        let codes: Vec<ErrorCode> = answers
            .iter()
            .filter(|answer| answer.status != 200)
            .map(|answer| answer.problem().code)
            .collect();
        // The right one may be among the first, and then it ends the row: those after it are the first of another.
        let opened = answers.iter().filter(|answer| answer.status == 200).count();
        let judged = codes.iter().filter(|code| **code == ErrorCode::SignInFailed).count();
        assert!(judged <= 3 * (1 + opened), "{codes:?}");
        assert!(codes.iter().all(|code| matches!(code, ErrorCode::SignInFailed | ErrorCode::TooManyRequests)), "{codes:?}");
    }

    async fn a_right_password_without_a_code_left_is_no_failure(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.identity.free_failures = 2;
            config.identity.codes_per_quarter = 1;
        })
        .await;
        let client = app.nobody();
        app.challenge(&client, Login::Citizen).await;
        for _ in 0..4 {
            client.password(LOGIN, PASSWORD).await.refused(429, ErrorCode::TooManyCodes);
        }
        assert_eq!(app.count("sign_in_failures"), 0);
    }

    async fn a_password_asked_again_is_guessed_one_by_one(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.identity.free_failures = 3;
            config.identity.hash_memory_kib = 4096;
        })
        .await;
        let client = app.sign_in(Login::Citizen).await;
        let body = json!({ "password": "sai" });
        let answers = join_all((0..12).map(|_| client.post(path::CONFIRMATION_PASSWORD, &body))).await;
        let judged = answers.iter().filter(|answer| answer.status == 422).count();
        assert_eq!(judged, 3);
    }

    async fn codes_asked_for_at_the_same_moment_keep_to_their_limit(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.codes_per_quarter = 3).await;
        let client = app.nobody();
        let answers = join_all((0..12).map(|_| client.password(LOGIN, PASSWORD))).await;
        let sent = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!((sent, app.count("code_sends"), app.count("messages")), (3, 3, 3));
    }

    async fn recoveries_at_the_same_moment_keep_to_their_limit(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.codes_per_quarter = 3).await;
        let client = app.nobody();
        for login in [LOGIN, "khongcoai"] {
            let proofs = join_all((0..10).map(|_| proof::solved(&client))).await;
            let asked = proofs.into_iter().map(|proof| {
                let (client, body) = (client.clone(), json!({ "login": login, "proof": proof }));
                async move { client.post(path::RECOVERIES, &body).await.status }
            });
            let answers = join_all(asked).await;
            assert_eq!(answers.iter().filter(|status| **status == 200).count(), 3, "{answers:?}");
        }
    }

    async fn a_record_is_compared_one_by_one(backend) {
        let (app, _sandbox) = registration::start_with(backend, |config| config.identity.free_failures = 3).await;
        let client = app.nobody();
        let proofs = join_all((0..12).map(|_| proof::solved(&client))).await;
        let asked = proofs.into_iter().enumerate().map(|(number, proof)| {
            let (client, mut data) = (client.clone(), moi());
            data["birth_date"] = Value::from(format!("1999-02-{:02}", number + 1));
            data["proof"] = Value::from(proof);
            async move { client.post(path::REGISTRATIONS, &data).await.problem().code }
        });
        let answers = join_all(asked).await;
        let compared = answers.iter().filter(|code| **code == ErrorCode::SubscriberMismatch).count();
        assert_eq!(compared, 3, "{answers:?}");
        // What was right, or could not be asked, costs nothing.
        app.execute("delete from sign_in_failures");
        registration::begin(&client, moi()).await.ok::<Value>(200);
        assert_eq!(app.count("sign_in_failures"), 0);
    }

    async fn sign_ins_opened_ahead_give_no_further_tries(backend) {
        let app = TestApp::start(backend).await;
        let mut client = app.nobody();
        let mut open: Vec<(Challenge, String)> = Vec::new();
        for _ in 0..4 {
            let challenge = app.challenge(&client, Login::Citizen).await;
            open.push((challenge, app.last_code()));
        }
        let wrong = |code: &str| if code == "000000" { "000001" } else { "000000" };
        for (challenge, code) in open.iter().take(3) {
            for _ in 0..2 {
                client.code(challenge, wrong(code)).await;
            }
        }
        let (challenge, code) = &open[3];
        client.code(challenge, code).await.refused(429, ErrorCode::CodeLocked);
        assert_eq!(app.count("sessions"), 0);
        app.advance(601);
        let challenge = app.challenge(&client, Login::Citizen).await;
        let code = app.last_code();
        assert_eq!(client.code(&challenge, &code).await.status, 200);
    }

    async fn two_lost_phones_at_the_same_moment_are_one_change(backend) {
        let (app, _sandbox) = registration::start_with(backend, |_| ()).await;
        let client = app.nobody();
        let mut ready = Vec::new();
        for _ in 0..4 {
            let body = json!({ "login": LOGIN, "password": PASSWORD });
            let started: LostPhoneStarted = client.post(path::LOST_PHONES, &body).await.ok(200);
            let body = json!({ "flow": started.flow, "phone": "0900000093" });
            let _: Challenge = client.post(path::LOST_PHONE_NUMBER, &body).await.ok(200);
            ready.push(json!({ "flow": started.flow, "code": app.last_code() }));
        }
        let answers = join_all(ready.iter().map(|body| client.post(path::LOST_PHONE_CODE, body))).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 409)), "{statuses:?}");
        assert_eq!(app.count("phone_changes where kind = 'lost'"), 1);
    }

    async fn recovery_codes_bring_back_one_phone_at_a_time(backend) {
        let app = TestApp::start(backend).await;
        let own = app.sign_in(Login::Citizen).await;
        let made: RecoveryCodes = own.post(path::ACCOUNT_RECOVERY_CODES, &json!({})).await.ok(200);
        let client = app.nobody();
        let mut ready = Vec::new();
        for (phone, code) in ["0900000093", "0900000094", "0900000095"].iter().zip(&made.codes) {
            let body = json!({ "login": LOGIN, "password": PASSWORD });
            let started: LostPhoneStarted = client.post(path::LOST_PHONES, &body).await.ok(200);
            let body = json!({ "flow": started.flow, "phone": phone, "recovery_code": code });
            let _: Challenge = client.post(path::LOST_PHONE_NUMBER, &body).await.ok(200);
            ready.push(json!({ "flow": started.flow, "code": app.last_code() }));
        }
        let answers = join_all(ready.iter().map(|body| client.post(path::LOST_PHONE_CODE, body))).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(app.count("account_phones p join accounts a on a.id = p.account_id where a.login = '001099000001'"), 1);
    }
}
