//! Signing in and sessions.

use futures::future::join_all;
use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::path;
use motcua_tests::{Client, Login, TestApp, on_both, on_each};

/// A code that is not the right one.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn is_signed_in(client: &Client) -> bool {
    let session: SessionView = client.get(path::SESSION).await.ok(200);
    session.account.is_some()
}

async fn resend(client: &Client, challenge: &Challenge) -> motcua_tests::Answer {
    let body = serde_json::json!({ "challenge_id": challenge.id });
    client.post(path::RESEND_CODE, &body).await
}

on_both! {
    async fn a_password_and_a_code_open_a_session(app) {
        let mut client = app.nobody();
        assert!(!is_signed_in(&client).await);
        let challenge: Challenge = client.password(" TRUONG-hoa.mai ", PASSWORD).await.ok(200);
        assert_eq!(challenge.sent_to, "*** *** 001");
        let code = app.last_code();
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let session: SessionView = client.code(&challenge, &spaced).await.ok(200);
        let account = session.account.unwrap();
        assert_eq!(account.identifier, "9990001");
        let again: SessionView = client.get(path::SESSION).await.ok(200);
        assert_eq!(again.account, Some(account));
        assert_eq!(app.count("audit_entries where action = 'signed-in'"), 1);
    }

    async fn an_unknown_account_and_a_wrong_password_get_the_same_answer(app) {
        let client = app.nobody();
        app.execute("update accounts set status = 'suspended' where login = 'truonghoasen'");
        let mut bodies = Vec::new();
        for (login, password) in [
            ("khongcoai", PASSWORD),
            ("truonghoamai", "sai"),
            ("truonghoasen", PASSWORD),
            ("a\0b", PASSWORD),
            ("' or 1=1 --", PASSWORD),
        ] {
            let mut problem = client
                .password(login, password)
                .await
                .refused(401, ErrorCode::SignInFailed);
            problem.request_id.clear();
            bodies.push(problem);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        assert_eq!(app.count("jobs"), 0);
    }

    async fn what_is_left_empty_is_named(app) {
        let answer = app.nobody().password(" ", "").await;
        answer.refused(422, ErrorCode::CheckFields);
        assert_eq!(
            answer.faults(),
            [
                ("login".to_owned(), ErrorCode::Required),
                ("password".to_owned(), ErrorCode::Required)
            ]
        );
    }

    async fn five_wrong_codes_lock_the_sign_in(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        for _ in 0..4 {
            client.code(&challenge, wrong(&code)).await.refused(422, ErrorCode::CodeWrong);
        }
        client.code(&challenge, wrong(&code)).await.refused(429, ErrorCode::CodeLocked);
        client.code(&challenge, &code).await.refused(429, ErrorCode::CodeLocked);
        resend(&client, &challenge).await.refused(429, ErrorCode::CodeLocked);
        assert!(!is_signed_in(&client).await);
    }

    async fn a_new_sign_in_is_no_way_around_the_lock(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        for _ in 0..5 {
            client.code(&challenge, wrong(&code)).await;
        }
        let again = client.password(Login::Agency.name(), PASSWORD).await;
        let problem = again.refused(429, ErrorCode::CodeLocked);
        assert_eq!(problem.retry_after, Some(600));
        app.advance(601);
        app.challenge(&client, Login::Agency).await;
    }

    async fn guessing_codes_at_the_same_time_gives_no_more_tries(app) {
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        let guesses = (0..24).map(|_| {
            let (mut client, challenge) = (client.clone(), challenge.clone());
            let guess = wrong(&code);
            async move { client.code(&challenge, guess).await.problem().code }
        });
        let answers = join_all(guesses).await;
        let tried = answers.iter().filter(|code| **code == ErrorCode::CodeWrong).count();
        assert_eq!(tried, 4, "{answers:?}");
        assert_eq!(app.count("code_flows where wrong_codes = 5"), 1);
    }

    async fn a_code_used_twice_at_the_same_time_opens_one_session(app) {
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        let uses = (0..8).map(|_| {
            let (mut client, challenge, code) = (client.clone(), challenge.clone(), code.clone());
            async move { client.code(&challenge, &code).await.status }
        });
        let answers = join_all(uses).await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(app.count("sessions"), 1);
    }

    async fn a_code_ends_after_two_minutes(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        app.advance(121);
        client.code(&challenge, &code).await.refused(422, ErrorCode::CodeExpired);
        assert!(!is_signed_in(&client).await);
    }

    async fn a_slow_message_does_not_lose_to_the_one_sent_after_it(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let first = app.last_code();
        app.advance(31);
        let _: Challenge = resend(&client, &challenge).await.ok(200);
        let _: SessionView = client.code(&challenge, &first).await.ok(200);
    }

    async fn a_wrong_code_says_how_many_tries_are_left(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let answer = client.code(&challenge, wrong(&app.last_code())).await;
        let problem = answer.refused(422, ErrorCode::CodeWrong);
        assert_eq!(problem.errors[0].params["tries_left"], "4");
    }

    async fn a_code_is_used_once_and_only_for_its_own_sign_in(app) {
        let mut client = app.nobody();
        let first = app.challenge(&client, Login::Agency).await;
        let first_code = app.last_code();
        let second = app.challenge(&client, Login::OtherAgency).await;
        if app.last_code() != first_code {
            client.code(&second, &first_code).await.refused(422, ErrorCode::CodeWrong);
        }
        let _: SessionView = client.code(&first, &first_code).await.ok(200);
        app.nobody().code(&first, &first_code).await.refused(422, ErrorCode::CodeExpired);
        let unknown = serde_json::json!({ "challenge_id": uuid::Uuid::now_v7(), "code": "123456" });
        app.nobody().post(path::CONFIRM_CODE, &unknown).await.refused(422, ErrorCode::CodeExpired);
    }

    async fn a_code_that_is_no_code_is_told_at_its_field(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        for (code, expected) in [("", ErrorCode::Required), ("12345", ErrorCode::CodeWrong), ("१२३४५६", ErrorCode::CodeWrong)] {
            let answer = client.code(&challenge, code).await;
            assert_eq!(answer.faults(), [("code".to_owned(), expected)]);
        }
        assert_eq!(app.count("code_flows where wrong_codes > 0"), 0);
    }

    async fn another_code_must_wait_twice_as_long_each_time_and_forgets_no_wrong_ones(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        assert_eq!(challenge.resend_after, 30);
        let first = app.last_code();
        for _ in 0..3 {
            client.code(&challenge, wrong(&first)).await.refused(422, ErrorCode::CodeWrong);
        }
        let soon = resend(&client, &challenge).await;
        let problem = soon.refused(429, ErrorCode::CodeTooSoon);
        assert!((1..=30).contains(&problem.retry_after.unwrap()));
        assert_eq!(soon.header("retry-after").unwrap(), problem.retry_after.unwrap().to_string());
        app.advance(31);
        let again: Challenge = resend(&client, &challenge).await.ok(200);
        assert_eq!((again.id, again.resend_after), (challenge.id, 60));
        let second = app.last_code();
        app.advance(31);
        resend(&client, &challenge).await.refused(429, ErrorCode::CodeTooSoon);
        let neither = ["000000", "000001", "000002"].into_iter().find(|code| *code != first && *code != second).unwrap();
        client.code(&challenge, neither).await.refused(422, ErrorCode::CodeWrong);
        client.code(&challenge, neither).await.refused(429, ErrorCode::CodeLocked);
        client.code(&challenge, &second).await.refused(429, ErrorCode::CodeLocked);
    }

    async fn five_codes_are_sent_at_most(app) {
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        for _ in 0..4 {
            app.advance(600);
            let _: Challenge = resend(&client, &challenge).await.ok(200);
        }
        app.advance(3600);
        resend(&client, &challenge).await.refused(422, ErrorCode::CodeExpired);
        assert_eq!(app.count("jobs"), 5);
    }

    async fn two_codes_asked_for_at_the_same_time_are_one(app) {
        let client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        app.advance(31);
        let asked = join_all((0..6).map(|_| resend(&client, &challenge))).await;
        let sent = asked.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(sent, 1);
        assert_eq!(app.count("jobs"), 2);
    }

    async fn signing_out_ends_the_session(app) {
        let client = app.sign_in(Login::Agency).await;
        assert!(is_signed_in(&client).await);
        let answer = client.delete(path::SESSION).await;
        assert_eq!(answer.status, 204);
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("motcua-session=;") && cookie.contains("Max-Age=0"), "{cookie}");
        assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
        assert!(!is_signed_in(&client).await);
        client.get(path::PAPERS).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn signing_out_in_one_browser_leaves_the_other_alone(app) {
        let first = app.sign_in(Login::Agency).await;
        let second = app.sign_in(Login::Agency).await;
        assert_ne!(first.cookie, second.cookie);
        assert_eq!(first.delete(path::SESSION).await.status, 204);
        assert!(is_signed_in(&second).await);
    }

    async fn a_session_ends_after_thirty_idle_minutes_and_not_before(app) {
        let client = app.sign_in(Login::Agency).await;
        for _ in 0..3 {
            app.advance(29 * 60);
            assert!(is_signed_in(&client).await);
        }
        app.advance(30 * 60 + 1);
        assert!(!is_signed_in(&client).await);
        client.get(path::PAPERS).await.refused(401, ErrorCode::SignInNeeded);
    }

    async fn a_session_ends_after_twelve_hours_in_any_case(app) {
        let client = app.sign_in(Login::Agency).await;
        for _ in 0..35 {
            app.advance(20 * 60);
            assert!(is_signed_in(&client).await);
        }
        app.advance(20 * 60);
        assert!(!is_signed_in(&client).await);
    }

    async fn a_suspended_account_loses_its_session_at_once(app) {
        let client = app.sign_in(Login::Agency).await;
        let mut pending = app.nobody();
        let challenge = app.challenge(&pending, Login::Agency).await;
        let code = app.last_code();
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        client.get(path::PAPERS).await.refused(401, ErrorCode::SignInNeeded);
        pending.code(&challenge, &code).await.refused(422, ErrorCode::CodeExpired);
    }

    async fn what_ended_long_ago_is_forgotten(app) {
        let client = app.sign_in(Login::Agency).await;
        app.challenge(&client, Login::Agency).await;
        app.advance(48 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!((app.count("sessions"), app.count("code_flows")), (0, 0));
    }

    async fn neither_token_nor_code_is_stored_as_it_is(app) {
        let client = app.sign_in(Login::Agency).await;
        let token = client.cookie.unwrap().split_once('=').unwrap().1.to_owned();
        assert!(token.len() >= 43, "256 bits need 43 letters: {token}");
        let stored = app.query("select token_hash as value from sessions");
        assert_eq!(stored, [motcua_server::secret::sha256_hex(token.as_bytes())]);
        let code = app.last_code();
        let hash = &app.query("select code_hash as value from code_sends")[0];
        assert_ne!(hash, &code);
        assert_ne!(hash, &motcua_server::secret::sha256_hex(code.as_bytes()), "a plain digest of six digits is no secret");
        let hashes = app.query("select hash as value from passwords");
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
    }

    async fn a_made_up_cookie_is_nobody(app) {
        for value in ["x", "", "a b", "%00", "\u{e9}", &"a".repeat(5000)] {
            let mut client = app.nobody();
            client.cookie = Some(format!("motcua-session={value}"));
            let answer = client.get(path::PAPERS).await;
            assert!(matches!(answer.status, 400 | 401), "{value:.20}: {}", answer.text());
        }
    }

    async fn the_session_cookie_of_a_demonstration_works_over_plain_http(app) {
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let answer = client.code(&challenge, &app.last_code()).await;
        let cookie = answer.header("set-cookie").unwrap();
        let parts: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert!(cookie.starts_with("motcua-session="));
        for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
            assert!(parts.contains(&flag), "{flag}: {cookie}");
        }
        assert!(!parts.contains(&"Secure"));
    }
}

on_each! {
    async fn the_session_cookie_of_production_is_bound_to_host_and_https(backend) {
        let app = TestApp::start_as_in_production(backend).await;
        let mut client = app.nobody();
        let challenge = app.challenge(&client, Login::Agency).await;
        let answer = client.code(&challenge, &app.last_code()).await;
        let cookie = answer.header("set-cookie").unwrap();
        let parts: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert!(cookie.starts_with("__Host-motcua-session="), "{cookie}");
        for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&flag), "{flag}: {cookie}");
        }
        assert!(!cookie.contains("Domain"));
        assert!(is_signed_in(&client).await);
        let session: SessionView = client.get(path::SESSION).await.ok(200);
        assert!(!session.demo);
    }

    async fn guessing_passwords_of_one_account_is_slowed_down(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.free_failures = 3).await;
        let client = app.nobody();
        for _ in 0..3 {
            client.password("truonghoamai", "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        for login in ["truonghoamai", "TRUONG HOA MAI"] {
            let answer = client.password(login, PASSWORD).await;
            let problem = answer.refused(429, ErrorCode::TooManyRequests);
            let wait = problem.retry_after.unwrap();
            assert!((1..=30).contains(&wait), "{wait}");
            assert_eq!(answer.header("retry-after").unwrap(), wait.to_string());
        }
        let _: Challenge = client.password("truonghoasen", PASSWORD).await.ok(200);
        // The next failure doubles the wait; a right password ends the row.
        app.advance(31);
        client.password("truonghoamai", "sai").await.refused(401, ErrorCode::SignInFailed);
        let wait = client.password("truonghoamai", PASSWORD).await.refused(429, ErrorCode::TooManyRequests).retry_after;
        assert!((31..=60).contains(&wait.unwrap()), "{wait:?}");
        app.advance(61);
        let _: Challenge = client.password("truonghoamai", PASSWORD).await.ok(200);
        assert_eq!(app.count("sign_in_failures"), 1, "only the address keeps its count");
    }

    async fn an_account_that_does_not_exist_is_slowed_down_like_one_that_does(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.free_failures = 2).await;
        let client = app.nobody();
        for login in ["truonghoamai", "khongcoai"] {
            for _ in 0..2 {
                client.password(login, "sai").await.refused(401, ErrorCode::SignInFailed);
            }
            client.password(login, "sai").await.refused(429, ErrorCode::TooManyRequests);
        }
        let stored = app.query("select name_key as value from sign_in_failures").join(" ");
        assert!(!stored.contains("truonghoamai"), "{stored}");
    }

    async fn after_a_hundred_failures_only_a_new_password_helps(backend) {
        let app = TestApp::start(backend).await;
        let client = app.nobody();
        client.password("truonghoamai", "sai").await.refused(401, ErrorCode::SignInFailed);
        app.execute("update sign_in_failures set in_row = 99");
        client.password("truonghoamai", "sai").await.refused(401, ErrorCode::SignInFailed);
        client.password("truonghoamai", PASSWORD).await.refused(403, ErrorCode::SignInClosed);
    }

    async fn codes_are_limited_per_phone_and_account_and_per_address(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.identity.codes_per_quarter = 3;
            config.identity.codes_per_address = 5;
        })
        .await;
        let client = app.nobody();
        for _ in 0..3 {
            app.challenge(&client, Login::Agency).await;
        }
        let problem = client.password(Login::Agency.name(), PASSWORD).await.refused(429, ErrorCode::TooManyCodes);
        assert!((890..=900).contains(&problem.retry_after.unwrap()), "{problem:?}");
        // A phone that serves a second account is counted as one phone.
        app.execute("update accounts set phone = '0900000001' where login = 'truonghoasen'");
        client.password(Login::OtherAgency.name(), PASSWORD).await.refused(429, ErrorCode::TooManyCodes);
        app.execute("update accounts set phone = '0900000002' where login = 'truonghoasen'");
        for _ in 0..2 {
            app.challenge(&client, Login::OtherAgency).await;
        }
        let problem = client.password(Login::Citizen.name(), PASSWORD).await.refused(429, ErrorCode::TooManyCodes);
        assert!((290..=300).contains(&problem.retry_after.unwrap()), "{problem:?}");
        app.advance(901);
        app.challenge(&client, Login::Agency).await;
    }

    async fn guessing_from_one_address_is_slowed_down_whatever_it_says_of_itself(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.attempts_per_address = 3).await;
        let client = app.nobody();
        for number in 0..3 {
            client.password(&format!("tai-khoan-{number}"), "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        let body = serde_json::json!({ "login": "truonghoamai", "password": PASSWORD });
        let request = client
            .request(reqwest::Method::POST, path::SIGN_IN)
            .header("x-forwarded-for", "203.0.113.9")
            .header("forwarded", "for=203.0.113.9")
            .json(&body);
        motcua_tests::Answer::of(request).await.refused(429, ErrorCode::TooManyRequests);
    }
}
