//! What an operator sees: ids, health, figures.

use motcua_shared::path;
use motcua_tests::{Answer, Backend, Login, on_both};
use regex::Regex;
use reqwest::Method;
use std::collections::BTreeSet;

on_both! {
    async fn every_answer_has_an_id_of_its_own(app) {
        let client = app.nobody();
        let mut ids = BTreeSet::new();
        for address in ["/", "/healthz", path::SESSION, path::PAPERS, "/api/khong-co", path::SESSION] {
            let request = client.request(Method::GET, address).header("x-request-id", "chosen-by-a-stranger");
            let answer = Answer::of(request).await;
            let id = answer.header("x-request-id").unwrap().to_owned();
            assert_eq!(id.len(), 32, "{id}");
            assert!(ids.insert(id));
        }
    }

    async fn audit_entries_name_the_request(app) {
        let agency = app.sign_in(Login::Agency).await;
        let upload = agency.uploaded("to-trinh").await;
        let answer = agency.add(upload.id, "KQ.H21.910001").await;
        assert_eq!(
            app.query("select request_id as value from audit_entries where action = 'paper-added'"),
            [answer.header("x-request-id").unwrap()]
        );
    }

    async fn a_server_that_cannot_work_says_so(app) {
        let client = app.nobody();
        let ready = client.get("/readyz").await;
        assert_eq!((ready.status, ready.text().as_str()), (200, "database: ready\nfiles: ready\n"));
        match app.backend {
            Backend::Sqlite => app.execute("delete from __diesel_schema_migrations"),
            Backend::Postgres => app.postgres.as_ref().unwrap().break_down(),
        }
        let ready = client.get("/readyz").await;
        assert_eq!((ready.status, ready.text().as_str()), (503, "database: not ready\nfiles: ready\n"));
        let alive = client.get("/healthz").await;
        assert_eq!((alive.status, alive.text().as_str()), (200, "ok\n"));
    }

    async fn a_server_whose_files_went_away_says_so(app) {
        let files = app.folder().join("files");
        std::fs::rename(&files, app.folder().join("elsewhere")).unwrap();
        let ready = app.nobody().get("/readyz").await;
        assert_eq!((ready.status, ready.text().as_str()), (503, "database: ready\nfiles: not ready\n"));
    }

    async fn figures_are_counted_by_route_and_never_by_id_or_by_what_strangers_make_up(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(motcua_tests::app::PROCEDURE, motcua_tests::app::UNIT).await;
        agency.get(&path::dossier(dossier.id)).await;
        agency.get(&path::dossier_file(dossier.id, "to-trinh")).await;
        agency.get(&format!("/api/khong-co/{}", dossier.id)).await;
        agency.get(&format!("/trang/{}", dossier.id)).await;
        for method in ["KHACH", "PROPFIND", "QWERTY"] {
            let method: Method = method.parse().unwrap();
            Answer::of(agency.request(method.clone(), path::PAPERS)).await;
            Answer::of(agency.request(method, "/")).await;
        }
        let figures = agency.get("/metrics").await;
        assert_eq!(figures.status, 200);
        let text = figures.text();
        assert!(text.contains("motcua_http_requests_total{method=\"GET\",route=\"/api/v1/dossiers/{id}\",status=\"200\"} 1"), "{text}");
        let id = Regex::new(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}|\d{9}|khong-co|trang").unwrap();
        for line in text.lines().filter(|line| line.contains('{')) {
            let labels = line.rsplit_once('}').unwrap().0;
            assert!(id.find(labels).is_none(), "{line}");
        }
        for made_up in ["KHACH", "PROPFIND", "QWERTY"] {
            assert!(!text.contains(made_up), "{made_up} is a label for ever");
        }
    }
}
