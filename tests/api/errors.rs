//! Every refusal is problem+json in the language asked for, and says nothing about the inside.

use motcua_shared::error::ErrorCode;
use motcua_shared::path::{self, CLIENT_HEADER};
use motcua_tests::client::ORIGIN;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;

/// A JSON request with a body as it is written here.
async fn raw(client: &Client, address: &str, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    let request = client
        .request(Method::POST, address)
        .header("content-type", kind)
        .body(body);
    Answer::of(request).await
}

on_both! {
    async fn an_unknown_address_of_the_api_is_not_found(app) {
        let nobody = app.nobody();
        for address in ["/api", "/api/", "/api/khong-co", "/api/v1", "/api/v1/", "/api/v1/khong-co", "/api/v2/papers", "/api/v1/papers/", "/api/v1/papers/a/b/c", "/api//v1/papers"] {
            let answer = nobody.get(address).await;
            let problem = answer.refused(404, ErrorCode::NotFound);
            assert!(!problem.title.is_ascii(), "{address}: Vietnamese unless asked otherwise");
            assert_eq!(answer.header("content-language"), Some("vi"));
            nobody.post(address, &serde_json::json!({})).await.refused(404, ErrorCode::NotFound);
        }
    }

    async fn a_method_that_an_address_does_not_know_is_told(app) {
        let agency = app.sign_in(Login::Agency).await;
        for (method, address) in [
            (Method::GET, path::SIGN_IN),
            (Method::GET, path::UPLOADS),
            (Method::PUT, path::SESSION),
            (Method::POST, path::PROCEDURES),
            (Method::PATCH, path::PAPERS),
            (Method::POST, path::OPENAPI),
            (Method::DELETE, "/api/v1/procedures/1.000894"),
        ] {
            let answer = Answer::of(agency.request(method.clone(), address)).await;
            answer.refused(405, ErrorCode::MethodNotAllowed);
        }
    }

    async fn a_body_that_is_no_json_or_not_the_one_asked_for_is_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let deep = "[".repeat(60_000);
        for body in ["", "{", "[]", "null", "{\"procedure_code\": 1}", "{\"procedure_code\": \"1.000894\", \"them\": 1}", "{\"procedure_code\": \"\\ud800\"}", deep.as_str()] {
            raw(&agency, path::DRAFTS, "application/json", body.to_owned()).await.refused(400, ErrorCode::BadRequest);
        }
        let broken = raw(&agency, path::DRAFTS, "application/json", vec![b'{', b'"', 0xff, b'"']).await;
        broken.refused(400, ErrorCode::BadRequest);
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let answer = raw(&agency, path::DRAFTS, kind, "{\"procedure_code\": \"1.012373.H08\"}").await;
            answer.refused(415, ErrorCode::WrongContentType);
        }
        assert_eq!(app.count("drafts"), 0);
    }

    async fn a_body_beyond_64_kilobytes_is_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let body = format!("{{\"procedure_code\": \"{}\"}}", "a".repeat(70_000));
        raw(&agency, path::DRAFTS, "application/json", body).await.refused(413, ErrorCode::BodyTooLarge);
        let address = format!("/api/v1/session/password?{}", "a".repeat(200));
        let body = format!("{{\"login\": \"{}\", \"password\": \"x\"}}", "a".repeat(60_000));
        raw(&app.nobody(), &address, "application/json", body).await.refused(401, ErrorCode::SignInFailed);
    }

    async fn an_id_that_is_none_is_not_found(app) {
        let agency = app.sign_in(Login::Agency).await;
        for id in ["x", "00000000", "%00", "01890000-0000-7000-8000-00000000000g"] {
            for address in [path::PAPERS, path::DRAFTS, path::DOSSIERS] {
                let answer = agency.get(&format!("{address}/{id}")).await;
                answer.refused(404, ErrorCode::NotFound);
            }
        }
    }

    async fn refusals_speak_the_language_asked_for(app) {
        let nobody = app.nobody();
        for (asked, expected) in [("en", "en"), ("en-US,vi;q=0.9", "en"), ("fr, en;q=0.8", "en"), ("vi-VN,en", "vi"), ("fr", "vi"), ("*", "vi"), ("é", "vi"), ("", "vi")] {
            let request = nobody.request(Method::GET, path::PAPERS).header("accept-language", asked.as_bytes());
            let answer = Answer::of(request).await;
            let problem = answer.refused(401, ErrorCode::SignInNeeded);
            assert_eq!(answer.header("content-language"), Some(expected), "{asked}");
            assert_eq!(problem.title.is_ascii(), expected == "en", "{asked}: {}", problem.title);
        }
    }

    async fn a_failure_inside_shows_nothing_of_the_inside(app) {
        let agency = app.sign_in(Login::Agency).await;
        app.execute("alter table papers rename to papers_gone");
        let answer = agency.get(path::PAPERS).await;
        let problem = answer.refused(500, ErrorCode::Internal);
        assert_eq!(problem.errors, []);
        for word in ["papers", "table", "relation", "SELECT", "diesel", "sqlite", "postgres", "src/", "server"] {
            assert!(!answer.text().contains(word), "{}", answer.text());
        }
        assert!(problem.title.contains("mã yêu cầu") && !problem.request_id.is_empty());
    }

    async fn an_address_with_bytes_that_no_database_takes_is_no_failure(app) {
        let agency = app.sign_in(Login::Agency).await;
        for address in [
            "/api/v1/papers?q=%00",
            "/api/v1/papers?q=%FF",
            "/api/v1/papers?cursor=%00",
            "/api/v1/procedures/%00/units",
            "/api/v1/procedures/%FF",
            "/api/v1/dossiers?q=%00",
            "/api/v1/papers?q=a%00b",
        ] {
            let answer = agency.get(address).await;
            assert!(answer.status < 500, "{address}: {}", answer.text());
        }
    }

    async fn addresses_outside_the_api_show_the_page_and_files_that_are_not_there_do_not(app) {
        let nobody = app.nobody();
        for (address, title) in [
            ("/", "Trang chủ"),
            ("/dang-nhap", "Tài khoản"),
            ("/dang-ky/thue-bao", "Tài khoản"),
            ("/thu-tuc/1.012373.H08", "Trang chủ"),
            ("/can-bo/danh-muc/thu-tuc/1.001193", "Danh mục"),
            ("/kho/giay-to", "Kho giấy tờ"),
        ] {
            let answer = nobody.get(address).await;
            assert!(answer.text().contains(title), "{address}");
            assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")), "{address}");
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
        }
        for address in ["/khong-co.js", "/../Cargo.toml", "/%2e%2e/motcua.toml", "/..%2fmotcua.db"] {
            assert_eq!(nobody.get(address).await.status, 404, "{address}");
        }
        let posted = nobody.bare(Method::POST, "/").header(CLIENT_HEADER, "1").header("origin", ORIGIN);
        assert_eq!(Answer::of(posted).await.status, 405);
    }

    async fn every_answer_carries_the_headers_that_protect_the_reader(app) {
        let nobody = app.nobody();
        for address in ["/", "/api/v1/session", "/api/v1/papers", "/api/khong-co", "/healthz", "/khong-co.js"] {
            let answer = nobody.get(address).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("strict-transport-security", "max-age=31536000"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{address}");
            }
            assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
            assert_eq!(answer.header("server"), None);
        }
        assert_eq!(nobody.get(path::SESSION).await.header("cache-control"), Some("no-store"));
    }
}
