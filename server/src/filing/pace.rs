//! How many dossiers one account files in 24 hours: against programs and runaway scripts, far above what people file.

use super::store;
use crate::clock::{after, before};
use crate::config::FilingConfig;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::identity::guard::Filer;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;

const DAY: u64 = 86_400;

/// Refuses one dossier more than the account may file, with the time from which it may. In turn: filings of one account at the same
/// moment are counted one after the other.
pub fn require_room(
    conn: &mut DbConn,
    filer: &Filer,
    config: &FilingConfig,
    now: Timestamp,
) -> AppResult<()> {
    let most = match filer.kind() {
        AccountKind::Citizen => config.dossiers_a_day,
        _ => config.dossiers_a_day_organisation,
    };
    take_turn(conn, "filings", &filer.id().to_string())?;
    let Some(first) = store::find_recent(conn, filer.id(), most)? else {
        return Ok(());
    };
    if first <= before(now, DAY) {
        return Ok(());
    }
    // What is told is rounded up: to the second, and to the minute where it is read. Nobody is sent away twice.
    let wait = after(first, DAY + 1).unix_seconds() - now.unix_seconds();
    Err(AppError::new(ErrorCode::TooManyFilings)
        .with("max", most)
        .with("from", after(first, DAY + 60).vietnam_minute())
        .retry_after(u64::try_from(wait).unwrap_or_default()))
}
