//! Asking for a dossier back, and what its unit says to that.

use super::store::{self, NewWithdrawal};
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::identity::guard::{Filer, Officer};
use crate::notification::service::{DossierNews, Lang};
use crate::payment::service as payment;
use crate::processing::course;
use crate::processing::domain::{Dossier, check_ground};
use crate::processing::service::{Doing, desk_view, of_filer, on_duty, to_act_on};
use crate::processing::store::{self as dossiers, NewEvent};
use crate::processing::supplement::service as supplement;
use crate::processing::tell::{tell_filer, tell_owner_too};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::rule::{DossierAct, MAX_WORDS, MIN_GROUND};
use motcua_shared::processing::withdrawal::{SettleWithdrawal, WithdrawDossier, Withdrawal, WithdrawalWay};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::optional_text;

/// The last withdrawal of a dossier.
pub fn last(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Withdrawal>> {
    let Some(mut withdrawal) = store::find_last(conn, id)? else {
        return Ok(None);
    };
    if withdrawal.is_declined {
        withdrawal.answer = dossiers::last_words(conn, id, DossierAct::DeclineWithdrawal)?;
    }
    Ok(Some(withdrawal))
}

/// What the end of a dossier by withdrawal means besides: nobody owes its fee, nothing is asked for any more, and what came in for the
/// fee is noted, for officers to decide on.
fn end(
    conn: &mut DbConn,
    dossier: &Dossier,
    (actor, now): (AccountId, Timestamp),
    request_id: &RequestId,
) -> AppResult<i64> {
    store::mark(conn, dossier.id)?;
    supplement::end_open(conn, dossier, now)?;
    payment::void(conn, dossier.id, (actor, now), request_id)?;
    tell_filer(conn, dossier, DossierNews::Withdrawn, now)?;
    tell_owner_too(conn, dossier, DossierNews::Withdrawn, now)?;
    payment::kept(conn, dossier.id)
}

/// Takes a dossier back, or asks for that. Asking again changes nothing.
pub async fn withdraw(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    request: WithdrawDossier,
    lang: Lang,
) -> AppResult<Course> {
    let words = optional_text(request.words.as_deref(), MAX_WORDS)
        .map_err(|code| AppError::field("words", code).with("max", MAX_WORDS))?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let dossier = of_filer(conn, filer.id(), id)?;
        if is_withdrawing(&dossier) {
            return course::load(conn, filer.id(), id, (now, lang));
        }
        let way = dossier.withdrawal().ok_or(ErrorCode::WithdrawalMovedOn)?;
        if way != request.way {
            return Err(ErrorCode::WithdrawalMovedOn.into());
        }
        let act = match way {
            WithdrawalWay::AtOnce => DossierAct::Withdraw,
            WithdrawalWay::Ask => DossierAct::AskWithdrawal,
        };
        let next = dossier.next(act).ok_or(ErrorCode::WithdrawalMovedOn)?;
        // First: an officer who decides at this moment waits here, or was first.
        if !dossiers::advance(conn, &dossier, next, dossier.due_on)? {
            // The same request in the same moment was first: its answer is the answer to both.
            let now_there = of_filer(conn, filer.id(), id)?;
            return match is_withdrawing(&now_there) {
                true => course::load(conn, filer.id(), id, (now, lang)),
                false => Err(ErrorCode::WithdrawalMovedOn.into()),
            };
        }
        let paid_at_once = match way {
            WithdrawalWay::AtOnce => Some(end(conn, &dossier, (filer.id(), now), &filer.request_id)?),
            WithdrawalWay::Ask => None,
        };
        let new = NewWithdrawal {
            // At once is only what nobody received, also while something was asked for.
            came_from: match way {
                WithdrawalWay::AtOnce => DossierStatus::Submitted,
                WithdrawalWay::Ask => dossier.status,
            },
            words: words.as_deref(),
            paid_at_once,
        };
        store::insert(conn, id, &new, now)?;
        let event = NewEvent {
            status: next,
            act,
            account: filer.id(),
            name: &dossier.filer.name,
            unit: "",
            words: words.as_deref(),
        };
        dossiers::insert_event(conn, id, &event, now)?;
        let who = Some(filer.id());
        record(conn, now, who, Action::WithdrawalAsked, id, &filer.request_id)?;
        course::load(conn, filer.id(), id, (now, lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

fn is_withdrawing(dossier: &Dossier) -> bool {
    dossier.is_withdrawn || dossier.status == DossierStatus::WithdrawalRequested
}

/// Gives a dossier back, or says why not.
pub async fn settle(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: SettleWithdrawal,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let typed = request.words.as_deref();
    let words = match request.is_granted {
        true => optional_text(typed, MAX_WORDS),
        false => check_ground(typed.unwrap_or_default()).map(Some),
    };
    let words = words.map_err(|code| {
        let max = AppError::field("words", code).with("max", MAX_WORDS);
        max.with("min", MIN_GROUND)
    })?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let asked = store::find_last(conn, id)?
            .filter(|asked| asked.is_open)
            .ok_or(ErrorCode::DossierMovedOn)?;
        let (act, action) = match request.is_granted {
            true => (DossierAct::GrantWithdrawal, Action::WithdrawalGranted),
            false => (DossierAct::DeclineWithdrawal, Action::WithdrawalDeclined),
        };
        let next = dossier.after(act, request.version)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.advance(conn, next, dossier.due_on)?;
        let paid = match request.is_granted {
            true => Some(end(conn, &dossier, (officer.id(), now), &officer.request_id)?),
            false => {
                let waited = now.vietnam_date() - asked.asked_at.vietnam_date();
                supplement::put_off(conn, id, u32::try_from(waited.num_days()).unwrap_or_default())?;
                tell_filer(conn, &dossier, DossierNews::WithdrawalDeclined, now)?;
                None
            }
        };
        if !store::settle(conn, id, paid, now)? {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        doing.note(conn, (next, act), action, words.as_deref())?;
        desk_view(conn, &duty, id, (now.vietnam_date(), lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}
