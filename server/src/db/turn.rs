//! Taking turns over what has no row to lock: a limit that counts rows, a name that has no account.

use super::DbConn;
use crate::error::AppResult;
use diesel::RunQueryDsl;
use diesel::sql_types::BigInt;
use ring::digest::{SHA256, digest};

/// Waits until no other transaction has this turn, and keeps it until the end of this one. What is counted after it is
/// counted with everything that came before. On SQLite a transaction that writes is alone anyway.
///
/// Two keys that share a number wait for each other, which is harmless.
pub fn take_turn(conn: &mut DbConn, what: &str, key: &str) -> AppResult<()> {
    if let DbConn::Postgres(inner) = conn {
        let hash = digest(&SHA256, format!("{what}:{key}").as_bytes());
        let number = hash
            .as_ref()
            .iter()
            .take(8)
            .fold(0_i64, |number, byte| (number << 8) | i64::from(*byte));
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<BigInt, _>(number)
            .execute(inner)?;
    }
    Ok(())
}
