//! A filed dossier as the beginning of the next one, and what its filer says of the service.

use crate::filing_race::two_units;
use crate::processing::{DECISION, GROUND, course, give_back, in_process, refuse, said};
use futures::future::join;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView, Party};
use motcua_shared::id::DossierId;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::processing::dto::Course;
use motcua_shared::upload::dto::Purpose;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;

pub async fn copying(filer: &Client, id: DossierId, key: &str) -> Answer {
    let request = filer
        .request(Method::POST, &path::dossier_copy(id))
        .header(IDEMPOTENCY_HEADER, key);
    Answer::of(request).await
}

/// Rates the service.
pub async fn rate(filer: &Client, id: DossierId, stars: u32, words: &str) -> Answer {
    filer
        .put(
            &path::dossier_rating(id),
            &json!({ "stars": stars, "words": words }),
        )
        .await
}

on_both! {
    async fn a_new_draft_is_filled_in_like_the_old_dossier_and_what_is_gone_is_named(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let owner = Party {
            name: "Trường Tiểu học Hoa Sen (mẫu)".to_owned(), identifier: "9990033".to_owned(), phone: "0900000002".to_owned(),
            email: None, address: None,
        };
        let change = ChangeDraft { version: draft.version, owner: Some(owner.clone()), acting: Some(Acting { ground: Some(Ground::Body), note: None }), ..ChangeDraft::default() };
        let draft: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "minh-chung", upload.id).await.ok(200);
        let dossier: DossierView = agency.submit(&draft).await.ok(200);

        let key = new_key();
        let copied: CopiedDraft = copying(&agency, dossier.id, &key).await.ok(201);
        assert_eq!(copied.gone, [dossier.components[3].name.clone()], "a file of the device stays with its dossier");
        let new = copied.draft;
        assert_eq!((new.owner.clone(), new.unit.clone().map(|unit| unit.id), new.delivery.clone()), (owner, Some(dossier.unit.id), Some(dossier.delivery.clone())));
        assert_eq!(new.missing, [], "it can be filed as it is");
        let again: CopiedDraft = copying(&agency, dossier.id, &key).await.ok(201);
        assert_eq!((again.draft.id, again.gone), (new.id, copied.gone));
        assert_eq!(app.count("drafts where dossier_id is null"), 1);
        // Two papers left the vault, and the unit is no more.
        let paper = dossier.components[1].attachment.clone().unwrap().paper_id.unwrap();
        assert!(agency.post(&path::paper_removal(paper), &json!({ "version": 1 })).await.status < 300);
        app.execute(&format!("update units set valid_to = '2020-01-01' where code = '{UNIT}'"));
        let later: CopiedDraft = copying(&agency, dossier.id, &new_key()).await.ok(201);
        assert!(later.gone.contains(&dossier.components[1].name) && later.gone.contains(&"Cơ quan giải quyết hồ sơ".to_owned()), "{:?}", later.gone);
        assert!(!later.draft.missing.is_empty());
        let other = app.sign_in(Login::OtherAgency).await;
        copying(&other, dossier.id, &new_key()).await.refused(404, ErrorCode::NotFound);
        let desk = app.sign_in(Login::Staff).await;
        copying(&desk, dossier.id, &new_key()).await.refused(403, ErrorCode::NotAllowed);
        app.assert_files_and_rows_agree().await;
    }

    async fn copying_again_leaves_what_was_typed_since(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let key = new_key();
        let copied: CopiedDraft = copying(&agency, dossier.id, &key).await.ok(201);
        let units = two_units(&agency).await;
        let draft = agency.fill(&copied.draft, &units[1]).await;
        let filer = Party { address: Some("Địa chỉ vừa nhập".to_owned()), ..draft.filer.clone() };
        let change = ChangeDraft { version: draft.version, filer: Some(filer), ..ChangeDraft::default() };
        let draft: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
        let removed = format!("{}?version={}", path::draft_component(draft.id, "to-trinh"), draft.version);
        let draft: DraftView = agency.delete(&removed).await.ok(200);
        let again: CopiedDraft = copying(&agency, dossier.id, &key).await.ok(201);
        let filled = |draft: &DraftView| (draft.unit.clone(), draft.filer.clone(), draft.owner.clone(), draft.delivery.clone(), draft.digest.clone());
        assert_eq!((again.draft.id, filled(&again.draft)), (draft.id, filled(&draft)), "nothing is written over");
        assert_eq!(again.draft.components, draft.components, "and what was taken out stays out");
        // The key belongs to this dossier: another one, or a new draft, is another act.
        let other = agency.filed(PROCEDURE, UNIT).await;
        let second: CopiedDraft = copying(&agency, other.id, &key).await.ok(201);
        let fresh: DraftView = agency.opening(PROCEDURE, &key).await.ok(201);
        assert_eq!(BTreeSet::from([draft.id, second.draft.id, fresh.id]).len(), 3);
    }

    async fn the_service_is_rated_once_it_is_over_and_anew_within_a_week(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let id = dossier.id;
        rate(&agency, id, 5, "").await.refused(409, ErrorCode::RatingClosed);
        assert!(!course(&agency, id).await.may_rate);
        let upload = desk.uploaded("quyet-dinh-cong-nhan").await;
        assert_eq!(give_back(&desk, id, 3, &[said(upload.id, DECISION)]).await.status, 200);
        assert!(course(&agency, id).await.may_rate);
        for stars in [0, 6, 255] {
            assert_eq!(rate(&agency, id, stars, "").await.faults(), [("stars".to_owned(), ErrorCode::NotAChoice)]);
        }
        assert_eq!(rate(&agency, id, 5, &"ạ".repeat(1001)).await.faults(), [("words".to_owned(), ErrorCode::TooLong)]);
        let (one, two) = join(rate(&agency, id, 2, "Chậm."), rate(&agency, id, 2, "Chậm.")).await;
        assert_eq!((one.status, two.status), (200, 200));
        let now: Course = rate(&agency, id, 4, " <b>Nhanh</b> 👍 ").await.ok(200);
        let rating = now.rating.unwrap();
        assert_eq!((rating.stars, rating.words.as_deref(), now.may_rate), (4, Some("<b>Nhanh</b> 👍"), true));
        assert_eq!(app.count("dossier_ratings where stars = 4"), 1);
        app.advance(7 * 24 * 3600 + 1);
        let agency = app.sign_in(Login::Agency).await;
        rate(&agency, id, 1, "").await.refused(409, ErrorCode::RatingClosed);
        let over = course(&agency, id).await;
        assert_eq!((over.rating.unwrap().stars, over.may_rate), (4, false));
        // Others, and one that was refused.
        let other = app.sign_in(Login::OtherAgency).await;
        rate(&other, id, 1, "").await.refused(404, ErrorCode::NotFound);
        let refused = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(refuse(&desk, refused.id, 1, GROUND).await.status, 200);
        assert_eq!(rate(&agency, refused.id, 1, "Không hiểu lý do.").await.status, 200);
    }
}
