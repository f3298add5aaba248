//! Files that came for a draft: looked at before filing, gone when nothing stands on them.

use motcua_server::upload::job::{Discrepancies, reconcile};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Login, on_both, papers};

on_both! {
    async fn a_file_goes_with_its_draft_and_a_paper_with_the_same_bytes_stays(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let sent = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "bien-ban", sent.id).await.ok(200);
        let other = agency.uploaded_for("to-trinh", Purpose::SignedComponent).await;
        agency.attach_upload(&draft, "to-trinh", other.id).await.ok::<DraftView>(200);
        agency.paper("to-trinh", "KQ.H21.910001").await;
        assert_eq!(agency.delete(&path::draft(draft.id)).await.status, 204);
        app.run_jobs().await;
        let left = app.query("select sha256 as value from stored_files");
        assert_eq!(left, [other.sha256]);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_for_another_case_than_the_one_that_is_filed_goes_when_it_is_filed(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let sent = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "minh-chung", sent.id).await.ok(200);
        // The component is of another case from now on.
        let mut definition: serde_json::Value = serde_json::from_str(&app.query("select definition as value from procedures where code = '1.012373.H08'").remove(0)).unwrap();
        let components = definition["components"].as_array_mut().unwrap();
        let spare = components.iter_mut().find(|one| one["id"] == "minh-chung").unwrap();
        spare["only_for"] = serde_json::json!(["another"]);
        app.execute(&format!("update procedures set definition = '{}' where code = '1.012373.H08'", definition.to_string().replace('\'', "''")));
        let draft: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        assert!(dossier.components.iter().all(|one| one.component_id != "minh-chung"), "{:?}", dossier.components);
        app.run_jobs().await;
        assert_eq!(app.count(&format!("stored_files where sha256 = '{}'", sent.sha256)), 0);
        agency.get(&path::draft_file(draft.id, "minh-chung")).await.refused(404, ErrorCode::NotFound);
        app.assert_files_and_rows_agree().await;
    }

    async fn bytes_that_two_drafts_stand_on_stay_until_the_second_goes(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let mut drafts = Vec::new();
        for _ in 0..2 {
            let draft = citizen.open("2.000635").await;
            let sent: UploadView = citizen.upload(papers::picture(), "a.png", Purpose::Component).await.ok(201);
            citizen.attach_upload(&draft, "to-khai", sent.id).await.ok::<DraftView>(200);
            drafts.push(draft.id);
        }
        for (draft, left) in drafts.into_iter().zip([1, 0]) {
            assert_eq!(citizen.delete(&path::draft(draft)).await.status, 204);
            app.run_jobs().await;
            assert_eq!(app.count("stored_files"), left);
            assert_eq!(app.count("jobs where kind = 'upload.release' and state <> 'done'"), 0, "a job that is refused is done");
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_was_taken_away_again_is_not_attached_by_repeating_the_request(app) {
        let agency = app.sign_in(Login::Agency).await;
        let first = agency.open(PROCEDURE).await;
        let sent = agency.uploaded_for("bien-ban-hop", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&first, "bien-ban", sent.id).await.ok(200);
        let again: DraftView = agency.attach_upload(&first, "bien-ban", sent.id).await.ok(200);
        assert_eq!(again.version, draft.version, "the answer that was lost");
        let address = format!("{}?version={}", path::draft_component(draft.id, "bien-ban"), draft.version);
        let emptied: DraftView = agency.delete(&address).await.ok(200);
        agency.attach_upload(&emptied, "bien-ban", sent.id).await.refused(409, ErrorCode::UploadGone);
        let still: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert!(still.components.iter().all(|one| one.attachment.is_none()));
        let other = agency.uploaded_for("to-trinh", Purpose::SignedComponent).await;
        let filled: DraftView = agency.attach_upload(&still, "bien-ban", other.id).await.ok(200);
        agency.attach_upload(&filled, "bien-ban", sent.id).await.refused(409, ErrorCode::UploadGone);
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }

    async fn bytes_whose_draft_went_without_a_word_go_with_the_hourly_job(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (kept, lost) = (agency.open(PROCEDURE).await, agency.open(PROCEDURE).await);
        for (draft, name) in [(&kept, "to-trinh"), (&lost, "bien-ban-hop")] {
            let sent = agency.uploaded_for(name, Purpose::SignedComponent).await;
            agency.attach_upload(draft, "bien-ban", sent.id).await.ok::<DraftView>(200);
        }
        let paper = agency.paper("bao-cao-thanh-tich", "KQ.H21.910002").await;
        app.execute(&format!("delete from drafts where id = '{}'", lost.id));
        let found = reconcile(&app.state).await.unwrap();
        assert_eq!((found.rows_without_use, app.count("stored_files")), (0, 3), "too young: a request may still run");
        app.advance(2 * 3600);
        let found = reconcile(&app.state).await.unwrap();
        assert_eq!(found, Discrepancies { rows_without_use: 1, ..Discrepancies::default() });
        assert_eq!(app.count("stored_files"), 2);
        app.assert_files_and_rows_agree().await;
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(agency.get(&path::draft_file(kept.id, "bien-ban")).await.status, 200);
        assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.status, 200);
    }

    async fn a_file_of_a_draft_can_be_looked_at_before_it_is_filed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open("2.000635").await;
        let address = path::draft_file(draft.id, "to-khai");
        citizen.get(&address).await.refused(404, ErrorCode::NotFound);
        let sent: UploadView = citizen.upload(papers::picture(), "Tờ khai.png", Purpose::Component).await.ok(201);
        citizen.attach_upload(&draft, "to-khai", sent.id).await.ok::<DraftView>(200);
        let answer = citizen.get(&address).await;
        assert_eq!((answer.status, &answer.body[..]), (200, &papers::picture()[..]));
    }
}
