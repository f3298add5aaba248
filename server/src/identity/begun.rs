//! What somebody began with a password or a phone ends when the password is another one or the phone is gone: whoever
//! had them before must not come in by a step that was left open. Sessions end after it, so that a step that is being
//! taken in this moment leaves none behind.

use super::code::service as codes;
use super::lost_phone::service as lost_phones;
use super::recovery::service as recoveries;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Ends all of it. The account is locked by the caller, before anything of what ends here.
pub(super) fn end_all(conn: &mut DbConn, account: AccountId, now: Timestamp) -> AppResult<()> {
    lost_phones::end_all(conn, account)?;
    recoveries::end_all(conn, account)?;
    codes::end_all(conn, account, None, now)
}

/// Ends what a phone or mailbox could open that is the account's no longer.
pub(super) fn end_of_destination(
    conn: &mut DbConn,
    account: AccountId,
    destination: &str,
    now: Timestamp,
) -> AppResult<()> {
    recoveries::end_all(conn, account)?;
    codes::end_all(conn, account, Some(destination), now)
}
