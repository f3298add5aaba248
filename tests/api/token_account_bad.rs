//! Registering and signing in with a token: everything that must not work, each with its sentence.

use crate::token_account::{Browser, account, nobody_is_hoa_mai, session, signed, signed_at};
use crate::token_holder::certificate;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::token::{TokenFound, TokenSignIn};
use motcua_shared::path;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_tests::{Login, TestApp, on_both, on_each};
use serde_json::json;

const NONCE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

on_both! {
    async fn a_challenge_is_answered_once(app) {
        let mut browser = Browser::new(&app);
        let asked = browser.ask(TokenPurpose::SignIn).await;
        let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
        let first = session(&browser.post(path::TOKEN_SIGN_IN, &body).await);
        assert_eq!(account(&first), app.account(Login::Agency).to_string());
        browser.post(path::TOKEN_SIGN_IN, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        assert_eq!(app.count("sessions"), 1);
    }

    async fn a_challenge_serves_one_purpose(app) {
        let mut browser = Browser::new(&app);
        let asked = browser.ask(TokenPurpose::Register).await;
        let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::Register);
        browser.post(path::TOKEN_SIGN_IN, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        browser.post(path::TOKEN_REGISTRATION, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        // Asked for signing in, signed for registering.
        let asked = browser.ask(TokenPurpose::SignIn).await;
        let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::Register);
        browser.post(path::TOKEN_SIGN_IN, &body).await.refused(422, ErrorCode::TokenSignatureWrong);
        let link = browser.post(path::TOKEN_CHALLENGES, &json!({ "purpose": "link" })).await;
        assert_eq!(link.faults(), [("purpose".to_owned(), ErrorCode::NotAChoice)]);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn a_challenge_lives_for_two_minutes(app) {
        let mut browser = Browser::new(&app);
        let asked = browser.ask(TokenPurpose::SignIn).await;
        app.advance(121);
        let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
        browser.post(path::TOKEN_SIGN_IN, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        let asked = browser.ask(TokenPurpose::SignIn).await;
        app.advance(110);
        let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
        session(&browser.post(path::TOKEN_SIGN_IN, &body).await);
    }

    async fn a_challenge_is_for_the_browser_that_asked(app) {
        let (mut asking, mut other, mut bare) = (Browser::new(&app), Browser::new(&app), Browser::new(&app));
        other.ask(TokenPurpose::SignIn).await;
        for browser in [&mut other, &mut bare] {
            let asked = asking.ask(TokenPurpose::SignIn).await;
            let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
            browser.post(path::TOKEN_SIGN_IN, &body).await.refused(403, ErrorCode::FlowElsewhere);
            // Whoever saw it has used it up.
            asking.post(path::TOKEN_SIGN_IN, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        }
        let invented = signed("org-hoa-mai", NONCE, TokenPurpose::SignIn);
        asking.post(path::TOKEN_SIGN_IN, &invented).await.refused(409, ErrorCode::TokenChallengeEnded);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn two_tabs_of_one_browser_do_not_disturb_each_other(app) {
        let mut browser = Browser::new(&app);
        let (first, second) = (browser.ask(TokenPurpose::SignIn).await, browser.ask(TokenPurpose::SignIn).await);
        for asked in [first, second] {
            let body = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
            session(&browser.post(path::TOKEN_SIGN_IN, &body).await);
        }
    }

    async fn each_certificate_that_will_not_do_has_its_sentence(app) {
        nobody_is_hoa_mai(&app);
        let cases = [
            ("person-mau", ErrorCode::TokenPersonal),
            ("office-van-thu", ErrorCode::TokenNoIdentifier),
            ("org-no-uid", ErrorCode::TokenNoIdentifier),
            ("org-expired", ErrorCode::TokenExpired),
            ("org-not-yet", ErrorCode::TokenNotYetValid),
            ("org-revoked", ErrorCode::TokenRevoked),
            ("foreign-company", ErrorCode::TokenForeign),
            ("impostor-org", ErrorCode::TokenForeign),
            ("org-g1", ErrorCode::TokenWeakAlgorithm),
        ];
        for (holder, code) in cases {
            let mut browser = Browser::new(&app);
            let shown = browser.show(holder).await.refused(422, code);
            assert_eq!(browser.sign_in(holder).await.refused(422, code).title, shown.title, "{holder}");
        }
        assert_eq!((app.count("sessions"), app.count("account_certificates")), (0, 0));
        assert_eq!(app.count("accounts where identifier = '9990001'"), 0);
    }

    async fn what_the_agent_gave_is_believed_for_nothing(app) {
        let mut browser = Browser::new(&app);
        let asked = browser.ask(TokenPurpose::SignIn).await;
        let elsewhere = signed_at("https://evil.example", "org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
        browser.post(path::TOKEN_SIGN_IN, &elsewhere).await.refused(422, ErrorCode::TokenSignatureWrong);

        let asked = browser.ask(TokenPurpose::SignIn).await;
        let mut other = signed("org-hoa-mai", &asked.nonce, TokenPurpose::SignIn);
        other["shown"] = json!(STANDARD.encode(certificate("org-renewed")));
        browser.post(path::TOKEN_SIGN_IN, &other).await.refused(422, ErrorCode::TokenOtherCertificate);

        let asked = browser.ask(TokenPurpose::SignIn).await;
        let mut stolen = signed("org-so-noi-vu", &asked.nonce, TokenPurpose::SignIn);
        stolen["signed"]["certificate"] = json!(STANDARD.encode(certificate("org-hoa-mai")));
        browser.post(path::TOKEN_SIGN_IN, &stolen).await.refused(422, ErrorCode::TokenSignatureWrong);

        for noise in [json!({ "kind": "cms", "cms": "%%%" }), json!({ "kind": "raw", "signature": "", "certificate": "AAAA" })] {
            let asked = browser.ask(TokenPurpose::SignIn).await;
            let body = json!({ "nonce": asked.nonce, "signed": noise });
            browser.post(path::TOKEN_SIGN_IN, &body).await.refused(422, ErrorCode::TokenUnreadable);
        }
        for body in [json!({}), json!({ "nonce": 1 }), json!({ "nonce": "x", "signed": { "kind": "other" } })] {
            assert_eq!(browser.post(path::TOKEN_SIGN_IN, &body).await.status, 400, "{body}");
        }
        assert_eq!(app.count("sessions"), 0);
    }

    async fn a_suspended_account_stays_closed(app) {
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        let mut browser = Browser::new(&app);
        browser.sign_in("org-hoa-mai").await.refused(403, ErrorCode::AccountSuspended);
        browser.show("org-hoa-mai").await.refused(403, ErrorCode::AccountSuspended);
        assert_eq!((app.count("sessions"), app.count("account_certificates")), (0, 0));
    }

    async fn an_account_that_is_suspended_between_two_steps_stays_closed(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-hoa-mai").await.ok(200);
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        let body = json!({ "flow": found.flow });
        browser.post(path::TOKEN_ENTER, &body).await.refused(403, ErrorCode::AccountSuspended);
    }

    async fn codes_that_lead_to_two_accounts_are_settled_by_people(app) {
        app.execute("update accounts set identifier = '9900000017' where login = 'truonghoasen'");
        let mut browser = Browser::new(&app);
        browser.sign_in("org-hoa-mai").await.refused(409, ErrorCode::TokenConflict);
        browser.show("org-hoa-mai").await.refused(409, ErrorCode::TokenConflict);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn a_number_that_is_the_name_of_another_account_is_settled_by_people(app) {
        nobody_is_hoa_mai(&app);
        app.execute("update accounts set login = '9990001' where login = 'canboquynhon'");
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-hoa-mai").await.ok(200);
        browser.register(&found.flow).await.refused(409, ErrorCode::TokenConflict);
    }

    async fn a_flow_belongs_to_its_browser_and_ends(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-so-noi-vu").await.ok(200);
        let mut other = Browser::new(&app);
        other.register(&found.flow).await.refused(403, ErrorCode::FlowElsewhere);
        other.ask(TokenPurpose::Register).await;
        other.register(&found.flow).await.refused(403, ErrorCode::FlowElsewhere);
        browser.register("khong-co").await.refused(409, ErrorCode::FlowGone);
        app.advance(1_801);
        browser.register(&found.flow).await.refused(409, ErrorCode::FlowGone);
        assert_eq!(app.count("accounts where name = 'SỞ NỘI VỤ'"), 0);

        // A signature opens an account that is there for ten minutes only.
        let found: TokenFound = browser.show("org-hoa-mai").await.ok(200);
        let body = json!({ "flow": found.flow });
        app.advance(601);
        browser.post(path::TOKEN_ENTER, &body).await.refused(409, ErrorCode::FlowGone);
        // Nobody to be signed in to.
        let TokenSignIn::Unregistered(found) = browser.sign_in("org-so-noi-vu").await.ok(200) else {
            panic!("nobody has registered")
        };
        browser.post(path::TOKEN_ENTER, &json!({ "flow": found.flow })).await.refused(409, ErrorCode::FlowGone);
    }

    async fn every_wrong_field_is_named_at_once_and_the_flow_waits(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-so-noi-vu").await.ok(200);
        let bad = json!({ "flow": found.flow, "email": "vanthu", "phone": "12", "terms": false, "sharing": false });
        let faults = browser.post(path::TOKEN_ACCOUNT, &bad).await.faults();
        let expected = [
            ("email", ErrorCode::EmailNeeded),
            ("phone", ErrorCode::NotAPhone),
            ("terms", ErrorCode::ConsentNeeded),
            ("sharing", ErrorCode::ConsentNeeded),
        ];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
        browser.register(&found.flow).await.ok::<serde_json::Value>(200);
    }
}

on_each! {
    async fn who_tries_again_and_again_from_one_address_is_slowed_down(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.attempts_per_address = 2).await;
        let mut browser = Browser::new(&app);
        for _ in 0..2 {
            session(&browser.sign_in("org-hoa-mai").await);
        }
        let slowed = browser.sign_in("org-hoa-mai").await;
        slowed.refused(429, ErrorCode::TooManyRequests);
        assert!(slowed.header("retry-after").is_some());
        // What was not looked at is not used up either: three questions a minute for each answer.
        for _ in 0..3 {
            browser.ask(TokenPurpose::SignIn).await;
        }
        let asked = browser.post(path::TOKEN_CHALLENGES, &json!({ "purpose": "sign-in" })).await;
        asked.refused(429, ErrorCode::TooManyRequests);
    }
}
