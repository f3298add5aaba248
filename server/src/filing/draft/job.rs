//! Drafts that nobody goes on with: their filers are told, and then they go.

use super::store::{self, Ending};
use crate::audit::service::{Action, record};
use crate::clock::after;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::filing::component::let_go;
use crate::http::observe::RequestId;
use crate::identity::service as identity;
use crate::notification::service::{self as notification, Lang, Message, Notice};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;

/// Drafts in one transaction.
const BATCH: i64 = 100;
const DAY_SECONDS: u64 = 24 * 3600;

/// Tells of drafts that will go, and lets those go whose time has come. None goes that was not told of.
pub async fn forget_ended(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    let notice = u64::from(state.config.filing.draft_notice_days) * DAY_SECONDS;
    loop {
        let work = move |conn: &mut DbConn| warn(conn, now, notice);
        if state.db.write(work).await? == 0 {
            break;
        }
        state.bell.ring();
    }
    loop {
        let work = move |conn: &mut DbConn| forget(conn, now);
        if state.db.write(work).await? == 0 {
            return Ok(());
        }
    }
}

fn warn(conn: &mut DbConn, now: Timestamp, notice: u64) -> AppResult<usize> {
    let ending = store::list_unwarned(conn, after(now, notice), BATCH)?;
    for Ending {
        id,
        account,
        procedure,
        kept_until,
    } in &ending
    {
        // A server that slept, or a shorter time that was set since: nobody is told today of what goes today.
        let until = (*kept_until).max(after(now, notice.min(7 * DAY_SECONDS)));
        if !store::set_warned(conn, *id, until, now)? {
            continue;
        }
        let to = match identity::load_account(conn, *account) {
            Ok(account) => account.contact(),
            // Suspended or ended: there is nobody who could go on with it.
            Err(error) if error.code == ErrorCode::NotFound => continue,
            Err(error) => return Err(error),
        };
        let notice = Notice::DraftEnds {
            day: until.vietnam_date(),
            procedure: procedure.clone(),
        };
        notification::send(conn, now, Message::new(to, notice, Lang::Vi))?;
    }
    Ok(ending.len())
}

fn forget(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    let ended = store::list_ended(conn, now, BATCH)?;
    for Ending { id, account, .. } in &ended {
        if !store::lock_ended(conn, *id, now)? {
            continue;
        }
        let filled = store::list_filled(conn, *id)?;
        store::delete_draft(conn, *account, *id)?;
        for attached in filled.iter().filter_map(|filled| filled.attached.as_ref()) {
            let_go(conn, attached, now)?;
        }
        record(
            conn,
            now,
            None,
            Action::DraftDeleted,
            *id,
            &RequestId::of_job("drafts"),
        )?;
    }
    Ok(ended.len())
}
