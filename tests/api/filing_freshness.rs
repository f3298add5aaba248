//! Papers that are good for some months only: offered, attached and filed while they are, and named when they are not any more.

use crate::processing::step;
use crate::supplement::{WORDS, ask, open, send};
use chrono::{Months, NaiveDate, TimeDelta};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{AttachedBy, DossierView, DraftComponent, DraftView, Suggestion};
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::time::format_date;
use motcua_shared::vault::rule::Fit;
use motcua_tests::app::{TestApp, UNIT};
use motcua_tests::{Client, Login, answers, on_both, seed};

/// A marriage: its [`PART`] is taken within six months.
const MARRIAGE: &str = "1.000894";
const PART: &str = "tinh-trang-hon-nhan";
const CATEGORY: &str = "KQ.G15.000038";

fn part(draft: &DraftView) -> DraftComponent {
    let mut components = draft.components.iter();
    components.find(|one| one.component_id == PART).cloned().unwrap()
}

fn faults(draft: &DraftView) -> Vec<ErrorCode> {
    let of_part = |error: &&motcua_shared::error::FieldError| error.path == format!("components.{PART}");
    draft
        .missing
        .iter()
        .filter(of_part)
        .map(|error| error.code)
        .collect()
}

/// Papers of the citizen's vault, issued on these days.
fn issued(app: &TestApp, days: &[Option<NaiveDate>]) -> Vec<PaperId> {
    let ids = seed::papers(
        app,
        app.account(Login::Citizen),
        CATEGORY,
        u32::try_from(days.len()).unwrap(),
    );
    for (id, day) in ids.iter().zip(days) {
        let day = day.map_or("null".to_owned(), |day| format!("'{day}'"));
        app.execute(&format!("update papers set issued_on = {day} where id = '{id}'"));
    }
    ids
}

/// The first day of the six months that end today: the oldest that is taken.
fn oldest(app: &TestApp) -> NaiveDate {
    let today = app.state.clock.now().vietnam_date();
    let mut day = today - Months::new(6);
    while day + Months::new(6) < today {
        day = day.succ_opt().unwrap();
    }
    day
}

async fn suggestions(client: &Client, draft: &DraftView) -> Vec<Suggestion> {
    client.get(&path::draft_suggestions(draft.id, PART)).await.ok(200)
}

/// Everything else that the draft needs.
async fn completed(citizen: &Client, draft: &DraftView) -> DraftView {
    let draft = citizen.fill(draft, UNIT).await;
    citizen.answer(&draft, answers::MARRIAGE).await
}

on_both! {
    async fn a_paper_that_is_too_old_is_not_attached_by_itself_and_is_refused_with_its_days(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let day = oldest(&app).pred_opt().unwrap();
        let ids = issued(&app, &[Some(day)]);
        let draft = citizen.open(MARRIAGE).await;
        let state = part(&draft);
        assert_eq!((state.attachment, state.fitting, state.too_old), (None, 0, 1));
        assert_eq!(faults(&draft), [ErrorCode::ComponentMissing]);
        let offered = suggestions(&citizen, &draft).await;
        let until = day + Months::new(6);
        assert_eq!((offered[0].paper.id, offered[0].fit, offered[0].fresh_until), (ids[0], Fit::TooOld, Some(until)));
        let problem = citizen.attach_paper(&draft, PART, ids[0]).await.refused(422, ErrorCode::PaperTooOld);
        let said = &problem.errors[0];
        assert_eq!(said.path, "file");
        for word in [format_date(day), format_date(until), "6 tháng".to_owned()] {
            assert!(said.title.contains(&word) && problem.title.contains(&word), "{} / {word}", said.title);
        }
        let again: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(again.version, draft.version, "nothing was written");
    }

    async fn of_several_papers_the_only_one_that_is_young_enough_is_attached(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let last = oldest(&app);
        let old = last.pred_opt().unwrap();
        let ids = issued(&app, &[Some(old), Some(last), Some(old)]);
        let draft = citizen.open(MARRIAGE).await;
        let state = part(&draft);
        let attachment = state.attachment.unwrap();
        assert_eq!((attachment.paper_id, attachment.attached_by), (Some(ids[1]), AttachedBy::Portal));
        assert_eq!((attachment.issued_on, state.fresh_until), (Some(last), Some(last + Months::new(6))));
        assert_eq!((state.fitting, state.too_old), (1, 2));
        let offered: Vec<(PaperId, Fit)> =
            suggestions(&citizen, &draft).await.iter().map(|one| (one.paper.id, one.fit)).collect();
        assert_eq!(offered, [(ids[1], Fit::Category), (ids[2], Fit::TooOld), (ids[0], Fit::TooOld)]);
    }

    async fn a_paper_of_an_unknown_day_is_taken_and_no_day_is_promised(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let ids = issued(&app, &[None]);
        let draft = citizen.open(MARRIAGE).await;
        let state = part(&draft);
        assert_eq!(state.attachment.and_then(|one| one.paper_id), Some(ids[0]));
        assert_eq!((state.fresh_until, state.too_old), (None, 0));
        assert_eq!(faults(&draft), []);
    }

    async fn a_paper_that_expires_before_it_is_filed_is_named_and_stops_the_filing(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let ids = issued(&app, &[Some(oldest(&app))]);
        let draft = citizen.open(MARRIAGE).await;
        let draft = completed(&citizen, &draft).await;
        assert_eq!(draft.missing, [], "today is its last day");
        // The clock goes across midnight in Viet Nam.
        let now = app.state.clock.now();
        let midnight = now.vietnam_date().succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::hours(7);
        app.advance(u64::try_from((midnight - now.utc()).num_seconds()).unwrap() + 1);
        let citizen = app.sign_in(Login::Citizen).await;
        let told: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(faults(&told), [ErrorCode::PaperTooOld]);
        assert_eq!((part(&told).attachment.and_then(|one| one.paper_id), part(&told).too_old), (Some(ids[0]), 1));
        assert_eq!(told.digest, draft.digest, "nothing of the draft changed");
        let answer = citizen.submit(&told).await;
        assert_eq!(answer.faults(), [(format!("components.{PART}"), ErrorCode::PaperTooOld)]);
        assert_eq!(app.count("dossiers"), 0);
        // Its owner had typed the day wrong, and puts it right in the vault: nothing is attached anew.
        app.execute(&format!("update papers set issued_on = '{}'", now.vietnam_date()));
        let told: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(told.missing, []);
        let dossier: DossierView = citizen.submit(&told).await.ok(200);
        let filed = dossier.components.iter().find(|one| one.component_id == PART).unwrap();
        assert_eq!(filed.attachment.as_ref().unwrap().issued_on, Some(now.vietnam_date()), "as it was that day");
    }

    async fn a_round_of_supplement_takes_no_paper_that_is_too_old(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let today = app.state.clock.now().vietnam_date();
        let old = oldest(&app).pred_opt().unwrap();
        issued(&app, &[Some(today)]);
        let draft = citizen.open(MARRIAGE).await;
        let draft = completed(&citizen, &draft).await;
        let dossier: DossierView = citizen.submit(&draft).await.ok(200);
        let desk = app.sign_in(Login::Staff).await;
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, dossier.id, act, version).await.status, 200);
        }
        assert_eq!(ask(&desk, dossier.id, 3, WORDS, &[(PART, "Mờ.")]).await.status, 200);
        let round = open(&citizen, dossier.id).await.draft;
        let ids = issued(&app, &[Some(old), Some(today)]);
        citizen.attach_paper(&round, PART, ids[0]).await.refused(422, ErrorCode::PaperTooOld);
        let full: DraftView = citizen.attach_paper(&round, PART, ids[1]).await.ok(200);
        app.execute(&format!("update papers set issued_on = '{old}' where id = '{}'", ids[1]));
        let answer = send(&citizen, dossier.id, &full).await;
        assert_eq!(answer.faults(), [(format!("components.{PART}"), ErrorCode::PaperTooOld)]);
    }
}
