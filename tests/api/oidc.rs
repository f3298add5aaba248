//! Signing in with an electronic identity, through a provider that can be wrong in every way.

pub mod browser;
mod journeys;
mod peer;

use browser::{Browser, Portal};
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_tests::on_each;
use serde_json::{Value, json};

/// The page that says why nobody was signed in.
fn refusal(code: ErrorCode) -> String {
    format!("/dang-nhap?loi={code}&tiep=%2F")
}

impl Portal {
    /// Nobody was signed in, and nothing was made or joined.
    fn assert_nothing_happened(&self, why: &str) {
        let counts = ["sessions", "external_identities", "oidc_sessions"].map(|table| self.app.count(table));
        assert_eq!(counts, [0, 0, 0], "{why}");
        assert_eq!(
            self.app.count("accounts where login = '001099000011'"),
            0,
            "{why}"
        );
    }
}

on_each! {
    async fn an_answer_that_was_tampered_with_is_refused_with_its_own_code(backend) {
        use ErrorCode as E;
        let portal = Portal::start(backend).await;
        let cases = [
            ("wrong-nonce", E::AnswerNonce),
            ("no-nonce", E::AnswerNonce),
            ("wrong-audience", E::AnswerAudience),
            ("further-audience", E::AnswerAudience),
            ("wrong-party", E::AnswerAudience),
            ("other-issuer", E::AnswerIssuer),
            ("other-issuer-parameter", E::AnswerIssuer),
            ("no-issuer-parameter", E::AnswerIssuer),
            ("expired", E::AnswerTime),
            ("not-yet-valid", E::AnswerTime),
            ("issued-in-the-future", E::AnswerTime),
            ("issued-before", E::AnswerTime),
            ("other-key", E::AnswerSignature),
            ("altered", E::AnswerSignature),
            ("alg-none", E::AnswerSignature),
            ("client-secret", E::AnswerSignature),
            ("wrong-access-token-hash", E::AnswerSignature),
            ("lower-level", E::AnswerLevel),
            ("no-id-token", E::AnswerIncomplete),
            ("missing-claims", E::AnswerIncomplete),
            ("other-subject", E::ProviderUnavailable),
        ];
        for (fault, code) in cases {
            portal.control(json!({ "fault": fault })).await;
            let landed = portal.browser().sign_in("moi").await;
            assert_eq!(landed, refusal(code), "{fault}");
            portal.assert_nothing_happened(fault);
        }
        portal.control(json!({})).await;
        assert_eq!(portal.browser().sign_in("moi").await, "/", "the same without a fault");
    }

    async fn a_clock_that_is_a_little_off_is_forgiven(backend) {
        let portal = Portal::start(backend).await;
        for (person, seconds) in [("moi", 30), ("sinh-doi-anh", -30)] {
            portal.control(json!({ "ahead_seconds": seconds })).await;
            assert_eq!(portal.browser().sign_in(person).await, "/", "{seconds}");
        }
        portal.control(json!({ "ahead_seconds": 300 })).await;
        assert_eq!(portal.browser().sign_in("cong-ty").await, refusal(ErrorCode::AnswerTime));
    }

    async fn an_answer_counts_once(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let away = browser.start("").await;
        let back = browser.choose(&away, "moi").await;
        assert_eq!(browser.follow(&back).await, "/");
        assert_eq!(browser.follow(&back).await, refusal(ErrorCode::FlowEnded));
        assert_eq!(portal.app.count("sessions"), 1);
        // A code that was redeemed is refused by the provider, too.
        let code = browser::parameter(&back, "code").unwrap();
        let away = browser.start("").await;
        let second = browser.choose(&away, "moi").await;
        let replayed = second.replace(&browser::parameter(&second, "code").unwrap(), &code);
        assert_eq!(browser.follow(&replayed).await, refusal(ErrorCode::FlowEnded));
        assert_eq!(portal.app.count("sessions"), 1);
    }

    async fn the_same_answer_at_the_same_time_counts_once(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let away = browser.start("").await;
        let back = browser.choose(&away, "moi").await;
        let uses = (0..6).map(|_| {
            let (mut tab, back) = (browser.clone(), back.clone());
            async move { tab.follow(&back).await }
        });
        let landed = join_all(uses).await;
        assert_eq!(landed.iter().filter(|path| *path == "/").count(), 1, "{landed:?}");
        assert_eq!(portal.app.count("sessions"), 1);
    }

    async fn an_answer_without_a_question_opens_nothing(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let away = browser.start("").await;
        let back = browser.choose(&away, "moi").await;
        let state = browser::parameter(&back, "state").unwrap();
        let callback = back.split('?').next().unwrap().to_owned();
        for query in ["", "?code=x", "?state=", "?state=x&code=x", "?state=%00&code=x"] {
            let landed = browser.follow(&format!("{callback}{query}")).await;
            assert_eq!(landed, refusal(ErrorCode::FlowEnded), "{query}");
        }
        let elsewhere = back.replace("/vneid/", "/dvcqg/");
        assert_eq!(browser.follow(&elsewhere).await, refusal(ErrorCode::FlowEnded), "another provider");
        let landed = browser.follow(&format!("{callback}?state={state}")).await;
        assert_eq!(landed, refusal(ErrorCode::FlowEnded), "that state was used by the one before");
        let away = browser.start("").await;
        let state = browser::parameter(&browser.choose(&away, "moi").await, "state").unwrap();
        let landed = browser.follow(&format!("{callback}?state={state}")).await;
        assert_eq!(landed, refusal(ErrorCode::AnswerIncomplete), "neither code nor error");
        portal.assert_nothing_happened("no answer");
    }

    async fn an_answer_belongs_to_the_browser_that_asked(backend) {
        let portal = Portal::start(backend).await;
        for has_cookie in [false, true] {
            let (mut victim, mut attacker) = (portal.browser(), portal.browser());
            if has_cookie {
                victim.start("").await;
            }
            let away = attacker.start("").await;
            let back = attacker.choose(&away, "moi").await;
            assert_eq!(victim.follow(&back).await, refusal(ErrorCode::FlowElsewhere));
            assert_eq!(attacker.follow(&back).await, refusal(ErrorCode::FlowEnded), "and is used up");
        }
        portal.assert_nothing_happened("another browser");
    }

    async fn a_cookie_that_we_did_not_make_is_replaced(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        for made_up in ["x", "a b", "%00", &"a".repeat(5000)] {
            browser.cookies.insert("motcua-provider".to_owned(), made_up.to_owned());
            browser.start("").await;
            assert_eq!(browser.cookies["motcua-provider"].len(), 43);
        }
    }

    async fn who_takes_longer_than_ten_minutes_begins_again(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let away = browser.start("").await;
        let back = browser.choose(&away, "moi").await;
        portal.app.advance(600);
        portal.control(json!({ "ahead_seconds": 600 })).await;
        assert_eq!(browser.follow(&back).await, refusal(ErrorCode::FlowEnded));
        portal.assert_nothing_happened("too late");
        assert_eq!(browser.sign_in("moi").await, "/");
        portal.app.advance(2 * 3600);
        browser.start("").await;
        motcua_server::identity::job::forget_ended(&portal.app.state).await.unwrap();
        assert_eq!(portal.app.count("oidc_flows"), 1, "the one under way");
    }

    async fn two_tabs_at_once_do_not_disturb_each_other(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let (first, second) = (browser.start("/kho").await, browser.start("/ho-so").await);
        let first = browser.choose(&first, "moi").await;
        let second = browser.choose(&second, "moi").await;
        assert_eq!(browser.follow(&second).await, "/ho-so");
        assert_eq!(browser.follow(&first).await, "/kho");
        assert_eq!(portal.app.count("external_identities"), 1);
    }

    async fn a_first_sign_in_in_several_browsers_at_once_makes_one_account(backend) {
        let portal = Portal::start(backend).await;
        let mut ways = Vec::new();
        for _ in 0..5 {
            let mut browser = portal.browser();
            let away = browser.start("").await;
            let back = browser.choose(&away, "moi").await;
            ways.push((browser, back));
        }
        let landed = join_all(ways.iter_mut().map(|(browser, back)| browser.follow(back))).await;
        assert!(landed.iter().all(|path| path == "/"), "{landed:?}");
        assert_eq!(portal.app.count("accounts where login = '001099000011'"), 1);
        assert_eq!(portal.app.count("external_identities"), 1);
        assert_eq!(portal.app.count("sessions"), 5);
    }

    async fn the_way_back_never_leads_to_another_site(backend) {
        let portal = Portal::start(backend).await;
        let evil = [
            "//evil.vn", "https://evil.vn", "/%5Cevil.vn", "%2F%2Fevil.vn", "/%09/evil.vn", "%5C%5Cevil.vn", "javascript:alert(1)",
            "/%0D%0Aset-cookie:%20a=b", "/dang-nhap?loi=x", "/api/v1/session", "http:/evil.vn", "",
        ];
        for path in evil {
            let mut browser = portal.browser();
            let away = browser.start(path).await;
            let back = browser.choose(&away, "moi").await;
            assert_eq!(browser.follow(&back).await, "/", "{path}");
        }
        let mut browser = portal.browser();
        let away = browser.start("/kho/them%3Fa=1").await;
        let back = browser.choose(&away, "moi").await;
        assert_eq!(browser.follow(&back).await, "/kho/them?a=1");
    }

    async fn a_provider_in_trouble_never_troubles_the_portal(backend) {
        let portal = Portal::start(backend).await;
        for fault in ["down", "rubbish", "slow", "discovery-of-another"] {
            // A portal that never heard of it.
            let fresh = Portal::beside(backend, &portal.sandbox).await;
            portal.control(json!({ "fault": fault })).await;
            let mut browser = fresh.browser();
            let away = browser.start("").await;
            assert_eq!(away, refusal(ErrorCode::ProviderUnavailable), "{fault} at the start");
            let began = std::time::Instant::now();
            assert_eq!(browser.start("").await, refusal(ErrorCode::ProviderUnavailable));
            assert!(began.elapsed().as_secs() < 3, "{fault}: nobody waits again at once");
            portal.control(json!({})).await;
            fresh.app.advance(6);
            portal.control(json!({ "ahead_seconds": 6 })).await;
            let away = browser.start("").await;
            let back = browser.choose(&away, "moi").await;
            if fault != "discovery-of-another" {
                portal.control(json!({ "fault": fault, "ahead_seconds": 6 })).await;
                let landed = browser.follow(&back).await;
                assert_eq!(landed, refusal(ErrorCode::ProviderUnavailable), "{fault} on the way back");
                fresh.assert_nothing_happened(fault);
                // Who signs in with a password does not notice.
                fresh.app.sign_in(motcua_tests::Login::Citizen).await;
            }
            portal.control(json!({})).await;
        }
    }

    async fn what_a_provider_said_yesterday_holds_while_it_does_not_answer(backend) {
        let portal = Portal::start(backend).await;
        portal.browser().start("").await;
        portal.app.advance(2 * 3600);
        portal.control(json!({ "fault": "down" })).await;
        let away = portal.browser().start("").await;
        assert!(away.contains("/oidc/authorize?"), "{away}");
    }

    async fn keys_may_change_between_two_sign_ins(backend) {
        let portal = Portal::start(backend).await;
        assert_eq!(portal.browser().sign_in("moi").await, "/");
        portal.control(json!({ "rotate": true })).await;
        assert_eq!(portal.browser().sign_in("moi").await, "/", "a key that was not known");
        portal.control(json!({ "rotate": true })).await;
        assert_eq!(
            portal.browser().sign_in("moi").await,
            refusal(ErrorCode::AnswerSignature),
            "keys are not asked for again and again"
        );
        portal.app.advance(6);
        portal.control(json!({ "ahead_seconds": 6 })).await;
        assert_eq!(portal.browser().sign_in("moi").await, "/");
    }

    async fn who_turns_back_at_the_provider_is_told_so(backend) {
        let portal = Portal::start(backend).await;
        for (error, code) in [
            ("access_denied", ErrorCode::ProviderDeclined),
            ("login_required", ErrorCode::ProviderDeclined),
            ("server_error", ErrorCode::ProviderUnavailable),
            ("<script>", ErrorCode::ProviderUnavailable),
        ] {
            let mut browser = portal.browser();
            let away = browser.start("").await;
            let back = browser.decide(&away, &[("error", error)]).await;
            assert_eq!(browser.follow(&back).await, refusal(code), "{error}");
        }
        portal.assert_nothing_happened("declined");
    }

    async fn a_provider_that_is_not_there_leads_to_a_page(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        for id in ["khong-co", "VNEID", "..%2f..", "vneid%00"] {
            let landed = browser.follow(&format!("/api/v1/session/providers/{id}/start")).await;
            assert_eq!(landed, refusal(ErrorCode::NotFound), "{id}");
        }
    }

    async fn what_travels_is_bound_and_what_is_kept_is_a_digest(backend) {
        let portal = Portal::start(backend).await;
        let mut browser = portal.browser();
        let answer = browser.get("/api/v1/session/providers/vneid/start").await;
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        let parts: Vec<&str> = cookie.split("; ").skip(1).collect();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1200"] {
            assert!(parts.contains(&part), "{cookie}");
        }
        let away = answer.headers()["location"].to_str().unwrap();
        let of = |name: &str| browser::parameter(away, name).unwrap();
        assert_eq!((of("response_type"), of("code_challenge_method")), ("code".to_owned(), "S256".to_owned()));
        assert_eq!((of("scope"), of("acr_values")), ("openid".to_owned(), "LoA1".to_owned()));
        assert_eq!(of("redirect_uri"), "https://motcua.test/api/v1/session/providers/vneid/callback");
        for name in ["state", "nonce", "code_challenge"] {
            assert_eq!(of(name).len(), 43, "{name}");
        }
        let kept = &portal.app.query("select state_key || ' ' || browser_key as value from oidc_flows")[0];
        assert!(!kept.contains(&of("state")) && !kept.contains(&browser.cookies["motcua-provider"]), "{kept}");
        let verifier = &portal.app.query("select verifier as value from oidc_flows")[0];
        assert!(!away.contains(verifier.as_str()), "the verifier stays here");
    }
}

/// Claims of a made-up person, with some of them different.
fn claims_with(person: &str, change: Value) -> Value {
    let people: Value = serde_json::from_str(include_str!("../sandbox/src/serve/oidc/people.json")).unwrap();
    let people = people.as_array().unwrap();
    let mut claims = people.iter().find(|one| one["id"] == person).unwrap()["claims"].clone();
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// Signs in with typed claims; says where that led.
async fn sign_in_as(browser: &mut Browser, claims: &Value) -> String {
    let away = browser.start("").await;
    let back = browser.decide(&away, &[("claims", &claims.to_string())]).await;
    browser.follow(&back).await
}
