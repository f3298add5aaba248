//! The verdict of today, when a file comes in and whenever it changes.

use super::store;
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use crate::signature::service as signature;
use motcua_shared::signature::report::{Verdict, VerificationReport};

/// The verdict to show of a file that comes in: of bytes that others have in their vaults more may be known than its report
/// says. Whoever writes a verdict meanwhile waits until the file stands there. Claim the file first: everybody does, so that
/// nobody waits for each other.
pub fn verdict(conn: &mut DbConn, sha256: &str, report: &VerificationReport) -> AppResult<Verdict> {
    take_turn(conn, TURN, sha256)?;
    let today = signature::list_today(conn, &[sha256])?;
    Ok(today.get(sha256).map_or(report.verdict, |today| today.verdict))
}

/// Writes the verdict of today over the papers that stand on these bytes.
pub fn follow(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    take_turn(conn, TURN, sha256)?;
    match signature::list_today(conn, &[sha256])?.get(sha256) {
        Some(today) => store::set_verdict(conn, sha256, today.verdict),
        None => Ok(()),
    }
}

const TURN: &str = "paper-verdict";
