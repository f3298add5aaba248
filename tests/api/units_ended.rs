//! Units that are no more: what lies open there goes to those that took over, and nothing is lost.

use crate::feedback::{said as said_of_paper, send, unit};
use crate::processing::{GROUND, course, give_back, in_process, refuse, said, seen, step, told};
use crate::supplement::asked as supplement_asked;
use motcua_shared::directory::dto::KeptUnit;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::FeedbackItem;
use motcua_shared::filing::dto::{DossierStatus, DossierView, DraftView};
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem};
use motcua_shared::processing::opinion::OpinionView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::json;

const HEIR: &str = "H21.102";
const OTHER: &str = "H21.103";
const DAY: u64 = 24 * 3600;

/// Ends a unit today, or so many days later.
async fn end(app: &TestApp, code: &str, days: i64, successors: &[&str], heir: &str) -> Answer {
    let admin = app.sign_in(Login::Administrator).await;
    let id = UnitId::parse(&unit(app, code)).unwrap();
    let kept: KeptUnit = admin.get(&path::kept_unit(id)).await.ok(200);
    let day = app.state.clock.now().vietnam_date() + chrono::Duration::days(days);
    let body = json!({ "version": kept.version, "valid_to": day, "successors": successors, "heir": heir });
    admin.post(&path::kept_unit_end(id), &body).await
}

/// The officer of the unit that ends goes to work somewhere else.
fn moves_to(app: &TestApp, login: Login, code: &str) {
    let there = unit(app, code);
    app.execute(&format!(
        "update accounts set unit_id = '{there}' where login = '{}'",
        login.name()
    ));
}

async fn queue(desk: &Client, status: &str) -> Vec<DossierId> {
    let address = format!("{}?status={status}", path::DESK_DOSSIERS);
    let page: Page<DeskDossierItem> = desk.get(&address).await.ok(200);
    page.items.into_iter().map(|item| item.id).collect()
}

async fn pass_over(desk: &Client, id: DossierId, version: u32, to: &str, words: &str) -> Answer {
    let body = json!({ "version": version, "unit_id": to, "words": words });
    desk.post(&path::desk_dossier_part(id, "handover"), &body).await
}

fn open_at(app: &TestApp, code: &str) -> u64 {
    let here = unit(app, code);
    app.count(&format!(
        "dossiers where unit_id = '{here}' and status not in ('refused', 'stopped', 'returned', 'completed')"
    ))
}

/// A dossier of the agency for the unit that ends, handed in at the desk of another one.
async fn handed_in(agency: &Client, decides: &str, place: &str) -> DossierView {
    let draft = agency.open(PROCEDURE).await;
    let draft = agency.fill(&draft, decides).await;
    let body = json!({ "version": draft.version, "fields": { "submission.place": place } });
    assert_eq!(
        agency.patch(&path::draft_typed(draft.id), &body).await.status,
        200
    );
    let chosen: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
    agency.submit(&chosen).await.ok(200)
}

on_both! {
    async fn a_unit_ends_and_everything_that_lies_open_goes_to_the_one_that_took_over(app) {
        let agency = app.agency_with_papers().await;
        let (desk, heir) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let worked_on = in_process(&agency, &desk).await;
        let round = supplement_asked(&agency, &desk).await;
        let over = agency.filed(PROCEDURE, UNIT).await;
        let _: DeskDossier = refuse(&desk, over.id, 1, GROUND).await.ok(200);
        let waiting = agency.filed(PROCEDURE, UNIT).await;
        let held = json!({ "take_over": false });
        assert_eq!(desk.put(&path::desk_dossier_part(worked_on.id, "hold"), &held).await.status, 200);
        let mine = json!({ "version": 3, "to": "stay", "officer_id": app.account(Login::Staff) });
        let before: DeskDossier = desk.post(&path::desk_dossier_part(worked_on.id, "work"), &mine).await.ok(200);
        assert!(before.work.as_ref().unwrap().holder.is_some());
        let messages = told(&app).len();

        // Announced for a later day nothing moves before it.
        let ended: KeptUnit = end(&app, UNIT, 2, &[HEIR], "").await.ok(200);
        assert_eq!(ended.heir.map(|unit| unit.code).as_deref(), Some(HEIR));
        app.run_jobs().await;
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!((open_at(&app, UNIT), open_at(&app, HEIR)), (3, 0));
        app.advance(2 * DAY);
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!((open_at(&app, UNIT), open_at(&app, HEIR)), (0, 3));
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(app.count("dossier_handovers"), 3, "once each");

        let (desk, heir) = (app.sign_in(Login::Staff).await, { drop(heir); app.sign_in(Login::OtherStaff).await });
        let agency = { drop(agency); app.sign_in(Login::Agency).await };
        for id in [worked_on.id, round.id, waiting.id] {
            desk.get(&path::desk_dossier(id)).await.refused(404, ErrorCode::NotFound);
            desk.get(&path::dossier_file(id, "to-trinh")).await.refused(404, ErrorCode::NotFound);
        }
        // What was over stays with whoever ended it.
        assert_eq!(seen(&desk, over.id).await.dossier.status, DossierStatus::Refused);
        assert_eq!((queue(&heir, "submitted").await, queue(&heir, "in-process").await, queue(&heir, "awaiting-supplement").await),
            (vec![waiting.id], vec![worked_on.id], vec![round.id]));
        let now = seen(&heir, worked_on.id).await;
        assert_eq!((now.due_on, now.dossier.code.as_str()), (before.due_on, worked_on.code.as_str()), "day and code stay");
        assert!(now.work.as_ref().unwrap().holder.is_none(), "who worked on it there does not any more");
        assert!(now.steps.iter().any(|line| line.title.contains("không còn hoạt động")), "{:?}", now.steps);
        let found: Page<DeskDossierItem> = heir.post(path::DESK_DOSSIER_SEARCHES, &json!({ "find": worked_on.code })).await.ok(200);
        assert_eq!(found.items.len(), 1);
        // Who filed is told once for each, reads it, and does nothing.
        let news = told(&app).split_off(messages);
        assert_eq!(news.iter().filter(|content| content.contains("handed-over")).count(), 3, "{news:?}");
        let line = course(&agency, worked_on.id).await.steps.into_iter().find(|line| line.title.contains("không còn hoạt động"));
        assert!(line.unwrap().words.is_none());
        // It goes on there as if nothing had happened.
        let _: DeskDossier = step(&heir, waiting.id, "receipt", 2).await.ok(200);
        let upload = heir.uploaded("quyet-dinh-cong-nhan").await;
        let answer = give_back(&heir, worked_on.id, now.version, &[said(upload.id, crate::processing::DECISION)]).await;
        let _: DeskDossier = answer.ok(200);
        assert_eq!(app.count("audit_entries where action = 'dossier-handed-over'"), 3);
    }

    async fn of_several_successors_one_gets_what_lies_open_and_passes_on_what_is_not_its(app) {
        let agency = app.agency_with_papers().await;
        let (desk, heir) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let dossier = in_process(&agency, &desk).await;
        let faults = end(&app, UNIT, 0, &[HEIR, OTHER], "").await.faults();
        assert_eq!(faults, [("heir".to_owned(), ErrorCode::Required)]);
        let faults = end(&app, UNIT, 0, &[HEIR, OTHER], "H21.104").await.faults();
        assert_eq!(faults, [("heir".to_owned(), ErrorCode::NotAChoice)]);
        let _: KeptUnit = end(&app, UNIT, 0, &[HEIR, OTHER], HEIR).await.ok(200);
        app.run_jobs().await;
        moves_to(&app, Login::Staff, OTHER);
        let desk = { drop(desk); app.sign_in(Login::Staff).await };
        let now = seen(&heir, dossier.id).await;
        assert_eq!(now.may_go_to.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), [OTHER]);
        let words = "Việc này thuộc địa bàn của phường Hoài Nhơn.";
        let there = unit(&app, OTHER);
        for (version, to, code) in [(now.version, unit(&app, "H21.104"), ErrorCode::NotAChoice), (now.version, unit(&app, UNIT), ErrorCode::NotAChoice)] {
            assert_eq!(pass_over(&heir, dossier.id, version, &to, words).await.faults(), [("unit_id".to_owned(), code)]);
        }
        assert_eq!(pass_over(&heir, dossier.id, now.version, &there, "Sai.").await.faults(), [("words".to_owned(), ErrorCode::GroundTooShort)]);
        pass_over(&heir, dossier.id, now.version - 1, &there, words).await.refused(409, ErrorCode::DossierMovedOn);
        pass_over(&desk, dossier.id, now.version, &there, words).await.refused(404, ErrorCode::NotFound);
        assert_eq!(pass_over(&heir, dossier.id, now.version, &there, words).await.status, 204);
        pass_over(&heir, dossier.id, now.version, &there, words).await.refused(404, ErrorCode::NotFound);
        let after = seen(&desk, dossier.id).await;
        assert_eq!(after.dossier.status, DossierStatus::InProcess);
        assert!(after.steps.iter().any(|line| line.words.as_deref() == Some(words)));
        assert_eq!(after.may_go_to.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), [HEIR], "and back");
        assert!(course(&agency, dossier.id).await.steps.iter().all(|line| line.words.as_deref() != Some(words)));
    }

    async fn a_dossier_of_a_unit_that_goes_on_is_passed_to_nobody(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        assert!(seen(&desk, dossier.id).await.may_go_to.is_empty());
        let faults = pass_over(&desk, dossier.id, 3, &unit(&app, HEIR), "Chuyển cho bên kia giải quyết giúp.").await.faults();
        assert_eq!(faults, [("unit_id".to_owned(), ErrorCode::NotAChoice)]);
        assert_eq!(app.count("dossier_handovers"), 0);
    }

    async fn where_nobody_took_over_the_unit_above_has_it(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let _: KeptUnit = end(&app, UNIT, 0, &[], "").await.ok(200);
        app.run_jobs().await;
        assert_eq!((open_at(&app, UNIT), open_at(&app, "H21")), (0, 1));
        // The heir of an heir has it in one go.
        let _: KeptUnit = end(&app, HEIR, 0, &[OTHER], "").await.ok(200);
        let next = unit(&app, HEIR);
        app.execute(&format!("update dossiers set unit_id = '{}' where id = '{}'", unit(&app, UNIT), dossier.id));
        app.execute(&format!("insert into unit_successors (unit_id, successor_id, takes_open) values ('{}', '{next}', true)", unit(&app, UNIT)));
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!((open_at(&app, UNIT), open_at(&app, HEIR), open_at(&app, OTHER)), (0, 0, 1));
        // Successors that follow each other in a ring end at the unit above, and hang nothing.
        app.execute(&format!("update dossiers set unit_id = '{next}' where id = '{}'", dossier.id));
        app.execute(&format!("update unit_successors set successor_id = '{}' where unit_id = '{next}'", unit(&app, UNIT)));
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(open_at(&app, HEIR), 1, "nobody is left: it stays where it is, and the log says so");
    }

    async fn desks_that_took_in_for_others_lose_nothing_either(app) {
        let agency = app.agency_with_papers().await;
        let heir = app.sign_in(Login::OtherStaff).await;
        // Decided by the unit that ends, handed in at its heir: that one decides now.
        let here = handed_in(&agency, UNIT, &unit(&app, HEIR)).await;
        assert_eq!(seen(&heir, here.id).await.goes_to, Some(here.unit.name.clone()));
        // Handed in at the desk that ends, decided by its heir.
        let there = handed_in(&agency, HEIR, &unit(&app, UNIT)).await;
        let _: KeptUnit = end(&app, UNIT, 0, &[HEIR], "").await.ok(200);
        app.run_jobs().await;
        for id in [here.id, there.id] {
            let now = seen(&heir, id).await;
            assert_eq!((now.goes_to, now.lies_at, now.dossier.status), (None, None, DossierStatus::Submitted));
            let received: DeskDossier = step(&heir, id, "receipt", now.version).await.ok(200);
            assert_eq!((received.dossier.status, received.lies_at), (DossierStatus::Received, None));
        }
        assert_eq!(app.count("dossier_places"), 0);
    }

    async fn questions_and_feedback_go_along(app) {
        let agency = app.agency_with_papers().await;
        let (desk, heir) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        // The unit that ends is asked by another one.
        let dossier = agency.filed(PROCEDURE, HEIR).await;
        let _: DeskDossier = step(&heir, dossier.id, "receipt", 1).await.ok(200);
        let _: DeskDossier = step(&heir, dossier.id, "beginning", 2).await.ok(200);
        let question = json!({ "unit_id": unit(&app, UNIT), "question": "Tập thể này có bị kỷ luật không?", "days": 5 });
        let _: DeskDossier = heir.post(&path::desk_dossier_part(dossier.id, "opinions"), &question).await.ok(200);
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        assert_eq!(send(&citizen, paper.item.id, &said_of_paper(&app, &paper), &new_key()).await.status, 201);
        let _: KeptUnit = end(&app, UNIT, 0, &[OTHER], "").await.ok(200);
        app.run_jobs().await;
        moves_to(&app, Login::Staff, OTHER);
        let desk = { drop(desk); app.sign_in(Login::Staff).await };
        let waiting: Page<OpinionView> = desk.get(path::DESK_OPINIONS).await.ok(200);
        assert_eq!(waiting.items.len(), 1);
        let feedback: Page<FeedbackItem> = desk.get(path::DESK_FEEDBACK).await.ok(200);
        assert_eq!(feedback.items.len(), 1);
        assert_eq!(app.count("audit_entries where action in ('opinion-handed-over', 'feedback-handed-over')"), 2);
    }
}
