//! The officers' side: what waits, one dossier, receiving it, beginning, and ending it with a reason.

use super::domain::{check_ground, is_same_name, propose_category};
use super::store::{self, NewEvent, Reader};
use super::supplement::service as supplement;
use super::timeline::service::timeline;
use super::withdrawal::service as withdrawal;
use crate::audit::service::{Action, record};
use crate::catalogue::service::{self as catalogue, calendar};
use crate::db::DbConn;
use crate::delegation::service as delegation;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::identity::domain::Account;
use crate::identity::guard::Officer;
use crate::identity::service::{self as identity, staff};
use crate::notification::service::{DossierNews, Lang};
use crate::payment::service as payment;
use crate::state::AppState;
use crate::vault::service::log::Actor;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::processing::dto::{DeskDossier, RefuseDossier, ResultGoes, StepDossier};
use motcua_shared::processing::rule::{DossierAct, MAX_WORDS, MIN_GROUND};
use motcua_shared::processing::thread::Side;
use motcua_shared::time::Timestamp;
use std::sync::Arc;

pub use super::domain::Dossier;
pub use super::queue::{Asked, counts, list, search};
pub use super::refusal::service as refusal;
pub use super::supplement::service::rounds;
use super::tell::tell_owner_too;
pub use super::tell::{tell_filer, tell_owner_of_filing};
pub use super::thread::service as thread;
use super::{
    extension::service as extension, handover::service as handover, hold::service as hold,
    opinion::service as opinion, work::service as work,
};

/// An officer as of now: a session may have outlived a right by a moment.
pub struct OnDuty {
    pub(super) account: Account,
    pub(super) unit: UnitView,
    /// What the officer may do: as themselves, and as whoever they work for.
    pub(super) roles: Vec<StaffRole>,
}

impl OnDuty {
    /// Account, name and unit, as acts are written down.
    pub fn named(&self) -> (AccountId, String, String) {
        (self.account.id, self.account.name.clone(), self.unit.name.clone())
    }

    /// Refuses whoever only leads: what the desk does, the desk does.
    pub fn require_desk(&self) -> AppResult<()> {
        match self.roles.contains(&StaffRole::Desk) {
            true => Ok(()),
            false => Err(ErrorCode::NotAllowed.into()),
        }
    }

    /// Codes of the procedures that the officer may work on; all of them when absent.
    pub(in crate::processing) fn procedures(&self) -> Option<&[String]> {
        self.account.mandate.as_ref()?.procedures.as_deref()
    }

    pub(super) fn actor(&self) -> Actor {
        Actor::Officer {
            id: self.account.id,
            name: self.account.name.clone(),
            unit: self.unit.name.clone(),
            unit_id: self.unit.id,
        }
    }
}

/// Refuses whoever may not work on dossiers.
pub fn on_duty(conn: &mut DbConn, officer: &Officer) -> AppResult<OnDuty> {
    let mut account = identity::load_account(conn, officer.id()).map_err(|error| match error.code {
        ErrorCode::NotFound => ErrorCode::NotAllowed.into(),
        _ => error,
    })?;
    let mut roles = staff::require_dossiers(conn, account.id)?;
    let unit = match &officer.account.mandate {
        Some(mandate) => {
            delegation::require(conn, mandate)?;
            account.name = mandate.signed(&account.name);
            account.mandate = Some(Arc::clone(mandate));
            roles.extend(staff::roles(conn, mandate.delegator)?);
            mandate.unit
        }
        None => account.unit_id.ok_or(ErrorCode::NotAllowed)?,
    };
    Ok(OnDuty {
        unit: directory::load(conn, unit)?,
        account,
        roles,
    })
}

/// A dossier that the officer's unit has to do with; any other does not exist.
pub fn of_unit(conn: &mut DbConn, duty: &OnDuty, id: DossierId) -> AppResult<Dossier> {
    let dossier = store::find(conn, Reader::Unit(duty.unit.id), id)?.ok_or(ErrorCode::NotFound)?;
    filing::require_covered(conn, &duty.account, dossier.procedure)?;
    Ok(dossier)
}

/// A dossier that the officer's unit has in its hands: only they act on it. Who handed it on, or waits for it, reads it.
pub fn in_hand(conn: &mut DbConn, duty: &OnDuty, id: DossierId) -> AppResult<Dossier> {
    let dossier = of_unit(conn, duty, id)?;
    if dossier.lies.at == duty.unit.id {
        return Ok(dossier);
    }
    let there = directory::load(conn, dossier.lies.at)?.name;
    Err(AppError::new(ErrorCode::DossierElsewhere).with("unit", there))
}

/// A dossier that the officer's unit has in its hands and that nobody else holds, for what the desk does with it.
pub(super) fn to_act_on(
    conn: &mut DbConn,
    duty: &OnDuty,
    id: DossierId,
    now: Timestamp,
) -> AppResult<Dossier> {
    let dossier = in_hand(conn, duty, id)?;
    duty.require_desk()?;
    hold::require_free(conn, duty, id, now)?;
    Ok(dossier)
}

/// A dossier that this account filed; any other does not exist.
pub fn of_filer(conn: &mut DbConn, account: AccountId, id: DossierId) -> AppResult<Dossier> {
    store::find(conn, Reader::Filer(account), id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// A dossier that the portal itself has to do with, nobody asking.
pub fn find_for_portal(conn: &mut DbConn, id: DossierId) -> AppResult<Dossier> {
    store::find(conn, Reader::Portal, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Into whose vault the results of a dossier go: that of the owner of the matter, who need not be who filed it. A number
/// that was typed for somebody else counts only together with the name.
pub(super) fn vault_of(conn: &mut DbConn, dossier: &Dossier) -> AppResult<(ResultGoes, Option<Account>)> {
    let owner = &dossier.owner;
    let filer = match identity::load_account(conn, dossier.account) {
        Ok(filer) => Some(filer),
        Err(error) if error.code == ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    if let Some(filer) = filer.filter(|filer| filer.identifier == owner.identifier) {
        return Ok((ResultGoes::ToFiler, Some(filer)));
    }
    Ok(match identity::find_owner(conn, &owner.identifier)? {
        Some(found) if found.id == dossier.account => (ResultGoes::ToFiler, Some(found)),
        Some(found) if is_same_name(&found.name, &owner.name) => (ResultGoes::ToOwner, Some(found)),
        Some(_) => (ResultGoes::OtherName, None),
        None => (ResultGoes::NoAccount, None),
    })
}

/// The day on which a dossier is due that is received today.
fn due_from(conn: &mut DbConn, dossier: &Dossier, today: NaiveDate) -> AppResult<NaiveDate> {
    let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
    let case = procedure.cases.iter().find(|case| case.id == dossier.case_id);
    let case = case.ok_or_else(|| AppError::internal(anyhow!("a dossier of a case that is none")))?;
    let days = calendar::load(conn, today)?;
    calendar::last_day(today, case.working_time, &days)
        .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a time limit")))
}

fn named(conn: &mut DbConn, unit: UnitId) -> AppResult<String> {
    Ok(directory::load(conn, unit)?.name)
}

/// A dossier with everything that its officers see.
pub(super) fn desk_view(
    conn: &mut DbConn,
    duty: &OnDuty,
    id: DossierId,
    (today, lang): (NaiveDate, Lang),
) -> AppResult<DeskDossier> {
    let dossier = of_unit(conn, duty, id)?;
    let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
    let types = catalogue::list_paper_types(conn)?;
    let is_waiting = dossier.status == DossierStatus::Submitted;
    let due_if_received = is_waiting.then(|| due_from(conn, &dossier, today)).transpose()?;
    let days_left = match dossier.due_on.filter(|_| dossier.status.is_due()) {
        Some(due) => {
            let days = calendar::load(conn, due.min(today))?;
            Some(calendar::count_working_days(today, due, &days))
        }
        None => None,
    };
    let results = store::list_results(conn, id)?;
    let grounds = match is_waiting {
        true => refusal::grounds(conn, &dossier, &procedure, today)?,
        false => Vec::new(),
    };
    let questions = match dossier.status.after(DossierAct::AskSupplement) {
        Some(_) => supplement::questions(conn, id, &procedure, lang)?,
        None => Vec::new(),
    };
    let (rounds, is_answer_late) = rounds(conn, &dossier, true, (today, lang))?;
    let is_here = dossier.lies.at == duty.unit.id;
    let work = work::view(conn, duty, (&dossier, &procedure.workflow), today)?;
    let extension = extension::find(conn, id)?;
    let opinions = opinion::list_of(conn, id, today)?;
    let has_templates = !procedure.templates.is_empty();
    Ok(DeskDossier {
        questions,
        grounds,
        rounds,
        is_answer_late,
        withdrawal: withdrawal::last(conn, id)?,
        dossier: filing::load_of_unit(conn, duty.unit.id, id, lang)?,
        lies_at: Some(dossier.lies.at)
            .filter(|unit| *unit != duty.unit.id)
            .map(|unit| named(conn, unit))
            .transpose()?,
        goes_to: dossier
            .lies
            .goes_to()
            .filter(|_| dossier.lies.at == duty.unit.id)
            .map(|unit| named(conn, unit))
            .transpose()?,
        version: dossier.version,
        due_on: dossier.due_on,
        days_left,
        due_if_received,
        goes: vault_of(conn, &dossier)?.0,
        proposed_category: propose_category(&procedure.results, &types),
        results_named: procedure.results.into_iter().map(|result| result.name).collect(),
        steps: timeline(conn, &dossier, Side::Unit, lang)?,
        results: results.into_iter().map(|(told, ..)| told).collect(),
        work,
        opinions,
        may_go_to: handover::targets(conn, duty, &dossier, today)?,
        may_draft: is_here && dossier.status == DossierStatus::InProcess && has_templates,
        may_extend: is_here && dossier.status.is_due() && extension.is_none(),
        extension,
    })
}

/// One dossier; opening it is recorded.
pub async fn load(state: &AppState, officer: Officer, id: DossierId, lang: Lang) -> AppResult<DeskDossier> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        of_unit(conn, &duty, id)?;
        let who = Some(officer.id());
        record(conn, now, who, Action::DossierViewed, id, &officer.request_id)?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    state.db.write(work).await
}

/// The same for what is printed of it.
pub fn desk_dossier(
    conn: &mut DbConn,
    officer: &Officer,
    id: DossierId,
    now: Timestamp,
) -> AppResult<DeskDossier> {
    let duty = on_duty(conn, officer)?;
    of_unit(conn, &duty, id)?;
    let who = Some(officer.id());
    record(conn, now, who, Action::DossierViewed, id, &officer.request_id)?;
    desk_view(conn, &duty, id, (now.vietnam_date(), Lang::Vi))
}

/// What an officer does with a dossier.
pub(super) struct Doing<'a> {
    pub(super) officer: &'a Officer,
    pub(super) duty: &'a OnDuty,
    pub(super) dossier: &'a Dossier,
    pub(super) now: Timestamp,
}

impl Doing<'_> {
    /// Moves it on; whoever comes second is told and changes nothing.
    pub(super) fn advance(
        &self,
        conn: &mut DbConn,
        next: DossierStatus,
        due_on: Option<NaiveDate>,
    ) -> AppResult<()> {
        if store::advance(conn, self.dossier, next, due_on)? {
            Ok(())
        } else {
            Err(ErrorCode::DossierMovedOn.into())
        }
    }

    /// Writes the act down, in the timeline and in the audit log.
    pub(super) fn note(
        &self,
        conn: &mut DbConn,
        (next, act): (DossierStatus, DossierAct),
        action: Action,
        words: Option<&str>,
    ) -> AppResult<()> {
        let event = NewEvent {
            status: next,
            act,
            account: self.duty.account.id,
            name: &self.duty.account.name,
            unit: &self.duty.unit.name,
            words,
        };
        store::insert_event(conn, self.dossier.id, &event, self.now)?;
        self.record(conn, action)
    }

    /// Writes what was done into the audit log.
    pub(super) fn record(&self, conn: &mut DbConn, action: Action) -> AppResult<()> {
        let (who, request) = (Some(self.officer.id()), &self.officer.request_id);
        record(conn, self.now, who, action, self.dossier.id, request)
    }
}

/// Takes a dossier in: from now on its time runs. One that was handed in for another unit goes on to it.
pub async fn receive(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: StepDossier,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        take_in(conn, (&officer, &duty), (id, request.version), now)?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// Takes a dossier in, in the transaction of whoever asks.
pub(super) fn take_in(
    conn: &mut DbConn,
    (officer, duty): (&Officer, &OnDuty),
    (id, version): (DossierId, u32),
    now: Timestamp,
) -> AppResult<()> {
    let dossier = to_act_on(conn, duty, id, now)?;
    let next = dossier.after(DossierAct::Receive, version)?;
    let due = due_from(conn, &dossier, now.vietnam_date())?;
    let doing = Doing {
        officer,
        duty,
        dossier: &dossier,
        now,
    };
    doing.advance(conn, next, Some(due))?;
    let goes_to = dossier.lies.goes_to();
    let next_unit = goes_to.map(|unit| named(conn, unit)).transpose()?;
    let words = next_unit.map(|unit| motcua_shared::text::processing::handed_on(Lang::Vi, unit));
    let act = (next, DossierAct::Receive);
    doing.note(conn, act, Action::DossierReceived, words.as_deref())?;
    if let Some(unit) = goes_to {
        filing::place::hand_on(conn, id, unit, now)?;
    }
    tell_filer(conn, &dossier, DossierNews::Received { due }, now)
}

/// The same at the moment in which a dossier was handed in at the officer's own desk.
pub fn receive_at_desk(conn: &mut DbConn, officer: &Officer, id: DossierId, now: Timestamp) -> AppResult<()> {
    let duty = on_duty(conn, officer)?;
    let version = of_unit(conn, &duty, id)?.version;
    take_in(conn, (officer, &duty), (id, version), now)
}

/// Begins to work on a dossier.
pub async fn begin(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: StepDossier,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        start(conn, (&officer, &duty), (id, request.version), now)?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    state.db.write(work).await
}

/// Begins to work on a dossier, in the transaction of whoever asks.
pub(super) fn start(
    conn: &mut DbConn,
    (officer, duty): (&Officer, &OnDuty),
    (id, version): (DossierId, u32),
    now: Timestamp,
) -> AppResult<()> {
    let dossier = to_act_on(conn, duty, id, now)?;
    let next = dossier.after(DossierAct::Begin, version)?;
    let doing = Doing {
        officer,
        duty,
        dossier: &dossier,
        now,
    };
    doing.advance(conn, next, dossier.due_on)?;
    doing.note(conn, (next, DossierAct::Begin), Action::DossierBegun, None)?;
    work::enter(conn, &dossier, now.vietnam_date())
}

/// Ends a dossier with a reason.
pub async fn refuse(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: RefuseDossier,
    lang: Lang,
) -> AppResult<DeskDossier> {
    // A rule is reason enough; words may stand beside it.
    let typed = match request.ground.trim() {
        "" if !request.rules.is_empty() => None,
        _ => Some(check_ground(&request.ground).map_err(|code| match code {
            ErrorCode::GroundTooShort => AppError::field("ground", code).with("min", MIN_GROUND),
            code => AppError::field("ground", code).with("max", MAX_WORDS),
        })?),
    };
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let next = dossier.after(DossierAct::Refuse, request.version)?;
        let mut words = match request.rules.as_slice() {
            [] => Vec::new(),
            rules => refusal::words_for(conn, &dossier, rules, now.vietnam_date())?,
        };
        words.extend(typed.clone());
        let ground = words.join("\n");
        supplement::require_late(conn, &dossier, now.vietnam_date())?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.advance(conn, next, dossier.due_on)?;
        doing.note(
            conn,
            (next, DossierAct::Refuse),
            Action::DossierRefused,
            Some(&ground),
        )?;
        supplement::end_open(conn, &dossier, now)?;
        payment::void(conn, id, (officer.id(), now), &officer.request_id)?;
        let news = match next {
            DossierStatus::Refused => DossierNews::Refused,
            _ => DossierNews::Stopped,
        };
        tell_filer(conn, &dossier, news, now)?;
        tell_owner_too(conn, &dossier, news, now)?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}
