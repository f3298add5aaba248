//! Registering and signing in with a token: what happens when all is well. Keys are those of the sandbox, as files; the
//! browser's part is played here (tests/browser plays it in Chromium).

use crate::token_holder::{certificate, sign};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::identity::token::{TokenAsked, TokenFound, TokenOptions, TokenSignIn};
use motcua_shared::path;
use motcua_shared::signature::agent::{SignedText, TokenChallenge, TokenPurpose};
use motcua_tests::client::ORIGIN;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each, sandbox};
use serde_json::{Value, json};

/// A browser with its cookies.
pub struct Browser {
    pub client: Client,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub fn new(app: &TestApp) -> Self {
        Self {
            client: app.nobody(),
            cookies: Vec::new(),
        }
    }

    /// Sends, and keeps the cookies that come back.
    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let answer = self.client.post(path, body).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.client.cookie = Some(pairs.join("; ")).filter(|pairs| !pairs.is_empty());
        answer
    }

    /// Asks for something to sign.
    pub async fn ask(&mut self, purpose: TokenPurpose) -> TokenAsked {
        let body = json!({ "purpose": purpose });
        self.post(path::TOKEN_CHALLENGES, &body).await.ok(200)
    }

    /// Registering as far as the certificate is shown.
    pub async fn show(&mut self, holder: &str) -> Answer {
        let asked = self.ask(TokenPurpose::Register).await;
        let body = signed(holder, &asked.nonce, TokenPurpose::Register);
        self.post(path::TOKEN_REGISTRATION, &body).await
    }

    /// Signing in.
    pub async fn sign_in(&mut self, holder: &str) -> Answer {
        let asked = self.ask(TokenPurpose::SignIn).await;
        let body = signed(holder, &asked.nonce, TokenPurpose::SignIn);
        self.post(path::TOKEN_SIGN_IN, &body).await
    }

    /// Last step of registering.
    pub async fn register(&mut self, flow: &str) -> Answer {
        let body = json!({ "flow": flow, "email": "vanthu@vi-du.vn", "phone": "0912 000 099", "terms": true, "sharing": true });
        self.post(path::TOKEN_ACCOUNT, &body).await
    }
}

/// What a browser sends whose token signed.
pub fn signed(holder: &str, nonce: &str, purpose: TokenPurpose) -> Value {
    signed_at(ORIGIN, holder, nonce, purpose)
}

/// The same for another portal.
pub fn signed_at(origin: &str, holder: &str, nonce: &str, purpose: TokenPurpose) -> Value {
    let challenge = TokenChallenge::new(nonce, origin, purpose).unwrap();
    let text = SignedText::Raw {
        signature: STANDARD.encode(sign(holder, challenge.statement().as_bytes())),
        certificate: STANDARD.encode(certificate(holder)),
    };
    json!({ "nonce": nonce, "signed": text })
}

/// The account that acts.
pub fn account(view: &SessionView) -> String {
    view.account.as_ref().unwrap().id.to_string()
}

/// The session that signing in gave.
#[track_caller]
pub fn session(answer: &Answer) -> SessionView {
    match answer.ok(200) {
        TokenSignIn::Session(view) => view,
        TokenSignIn::Unregistered(found) => panic!("not registered: {found:?}"),
    }
}

/// Takes its codes from the agency of most tests, so that nobody is registered under them.
pub fn nobody_is_hoa_mai(app: &TestApp) {
    app.execute("update accounts set identifier = '9990000', login = 'khac' where login = 'truonghoamai'");
}

fn notices(app: &TestApp, account: &str) -> Vec<String> {
    app.query(&format!(
        "select kind as value from messages where account_id = '{account}' and kind <> 'one-time-code' order by id"
    ))
}

fn actions(app: &TestApp, account: &str) -> Vec<String> {
    app.query(&format!(
        "select action as value from audit_entries where account_id = '{account}' order by id"
    ))
}

on_both! {
    async fn an_agency_registers_and_a_renewed_certificate_reaches_its_account(app) {
        nobody_is_hoa_mai(&app);
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-hoa-mai").await.ok(200);
        assert_eq!(found.name, "ỦY BAN NHÂN DÂN XÃ HOA MAI");
        assert_eq!(found.codes, ["MNS:9990001", "MST:9900000017"]);
        assert_eq!((found.kind, found.registered), (AccountKind::Agency, false));
        assert!(found.valid_from < found.valid_to && found.issuer.contains("CA phục vụ"));
        assert_eq!(app.count("accounts where identifier = '9990001'"), 0, "nothing is made before it is confirmed");

        let view: SessionView = browser.register(&found.flow).await.ok(200);
        let own = view.account.clone().unwrap();
        assert_eq!((own.kind, own.assurance_level, own.identifier.as_str()), (AccountKind::Agency, 3, "9990001"));
        assert_eq!((own.email.as_deref(), own.phone.as_deref()), (Some("vanthu@vi-du.vn"), Some("0912000099")));
        let id = account(&view);
        let seen: SessionView = browser.client.get(path::SESSION).await.ok(200);
        assert_eq!(account(&seen), id);
        assert_eq!(app.query(&format!("select method as value from sessions where account_id = '{id}'")), ["token"]);
        assert_eq!(app.count(&format!("account_consents where account_id = '{id}'")), 2);
        assert_eq!(app.count(&format!("account_codes where account_id = '{id}'")), 2);
        assert_eq!(actions(&app, &id), ["registered", "certificate-added", "signed-in"]);
        assert_eq!(notices(&app, &id), ["account-opened"]);

        let mut later = Browser::new(&app);
        assert_eq!(account(&session(&later.sign_in("org-hoa-mai").await)), id);
        let mut renewed = Browser::new(&app);
        assert_eq!(account(&session(&renewed.sign_in("org-renewed").await)), id);
        let decomposed = session(&Browser::new(&app).sign_in("org-decomposed").await);
        assert_eq!(account(&decomposed), id);
        assert_eq!(notices(&app, &id), ["account-opened", "signed-in-with-token", "certificate-added", "certificate-added"]);
        assert_eq!(app.count(&format!("account_certificates where account_id = '{id}'")), 3);
        assert_eq!(app.count("accounts where identifier = '9990001'"), 1);
    }

    async fn an_account_made_another_way_is_reached_by_its_code_and_raised(app) {
        let id = app.account(Login::Agency).to_string();
        app.execute("update accounts set assurance_level = 2 where login = 'truonghoamai'");
        let view = session(&Browser::new(&app).sign_in("org-hoa-mai").await);
        assert_eq!(account(&view), id);
        assert_eq!(view.account.unwrap().assurance_level, 3);
        assert_eq!(actions(&app, &id), ["holder-updated", "certificate-added", "signed-in"]);
        assert_eq!(notices(&app, &id), ["certificate-added"], "whoever made the account hears of it");
        // From now on its tax code leads there, too, though the account never went by it.
        app.execute("update accounts set identifier = '9990000' where login = 'truonghoamai'");
        let again = session(&Browser::new(&app).sign_in("org-renewed").await);
        assert_eq!(account(&again), id);
    }

    async fn who_is_not_registered_goes_on_to_registering_without_signing_again(app) {
        let mut browser = Browser::new(&app);
        let TokenSignIn::Unregistered(found) = browser.sign_in("org-so-noi-vu").await.ok(200) else {
            panic!("nobody has registered")
        };
        assert_eq!((found.name.as_str(), found.registered), ("SỞ NỘI VỤ", false));
        assert_eq!(app.count("sessions"), 0);
        let view: SessionView = browser.register(&found.flow).await.ok(200);
        let again = session(&Browser::new(&app).sign_in("org-so-noi-vu").await);
        assert_eq!(account(&again), account(&view));
    }

    async fn who_is_registered_is_told_and_signs_in_with_one_press(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-hoa-mai").await.ok(200);
        assert!(found.registered);
        browser.register(&found.flow).await.refused(409, ErrorCode::TokenRegistered);
        let body = json!({ "flow": found.flow });
        let view: SessionView = browser.post(path::TOKEN_ENTER, &body).await.ok(200);
        assert_eq!(account(&view), app.account(Login::Agency).to_string());
    }

    async fn a_last_step_whose_answer_was_lost_is_repeated_for_a_while(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-so-noi-vu").await.ok(200);
        let first: SessionView = browser.register(&found.flow).await.ok(200);
        let second: SessionView = browser.register(&found.flow).await.ok(200);
        assert_eq!(account(&first), account(&second));
        assert_eq!(app.count("accounts where name = 'SỞ NỘI VỤ'"), 1);
        app.advance(601);
        browser.register(&found.flow).await.refused(409, ErrorCode::FlowGone);
    }

    async fn the_same_step_at_the_same_time_makes_one_account(app) {
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("org-so-noi-vu").await.ok(200);
        let other: TokenFound = browser.show("org-so-noi-vu").await.ok(200);
        let step = |flow: &str| {
            let client = browser.client.clone();
            let body = json!({ "flow": flow, "email": "a@vi-du.vn", "terms": true, "sharing": true });
            async move { client.post(path::TOKEN_ACCOUNT, &body).await }
        };
        let answers = futures::future::join_all([step(&found.flow), step(&found.flow), step(&other.flow)]).await;
        let taken = answers.iter().filter(|answer| answer.status == 200).count();
        assert!((1..=2).contains(&taken), "{answers:?}");
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            let code = answer.problem().code;
            let is_expected = matches!(code, ErrorCode::TokenRegistered | ErrorCode::TokenConflict);
            assert!(is_expected, "{code}");
        }
        assert_eq!(app.count("accounts where name = 'SỞ NỘI VỤ'"), 1);
    }

    async fn nothing_that_lets_anybody_in_stands_in_the_database(app) {
        let mut browser = Browser::new(&app);
        let asked = browser.ask(TokenPurpose::Register).await;
        let body = signed("org-so-noi-vu", &asked.nonce, TokenPurpose::Register);
        let found: TokenFound = browser.post(path::TOKEN_REGISTRATION, &body).await.ok(200);
        let rows = app.query(
            "select nonce_key || browser_key || coalesce(flow_key, '') || coalesce(holder, '') as value from token_challenges",
        );
        let cookie = browser.client.cookie.clone().unwrap();
        let (_, kept) = cookie.split_once('=').unwrap();
        for secret in [asked.nonce.as_str(), found.flow.as_str(), kept] {
            assert!(!secret.is_empty() && !rows[0].contains(secret));
        }
        app.advance(25 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("token_challenges"), 0);
    }
}

on_each! {
    async fn pages_are_told_where_the_agents_are_and_nobody_is_where_there_are_none(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.signature.vnpt_licence = "<x/>".to_owned();
        })
        .await;
        let options: TokenOptions = app.nobody().get(path::TOKEN).await.ok(200);
        assert_eq!(options.agents, ["wss://127.0.0.1:8987"]);
        assert_eq!(options.vnpt_licence.as_deref(), Some("<x/>"));
        let view: SessionView = app.nobody().get(path::SESSION).await.ok(200);
        assert!(view.token);
        let closed = TestApp::start_with(backend, |config| config.signature.agents.clear()).await;
        let options: TokenOptions = closed.nobody().get(path::TOKEN).await.ok(200);
        assert_eq!(options, TokenOptions::default());
        let asked = closed.nobody().post(path::TOKEN_CHALLENGES, &json!({ "purpose": "sign-in" })).await;
        asked.refused(404, ErrorCode::NotFound);
        let view: SessionView = closed.nobody().get(path::SESSION).await.ok(200);
        assert!(!view.token);
    }

    async fn an_enterprise_is_one_below_a_public_authority_and_never_an_agency(backend) {
        let folder = tempfile::tempdir().unwrap();
        for (place, name) in [("roots", "foreign-root"), ("intermediates", "foreign-ca")] {
            let place = folder.path().join(place);
            std::fs::create_dir_all(&place).unwrap();
            let file = format!("{name}.crt.pem");
            std::fs::copy(sandbox::folder().join("keys").join(&file), place.join(&file)).unwrap();
        }
        let trust = vec![folder.path().to_path_buf()];
        let app = TestApp::start_with(backend, |config| config.signature.trust = trust).await;
        // An agency under the same number is somebody else's capacity.
        app.execute("update accounts set identifier = '9900000099' where login = 'truonghoamai'");
        let mut browser = Browser::new(&app);
        let found: TokenFound = browser.show("foreign-company").await.ok(200);
        assert_eq!((found.kind, found.registered), (AccountKind::Enterprise, false));
        assert_eq!(found.codes, ["MST:9900000099"]);
        let view: SessionView = browser.register(&found.flow).await.ok(200);
        assert_eq!(view.account.as_ref().unwrap().kind, AccountKind::Enterprise);
        assert_ne!(account(&view), app.account(Login::Agency).to_string());
    }

    async fn in_production_the_cookie_is_for_https_only(backend) {
        let app = TestApp::start_as_in_production(backend).await;
        let answer = app.nobody().post(path::TOKEN_CHALLENGES, &json!({ "purpose": "sign-in" })).await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("__Host-motcua-token="), "{cookie}");
        for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }
}
