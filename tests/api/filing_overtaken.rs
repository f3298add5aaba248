//! What a draft rests on changes while it is filled in: the procedure, a case, the unit, a paper, the account. Nothing that was
//! filled in is lost, and nothing is filed that does not hold any more.

use motcua_shared::catalogue::dto::{Component, DeliveryMethod, ProcedureDefinition, Reception, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftListItem, DraftView};
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_tests::app::{PROCEDURE, TestApp, UNIT};
use motcua_tests::{Answer, Client, Login, on_both, seed};
use serde_json::json;

/// A new version of the procedure comes into force.
fn amend(app: &TestApp, change: impl FnOnce(&mut ProcedureDefinition)) {
    let mut catalogue = motcua_server::catalogue::import::Catalogue::delivered().unwrap();
    let procedure = catalogue
        .procedures
        .iter_mut()
        .find(|one| one.code == PROCEDURE)
        .unwrap();
    change(procedure);
    let now = app.state.clock.now();
    let mut conn = app.state.db.connection().unwrap();
    motcua_server::db::write_now(&mut conn, |conn| {
        motcua_server::catalogue::import::import(conn, &catalogue, now)
    })
    .unwrap();
}

async fn read(client: &Client, draft: &DraftView) -> DraftView {
    client.get(&path::draft(draft.id)).await.ok(200)
}

async fn renew(client: &Client, draft: &DraftView) -> Answer {
    client.post(&path::draft_renewal(draft.id), &json!({})).await
}

fn missing(draft: &DraftView) -> Vec<(&str, ErrorCode)> {
    draft
        .missing
        .iter()
        .map(|error| (error.path.as_str(), error.code))
        .collect()
}

/// A draft that could be filed now.
async fn complete(agency: &Client) -> DraftView {
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, UNIT).await;
    assert_eq!(missing(&draft), []);
    draft
}

on_both! {
    async fn a_draft_goes_over_to_a_new_version_and_keeps_what_was_filled_in(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        let typed = json!({ "version": draft.version, "fields": { "filer.address": "12 Lê Lợi" } });
        assert_eq!(agency.patch(&path::draft_typed(draft.id), &typed).await.status, 200);
        amend(&app, |procedure| {
            procedure.components.retain(|component| component.id != "bao-cao");
            procedure.components.push(Component {
                id: "cam-ket".to_owned(),
                name: "Bản cam kết".to_owned(),
                accepts: Vec::new(),
                signature_required: false,
                ..procedure.components[0].clone()
            });
        });
        let told = read(&agency, &draft).await;
        assert_eq!(missing(&told), [("procedure", ErrorCode::ProcedureChanged)]);
        assert!(told.missing[0].title.contains("Cập nhật hồ sơ"), "{}", told.missing[0].title);
        assert_eq!(agency.submit(&told).await.faults(), [("procedure".to_owned(), ErrorCode::ProcedureChanged)]);
        assert_eq!(app.count("dossiers"), 0);
        let renewed: DraftView = renew(&agency, &told).await.ok(200);
        assert_eq!(missing(&renewed), [("components.cam-ket", ErrorCode::ComponentMissing)]);
        assert_eq!((renewed.id, renewed.unit.clone(), renewed.delivery.clone()), (told.id, told.unit.clone(), told.delivery.clone()));
        assert_eq!(renewed.filer.address.as_deref(), Some("12 Lê Lợi"));
        assert_eq!(renewed.components[0].attachment, told.components[0].attachment, "papers stay where they are");
        assert!(renewed.version > told.version);
        let again: DraftView = renew(&agency, &told).await.ok(200);
        assert_eq!(again, renewed, "the answer was lost and the request came again");
        // What this tab saw before is not filed.
        agency.submit(&told).await.refused(409, ErrorCode::ContentChanged);
        let paper = renewed.components[0].attachment.as_ref().unwrap().paper_id.unwrap();
        let full: DraftView = agency.attach_paper(&renewed, "cam-ket", paper).await.ok(200);
        let dossier: DossierView = agency.submit(&full).await.ok(200);
        let filed: Vec<&str> = dossier.components.iter().map(|one| one.component_id.as_str()).collect();
        assert!(filed.contains(&"cam-ket") && !filed.contains(&"bao-cao"), "{filed:?}");
        renew(&agency, &full).await.refused(409, ErrorCode::DraftSubmitted);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_version_that_only_explains_more_stops_nobody(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        amend(&app, |procedure| {
            procedure.components[0].note = Some("Ghi rõ tập thể được đề nghị.".to_owned());
            procedure.legal_grounds.push("Luật Thi đua, khen thưởng".to_owned());
        });
        let told = read(&agency, &draft).await;
        assert_eq!(told, draft);
        let _: DossierView = agency.submit(&told).await.ok(200);
    }

    async fn a_case_and_a_delivery_that_ended_are_asked_for_anew(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        let method = draft.delivery.clone().unwrap().method;
        amend(&app, |procedure| {
            let old = procedure.cases.remove(0);
            for id in ["a", "b"] {
                procedure.cases.push(motcua_shared::catalogue::dto::Case { id: id.to_owned(), ..old.clone() });
            }
            procedure.delivery.retain(|other| *other != method);
            if procedure.delivery.is_empty() {
                procedure.delivery.push(DeliveryMethod::ByPost);
            }
        });
        let renewed: DraftView = renew(&agency, &draft).await.ok(200);
        assert_eq!(missing(&renewed), [("case_id", ErrorCode::Required), ("delivery.method", ErrorCode::Required)]);
        assert_eq!(renewed.unit, draft.unit);
    }

    async fn a_procedure_that_ended_is_not_filed_and_its_draft_stays(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        amend(&app, |procedure| procedure.reception = Reception::Ended);
        let told = read(&agency, &draft).await;
        assert_eq!(missing(&told), [("procedure", ErrorCode::ProcedureNotReceived)]);
        assert_eq!(agency.submit(&told).await.faults(), [("procedure".to_owned(), ErrorCode::ProcedureNotReceived)]);
        renew(&agency, &told).await.refused(409, ErrorCode::ProcedureNotReceived);
        let list: Vec<DraftListItem> = agency.get(path::DRAFTS).await.ok(200);
        assert_eq!(list.len(), 1, "what was filled in can still be read and copied");
        assert_eq!(app.count("dossiers"), 0);
    }

    async fn a_unit_that_ended_is_named_and_another_is_chosen(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        // Its last day was yesterday: valid_to is the first day after.
        let today = app.state.clock.now().vietnam_date();
        app.execute(&format!("update units set valid_to = '{today}' where code = '{UNIT}'"));
        let told = read(&agency, &draft).await;
        assert_eq!(missing(&told), [("unit_id", ErrorCode::UnitNotReceiving)]);
        assert_eq!(agency.submit(&told).await.faults(), [("unit_id".to_owned(), ErrorCode::UnitNotReceiving)]);
        let units: Vec<UnitView> = agency.get(&path::procedure_units(PROCEDURE)).await.ok(200);
        assert!(units.iter().all(|unit| unit.code != UNIT));
        let moved = agency.fill(&told, "H21.102").await;
        assert_eq!(missing(&moved), []);
        let dossier: DossierView = agency.submit(&moved).await.ok(200);
        assert_eq!(dossier.unit.code, "H21.102");
    }

    async fn a_paper_that_its_owner_hid_stays_where_it_was_chosen(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        app.execute("update papers set is_visible = false");
        let told = read(&agency, &draft).await;
        assert_eq!(missing(&told), [], "hiding is about what is offered");
        let _: DossierView = agency.submit(&told).await.ok(200);
    }

    async fn an_account_that_was_suspended_meanwhile_files_nothing_and_finds_its_draft_later(app) {
        let agency = app.agency_with_papers().await;
        let draft = complete(&agency).await;
        let id = app.account(Login::Agency);
        app.execute(&format!("update accounts set status = 'suspended' where id = '{id}'"));
        let refused = agency.submit(&draft).await;
        assert!([401, 403].contains(&refused.status), "{}", refused.text());
        assert!(!refused.problem().title.is_empty());
        assert!([401, 403].contains(&renew(&agency, &draft).await.status));
        assert_eq!((app.count("dossiers"), app.count("drafts")), (0, 1));
        app.execute(&format!("update accounts set status = 'active' where id = '{id}'"));
        let agency = app.sign_in(Login::Agency).await;
        let _: DossierView = agency.submit(&draft).await.ok(200);
    }

    async fn two_hundred_files_are_filed_in_one_dossier(app) {
        let agency = app.agency_with_papers().await;
        amend(&app, |procedure| {
            let first = procedure.components[0].clone();
            procedure.components.extend((0..197).map(|number| Component {
                id: format!("phu-luc-{number}"),
                name: format!("Phụ lục {number}"),
                accepts: Vec::new(),
                ..first.clone()
            }));
        });
        let papers: Vec<PaperId> = seed::papers(&app, app.account(Login::Agency), "KQ.H21.910005", 197);
        let draft = agency.open(PROCEDURE).await;
        let mut draft = agency.fill(&draft, UNIT).await;
        for (number, paper) in papers.iter().enumerate() {
            draft = agency.attach_paper(&draft, &format!("phu-luc-{number}"), *paper).await.ok(200);
        }
        assert_eq!(missing(&draft), []);
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        let filed = dossier.components.iter().filter(|one| one.attachment.is_some()).count();
        assert_eq!((filed, app.count("paper_uses")), (200, 200));
    }
}
