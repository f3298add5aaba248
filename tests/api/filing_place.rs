//! "Nơi nộp hồ sơ": a dossier that is handed in at another desk than that of the unit which decides.

use crate::processing::{GROUND, course, refuse, seen, step, told};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{DossierStatus, DossierView, DraftView};
use motcua_shared::page::Page;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;
use serde_json::json;

/// The unit that decides, as officers of [`Login::OtherStaff`] work there.
const DECIDES: &str = "H21.102";

async fn places(client: &Client) -> Vec<UnitView> {
    client.get(path::PLACES_OF_SUBMISSION).await.ok(200)
}

async fn desk_of(client: &Client, code: &str) -> UnitView {
    let all = places(client).await;
    all.into_iter().find(|unit| unit.code == code).unwrap()
}

async fn choose(client: &Client, draft: &DraftView, place: &str) -> Answer {
    let body = json!({ "version": draft.version, "fields": { "submission.place": place } });
    client.patch(&path::draft_typed(draft.id), &body).await
}

async fn queue(desk: &Client, status: &str) -> Vec<String> {
    let address = format!("{}?status={status}", path::DESK_DOSSIERS);
    let page: Page<DeskDossierItem> = desk.get(&address).await.ok(200);
    page.items.into_iter().map(|item| item.code).collect()
}

async fn found(desk: &Client, code: &str) -> usize {
    let asked = json!({ "find": code });
    let page: Page<DeskDossierItem> = desk.post(path::DESK_DOSSIER_SEARCHES, &asked).await.ok(200);
    page.items.len()
}

/// A dossier of the agency for one unit, handed in at the desk of the other.
async fn handed_in(agency: &Client) -> DossierView {
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, DECIDES).await;
    let place = desk_of(agency, UNIT).await;
    assert_eq!(choose(agency, &draft, &place.id.to_string()).await.status, 200);
    let chosen: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
    assert_eq!(chosen.place.as_ref(), Some(&place));
    assert_ne!(chosen.digest, draft.digest, "it is seen before filing");
    let dossier: DossierView = agency.submit(&chosen).await.ok(200);
    assert_eq!(
        (dossier.unit.code.as_str(), dossier.place.as_ref()),
        (DECIDES, Some(&place))
    );
    dossier
}

on_both! {
    async fn the_desk_receives_it_and_the_unit_that_decides_has_it_from_then_on(app) {
        let agency = app.agency_with_papers().await;
        let (desk, decider) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let dossier = handed_in(&agency).await;
        assert!(dossier.code.starts_with(DECIDES), "{}", dossier.code);
        assert_eq!((queue(&desk, "submitted").await, queue(&decider, "submitted").await), (vec![dossier.code.clone()], vec![]));
        // Whoever waits for it reads it, finds it, and does nothing yet.
        let waiting = seen(&decider, dossier.id).await;
        assert_eq!((waiting.lies_at.is_some(), waiting.goes_to), (true, None));
        for (act, version) in [("receipt", 1), ("beginning", 1)] {
            step(&decider, dossier.id, act, version).await.refused(409, ErrorCode::DossierElsewhere);
        }
        refuse(&decider, dossier.id, 1, GROUND).await.refused(409, ErrorCode::DossierElsewhere);
        assert_eq!((found(&desk, &dossier.code).await, found(&decider, &dossier.code).await), (1, 1));

        let before = seen(&desk, dossier.id).await;
        assert_eq!((before.lies_at, before.goes_to), (None, Some(dossier.unit.name.clone())));
        let after: DeskDossier = step(&desk, dossier.id, "receipt", 1).await.ok(200);
        assert_eq!((after.dossier.status, after.lies_at.as_ref()), (DossierStatus::Received, Some(&dossier.unit.name)));
        assert_eq!(after.due_on, before.due_if_received, "its time runs from the day the desk received it");
        let words = after.steps.iter().filter_map(|step| step.words.clone()).collect::<String>();
        assert!(words.contains(&dossier.unit.name), "{words}");
        assert_eq!((queue(&desk, "received").await, queue(&decider, "received").await), (vec![], vec![dossier.code.clone()]));
        step(&desk, dossier.id, "beginning", 2).await.refused(409, ErrorCode::DossierElsewhere);
        let begun: DeskDossier = step(&decider, dossier.id, "beginning", 2).await.ok(200);
        assert_eq!(begun.lies_at, None);
        assert_eq!(begun.dossier.place.map(|unit| unit.code).as_deref(), Some(UNIT));
        // People come back to where they handed it in: the desk still reads it and finds it.
        assert_eq!(seen(&desk, dossier.id).await.dossier.status, DossierStatus::InProcess);
        assert_eq!(found(&desk, &dossier.code).await, 1);
        assert!(course(&agency, dossier.id).await.due.is_some());
        assert_eq!(told(&app).len(), 1);
        // What was received is received once.
        step(&desk, dossier.id, "receipt", 1).await.refused(409, ErrorCode::DossierElsewhere);
    }

    async fn what_the_desk_does_not_take_ends_there(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = handed_in(&agency).await;
        let ended: DeskDossier = refuse(&desk, dossier.id, 1, GROUND).await.ok(200);
        assert_eq!((ended.dossier.status, ended.lies_at), (DossierStatus::Refused, None));
    }

    async fn only_desks_of_communes_where_somebody_works_are_places(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let codes = |units: Vec<UnitView>| units.into_iter().map(|unit| unit.code).collect::<Vec<_>>();
        let all = codes(places(&citizen).await);
        assert_eq!(all.len(), 2, "{all:?}");
        let draft = citizen.open("1.001612").await;
        let province: String = app.query("select id as value from units where level = 'province' and at_portal").remove(0);
        assert_eq!(choose(&citizen, &draft, &province).await.faults(), [("submission.place".to_owned(), ErrorCode::NoDeskThere)]);
        assert_eq!(choose(&citizen, &draft, "x").await.faults(), [("submission.place".to_owned(), ErrorCode::NoDeskThere)]);

        // Its only officer is suspended while somebody fills in: named at its place, and filed once another is chosen.
        let place = desk_of(&citizen, DECIDES).await;
        assert_eq!(choose(&citizen, &draft, &place.id.to_string()).await.status, 200);
        app.execute(&format!("update accounts set status = 'suspended' where unit_id = '{}'", place.id));
        let shown: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
        let missing: Vec<_> = shown.missing.iter().map(|one| (one.path.as_str(), one.code)).collect();
        assert!(missing.contains(&("submission.place", ErrorCode::NoDeskThere)), "{missing:?}");
        assert_eq!(choose(&citizen, &shown, "").await.status, 200);
        let shown: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
        assert!(shown.missing.iter().all(|one| one.path != "submission.place"));
        assert_eq!(shown.place, None);
    }

    async fn the_desk_of_the_unit_that_decides_is_no_other_desk(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let own = desk_of(&agency, UNIT).await;
        assert_eq!(choose(&agency, &draft, &own.id.to_string()).await.status, 200);
        let chosen: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        let dossier: DossierView = agency.submit(&chosen).await.ok(200);
        assert_eq!(dossier.place, None);
        assert!(app.query("select dossier_id as value from dossier_places").is_empty());
        let desk = app.sign_in(Login::Staff).await;
        let received: DeskDossier = step(&desk, dossier.id, "receipt", 1).await.ok(200);
        assert_eq!((received.lies_at, received.goes_to), (None, None));
    }

    async fn a_copy_goes_the_same_way_and_strangers_see_nothing(app) {
        let agency = app.agency_with_papers().await;
        let dossier = handed_in(&agency).await;
        let request = agency.request(Method::POST, &path::dossier_copy(dossier.id)).header(IDEMPOTENCY_HEADER, new_key());
        let copied: CopiedDraft = Answer::of(request).await.ok(201);
        assert_eq!(copied.draft.unit.map(|unit| unit.code).as_deref(), Some(DECIDES));
        assert_eq!(copied.draft.place.map(|unit| unit.code).as_deref(), Some(UNIT));
        // A third unit has nothing to do with it.
        let other = app.query("select id as value from units where level = 'province' and at_portal").remove(0);
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("update accounts set unit_id = '{other}' where login = '{}'", Login::Staff.name()));
        desk.get(&path::desk_dossier(dossier.id)).await.refused(404, ErrorCode::NotFound);
        step(&desk, dossier.id, "receipt", 1).await.refused(404, ErrorCode::NotFound);
        assert_eq!(found(&desk, &dossier.code).await, 0);
    }
}
