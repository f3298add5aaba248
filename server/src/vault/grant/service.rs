//! Granting and withdrawing.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::time::Timestamp;

/// "Chia sẻ" on or off; `true` when that changed something.
pub fn set_shared(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    is_shared: bool,
    now: Timestamp,
) -> AppResult<bool> {
    if is_shared {
        store::share_with_receiving_units(conn, account, paper, now)
    } else {
        store::unshare_with_receiving_units(conn, account, paper, now)
    }
}

/// Withdraws every grant of a paper, because it leaves the vault.
pub fn withdraw_all(conn: &mut DbConn, account: AccountId, paper: PaperId, now: Timestamp) -> AppResult<()> {
    store::withdraw_all(conn, account, paper, now)
}
