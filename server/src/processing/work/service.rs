//! Passing dossiers on within a unit, and the time of a step.

use super::domain::{before_return, place, target};
use super::store::{self, Work};
use crate::audit::service::Action;
use crate::catalogue::service::{self as catalogue, calendar};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::notification::service::Lang;
use crate::processing::domain::Dossier;
use crate::processing::hold::service as hold;
use crate::processing::service::{Doing, OnDuty, desk_view, in_hand, on_duty};
use crate::processing::supplement::domain::due_again;
use crate::state::AppState;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::workflow::WorkStep;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::rule::MAX_WORDS;
use motcua_shared::processing::work::{PassOn, StepView, WorkColleague, WorkMove, WorkView};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::{optional_text, required_text};

pub use super::store::{Move, list, list_moves};

fn steps_of(conn: &mut DbConn, dossier: &Dossier) -> AppResult<Vec<WorkStep>> {
    Ok(catalogue::load_version(conn, dossier.procedure)?
        .definition
        .workflow)
}

/// The day a step is to be done that begins today: never later than the dossier.
fn due_of(
    conn: &mut DbConn,
    step: &WorkStep,
    (due, today): (Option<NaiveDate>, NaiveDate),
) -> AppResult<Option<NaiveDate>> {
    let Some(days) = step.days else { return Ok(None) };
    let calendar = calendar::load(conn, today)?;
    let last = calendar::add_working_days(today, days, &calendar)
        .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a step")))?;
    Ok(Some(due.map_or(last, |due| last.min(due))))
}

/// Who works on a dossier and where it stands, as this officer sees it. Only what is worked on has that.
pub fn view(
    conn: &mut DbConn,
    duty: &OnDuty,
    (dossier, steps): (&Dossier, &[WorkStep]),
    today: NaiveDate,
) -> AppResult<Option<WorkView>> {
    if dossier.status == DossierStatus::Submitted || dossier.status.is_over() {
        return Ok(None);
    }
    let work = store::find(conn, dossier.id)?;
    let is_begun =
        dossier.status != DossierStatus::Received && dossier.came_from != Some(DossierStatus::Received);
    let at = place(steps, work.step_id()).filter(|_| is_begun);
    let due_on = work.due_on.filter(|_| dossier.status.is_due());
    let days_left = match due_on {
        Some(due) => {
            let days = calendar::load(conn, due.min(today))?;
            Some(calendar::count_working_days(today, due, &days))
        }
        None => None,
    };
    let step = at.and_then(|at| steps.get(at));
    Ok(Some(WorkView {
        at: at
            .map(|at| u32::try_from(at).map_err(AppError::internal))
            .transpose()?,
        is_mine: work.holder.as_ref().is_some_and(|(id, _)| *id == duty.account.id),
        holder: work.holder.map(|(_, name)| name),
        due_on,
        days_left,
        may_act: step.is_none_or(|step| duty.roles.contains(&step.role)),
        steps: steps
            .iter()
            .map(|step| StepView {
                name: step.name.clone(),
                kind: step.kind,
                role: step.role,
                days: step.days,
            })
            .collect(),
    }))
}

/// Somebody began to work on a dossier: it stands at the first step.
pub fn enter(conn: &mut DbConn, dossier: &Dossier, today: NaiveDate) -> AppResult<()> {
    let steps = steps_of(conn, dossier)?;
    let Some(first) = steps.first() else { return Ok(()) };
    let due_on = due_of(conn, first, (dossier.due_on, today))?;
    let work = Work {
        step: Some((first.id.clone(), first.name.clone())),
        due_on,
        days_left: None,
        ..store::find(conn, dossier.id)?
    };
    store::set(conn, dossier.id, &work)
}

/// The time of a dossier stands still, and with it that of its step.
pub fn pause(conn: &mut DbConn, id: DossierId, today: NaiveDate) -> AppResult<()> {
    let work = store::find(conn, id)?;
    let Some(due) = work.due_on else { return Ok(()) };
    let days = calendar::load(conn, due.min(today))?;
    let work = Work {
        due_on: None,
        days_left: Some(calendar::count_working_days(today, due, &days)),
        ..work
    };
    store::set(conn, id, &work)
}

/// It goes on with what was left.
pub fn resume(
    conn: &mut DbConn,
    id: DossierId,
    (due, today): (Option<NaiveDate>, NaiveDate),
) -> AppResult<()> {
    let work = store::find(conn, id)?;
    let Some(left) = work.days_left else { return Ok(()) };
    let days = calendar::load(conn, today)?;
    let again = due_again(today, left, &days);
    let work = Work {
        due_on: again.map(|again| due.map_or(again, |due| again.min(due))),
        days_left: None,
        ..work
    };
    store::set(conn, id, &work)
}

/// A dossier went to another unit: who worked on it does so no more, unless they went with it. Its step stays.
pub fn leave(conn: &mut DbConn, id: DossierId, to: UnitId) -> AppResult<()> {
    let work = store::find(conn, id)?;
    let Some((holder, _)) = work.holder else {
        return Ok(());
    };
    if store::list_colleagues(conn, to)?
        .iter()
        .any(|one| one.id == holder)
    {
        return Ok(());
    }
    store::set(conn, id, &Work { holder: None, ..work })
}

/// Refuses a result before the step for it.
pub fn require_last(conn: &mut DbConn, dossier: &Dossier) -> AppResult<()> {
    let steps = steps_of(conn, dossier)?;
    if steps.is_empty() {
        return Ok(());
    }
    let work = store::find(conn, dossier.id)?;
    match before_return(&steps, work.step_id()) {
        Some(step) => Err(AppError::new(ErrorCode::StepNotLast).with("step", &step.name)),
        None => Ok(()),
    }
}

/// Officers of the unit to whom a dossier may be given.
pub fn colleagues(conn: &mut DbConn, officer: &Officer) -> AppResult<Vec<WorkColleague>> {
    let duty = on_duty(conn, officer)?;
    store::list_colleagues(conn, duty.unit.id)
}

/// Officers who lead the unit.
pub fn leaders(conn: &mut DbConn, unit: UnitId) -> AppResult<Vec<WorkColleague>> {
    let mut leaders = store::list_colleagues(conn, unit)?;
    leaders.retain(|one| one.roles.contains(&StaffRole::Leader));
    Ok(leaders)
}

/// Where a dossier is to go, checked as such.
#[derive(Clone)]
pub(in crate::processing) struct Asked {
    pub(in crate::processing) version: u32,
    pub(in crate::processing) to: WorkMove,
    pub(in crate::processing) officer: Option<AccountId>,
    pub(in crate::processing) words: Option<String>,
}

impl Asked {
    fn parse(request: PassOn) -> AppResult<Self> {
        let typed = request.words.as_deref();
        let words = match request.to {
            // Who gets it back needs to know what is wrong.
            WorkMove::Back => required_text(typed.unwrap_or_default(), MAX_WORDS).map(Some),
            WorkMove::Forward | WorkMove::Stay => optional_text(typed, MAX_WORDS),
        };
        Ok(Self {
            version: request.version,
            to: request.to,
            officer: request.officer_id,
            words: words.map_err(|code| AppError::field("words", code).with("max", MAX_WORDS))?,
        })
    }
}

/// Passes a dossier on within its unit.
pub async fn pass_on(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: PassOn,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let asked = Asked::parse(request)?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        pass(conn, (&officer, &duty), id, &asked, now)?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    state.db.write(work).await
}

/// Passes a dossier on, in the transaction of whoever asks.
pub(in crate::processing) fn pass(
    conn: &mut DbConn,
    (officer, duty): (&Officer, &OnDuty),
    id: DossierId,
    asked: &Asked,
    now: Timestamp,
) -> AppResult<()> {
    let dossier = in_hand(conn, duty, id)?;
    hold::require_free(conn, duty, id, now)?;
    let is_here = match asked.to {
        WorkMove::Stay => dossier.status.is_due(),
        WorkMove::Forward | WorkMove::Back => dossier.status == DossierStatus::InProcess,
    };
    if dossier.version != asked.version || !is_here {
        return Err(ErrorCode::DossierMovedOn.into());
    }
    let steps = steps_of(conn, &dossier)?;
    let before = store::find(conn, id)?;
    let step = target(&steps, before.step_id(), asked.to, &duty.roles).map_err(|code| {
        let here = place(&steps, before.step_id()).and_then(|at| steps.get(at));
        AppError::new(code).with("step", here.map_or("", |step| step.name.as_str()))
    })?;
    let holder = match asked.officer {
        Some(wanted) => Some(fit(conn, duty, wanted, step)?),
        None => None,
    };
    let doing = Doing {
        officer,
        duty,
        dossier: &dossier,
        now,
    };
    doing.advance(conn, dossier.status, dossier.due_on)?;
    let work = match (asked.to, step) {
        (WorkMove::Stay, _) | (_, None) => Work {
            holder: holder.clone(),
            ..before
        },
        (_, Some(step)) => Work {
            step: Some((step.id.clone(), step.name.clone())),
            holder: holder.clone(),
            due_on: due_of(conn, step, (dossier.due_on, now.vietnam_date()))?,
            days_left: None,
        },
    };
    store::set(conn, id, &work)?;
    let (account, actor, unit) = duty.named();
    let moved = Move {
        to: asked.to,
        step: step.map(|step| step.name.clone()),
        holder: holder.map(|(_, name)| name),
        actor,
        unit,
        words: asked.words.clone(),
        at: now,
    };
    store::insert_move(conn, id, account, &moved)?;
    doing.record(conn, Action::DossierPassedOn)
}

/// The officer who is to work on it: one of the unit, with the role of the step.
fn fit(
    conn: &mut DbConn,
    duty: &OnDuty,
    wanted: AccountId,
    step: Option<&WorkStep>,
) -> AppResult<(AccountId, String)> {
    let colleagues = store::list_colleagues(conn, duty.unit.id)?;
    let found = colleagues.into_iter().find(|one| one.id == wanted);
    let fits = found.filter(|one| step.is_none_or(|step| one.roles.contains(&step.role)));
    let fits = fits.ok_or_else(|| AppError::field("officer_id", ErrorCode::OfficerNotFit))?;
    Ok((fits.id, fits.name))
}
