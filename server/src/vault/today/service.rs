//! The verdict of today, when a file comes in and whenever it changes.

use super::store;
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use crate::signature::service as signature;
use crate::vault::rekey::service as keys;
use motcua_shared::signature::report::VerificationReport;

/// The report by which a file that comes in is shown: of bytes that others have in their vaults more may be known than its own
/// says. Whoever writes a verdict meanwhile waits until the file stands there. Claim the file first: everybody does, so that
/// nobody waits for each other.
pub fn newest(conn: &mut DbConn, sha256: &str, report: &VerificationReport) -> AppResult<VerificationReport> {
    take_turn(conn, TURN, sha256)?;
    let newest = signature::list_newest(conn, &[sha256])?.remove(sha256);
    Ok(newest.unwrap_or_else(|| report.clone()))
}

/// Waits until nobody writes a verdict over these bytes, and lets nobody until the transaction ends.
pub fn hold(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    take_turn(conn, TURN, sha256)
}

/// Writes the verdict of today over the papers that stand on these bytes, and has them found by whom it names.
pub fn follow(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    take_turn(conn, TURN, sha256)?;
    match signature::list_newest(conn, &[sha256])?.get(sha256) {
        Some(today) => {
            store::set_verdict(conn, sha256, today)?;
            keys::of_bytes(conn, sha256)
        }
        None => Ok(()),
    }
}

const TURN: &str = "paper-verdict";
