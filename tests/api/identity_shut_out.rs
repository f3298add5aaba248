//! Nobody who only knows a number keeps its holder out.

use crate::account::{DESKTOP, NEW, sign_in_as};
use motcua_server::demo::PASSWORD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::identity::registration::{FlowConfirmed, FlowStarted};
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_each, proof};
use reqwest::Method;
use serde_json::json;

const LOGIN: &str = "001099000001";

async fn recover(client: &Client) -> Answer {
    let body = json!({ "login": LOGIN, "proof": proof::solved(client).await });
    client.post(path::RECOVERIES, &body).await
}

/// A wrong password, from wherever the headers say.
async fn from(client: &Client, headers: &[(&str, &str)]) -> Answer {
    let body = json!({ "login": "khongcoai", "password": "sai" });
    let request = headers.iter().fold(
        client.request(Method::POST, path::SIGN_IN),
        |request, (name, value)| request.header(*name, *value),
    );
    Answer::of(request.json(&body)).await
}

/// The password from a browser that keeps this cookie.
async fn from_browser(client: &Client, device: &str, password: &str) -> Answer {
    let body = json!({ "login": LOGIN, "password": password });
    let request = client
        .request(Method::POST, path::SIGN_IN)
        .header("cookie", device);
    Answer::of(request.json(&body)).await
}

on_each! {
    async fn wrong_passwords_of_strangers_do_not_make_the_holder_wait_at_home(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.free_failures = 2).await;
        let (_, home) = sign_in_as(&app, Login::Citizen, DESKTOP, None).await;
        let (_, others) = sign_in_as(&app, Login::OtherCitizen, DESKTOP, None).await;
        let client = app.nobody();
        for _ in 0..2 {
            client.password(LOGIN, "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        client.password(LOGIN, PASSWORD).await.refused(429, ErrorCode::TooManyRequests);
        // A browser that somebody else signed in with is any browser.
        from_browser(&client, &others, PASSWORD).await.refused(429, ErrorCode::TooManyRequests);
        from_browser(&client, &home, PASSWORD).await.ok::<Challenge>(200);
        // At home it is counted as well, and a new password ends that.
        for _ in 0..2 {
            from_browser(&client, &home, "sai").await.refused(401, ErrorCode::SignInFailed);
        }
        from_browser(&client, &home, PASSWORD).await.refused(429, ErrorCode::TooManyRequests);
        let started: FlowStarted = recover(&client).await.ok(200);
        let body = json!({ "flow": started.flow, "code": app.last_code() });
        let _: FlowConfirmed = client.post(path::RECOVERY_CODE, &body).await.ok(200);
        let body = json!({ "flow": started.flow, "password": NEW });
        assert_eq!(client.post(path::RECOVERY_PASSWORD, &body).await.status, 204);
        from_browser(&client, &home, NEW).await.ok::<Challenge>(200);
        client.password(LOGIN, NEW).await.ok::<Challenge>(200);
    }

    async fn codes_that_strangers_ask_for_leave_the_holders_own(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.identity.codes_per_quarter = 2;
            config.identity.codes_per_day = 3;
        })
        .await;
        let stranger = app.nobody();
        for _ in 0..2 {
            assert_eq!(recover(&stranger).await.status, 200);
        }
        recover(&stranger).await.refused(429, ErrorCode::TooManyCodes);
        app.advance(901);
        assert_eq!(recover(&stranger).await.status, 200);
        recover(&stranger).await.refused(429, ErrorCode::TooManyCodes);
        // Its own limit holds for the holder, too.
        let mut own = app.nobody();
        let challenge = app.challenge(&own, Login::Citizen).await;
        let _: SessionView = own.code(&challenge, &app.last_code()).await.ok(200);
        let _: Challenge = own.password(LOGIN, PASSWORD).await.ok(200);
        own.password(LOGIN, PASSWORD).await.refused(429, ErrorCode::TooManyCodes);
    }

    async fn wrong_codes_of_strangers_lock_nobody_else(backend) {
        let app = TestApp::start(backend).await;
        let stranger = app.nobody();
        let started: FlowStarted = recover(&stranger).await.ok(200);
        for _ in 0..5 {
            // Right by chance one time in 200,000.
            let body = json!({ "flow": started.flow, "code": "000000" });
            stranger.post(path::RECOVERY_CODE, &body).await;
        }
        let mut own = app.nobody();
        let challenge = app.challenge(&own, Login::Citizen).await;
        let _: SessionView = own.code(&challenge, &app.last_code()).await.ok(200);
    }

    async fn behind_a_proxy_only_its_own_word_says_where_a_request_comes_from(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.http.trust_forwarded = true;
            config.identity.attempts_per_address = 3;
        })
        .await;
        let client = app.nobody();
        for number in 0..3 {
            // The proxy adds where the request came from to whatever the client had written.
            let lie = format!("198.51.100.{number}, 203.0.113.9");
            let forwarded = format!("for=198.51.100.{number}");
            let headers = [("x-forwarded-for", lie.as_str()), ("forwarded", forwarded.as_str())];
            from(&client, &headers).await.refused(401, ErrorCode::SignInFailed);
        }
        let headers = [("x-forwarded-for", "198.51.100.77, 203.0.113.9"), ("forwarded", "for=198.51.100.77")];
        from(&client, &headers).await.refused(429, ErrorCode::TooManyRequests);
        from(&client, &[("x-forwarded-for", "203.0.113.10")]).await.refused(401, ErrorCode::SignInFailed);
    }

    async fn a_line_with_many_addresses_is_one(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.http.trust_forwarded = true;
            config.identity.attempts_per_address = 3;
            config.identity.codes_per_address = 2;
        })
        .await;
        let client = app.nobody();
        for number in 0..3 {
            let address = format!("2001:db8:1:2::{number}");
            from(&client, &[("x-forwarded-for", &address)]).await.refused(401, ErrorCode::SignInFailed);
        }
        from(&client, &[("x-forwarded-for", "2001:db8:1:2:ffff::9")]).await.refused(429, ErrorCode::TooManyRequests);
        from(&client, &[("x-forwarded-for", "2001:db8:1:3::9")]).await.refused(401, ErrorCode::SignInFailed);
    }
}
