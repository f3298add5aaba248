//! What one account may do, counted also when all of it happens at once.

use crate::filing_race::two_units;
use futures::future::join_all;
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView};
use motcua_shared::path;
use motcua_tests::app::PROCEDURE;
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
