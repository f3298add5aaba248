//! Filing under pressure: at the same time, and when something fails in the middle.

use futures::future::{join, join_all};
use motcua_server::job::worker::run_next;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Client, Login, TestApp, on_both, on_each};
use std::collections::BTreeSet;

/// Everything that filing touches, to see that nothing of a failed one stays.
fn traces(app: &TestApp) -> [u64; 7] {
    [
        "dossiers",
        "dossier_components",
        "paper_uses",
        "papers where times_used > 0",
        "drafts where dossier_id is not null",
        "messages where kind = 'dossier-submitted'",
        "audit_entries where action = 'dossier-submitted'",
    ]
    .map(|from| app.count(from))
}

on_both! {
    async fn a_draft_filed_several_times_at_once_is_one_dossier(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let answers = join_all((0..8).map(|_| agency.submit(&draft))).await;
        let codes: BTreeSet<String> = answers
            .iter()
            .map(|answer| answer.ok::<DossierView>(200).code)
            .collect();
        assert_eq!(codes.len(), 1, "{codes:?}");
        assert_eq!(traces(&app), [1, 3, 3, 3, 1, 1, 1]);
        assert_eq!(app.count("papers where times_used = 1"), 3);
        assert_eq!(app.query("select cast(last_serial as text) as value from dossier_serials"), ["1"]);
    }

    async fn a_draft_opened_several_times_at_once_with_one_key_is_one_draft(app) {
        let agency = app.agency_with_papers().await;
        let key = new_key();
        let answers = join_all((0..6).map(|_| agency.opening(PROCEDURE, &key))).await;
        let ids: BTreeSet<_> = answers.iter().map(|answer| answer.ok::<DraftView>(201).id).collect();
        assert_eq!((ids.len(), app.count("drafts")), (1, 1));
    }

    async fn changes_of_one_draft_at_the_same_time_do_not_mix(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let changes = (0..6).map(|number| {
            let mut owner = draft.owner.clone();
            owner.name = format!("Chủ hồ sơ {number}");
            owner.identifier = format!("999100{number}");
            owner.address = Some(format!("Số {number}"));
            let change = serde_json::json!({ "version": draft.version, "owner": owner });
            let (agency, address) = (agency.clone(), path::draft(draft.id));
            async move { agency.patch(&address, &change).await }
        });
        let answers = join_all(changes).await;
        let (taken, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!((taken.len(), refused.len()), (1, 5));
        for answer in refused {
            answer.refused(409, ErrorCode::VersionConflict);
        }
        let read: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(read.owner, taken[0].ok::<DraftView>(200).owner);
    }

    async fn a_failure_in_the_middle_leaves_nothing(app) {
        let agency = app.agency_with_papers().await;
        agency.filed(PROCEDURE, UNIT).await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let before = traces(&app);
        // The number begins anew, so that the next dossier gets a code that is taken.
        app.execute("delete from dossier_serials");
        let answer = agency.submit(&draft).await;
        answer.refused(500, ErrorCode::Internal);
        for word in ["uq_dossiers_code", "UNIQUE", "unique", "constraint", "dossiers"] {
            assert!(!answer.text().contains(word), "{}", answer.text());
        }
        assert_eq!(traces(&app), before);
        assert_eq!(app.count("dossier_serials"), 0);
        app.execute(&format!(
            "insert into dossier_serials (unit_code, received_on, last_serial) values ('{UNIT}', '{}', 1)",
            app.state.clock.now().vietnam_date()
        ));
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        assert!(dossier.code.ends_with("-0002"), "{}", dossier.code);
        assert_eq!(app.count("papers where times_used = 2"), 3);
    }

    async fn a_paper_that_vanished_stops_the_filing_and_leaves_nothing(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let last = draft.components[2].attachment.clone().unwrap().paper_id.unwrap();
        app.execute(&format!("update papers set removed_at = added_at where id = '{last}'"));
        let faults = agency.submit(&draft).await.faults();
        assert_eq!(faults, [("components.bien-ban".to_owned(), ErrorCode::PaperStale)]);
        assert_eq!(traces(&app), [0; 7]);
        let still: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!((still.dossier_id, still.version), (None, draft.version));
    }
}

/// Codes of two units that receive [`PROCEDURE`].
pub async fn two_units(client: &Client) -> [String; 2] {
    let units: Vec<UnitView> = client.get(&path::procedure_units(PROCEDURE)).await.ok(200);
    let other = units.into_iter().find(|unit| unit.code != UNIT).unwrap();
    [UNIT.to_owned(), other.code]
}

/// A sent file that was attached to a draft.
async fn attached(agency: &Client) -> (DraftView, UploadView) {
    let draft = agency.open(PROCEDURE).await;
    let sent = agency
        .uploaded_for("bien-ban-hop", Purpose::SignedComponent)
        .await;
    (
        agency.attach_upload(&draft, "bien-ban", sent.id).await.ok(200),
        sent,
    )
}

on_each! {
    async fn a_draft_thrown_away_while_a_file_is_attached_leaves_no_bytes(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.sign_in(Login::Agency).await;
        for _ in 0..6 {
            let draft = agency.open(PROCEDURE).await;
            let sent = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
            let held = app.hold(&format!("update drafts set version = version where id = '{}'", draft.id));
            let (attaching, address) = ((agency.clone(), draft.clone()), path::draft(draft.id));
            let attaching = actix_web::rt::spawn(async move {
                let (agency, draft) = attaching;
                agency.attach_upload(&draft, "bien-ban", sent.id).await
            });
            app.wait_for_locks(1).await;
            let tab = agency.clone();
            let deleting = actix_web::rt::spawn(async move { tab.delete(&address).await });
            app.wait_for_locks(2).await;
            held.commit();
            let (attached, deleted) = (attaching.await.unwrap(), deleting.await.unwrap());
            assert!([200, 404, 409].contains(&attached.status), "{}", attached.text());
            assert_eq!(deleted.status, 204, "{}", deleted.text());
            app.run_jobs().await;
            assert_eq!(app.count("stored_files"), 0, "attaching was answered {}", attached.status);
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn drafts_that_hold_the_same_papers_in_another_order_are_both_filed(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.agency_with_papers().await;
        let [unit, other] = two_units(&agency).await;
        let first = agency.fill(&agency.open(PROCEDURE).await, &unit).await;
        let second = agency.fill(&agency.open(PROCEDURE).await, &other).await;
        let papers: Vec<_> = first.components.iter().filter_map(|one| one.attachment.as_ref()?.paper_id).collect();
        let second: DraftView = agency.attach_paper(&second, "to-trinh", papers[2]).await.ok(200);
        let second: DraftView = agency.attach_paper(&second, "bien-ban", papers[0]).await.ok(200);
        // Both have the first paper that they take, and wait for the one in the middle.
        let held = app.hold(&format!("update papers set times_used = times_used where id = '{}'", papers[1]));
        let filing = [first, second].map(|draft| {
            let agency = agency.clone();
            actix_web::rt::spawn(async move { agency.submit(&draft).await })
        });
        app.wait_for_locks(2).await;
        held.commit();
        for filed in join_all(filing).await {
            filed.unwrap().ok::<DossierView>(200);
        }
        assert_eq!(app.count("papers where times_used = 2"), 3);
    }

    async fn a_draft_thrown_away_in_the_moment_of_attaching_leaves_no_bytes_in_any_order(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.sign_in(Login::Agency).await;
        for _ in 0..15 {
            let draft = agency.open(PROCEDURE).await;
            let sent = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
            let address = path::draft(draft.id);
            let (attached, deleted) = join(agency.attach_upload(&draft, "bien-ban", sent.id), agency.delete(&address)).await;
            assert!([200, 404, 409].contains(&attached.status), "{}", attached.text());
            assert_eq!(deleted.status, 204, "{}", deleted.text());
            app.run_jobs().await;
            assert_eq!(app.count("stored_files"), 0, "attaching was answered {}", attached.status);
        }
        app.execute("update uploads set ends_at = received_at");
        app.assert_files_and_rows_agree().await;
    }

    async fn bytes_that_are_let_go_in_the_moment_of_attaching_are_kept(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 8).await;
        let agency = app.sign_in(Login::Agency).await;
        for _ in 0..4 {
            let (before, _) = attached(&agency).await;
            assert_eq!(agency.delete(&path::draft(before.id)).await.status, 204);
            let draft = agency.open(PROCEDURE).await;
            let sent = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
            // The same bytes, found in their place; attaching stops before it stands on them.
            let held = app.hold(&format!("update drafts set version = version where id = '{}'", draft.id));
            let (tab, seen) = (agency.clone(), draft.clone());
            let attaching = actix_web::rt::spawn(async move { tab.attach_upload(&seen, "bien-ban", sent.id).await });
            app.wait_for_locks(1).await;
            // The job lets go what the first draft stood on.
            let state = app.state.clone();
            let letting_go = actix_web::rt::spawn(async move { while run_next(&state).await.unwrap() {} });
            for _ in 0..60 {
                if letting_go.is_finished() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            held.commit();
            attaching.await.unwrap().ok::<DraftView>(200);
            letting_go.await.unwrap();
            let file = agency.get(&path::draft_file(draft.id, "bien-ban")).await;
            assert_eq!((file.status, file.body.len() as u64), (200, sent.size));
            assert_eq!(agency.delete(&path::draft(draft.id)).await.status, 204);
            app.run_jobs().await;
            assert_eq!(app.count("stored_files"), 0);
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn twenty_dossiers_at_the_same_time_get_twenty_numbers(backend) {
        let app = TestApp::start_with(backend, |config| config.database.connections = 12).await;
        let agency = app.agency_with_papers().await;
        let mut drafts = Vec::new();
        for _ in 0..20 {
            let draft = agency.open(PROCEDURE).await;
            drafts.push(agency.fill(&draft, UNIT).await);
        }
        let answers = join_all(drafts.iter().map(|draft| agency.submit(draft))).await;
        let mut serials: Vec<String> = answers
            .iter()
            .map(|answer| answer.ok::<DossierView>(200).code)
            .map(|code| code.rsplit('-').next().unwrap().to_owned())
            .collect();
        serials.sort_unstable();
        let expected: Vec<String> = (1..=20).map(|serial| format!("{serial:04}")).collect();
        assert_eq!(serials, expected);
        assert_eq!(app.count("papers where times_used = 20"), 3);
        assert_eq!(traces(&app), [20, 60, 60, 3, 20, 20, 20]);
    }

    async fn numbers_are_counted_per_unit_and_per_day_in_viet_nam(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.session_hours = 100).await;
        let agency = app.agency_with_papers().await;
        let code = |dossier: DossierView| {
            let (_, serial) = dossier.code.rsplit_once('-').unwrap();
            serial.to_owned()
        };
        assert_eq!(code(agency.filed(PROCEDURE, UNIT).await), "0001");
        assert_eq!(code(agency.filed(PROCEDURE, "H21.102").await), "0001");
        app.advance(24 * 3600);
        let agency = app.sign_in(Login::Agency).await;
        let next = agency.filed(PROCEDURE, UNIT).await;
        assert!(next.code.contains(&app.state.clock.now().vietnam_date().format("%y%m%d").to_string()));
        assert_eq!(code(next), "0001");
    }
}
