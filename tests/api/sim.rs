//! Registering and signing in with a signing SIM, through the sandbox's mobile signature service.

use crate::token_account::{Browser, account};
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::identity::sim::{SimAsked, SimFound, SimSignIn};
use motcua_shared::path;
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Answer, Backend, Login, TestApp, on_each, proof};
use serde_json::{Value, json};

async fn start(backend: Backend, sandbox: &Sandbox) -> TestApp {
    let url = format!("{}/mss", sandbox.url);
    TestApp::start_with(backend, |config| {
        config.sim.url = url;
        config.sim.ap_id = "http://motcua.example".to_owned();
        config.sim.ap_password = "sandbox".to_owned().into();
        config.sim.profile = "http://uri.example/profile".to_owned();
    })
    .await
}

async fn ask(browser: &mut Browser, purpose: &str, phone: &str) -> Answer {
    let proof = proof::solved(&browser.client).await;
    let body = json!({ "purpose": purpose, "phone": phone, "proof": proof });
    browser.post(path::SIM_CHALLENGES, &body).await
}

/// Asks until the phone has answered, as the page does; the clock goes on by itself here.
async fn wait(app: &TestApp, browser: &mut Browser, path: &str, asked: &SimAsked) -> Answer {
    let body = json!({ "wait": asked.wait });
    for _ in 0..10 {
        let answer = browser.post(path, &body).await;
        let is_waiting = answer.status == 200 && answer.json() == Value::String("waiting".to_owned());
        if !is_waiting {
            return answer;
        }
        app.advance(3);
    }
    panic!("the phone never answered")
}

async fn sign_in(app: &TestApp, browser: &mut Browser, phone: &str) -> Answer {
    let asked: SimAsked = ask(browser, "sign-in", phone).await.ok(200);
    wait(app, browser, path::SIM_SIGN_IN, &asked).await
}

async fn shown(sandbox: &Sandbox, phone: &str) -> Vec<String> {
    let client = motcua_server::outbound::client()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    let answer = client
        .get(format!("{}/api/phones/{phone}", sandbox.url))
        .send()
        .await
        .unwrap();
    let body: Value = answer.json().await.unwrap();
    serde_json::from_value(body["texts"].clone()).unwrap()
}

on_each! {
    async fn an_agency_registers_with_its_sim_and_signs_in_with_it_or_with_a_token(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let view: SessionView = app.nobody().get(path::SESSION).await.ok(200);
        assert!(view.sim);
        let mut browser = Browser::new(&app);
        let asked: SimAsked = ask(&mut browser, "register", "+84 912 000 201").await.ok(200);
        let texts = shown(&sandbox, "84912000201").await;
        assert!(texts[0].contains(&format!("Ma doi chieu {}", asked.code)), "{texts:?}");
        assert!(texts[0].starts_with("motcua.test: dang ky tai khoan."), "{texts:?}");
        let SimFound::Found(found) = wait(&app, &mut browser, path::SIM_REGISTRATION, &asked).await.ok(200) else {
            panic!("signed")
        };
        assert_eq!((found.name.as_str(), found.registered), ("SỞ NỘI VỤ", false));
        let view: SessionView = browser.register(&found.flow).await.ok(200);
        let id = account(&view);
        assert_eq!(app.query(&format!("select method as value from sessions where account_id = '{id}'")), ["sim"]);

        let SimSignIn::Session(again) = sign_in(&app, &mut Browser::new(&app), "0912000201").await.ok(200) else {
            panic!("registered")
        };
        assert_eq!(account(&again), id);
        let token = crate::token_account::session(&Browser::new(&app).sign_in("org-so-noi-vu").await);
        assert_eq!(account(&token), id);
    }

    async fn an_account_made_another_way_is_reached_and_an_unknown_one_leads_on(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        for phone in ["0912000202", "0912000203"] {
            let SimSignIn::Session(view) = sign_in(&app, &mut Browser::new(&app), phone).await.ok(200) else {
                panic!("registered")
            };
            assert_eq!(account(&view), app.account(Login::Agency).to_string());
        }
        let mut browser = Browser::new(&app);
        let SimSignIn::Unregistered(found) = sign_in(&app, &mut browser, "0912000201").await.ok(200) else {
            panic!("not registered")
        };
        browser.register(&found.flow).await.ok::<SessionView>(200);
    }

    async fn whatever_goes_wrong_on_the_phone_has_its_sentence(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let cases = [
            ("0912000204", ErrorCode::TokenPersonal),
            ("0912000205", ErrorCode::SimDeclined),
            ("0912000206", ErrorCode::SimBlocked),
            ("0912000208", ErrorCode::TokenSignatureWrong),
        ];
        for (phone, code) in cases {
            sign_in(&app, &mut Browser::new(&app), phone).await.refused(422, code);
        }
        let mut browser = Browser::new(&app);
        ask(&mut browser, "sign-in", "0912000299").await.refused(422, ErrorCode::SimUnknown);
        let faults = ask(&mut browser, "sign-in", "12").await.faults();
        assert_eq!(faults, [("phone".to_owned(), ErrorCode::NotAPhone)]);
        let asked: SimAsked = ask(&mut browser, "sign-in", "0912000207").await.ok(200);
        app.advance(181);
        let body = json!({ "wait": asked.wait });
        browser.post(path::SIM_SIGN_IN, &body).await.refused(422, ErrorCode::SimExpired);
        assert_eq!(app.count("sessions"), 0);
    }

    async fn a_signing_is_for_one_browser_one_purpose_and_one_answer(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let mut browser = Browser::new(&app);
        let asked: SimAsked = ask(&mut browser, "sign-in", "0912000202").await.ok(200);
        let body = json!({ "wait": asked.wait });
        let mut other = Browser::new(&app);
        other.post(path::SIM_SIGN_IN, &body).await.refused(403, ErrorCode::FlowElsewhere);
        browser.post(path::SIM_REGISTRATION, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        browser.post(path::SIM_SIGN_IN, &json!({ "wait": "x" })).await.refused(409, ErrorCode::TokenChallengeEnded);
        let answer = wait(&app, &mut browser, path::SIM_SIGN_IN, &asked).await;
        assert!(matches!(answer.ok(200), SimSignIn::Session(_)));
        browser.post(path::SIM_SIGN_IN, &body).await.refused(409, ErrorCode::TokenChallengeEnded);
        assert_eq!(app.count("sessions"), 1);
        let link = ask(&mut browser, "link", "0912000202").await;
        assert_eq!(link.faults(), [("purpose".to_owned(), ErrorCode::NotAChoice)]);
        app.advance(25 * 3600);
        motcua_server::identity::job::forget_ended(&app.state).await.unwrap();
        assert_eq!(app.count("sim_signings"), 0);
    }

    async fn nobody_makes_a_phone_ring_without_end(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let mut browser = Browser::new(&app);
        let bare = json!({ "purpose": "sign-in", "phone": "0912000207", "proof": "x" });
        browser.post(path::SIM_CHALLENGES, &bare).await.refused(428, ErrorCode::ProofNeeded);
        for _ in 0..4 {
            ask(&mut browser, "sign-in", "0912000207").await.ok::<SimAsked>(200);
        }
        ask(&mut Browser::new(&app), "sign-in", "0912 000 207").await.refused(429, ErrorCode::TooManyRequests);
        assert_eq!(shown(&sandbox, "84912000207").await.len(), 4);
        ask(&mut browser, "sign-in", "0912000202").await.ok::<SimAsked>(200);
        app.advance(901);
        ask(&mut browser, "sign-in", "0912000207").await.ok::<SimAsked>(200);
        // A proof serves one order.
        let proof = proof::solved(&browser.client).await;
        let body = json!({ "purpose": "sign-in", "phone": "0912000202", "proof": proof });
        browser.post(path::SIM_CHALLENGES, &body).await.ok::<SimAsked>(200);
        browser.post(path::SIM_CHALLENGES, &body).await.refused(428, ErrorCode::ProofNeeded);
        let mut others: Vec<Browser> = (0..8).map(|_| Browser::new(&app)).collect();
        let at_once = join_all(others.iter_mut().map(|one| ask(one, "sign-in", "0912000203"))).await;
        assert_eq!(at_once.iter().filter(|answer| answer.status == 200).count(), 4);
    }

    async fn a_service_that_is_down_or_does_not_know_us_is_said_to_be(backend) {
        let sandbox = Sandbox::start();
        let app = start(backend, &sandbox).await;
        let mut browser = Browser::new(&app);
        let asked: SimAsked = ask(&mut browser, "sign-in", "0912000202").await.ok(200);
        drop(sandbox);
        // Down for a moment: the page goes on asking.
        let answer = browser.post(path::SIM_SIGN_IN, &json!({ "wait": asked.wait })).await;
        assert_eq!(answer.json(), Value::String("waiting".to_owned()));
        ask(&mut browser, "sign-in", "0912000202").await.refused(503, ErrorCode::SimDown);

        let sandbox = Sandbox::start();
        let url = format!("{}/mss", sandbox.url);
        let app = TestApp::start_with(backend, |config| {
            config.sim.url = url;
            config.sim.ap_id = "http://motcua.example".to_owned();
            config.sim.ap_password = "wrong".to_owned().into();
        })
        .await;
        ask(&mut Browser::new(&app), "sign-in", "0912000202").await.refused(503, ErrorCode::SimDown);

        let closed = TestApp::start(backend).await;
        let view: SessionView = closed.nobody().get(path::SESSION).await.ok(200);
        assert!(!view.sim);
        ask(&mut Browser::new(&closed), "sign-in", "0912000202").await.refused(404, ErrorCode::NotFound);
    }
}
