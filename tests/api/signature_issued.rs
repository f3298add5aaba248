//! What authorities see of a file, and do with one, whose signature has failed since it came in.

use crate::certified::{self, ready, sealed};
use crate::feedback_desk::{compare, hand_in, open_feedback, replace};
use crate::processing::{DECISION, give_back, in_process, said, seen};
use crate::signature_today::{lists_come_in, portal_with, revoked};
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::FeedbackState;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::certified::{CopyState, CopyView, LineState};
use motcua_shared::vault::dto::PaperView;
use motcua_tests::{Client, Login, TestApp, on_both, on_each, papers};
use serde_json::{Value, json};

/// The same bytes in the vault of somebody else, so that they are verified again.
async fn known_elsewhere(app: &TestApp) {
    revoked(&app.sign_in(Login::OtherAgency).await).await;
}

on_each! {
    async fn an_officer_who_compares_sees_the_verdict_of_today_beside_that_of_the_day(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = revoked(&agency).await;
        let feedback = open_feedback(&app, &agency, &paper).await.item.id;
        let desk = app.sign_in(Login::Staff).await;
        let look = async || -> Value { desk.get(&path::desk_feedback(feedback)).await.ok(200) };
        let before = look().await;
        assert_eq!((&before["report"]["verdict"], &before["current"]), (&json!("INDETERMINATE"), &Value::Null));
        lists_come_in(&app, trust.path()).await;
        let now = look().await;
        assert_eq!(now["report"], before["report"], "what it came in with stays");
        assert_eq!(now["current"]["report"]["verdict"], json!("TOTAL-FAILED"));
        let own: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!(now["current"], serde_json::to_value(own.current.unwrap()).unwrap(), "as its owner sees it");
        // Also of a file that the owner replaced since.
        let sent = agency.uploaded("bien-ban-hop").await;
        let body = json!({ "version": own.item.version, "upload_id": sent.id });
        let _: PaperView = agency.post(&path::paper_replacement(paper.item.id), &body).await.ok(200);
        assert_eq!(look().await["current"], now["current"]);
    }

    async fn a_result_whose_signature_failed_since_it_was_sent_is_not_returned(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        let agency = app.agency_with_papers().await;
        known_elsewhere(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let sound = desk.uploaded("quyet-dinh-cong-nhan").await;
        let sent: UploadView = desk.upload(papers::bad("chung-thu-bi-thu-hoi"), "x.pdf", Purpose::Vault).await.ok(201);
        lists_come_in(&app, trust.path()).await;
        let results = [said(sound.id, DECISION), said(sent.id, DECISION)];
        let problem = give_back(&desk, dossier.id, 3, &results).await.refused(422, ErrorCode::PaperSignerRevoked);
        assert_eq!(problem.errors[0].path, "results.1.upload_id");
        assert!(problem.title.contains("thu hồi"), "{}", problem.title);
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        // One that stays with its dossier goes no other way.
        app.execute("update dossiers set owner = replace(owner, '9990001', '8880001')");
        give_back(&desk, dossier.id, 3, &results[1..]).await.refused(422, ErrorCode::PaperSignerRevoked);
        assert_eq!(seen(&desk, dossier.id).await.dossier.status, DossierStatus::InProcess);
        assert_eq!(give_back(&desk, dossier.id, 3, &results[..1]).await.status, 200, "the other one was left as it was");
        app.assert_files_and_rows_agree().await;
    }

    async fn a_right_file_whose_signature_failed_since_is_no_right_file(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        let citizen = app.sign_in(Login::Citizen).await;
        known_elsewhere(&app).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        let sent: UploadView = hand_in(&desk, papers::bad("chung-thu-bi-thu-hoi"), "x.pdf").await.ok(201);
        lists_come_in(&app, trust.path()).await;
        let problem = replace(&desk, id, 2, sent.id).await.refused(422, ErrorCode::PaperSignerRevoked);
        assert_eq!(problem.errors[0].path, "file");
        let seen: Value = desk.get(&path::desk_feedback(id)).await.ok(200);
        assert_eq!(seen["feedback"]["item"]["state"], json!(FeedbackState::Comparing));
        let same: PaperView = citizen.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!((same.item.file_version, same.struck.len()), (1, 0));
        app.assert_files_and_rows_agree().await;
    }
}

/// As if the authority of the seal had revoked its certificate.
fn revoke_what_signed(app: &TestApp, copy: &CopyView) {
    let of_copy = format!(
        "sha256 = (select c.sha256 from certified_copies c where c.id = '{}')",
        copy.id
    );
    let found = app.query(&format!(
        "select report as value from signature_reports where {of_copy}"
    ));
    let mut report: Value = serde_json::from_str(&found[0]).unwrap();
    report["verdict"] = json!("TOTAL-FAILED");
    report["reasons"] = json!(["certificate-revoked"]);
    let report = report.to_string().replace('\'', "''");
    app.execute(&format!(
        "update signature_reports set report = '{report}', trust = 'today' where {of_copy}"
    ));
}

async fn papers_of(client: &Client) -> usize {
    let page: motcua_shared::vault::dto::PaperPage = client.get(path::PAPERS).await.ok(200);
    page.items.len()
}

on_both! {
    async fn a_copy_whose_signature_failed_is_not_issued_but_made_anew_under_its_number(app) {
        let desk = ready(&app).await;
        let view = sealed(&app, &desk, "bản quét").await;
        assert_eq!(view.state, CopyState::Sealed);
        revoke_what_signed(&app, &view);
        let refused = certified::issue(&desk, &view).await;
        let problem: Value = refused.json();
        assert_eq!((refused.status, &problem["code"]), (409, &json!("copy-signature-failed")));
        assert!(problem["title"].as_str().unwrap().contains("lập lại bản sao"), "{problem}");
        let citizen = app.sign_in(Login::Citizen).await;
        assert_eq!(papers_of(&citizen).await, 0);

        let again = certified::take(&app, &desk, &view, "bản quét khác").await;
        assert_eq!((again.state, &again.number), (CopyState::Taken, &view.number));
        certified::issue(&desk, &again).await.refused(409, ErrorCode::StepNotPossible);
        let again: CopyView = certified::sign(&app, &desk, view.id, "person-mau").await.ok(200);
        assert_eq!(again.state, CopyState::Signed);
        let again: CopyView = certified::sign(&app, &desk, view.id, "org-hoa-mai").await.ok(200);
        let issued: CopyView = certified::issue(&desk, &again).await.ok(200);
        assert_eq!((issued.state, papers_of(&citizen).await), (CopyState::Issued, 1));
        let lines = certified::register(&desk, &app).await;
        assert_eq!(lines.iter().map(|line| (line.number, line.state)).collect::<Vec<_>>(), [(1, LineState::Issued)]);
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }
}
