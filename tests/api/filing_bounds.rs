//! What one account may do, counted also when all of it happens at once.

use crate::filing_race::two_units;
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView};
use motcua_shared::path;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::hold::Held;
use motcua_tests::{Backend, Login, TestApp, on_each, seed};

/// Holds whoever writes to a table, after they looked and before they write.
fn hold_writing(app: &TestApp, table: &str) -> Held {
    match app.backend {
        Backend::Sqlite => app.hold("select 1"),
        Backend::Postgres => app.hold(&format!("lock table {table} in share mode")),
    }
}

on_each! {
    async fn the_last_draft_is_opened_once(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.sign_in(Login::Agency).await;
        for _ in 0..49 {
            agency.open(PROCEDURE).await;
        }
        let held = hold_writing(&app, "drafts");
        let opening = (0..3).map(|_| {
            let agency = agency.clone();
            actix_web::rt::spawn(async move { agency.opening(PROCEDURE, &new_key()).await.status })
        });
        let opening: Vec<_> = opening.collect();
        app.wait_for_locks(3).await;
        held.commit();
        let mut answers: Vec<u16> = join_all(opening).await.into_iter().map(Result::unwrap).collect();
        answers.sort_unstable();
        assert_eq!(answers, [201, 429, 429]);
        assert_eq!(app.count("drafts"), 50);
    }

    async fn one_dossier_more_than_a_day_takes_is_refused_until_then_and_stays(backend) {
        let app = TestApp::start_with(backend, |config| {
            config.database.connections = 8;
            config.filing.dossiers_a_day_organisation = 3;
            config.filing.dossiers_a_day = 1;
        }).await;
        let agency = app.agency_with_papers().await;
        agency.filed(PROCEDURE, UNIT).await;
        app.advance(3600);
        let agency = app.sign_in(Login::Agency).await;
        agency.filed(PROCEDURE, UNIT).await;
        // Two at once where one is left: one waits until the other is counted.
        let mut drafts = Vec::new();
        for _ in 0..2 {
            let draft = agency.open(PROCEDURE).await;
            drafts.push(agency.fill(&draft, UNIT).await);
        }
        let held = hold_writing(&app, "dossiers");
        let filing = drafts.clone().into_iter().map(|draft| {
            let agency = agency.clone();
            actix_web::rt::spawn(async move { agency.submit(&draft).await })
        });
        let filing: Vec<_> = filing.collect();
        app.wait_for_locks(2).await;
        held.commit();
        let answers: Vec<_> = join_all(filing).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(app.count("dossiers"), 3);
        let at = answers.iter().position(|answer| answer.status != 200).unwrap();
        let (refused, left) = (&answers[at], &drafts[at]);
        let problem = refused.refused(429, ErrorCode::TooManyFilings);
        assert!(problem.title.contains("3 hồ sơ") && problem.title.contains("hãy nộp lại từ"), "{}", problem.title);
        let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((82_000..=82_801).contains(&wait), "23 hours, {wait} s");
        // Filed again it is the dossier that it is; the other stays as it was, and goes when it is said to go.
        let filed = &drafts[1 - at];
        assert_eq!(agency.submit(filed).await.status, 200);
        let kept: DraftView = agency.get(&path::draft(left.id)).await.ok(200);
        assert_eq!((kept.version, &kept.digest, kept.dossier_id), (left.version, &left.digest, None));
        // The clock of the test goes on by itself: a busy machine takes its time.
        app.advance(wait - 300);
        let agency = app.sign_in(Login::Agency).await;
        agency.submit(left).await.refused(429, ErrorCode::TooManyFilings);
        app.advance(300);
        let _: DossierView = agency.submit(left).await.ok(200);
    }

    async fn the_last_message_to_a_typed_contact_goes_once(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.agency_with_papers().await;
        seed::messages_elsewhere(&app, app.account(Login::Agency), 39);
        let mut drafts = Vec::new();
        for unit in two_units(&agency).await {
            let draft = agency.fill(&agency.open(PROCEDURE).await, &unit).await;
            let mut filer = draft.filer.clone();
            filer.phone = "0911222333".to_owned();
            let change = ChangeDraft { version: draft.version, filer: Some(filer), ..ChangeDraft::default() };
            drafts.push(agency.patch(&path::draft(draft.id), &change).await.ok::<DraftView>(200));
        }
        let held = hold_writing(&app, "messages");
        let filing = drafts.into_iter().map(|draft| {
            let agency = agency.clone();
            actix_web::rt::spawn(async move { agency.submit(&draft).await })
        });
        let filing: Vec<_> = filing.collect();
        app.wait_for_locks(2).await;
        held.commit();
        for filed in join_all(filing).await {
            filed.unwrap().ok::<DossierView>(200);
        }
        let phones = app.query("select phone as value from messages where kind = 'dossier-submitted' and status <> 'expired' order by phone");
        assert_eq!(phones, ["0900000001", "0911222333"]);
    }
}
