//! What one dossier leaves behind for the next, and how originals come to the unit.

use crate::processing::{DECISION, give_back, in_process, said, step};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::dto::{
    AttachedBy, Attachment, ChangeDraft, DossierView, DraftView, Party, Submission, SubmissionMethod,
    Suggestion,
};
use motcua_shared::filing::represent::AUTHORISATION;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::rule::Fit;
use motcua_tests::answers::MARITAL_STATUS;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Login, on_both, papers};
use serde_json::json;

/// A certificate of marital status, and the marriage that asks for one.
const STATUS: &str = "1.004873";
const MARRIAGE: &str = "1.000894";

/// An award whose proof of merit may be a decision of before.
const AWARD_OF_HOUSEHOLDS: &str = "1.012378.H08";

fn status_of(draft: &DraftView) -> Option<&Attachment> {
    let mut components = draft.components.iter();
    let part = components.find(|one| one.component_id == "tinh-trang-hon-nhan");
    part.unwrap().attachment.as_ref()
}

on_both! {
    async fn the_result_of_one_procedure_is_attached_by_itself_in_the_owners_next_one(app) {
        let (owner, filer) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::OtherCitizen).await);
        let whose: Party = owner.open("2.000635").await.filer;
        let draft = filer.open(STATUS).await;
        let sent: UploadView = filer.upload(papers::picture(), "Bản án.png", Purpose::Component).await.ok(201);
        let draft: DraftView = filer.attach_upload(&draft, "chung-minh", sent.id).await.ok(200);
        let draft = filer.fill(&draft, UNIT).await;
        let change = ChangeDraft {
            version: draft.version,
            owner: Some(whose),
            acting: Some(Acting { ground: Some(Ground::Authorised), note: None }),
            ..ChangeDraft::default()
        };
        let draft: DraftView = filer.patch(&path::draft(draft.id), &change).await.ok(200);
        let draft = filer.answer(&draft, MARITAL_STATUS).await;
        let sent: UploadView = filer.upload(papers::picture(), "Ủy quyền.png", Purpose::Component).await.ok(201);
        let draft: DraftView = filer.attach_upload(&draft, AUTHORISATION, sent.id).await.ok(200);
        let dossier: DossierView = filer.submit(&draft).await.ok(200);
        let desk = app.sign_in(Login::Staff).await;
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, dossier.id, act, version).await.status, 200);
        }
        let result = desk.uploaded("giay-xac-nhan-tinh-trang-hon-nhan").await;
        let said = json!({
            "upload_id": result.id, "category_code": "KQ.G15.000038", "decision_number": "15/XN",
            "summary": null, "issued_on": app.state.clock.now().vietnam_date(),
        });
        let done: DeskDossier = give_back(&desk, dossier.id, 3, &[said]).await.ok(200);
        let paper = done.results[0].paper_id.expect("it lies in the owner's vault");
        // The owner's next dossier takes it; who filed the first has nothing of it.
        let next = owner.open(MARRIAGE).await;
        let taken = status_of(&next).unwrap();
        assert_eq!((taken.paper_id, taken.attached_by), (Some(paper), AttachedBy::Portal));
        assert_eq!(taken.sha256, result.sha256);
        assert_eq!(status_of(&filer.open(MARRIAGE).await), None);
    }

    async fn an_award_is_attached_in_the_next_procedure_and_two_are_offered_with_the_reason(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let mut awards = Vec::new();
        for file in ["quyet-dinh-cong-nhan", "giay-xac-nhan-tinh-trang-hon-nhan"] {
            let dossier = in_process(&agency, &desk).await;
            let sent = desk.uploaded(file).await;
            let done: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
            awards.push(done.results[0].paper_id.expect("it lies in the owner's vault"));
            // Another procedure, whose proof of merit may be a decision.
            let next = agency.open(AWARD_OF_HOUSEHOLDS).await;
            let part = next.components.iter().find(|one| one.component_id == "minh-chung").unwrap();
            let suggestions: Vec<Suggestion> = agency.get(&path::draft_suggestions(next.id, "minh-chung")).await.ok(200);
            let offered: Vec<_> = suggestions.iter().map(|one| (one.paper.id, one.fit)).collect();
            match awards.as_slice() {
                [only] => {
                    let taken = part.attachment.as_ref().expect("the only one that fits");
                    assert_eq!((taken.paper_id, taken.attached_by), (Some(*only), AttachedBy::Portal));
                    assert_eq!(taken.sha256, sent.sha256);
                    assert_eq!(offered, [(*only, Fit::Category)]);
                }
                [older, newer] => {
                    assert_eq!((part.attachment.as_ref(), part.fitting), (None, 2), "which of both is for a person to say");
                    assert_eq!(offered, [(*newer, Fit::Category), (*older, Fit::Category)]);
                    let kept: DraftView = agency.attach_paper(&next, "minh-chung", *newer).await.ok(200);
                    let next = agency.fill(&kept, UNIT).await;
                    let filed: DossierView = agency.submit(&next).await.ok(200);
                    let part = filed.components.iter().find(|one| one.component_id == "minh-chung").unwrap();
                    assert_eq!(part.attachment.as_ref().unwrap().paper_id, Some(*newer));
                }
                _ => unreachable!(),
            }
        }
        // Nobody else finds them.
        let other = app.sign_in(Login::OtherAgency).await;
        let theirs = other.open(AWARD_OF_HOUSEHOLDS).await;
        assert!(theirs.components.iter().all(|one| one.attachment.is_none() && one.fitting == 0));
    }

    async fn originals_come_online_in_person_or_by_the_post_that_knows_where(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        assert_eq!((draft.submission.clone(), draft.missing.clone()), (Submission::default(), vec![]));
        let typed = |version: u32, fields: serde_json::Value| json!({ "version": version, "fields": fields });
        let by_post = typed(draft.version, json!({ "submission.method": "by-post" }));
        assert_eq!(agency.patch(&path::draft_typed(draft.id), &by_post).await.status, 200);
        let told: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_ne!(told.digest, draft.digest, "it belongs to what is seen before filing");
        assert_eq!(agency.submit(&told).await.faults(), [("submission.address".to_owned(), ErrorCode::Required)]);
        for way in ["by-pigeon", "at-desk"] {
            let wrong = typed(told.version, json!({ "submission.method": way }));
            assert_eq!(agency.patch(&path::draft_typed(draft.id), &wrong).await.faults()[0].1, ErrorCode::NotAChoice);
        }
        let wrong = json!({ "version": told.version, "submission": { "method": "at-desk" } });
        let expected = vec![("submission.method".to_owned(), ErrorCode::NotAChoice)];
        assert_eq!(agency.patch(&path::draft(draft.id), &wrong).await.faults(), expected);
        let place = typed(told.version, json!({ "submission.address": "12 Lê Lợi, xã Tuy Phước" }));
        assert_eq!(agency.patch(&path::draft_typed(draft.id), &place).await.status, 200);
        let full: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        let dossier: DossierView = agency.submit(&full).await.ok(200);
        let expected = Submission { method: SubmissionMethod::ByPost, address: Some("12 Lê Lợi, xã Tuy Phước".to_owned()), place: None };
        assert_eq!(dossier.submission, expected);
        let desk = app.sign_in(Login::Staff).await;
        let read: DossierView = desk.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(read.submission, expected);
    }
}
