//! Who works on a dossier: steps of the procedure, who holds it, a later day with its letter, many at once.

use crate::feedback::unit;
use crate::procedures::{change, kept};
use crate::processing::{DECISION, GROUND, course, give_back, in_process, refuse, said, seen, step, told};
use crate::supplement::{asked, filled, send};
use futures::future::join_all;
use motcua_shared::catalogue::keep::KeptProcedure;
use motcua_shared::catalogue::workflow::{WorkKind, WorkStep};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::DossierId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::batch::BatchDone;
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem};
use motcua_shared::processing::hold::Hold;
use motcua_shared::processing::work::{WorkColleague, WorkView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::{Value, json};

const DAY: u64 = 24 * 3600;

/// The officer of the other unit, moved to that of the first, with this role.
async fn colleague(app: &TestApp, role: &str) -> Client {
    let here = unit(app, UNIT);
    let account = "(select id from accounts where login = 'canboquynhon')";
    app.execute(&format!(
        "update accounts set unit_id = '{here}' where login = 'canboquynhon'"
    ));
    app.execute(&format!(
        "update staff_roles set role = '{role}' where account_id = {account}"
    ));
    app.sign_in(Login::OtherStaff).await
}

fn work_step(id: &str, kind: WorkKind, role: StaffRole, days: Option<u32>) -> WorkStep {
    WorkStep {
        id: id.to_owned(),
        name: format!("Bước {id}"),
        kind,
        role,
        days,
    }
}

/// Gives the procedure three steps: the desk examines within five days, a leader signs, the desk gives the result back.
async fn with_steps(app: &TestApp) {
    let administrator = app.sign_in(Login::Administrator).await;
    let steps = vec![
        work_step("a", WorkKind::Examine, StaffRole::Desk, Some(5)),
        work_step("b", WorkKind::Sign, StaffRole::Leader, None),
        work_step("c", WorkKind::Return, StaffRole::Desk, None),
    ];
    let before = kept(&administrator, PROCEDURE).await;
    let changed = change(&administrator, &before, |definition| definition.workflow = steps).await;
    let _: KeptProcedure = changed.ok(200);
}

async fn pass(desk: &Client, id: DossierId, version: u32, to: &str, more: Value) -> Answer {
    let mut body = json!({ "version": version, "to": to });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    desk.post(&path::desk_dossier_part(id, "work"), &body).await
}

async fn hold(desk: &Client, id: DossierId, take_over: bool) -> Hold {
    desk.put(
        &path::desk_dossier_part(id, "hold"),
        &json!({ "take_over": take_over }),
    )
    .await
    .ok(200)
}

async fn extend(desk: &Client, id: DossierId, version: u32, days: u32, ground: &str) -> Answer {
    let body = json!({ "version": version, "days": days, "ground": ground });
    desk.post(&path::desk_dossier_part(id, "extension"), &body).await
}

async fn batch(desk: &Client, act: Value, dossiers: &[(DossierId, u32)]) -> Answer {
    let dossiers: Vec<Value> = dossiers
        .iter()
        .map(|(id, version)| json!({ "id": id, "version": version }))
        .collect();
    desk.post(path::DESK_BATCHES, &json!({ "act": act, "dossiers": dossiers }))
        .await
}

fn titles(desk: &DeskDossier) -> Vec<&str> {
    desk.steps.iter().map(|step| step.title.as_str()).collect()
}

fn work(desk: &DeskDossier) -> &WorkView {
    desk.work.as_ref().unwrap()
}

on_both! {
    async fn a_dossier_walks_the_steps_of_its_procedure_and_its_result_goes_out_at_the_last(app) {
        with_steps(&app).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let leader = colleague(&app, "leader").await;
        let dossier = in_process(&agency, &desk).await;
        let id = dossier.id;
        let here = seen(&desk, id).await;
        assert_eq!((work(&here).at, work(&here).days_left, work(&here).may_act), (Some(0), Some(5), true));
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        give_back(&desk, id, 3, &[said(sent.id, DECISION)]).await.refused(409, ErrorCode::StepNotLast);
        // On to the leader, by name.
        let people: Vec<WorkColleague> = desk.get(path::DESK_COLLEAGUES).await.ok(200);
        let of = |role| people.iter().find(|one| one.roles == [role]).unwrap();
        let wrong = json!({ "officer_id": of(StaffRole::Desk).id });
        let faults = pass(&desk, id, 3, "forward", wrong).await.faults();
        assert_eq!(faults, [("officer_id".to_owned(), ErrorCode::OfficerNotFit)]);
        let to = json!({ "officer_id": of(StaffRole::Leader).id, "words": "Đủ điều kiện, trình ký." });
        let signing: DeskDossier = pass(&desk, id, 3, "forward", to).await.ok(200);
        assert_eq!((work(&signing).at, work(&signing).is_mine, work(&signing).may_act), (Some(1), false, false));
        assert!(work(&signing).holder.is_some());
        pass(&desk, id, 4, "forward", json!({})).await.refused(403, ErrorCode::StepOfOthers);
        // The leader reads it, and does only what is theirs.
        let theirs: Page<DeskDossierItem> = leader
            .get(&format!("{}?status=in-process&mine=true", path::DESK_DOSSIERS)).await.ok(200);
        assert_eq!(theirs.items.iter().map(|item| (item.id, item.step.as_deref())).collect::<Vec<_>>(), [(id, Some("Bước b"))]);
        let none: Page<DeskDossierItem> = desk
            .get(&format!("{}?status=in-process&mine=true", path::DESK_DOSSIERS)).await.ok(200);
        assert_eq!(none.items, []);
        refuse(&leader, id, 4, GROUND).await.refused(403, ErrorCode::NotAllowed);
        let faults = pass(&leader, id, 4, "back", json!({})).await.faults();
        assert_eq!(faults, [("words".to_owned(), ErrorCode::Required)], "who gets it back needs to know why");
        let back: DeskDossier = pass(&leader, id, 4, "back", json!({ "words": "Thiếu số quyết định." })).await.ok(200);
        assert_eq!(work(&back).at, Some(0));
        let _: DeskDossier = pass(&desk, id, 5, "forward", json!({})).await.ok(200);
        let last: DeskDossier = pass(&leader, id, 6, "forward", json!({})).await.ok(200);
        assert_eq!((work(&last).at, work(&last).holder.clone()), (Some(2), None));
        pass(&desk, id, 7, "forward", json!({})).await.refused(409, ErrorCode::NoSuchStep);
        let done: DeskDossier = give_back(&desk, id, 7, &[said(sent.id, DECISION)]).await.ok(200);
        assert_eq!((done.dossier.status, done.work.is_none()), (DossierStatus::Returned, true));
        let lines = titles(&done);
        assert_eq!(lines.iter().filter(|line| line.contains("“Bước b”")).count(), 2, "{lines:?}");
        assert!(done.steps.iter().any(|line| line.words.as_deref() == Some("Thiếu số quyết định.")));
        // Who filed reads nothing of that: it is the unit's business.
        let filer = course(&agency, id).await;
        assert!(filer.steps.iter().all(|line| !line.title.contains("Bước")), "{:?}", filer.steps);
    }

    async fn a_dossier_keeps_the_steps_with_which_it_was_filed(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let before = in_process(&agency, &desk).await;
        with_steps(&app).await;
        let here = seen(&desk, before.id).await;
        assert_eq!((work(&here).steps.len(), work(&here).at), (0, None));
        pass(&desk, before.id, 3, "forward", json!({})).await.refused(409, ErrorCode::NoSuchStep);
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        assert_eq!(give_back(&desk, before.id, 3, &[said(sent.id, DECISION)]).await.status, 200);
    }

    async fn the_time_of_a_step_stands_still_with_that_of_the_dossier(app) {
        with_steps(&app).await;
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = asked(&agency, &desk).await;
        assert_eq!(work(&seen(&desk, dossier.id).await).due_on, None);
        app.advance(10 * DAY);
        let (agency, desk) = (app.sign_in(Login::Agency).await, app.sign_in(Login::Staff).await);
        let draft = filled(&agency, dossier.id).await;
        assert_eq!(send(&agency, dossier.id, &draft).await.status, 200);
        let again = seen(&desk, dossier.id).await;
        assert_eq!((work(&again).days_left, work(&again).at), (Some(5), Some(0)), "nothing of it was used up");
    }

    async fn a_workflow_that_cannot_be_walked_is_refused_by_its_fields(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let before = kept(&administrator, PROCEDURE).await;
        let wrong = vec![
            work_step("a", WorkKind::Return, StaffRole::Desk, Some(0)),
            work_step("a", WorkKind::Sign, StaffRole::Administrator, None),
        ];
        let faults = change(&administrator, &before, |definition| definition.workflow = wrong).await.faults();
        let paths: Vec<&str> = faults.iter().map(|(path, _)| path.as_str()).collect();
        for path in ["workflow.0.kind", "workflow.0.days", "workflow.1.id", "workflow.1.kind", "workflow.1.role"] {
            assert!(paths.contains(&path), "{path}: {faults:?}");
        }
        assert_eq!(kept(&administrator, PROCEDURE).await.id, before.id);
    }

    async fn of_two_officers_one_holds_a_dossier_and_the_other_may_take_over(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (first, second) = (app.sign_in(Login::Staff).await, colleague(&app, "desk").await);
        assert!(hold(&first, dossier.id, false).await.is_mine);
        let other = hold(&second, dossier.id, false).await;
        assert!(!other.is_mine);
        step(&second, dossier.id, "receipt", 1).await.refused(409, ErrorCode::DossierHeld);
        refuse(&second, dossier.id, 1, GROUND).await.refused(409, ErrorCode::DossierHeld);
        assert_eq!(seen(&second, dossier.id).await.version, 1, "reading is free");
        // Taking over is written down; the first one is told when they act.
        assert!(hold(&second, dossier.id, true).await.is_mine);
        assert_eq!(app.count("audit_entries where action = 'dossier-taken-over'"), 1);
        assert!(!hold(&first, dossier.id, false).await.is_mine);
        step(&first, dossier.id, "receipt", 1).await.refused(409, ErrorCode::DossierHeld);
        assert_eq!(step(&second, dossier.id, "receipt", 1).await.status, 200);
        // Letting go of what somebody else holds takes nothing from them.
        let address = path::desk_dossier_part(dossier.id, "hold");
        assert_eq!(first.delete(&address).await.status, 204);
        step(&first, dossier.id, "beginning", 2).await.refused(409, ErrorCode::DossierHeld);
        assert_eq!(second.delete(&address).await.status, 204);
        assert_eq!(step(&first, dossier.id, "beginning", 2).await.status, 200);
    }

    async fn a_hold_ends_by_itself(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (first, second) = (app.sign_in(Login::Staff).await, colleague(&app, "desk").await);
        hold(&first, dossier.id, false).await;
        app.advance(181);
        assert!(hold(&second, dossier.id, false).await.is_mine);
        assert_eq!(app.count("audit_entries where action = 'dossier-taken-over'"), 0, "nobody held it any more");
        let all = join_all((0..6).map(|_| hold(&first, dossier.id, false))).await;
        assert!(all.iter().all(|hold| !hold.is_mine));
    }

    async fn a_later_day_is_promised_once_with_a_letter_that_says_sorry(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let before = seen(&desk, dossier.id).await;
        assert!(before.may_extend);
        agency.get(&path::dossier_apology(dossier.id)).await.refused(404, ErrorCode::NotFound);
        for days in [0, 31] {
            let faults = extend(&desk, dossier.id, 3, days, GROUND).await.faults();
            assert_eq!(faults, [("days".to_owned(), ErrorCode::DaysNotWithin)]);
        }
        let faults = extend(&desk, dossier.id, 3, 5, "Bận.").await.faults();
        assert_eq!(faults, [("ground".to_owned(), ErrorCode::GroundTooShort)]);
        extend(&desk, dossier.id, 2, 5, GROUND).await.refused(409, ErrorCode::DossierMovedOn);
        let put_off: DeskDossier = extend(&desk, dossier.id, 3, 6, GROUND).await.ok(200);
        assert_eq!((put_off.days_left, put_off.version, put_off.may_extend), (Some(26), 4, false));
        let kept = put_off.extension.clone().unwrap();
        assert_eq!((Some(kept.old_due), kept.was_late), (before.due_on, false));
        extend(&desk, dossier.id, 4, 5, GROUND).await.refused(409, ErrorCode::ExtendedBefore);
        // Who filed is told, with the reason and the letter.
        assert!(told(&app).last().unwrap().contains("extended"), "{:?}", told(&app));
        let filer = course(&agency, dossier.id).await;
        assert_eq!(filer.extension.as_ref().map(|one| one.new_due), put_off.due_on);
        assert!(filer.steps.iter().any(|line| line.words.as_deref() == Some(GROUND)));
        let letter = agency.get(&path::dossier_apology(dossier.id)).await;
        assert_eq!((letter.status, &letter.body[..5]), (200, b"%PDF-".as_slice()));
        let same = desk.get(&path::desk_dossier_part(dossier.id, "apology")).await;
        assert_eq!(same.body, letter.body, "one letter");
        let stranger = app.sign_in(Login::OtherAgency).await;
        stranger.get(&path::dossier_apology(dossier.id)).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_day_that_has_passed_is_put_off_from_today(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        app.advance(60 * DAY);
        let desk = app.sign_in(Login::Staff).await;
        assert!(seen(&desk, dossier.id).await.days_left.unwrap() < 0);
        let put_off: DeskDossier = extend(&desk, dossier.id, 3, 3, GROUND).await.ok(200);
        assert_eq!(put_off.days_left, Some(3));
        assert!(put_off.extension.unwrap().was_late);
    }

    async fn many_are_received_at_once_and_those_that_cannot_be_are_named(app) {
        let agency = app.agency_with_papers().await;
        let (desk, second) = (app.sign_in(Login::Staff).await, colleague(&app, "desk").await);
        let mut filed = Vec::new();
        for _ in 0..4 {
            filed.push(agency.filed(PROCEDURE, UNIT).await);
        }
        assert_eq!(step(&second, filed[1].id, "receipt", 1).await.status, 200);
        hold(&second, filed[2].id, false).await;
        let stranger = DossierId::from_uuid(uuid::Uuid::now_v7());
        let mut asked: Vec<(DossierId, u32)> = filed.iter().map(|one| (one.id, 1)).collect();
        asked.extend([(stranger, 1), (filed[0].id, 1)]);
        let done: BatchDone = batch(&desk, json!({ "kind": "receive" }), &asked).await.ok(200);
        assert_eq!(done.done, 2);
        let left: Vec<_> = done.left_out.iter().map(|one| (one.at, one.code.clone(), one.reason)).collect();
        assert_eq!(left, [
            (1, Some(filed[1].code.clone()), ErrorCode::DossierMovedOn),
            (2, Some(filed[2].code.clone()), ErrorCode::DossierHeld),
            (4, None, ErrorCode::NotFound),
        ]);
        assert!(done.left_out.iter().all(|one| !one.words.is_empty()));
        assert_eq!(app.count("dossiers where status = 'received'"), 3);
        assert_eq!(app.count("messages where kind = 'dossier-moved'"), 3, "each is told once");
        // The same again does nothing twice.
        let again: BatchDone = batch(&desk, json!({ "kind": "receive" }), &asked).await.ok(200);
        assert_eq!((again.done, again.left_out.len()), (0, 5));
        // Given to somebody, all at once.
        let people: Vec<WorkColleague> = desk.get(path::DESK_COLLEAGUES).await.ok(200);
        let mine = people.iter().find(|one| one.open == 0).unwrap();
        let act = json!({ "kind": "assign", "officer_id": mine.id });
        let given: BatchDone = batch(&desk, act, &[(filed[0].id, 2), (filed[3].id, 2)]).await.ok(200);
        assert_eq!((given.done, given.left_out), (2, Vec::new()));
        let people: Vec<WorkColleague> = desk.get(path::DESK_COLLEAGUES).await.ok(200);
        assert_eq!(people.iter().find(|one| one.id == mine.id).unwrap().open, 2);
    }

    async fn a_batch_has_a_bound_and_is_for_officers_with_the_role(app) {
        let desk = app.sign_in(Login::Staff).await;
        let id = DossierId::from_uuid(uuid::Uuid::now_v7());
        let faults = batch(&desk, json!({ "kind": "begin" }), &vec![(id, 1); 501]).await.faults();
        assert_eq!(faults, [("dossiers".to_owned(), ErrorCode::TooLong)]);
        let faults = batch(&desk, json!({ "kind": "begin" }), &[]).await.faults();
        assert_eq!(faults, [("dossiers".to_owned(), ErrorCode::Required)]);
        app.execute("delete from staff_roles");
        let bare = app.sign_in(Login::Staff).await;
        batch(&bare, json!({ "kind": "begin" }), &[(id, 1)]).await.refused(403, ErrorCode::NotAllowed);
    }
}
