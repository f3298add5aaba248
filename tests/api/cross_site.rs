//! No page of another site can change anything here.

use crate::openapi::operations;
use motcua_shared::error::ErrorCode;
use motcua_shared::path::{self, CLIENT_HEADER};
use motcua_tests::client::ORIGIN;
use motcua_tests::{Answer, Login, on_both};
use reqwest::Method;

on_both! {
    async fn every_changing_request_must_come_from_our_own_pages(app) {
        let client = app.sign_in(Login::Agency).await;
        let id = uuid::Uuid::now_v7().to_string();
        let foreign: [&[(&str, &str)]; 8] = [
            &[("origin", ORIGIN)],
            &[("sec-fetch-site", "same-origin")],
            &[(CLIENT_HEADER, "1")],
            &[(CLIENT_HEADER, "1"), ("origin", "https://evil.example")],
            &[(CLIENT_HEADER, "1"), ("origin", "null")],
            &[(CLIENT_HEADER, "1"), ("origin", "https://motcua.test.evil.example")],
            &[(CLIENT_HEADER, "1"), ("origin", ORIGIN), ("sec-fetch-site", "cross-site")],
            &[(CLIENT_HEADER, "1"), ("origin", ORIGIN), ("sec-fetch-site", "same-site")],
        ];
        let mut count = 0;
        for operation in operations() {
            let method: Method = operation.method.parse().unwrap();
            // What programs beside the browser use rests on no cookie.
            if method.is_safe() || !operation.path.starts_with(path::BASE) {
                continue;
            }
            let path = operation.path.replace("{id}", &id).replace("{component_id}", "to-trinh");
            for headers in foreign {
                let mut request = client.bare(method.clone(), &path).json(&serde_json::json!({}));
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let problem = Answer::of(request).await.refused(403, ErrorCode::CrossSite);
                assert_eq!(problem.errors, []);
            }
            count += 1;
        }
        assert!(count >= 11, "{count} changing operations");
        assert_eq!(app.count("sessions"), 1, "nobody was signed out");
    }

    async fn our_own_pages_are_known_by_either_of_what_browsers_send(app) {
        let client = app.sign_in(Login::Agency).await;
        for header in [("origin", ORIGIN), ("sec-fetch-site", "same-origin")] {
            let request = client
                .bare(Method::POST, path::PAPERS)
                .header(CLIENT_HEADER, "1")
                .header(header.0, header.1)
                .json(&serde_json::json!({}));
            Answer::of(request).await.refused(400, ErrorCode::BadRequest);
        }
    }

    async fn no_answer_lets_another_site_read_it(app) {
        let client = app.sign_in(Login::Agency).await;
        let request = client
            .bare(Method::OPTIONS, path::PAPERS)
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST");
        let preflight = Answer::of(request).await;
        let read = Answer::of(
            client
                .bare(Method::GET, path::PAPERS)
                .header("origin", "https://evil.example"),
        )
        .await;
        for answer in [preflight, read] {
            assert!(
                answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")),
                "{:?}",
                answer.headers
            );
            assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        }
    }
}
