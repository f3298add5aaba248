//! Files of the device that were filed go into the vault of who filed: once, from the bytes of the dossier, and of the own
//! matter only.

use crate::supplement::{asked, filled, send};
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::dto::{AttachedBy, ChangeDraft, DossierView, DraftView, Party};
use motcua_shared::filing::stow::{Stowable, Stowed};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, on_both, papers};
use serde_json::json;

const REQUEST: &str = "KQ.H21.910001";

async fn listed(filer: &Client, id: DossierId) -> Vec<Stowable> {
    filer.get(&path::dossier_stowable(id)).await.ok(200)
}

async fn stow(filer: &Client, id: DossierId, component: &str, category: &str) -> Answer {
    filer
        .post(
            &path::dossier_stow(id, component),
            &json!({ "category_code": category }),
        )
        .await
}

/// A dossier all of whose papers came from the device.
async fn filed_from_device(agency: &Client, owner: Option<Party>) -> DossierView {
    let mut draft = agency.open(PROCEDURE).await;
    for (component, paper) in [
        ("to-trinh", "to-trinh"),
        ("bao-cao", "bao-cao-thanh-tich"),
        ("bien-ban", "bien-ban-hop"),
        ("minh-chung", "quyet-dinh-cong-nhan"),
    ] {
        let sent = agency.uploaded_for(paper, Purpose::SignedComponent).await;
        draft = agency.attach_upload(&draft, component, sent.id).await.ok(200);
    }
    let mut draft = agency.fill(&draft, UNIT).await;
    if let Some(owner) = owner {
        let change = ChangeDraft {
            version: draft.version,
            owner: Some(owner),
            acting: Some(Acting {
                ground: Some(Ground::Body),
                note: None,
            }),
            ..ChangeDraft::default()
        };
        draft = agency.patch(&path::draft(draft.id), &change).await.ok(200);
    }
    agency.submit(&draft).await.ok(200)
}

on_both! {
    async fn what_was_filed_from_the_device_is_kept_once_and_found_by_the_next_dossier(app) {
        let agency = app.sign_in(Login::Agency).await;
        let dossier = filed_from_device(&agency, None).await;
        let offered = listed(&agency, dossier.id).await;
        let names: Vec<(&str, Vec<&str>)> = offered
            .iter()
            .map(|one| (one.component_id.as_str(), one.categories.iter().map(|one| one.code.as_str()).collect()))
            .collect();
        assert_eq!(names.len(), 4);
        assert!(names.contains(&("to-trinh", vec![REQUEST])) && names.contains(&("minh-chung", vec!["KQ.G15.000021", "KQ.H21.910004"])), "{names:?}");
        assert!(offered.iter().all(|one| one.paper.is_none()));
        // What it may go in as is what the component asks for.
        for wrong in ["KQ.H21.910002", "", "x"] {
            let answer = stow(&agency, dossier.id, "to-trinh", wrong).await;
            assert_eq!(answer.faults(), [("category_code".to_owned(), ErrorCode::NotAChoice)]);
        }
        stow(&agency, dossier.id, "khong-co", REQUEST).await.refused(404, ErrorCode::NotFound);
        assert_eq!((app.count("papers"), app.count("uploads where used_for is null")), (0, 0));
        // Pressed four times at once: one paper, and one of the answers says that it is new.
        let answers = join_all((0..4).map(|_| stow(&agency, dossier.id, "to-trinh", REQUEST))).await;
        let kept: Vec<Stowed> = answers.iter().map(|answer| answer.ok(200)).collect();
        assert_eq!(kept.iter().filter(|one| !one.was_there).count(), 1);
        assert!(kept.iter().all(|one| one.paper_id == kept[0].paper_id));
        assert_eq!((app.count("papers"), app.count("paper_events where act = 'added'"), app.count("audit_entries where action = 'paper-added'")), (1, 1, 1));
        let paper: PaperView = agency.get(&path::paper(kept[0].paper_id)).await.ok(200);
        let filed = dossier.components.iter().find(|one| one.component_id == "to-trinh").unwrap().attachment.clone().unwrap();
        assert_eq!((paper.sha256.as_str(), paper.item.category_code.as_str(), paper.item.times_used), (filed.sha256.as_str(), REQUEST, 0));
        assert_eq!(paper.item.name, kept[0].name);
        assert!(paper.item.is_visible && !paper.item.is_shared && paper.item.signed_by.is_some());
        assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.body.as_ref(), papers::sound("to-trinh").as_ref());
        assert_eq!(app.count(&format!("paper_events where act = 'added' and dossier_code = '{}'", dossier.code)), 1);
        let now = listed(&agency, dossier.id).await;
        let there = now.iter().find(|one| one.component_id == "to-trinh").unwrap().paper.clone().unwrap();
        assert_eq!((there.paper_id, there.was_there), (paper.item.id, true));
        // The next dossier takes it by itself.
        let next = agency.open(PROCEDURE).await;
        let taken = next.components.iter().find(|one| one.component_id == "to-trinh").unwrap().attachment.clone().unwrap();
        assert_eq!((taken.paper_id, taken.attached_by), (Some(paper.item.id), AttachedBy::Portal));
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }

    async fn the_same_bytes_are_not_doubled_whatever_they_are_called_there(app) {
        let agency = app.sign_in(Login::Agency).await;
        let dossier = filed_from_device(&agency, None).await;
        let paper = agency.paper("to-trinh", "KQ.H21.910004").await;
        let said: Stowed = stow(&agency, dossier.id, "to-trinh", REQUEST).await.ok(200);
        assert_eq!((said.paper_id, said.was_there, app.count("papers")), (paper.item.id, true, 1));
        let still: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!(still.item.category_code, "KQ.H21.910004", "what the owner said of it stays");
    }

    async fn what_came_in_a_round_is_offered_and_what_the_vault_gave_is_not(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = asked(&agency, &desk).await;
        assert_eq!(listed(&agency, dossier.id).await, [], "all of it came from the vault");
        stow(&agency, dossier.id, "to-trinh", REQUEST).await.refused(422, ErrorCode::NotForVault);
        let draft = filled(&agency, dossier.id).await;
        assert_eq!(send(&agency, dossier.id, &draft).await.status, 200);
        let offered = listed(&agency, dossier.id).await;
        assert_eq!(offered.iter().map(|one| one.component_id.as_str()).collect::<Vec<_>>(), ["to-trinh"]);
        let kept: Stowed = stow(&agency, dossier.id, "to-trinh", REQUEST).await.ok(200);
        let paper: PaperView = agency.get(&path::paper(kept.paper_id)).await.ok(200);
        assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.body.as_ref(), papers::sound("quyet-dinh-cong-nhan").as_ref());
        app.assert_files_and_rows_agree().await;
    }

    async fn papers_of_somebody_elses_matter_stay_out_of_the_vault_of_who_filed(app) {
        let agency = app.sign_in(Login::Agency).await;
        let owner = Party {
            name: "Lê Văn Mới".to_owned(),
            identifier: "001099000011".to_owned(),
            phone: "0912000011".to_owned(),
            email: None,
            address: None,
        };
        let dossier = filed_from_device(&agency, Some(owner)).await;
        assert_eq!(listed(&agency, dossier.id).await, []);
        stow(&agency, dossier.id, "to-trinh", REQUEST).await.refused(422, ErrorCode::NotForVault);
        let other = app.sign_in(Login::Citizen).await;
        other.get(&path::dossier_stowable(dossier.id)).await.refused(404, ErrorCode::NotFound);
        stow(&other, dossier.id, "to-trinh", REQUEST).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("papers"), 0);
    }

    async fn photographs_unsigned_and_failed_files_are_not_offered(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open("2.000635").await;
        let sent: UploadView = citizen.upload(papers::picture(), "Tờ khai.png", Purpose::Component).await.ok(201);
        let draft: DraftView = citizen.attach_upload(&draft, "to-khai", sent.id).await.ok(200);
        let draft = citizen.fill(&draft, UNIT).await;
        let photo: DossierView = citizen.submit(&draft).await.ok(200);
        let draft = citizen.open("2.000635").await;
        let sent: UploadView = citizen.upload(papers::bad("chua-ky"), "Tờ khai.pdf", Purpose::Component).await.ok(201);
        let draft: DraftView = citizen.attach_upload(&draft, "to-khai", sent.id).await.ok(200);
        let draft = citizen.fill(&draft, UNIT).await;
        let unsigned: DossierView = citizen.submit(&draft).await.ok(200);
        let category = app.query("select definition as value from procedures where code = '2.000635' and is_current").remove(0);
        let category: serde_json::Value = serde_json::from_str(&category).unwrap();
        let part = category["components"].as_array().unwrap().iter().find(|one| one["id"] == "to-khai").unwrap();
        let category = part["accepts"][0].as_str().unwrap();
        assert_eq!(listed(&citizen, photo.id).await, []);
        stow(&citizen, photo.id, "to-khai", category).await.refused(422, ErrorCode::NotForVault);
        assert_eq!(listed(&citizen, unsigned.id).await, []);
        stow(&citizen, unsigned.id, "to-khai", category).await.refused(422, ErrorCode::PaperUnsigned);
        assert_eq!(app.count("papers"), 0);
        // A signature that failed since it was filed: the vault would not take it today.
        let agency = app.sign_in(Login::Agency).await;
        let dossier = filed_from_device(&agency, None).await;
        let sha256 = &dossier.components[0].attachment.as_ref().unwrap().sha256;
        let found = app.query(&format!("select report as value from signature_reports where sha256 = '{sha256}'"));
        let mut report: serde_json::Value = serde_json::from_str(&found[0]).unwrap();
        report["verdict"] = json!("TOTAL-FAILED");
        report["reasons"] = json!(["certificate-revoked"]);
        let report = report.to_string().replace('\'', "''");
        app.execute(&format!("update signature_reports set report = '{report}', trust = 'today' where sha256 = '{sha256}'"));
        let offered = listed(&agency, dossier.id).await;
        assert_eq!(offered.len(), 3, "{offered:?}");
        stow(&agency, dossier.id, "to-trinh", REQUEST).await.refused(422, ErrorCode::PaperSignerRevoked);
    }
}
