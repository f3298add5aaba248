//! Holding a dossier, taking it over, letting it go.

use super::store::{self, Held};
use crate::audit::service::{Action, record_with};
use crate::clock::after;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::processing::service::{OnDuty, in_hand, on_duty};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::processing::hold::{HOLD_SECONDS, Hold, TakeHold};
use motcua_shared::time::Timestamp;

/// Who holds a dossier now, if it is somebody else.
fn other(conn: &mut DbConn, duty: &OnDuty, id: DossierId, now: Timestamp) -> AppResult<Option<Held>> {
    let held = store::find(conn, id)?;
    Ok(held.filter(|held| held.until > now && held.account != duty.account.id))
}

/// Refuses an act while somebody else holds the dossier.
pub fn require_free(conn: &mut DbConn, duty: &OnDuty, id: DossierId, now: Timestamp) -> AppResult<()> {
    match other(conn, duty, id, now)? {
        Some(held) => Err(AppError::new(ErrorCode::DossierHeld).with("officer", held.name)),
        None => Ok(()),
    }
}

/// Holds a dossier, or says who does. The same again goes on holding it.
pub async fn take(state: &AppState, officer: Officer, id: DossierId, request: TakeHold) -> AppResult<Hold> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        in_hand(conn, &duty, id)?;
        // Of two who open it in the same moment one is first.
        take_turn(conn, "dossier-hold", &id.to_string())?;
        let before = other(conn, &duty, id, now)?;
        if let Some(held) = before.as_ref().filter(|_| !request.take_over) {
            return Ok(Hold {
                officer: held.name.clone(),
                is_mine: false,
                since: held.since,
            });
        }
        let mine = store::find(conn, id)?.filter(|held| held.account == duty.account.id && held.until > now);
        let held = Held {
            account: duty.account.id,
            name: duty.account.name.clone(),
            since: mine.map_or(now, |held| held.since),
            until: after(now, HOLD_SECONDS.into()),
        };
        store::set(conn, id, &held)?;
        if let Some(before) = before {
            let who = Some(officer.id());
            let from = before.account.to_string();
            let subject = (id, from.as_str());
            record_with(
                conn,
                now,
                who,
                Action::DossierTakenOver,
                subject,
                &officer.request_id,
            )?;
        }
        Ok(Hold {
            officer: held.name,
            is_mine: true,
            since: held.since,
        })
    };
    state.db.write(work).await
}

/// Lets a dossier go; one that somebody else holds stays with them.
pub async fn let_go(state: &AppState, officer: Officer, id: DossierId) -> AppResult<()> {
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        in_hand(conn, &duty, id)?;
        store::clear(conn, id, duty.account.id)
    };
    state.db.write(work).await
}
