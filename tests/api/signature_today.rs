//! A signature that fails after the paper was taken in: what its owner and officers are told, and what is still done with it.

use crate::processing::step;
use motcua_server::job::registry::hourly;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{AttachedBy, DossierComponent, DossierView, DraftComponent, DraftView};
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::signature::report::Verdict;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{PaperPage, PaperView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Client, Login, TestApp, on_each, papers, sandbox};
use serde_json::json;
use std::path::Path;

/// A paper whose certificate was revoked before it was signed, which nobody knows as long as there are no lists.
pub async fn revoked(agency: &Client) -> PaperView {
    let bytes = papers::bad("chung-thu-bi-thu-hoi");
    let sent: UploadView = agency.upload(bytes, "to-trinh.pdf", Purpose::Vault).await.ok(201);
    agency.add(sent.id, "KQ.H21.910001").await.ok(201)
}

async fn portal(backend: motcua_tests::Backend, trust: &Path) -> TestApp {
    portal_with(backend, trust, "").await
}

/// A portal without revocation lists, and a timestamp authority if there is an address.
pub async fn portal_with(backend: motcua_tests::Backend, trust: &Path, timestamp_url: &str) -> TestApp {
    for part in ["roots", "intermediates"] {
        copy(&sandbox::folder().join("trust").join(part), &trust.join(part));
    }
    let (folder, url) = (trust.to_owned(), timestamp_url.to_owned());
    TestApp::start_with(backend, move |config| {
        config.signature.sandbox_trust = vec![folder];
        config.signature.timestamp_url = url;
    })
    .await
}

/// The authority's lists come in, and every stored paper is verified again.
pub async fn lists_come_in(app: &TestApp, trust: &Path) {
    copy(&sandbox::folder().join("trust/crls"), &trust.join("crls"));
    hourly(&app.state).await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn part<'a>(draft: &'a DraftView, id: &str) -> &'a DraftComponent {
    let found = draft.components.iter().find(|one| one.component_id == id);
    found.unwrap()
}

fn filed<'a>(dossier: &'a DossierView, id: &str) -> &'a DossierComponent {
    let found = dossier.components.iter().find(|one| one.component_id == id);
    found.unwrap()
}

/// The verdicts of the papers that a search for one finds.
pub async fn with(agency: &Client, verdict: &str) -> Vec<Verdict> {
    let page: PaperPage = agency
        .post(path::PAPER_SEARCH, &json!({ "verdict": verdict }))
        .await
        .ok(200);
    page.items.iter().map(|item| item.verdict).collect()
}

on_each! {
    async fn a_paper_whose_signature_failed_since_is_not_filed_and_its_owner_is_told_why(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path()).await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = revoked(&agency).await;
        agency.paper("bao-cao-thanh-tich", "KQ.H21.910002").await;
        agency.paper("bien-ban-hop", "KQ.H21.910003").await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let attachment = part(&draft, "to-trinh").attachment.clone().unwrap();
        assert_eq!((attachment.verdict, attachment.attached_by), (Some(Verdict::Indeterminate), AttachedBy::Portal));
        assert_eq!(draft.missing, []);

        lists_come_in(&app, trust.path()).await;
        // At once, also where the row of the paper does not say so yet.
        let fault = ("components.to-trinh".to_owned(), ErrorCode::PaperSignerRevoked);
        let told: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        let missing: Vec<_> = told.missing.iter().map(|one| (one.path.clone(), one.code)).collect();
        assert_eq!(missing, std::slice::from_ref(&fault));
        assert!(told.missing[0].title.contains("thu hồi"), "{}", told.missing[0].title);
        assert_eq!(part(&told, "to-trinh").attachment.as_ref().unwrap().verdict, Some(Verdict::TotalFailed));
        assert_eq!(agency.submit(&told).await.faults(), [fault]);
        assert_eq!(app.count("dossiers"), 0);
        agency.attach_paper(&told, "to-trinh", paper.item.id).await.refused(422, ErrorCode::PaperSignerRevoked);
        let other = agency.open(PROCEDURE).await;
        assert_eq!(part(&other, "to-trinh").attachment, None, "nor does the portal attach it by itself");
        assert!(part(&other, "bao-cao").attachment.is_some());
        let one: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!((one.item.verdict, one.report.verdict), (Verdict::TotalFailed, Verdict::Indeterminate));

        app.run_jobs().await;
        assert_eq!(with(&agency, "TOTAL-FAILED").await, [Verdict::TotalFailed]);
        assert_eq!(with(&agency, "TOTAL-PASSED").await, [Verdict::TotalPassed; 2]);
        assert_eq!(with(&agency, "INDETERMINATE").await, []);
        let after: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!(after.item.version, paper.item.version, "that is no change of the paper");
        // What the paper was taken in with stays.
        assert_eq!(app.count("paper_versions where verdict = 'INDETERMINATE'"), 3);
    }

    async fn officers_see_the_verdict_of_today_beside_the_one_at_filing(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path()).await;
        let agency = app.sign_in(Login::Agency).await;
        revoked(&agency).await;
        agency.paper("bao-cao-thanh-tich", "KQ.H21.910002").await;
        agency.paper("bien-ban-hop", "KQ.H21.910003").await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let seen: DeskDossier = desk.get(&path::desk_dossier(dossier.id)).await.ok(200);
        assert_eq!((&seen.dossier.notes, &filed(&seen.dossier, "to-trinh").verdict_note), (&vec![], &None));

        lists_come_in(&app, trust.path()).await;
        let seen: DeskDossier = desk.get(&path::desk_dossier(dossier.id)).await.ok(200);
        let part = filed(&seen.dossier, "to-trinh");
        assert_eq!(part.attachment.as_ref().unwrap().verdict, Some(Verdict::Indeterminate), "what was filed stays");
        assert_eq!(part.verdict_today, Some(Verdict::TotalFailed));
        let sentence = part.verdict_note.clone().unwrap();
        assert!(sentence.contains("Chữ ký số không hợp lệ.") && sentence.contains("thu hồi"), "{sentence}");
        let [note] = seen.dossier.notes.as_slice() else { panic!("{:?}", seen.dossier.notes) };
        assert!(note.starts_with(&part.name) && note.ends_with(&sentence), "{note}");
        // Good news is no warning.
        let better = filed(&seen.dossier, "bao-cao");
        assert_eq!((better.verdict_today, better.verdict_note.is_some()), (Some(Verdict::TotalPassed), true));
        let told: DossierView = agency.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(told.notes, seen.dossier.notes);
        let received: DeskDossier = step(&desk, dossier.id, "receipt", 1).await.ok(200);
        assert_eq!(received.dossier.notes, seen.dossier.notes);
    }

    async fn what_is_known_of_a_file_is_said_to_whoever_adds_it_next(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path()).await;
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        revoked(&agency).await;
        // Sent before the lists came in, put into the vault afterwards.
        let bytes = papers::bad("chung-thu-bi-thu-hoi");
        let sent: UploadView = other.upload(bytes, "to-trinh.pdf", Purpose::Vault).await.ok(201);
        lists_come_in(&app, trust.path()).await;
        app.run_jobs().await;
        let added: PaperView = other.add(sent.id, "KQ.H21.910001").await.ok(201);
        assert_eq!((added.item.verdict, added.report.verdict), (Verdict::TotalFailed, Verdict::Indeterminate));
        assert_eq!(with(&other, "TOTAL-FAILED").await.len(), 1);
    }
}
