//! Reading the list and writing it anew.

use super::super::guard::Administrator;
use super::{domain, store};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::software::{SupportSoftware, SupportSoftwareList};

/// The list.
pub async fn read(state: &AppState) -> AppResult<SupportSoftwareList> {
    let entries = state.db.read(store::list).await?;
    with_state(entries)
}

/// Writes the list anew, if it still is the one that was read.
pub async fn replace(
    state: &AppState,
    request: SupportSoftwareList,
    by: Administrator,
) -> AppResult<SupportSoftwareList> {
    let entries = domain::parse(&request.entries).map_err(AppError::fields)?;
    let now = state.clock.now();
    let written = entries.clone();
    state
        .db
        .write(move |conn: &mut DbConn| {
            store::lock(conn)?;
            let standing = with_state(store::list(conn)?)?;
            // The same list again, because the answer was lost, is no conflict.
            if standing.entries == written {
                return Ok(());
            }
            if standing.state != request.state {
                return Err(ErrorCode::VersionConflict.into());
            }
            store::replace(conn, &written)?;
            let actor = Some(by.account.id);
            let action = Action::SupportSoftwareChanged;
            audit::service::record(conn, now, actor, action, "support-software", &by.request_id)
        })
        .await?;
    with_state(entries)
}

fn with_state(entries: Vec<SupportSoftware>) -> AppResult<SupportSoftwareList> {
    Ok(SupportSoftwareList {
        state: secret::sha256_hex(&serde_json::to_vec(&entries)?),
        entries,
    })
}
