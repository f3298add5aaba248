//! What the antivirus said, in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{file_scans, stored_files};
use crate::db::types::{enum_text, naive, parse_enum, unsigned};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::ScanState;
use std::collections::HashMap;

/// What is known of these digests.
pub fn list(conn: &mut DbConn, digests: &[String]) -> AppResult<HashMap<String, ScanState>> {
    let rows: Vec<(String, String)> = file_scans::table
        .filter(file_scans::sha256.eq_any(digests))
        .select((file_scans::sha256, file_scans::state))
        .load(conn)?;
    rows.into_iter()
        .map(|(sha256, state)| Ok((sha256, parse_enum(&state)?)))
        .collect()
}

/// The scanner's answer; the newest one counts.
pub fn answer(
    conn: &mut DbConn,
    sha256: &str,
    state: ScanState,
    answer: &str,
    now: Timestamp,
) -> AppResult<()> {
    let said = (
        file_scans::state.eq(enum_text(&state)?),
        file_scans::answer.eq(answer),
        file_scans::scanned_at.eq(naive(now)),
    );
    let values = (
        file_scans::sha256.eq(sha256),
        file_scans::attempts.eq(1),
        file_scans::next_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(file_scans::table)
        .values((values, said.clone()))
        .on_conflict(file_scans::sha256)
        .do_update()
        .set(said)
        .execute(inner))?;
    Ok(())
}

/// There was no answer. What was said before stays.
pub fn wait(conn: &mut DbConn, sha256: &str, why: &str, next: Timestamp) -> AppResult<()> {
    let values = (
        file_scans::sha256.eq(sha256),
        file_scans::state.eq(enum_text(&ScanState::Waiting)?),
        file_scans::answer.eq(why),
        file_scans::attempts.eq(1),
        file_scans::next_at.eq(naive(next)),
    );
    both!(conn, inner => diesel::insert_into(file_scans::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Digests whose next try is due, and how many tries there were.
pub fn due(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<Vec<(String, u32)>> {
    let rows: Vec<(String, i32)> = file_scans::table
        .filter(
            file_scans::state
                .eq(enum_text(&ScanState::Waiting)?)
                .and(file_scans::next_at.le(naive(now))),
        )
        .order((file_scans::next_at, file_scans::sha256))
        .limit(limit)
        .select((file_scans::sha256, file_scans::attempts))
        .load(conn)?;
    rows.into_iter()
        .map(|(sha256, attempts)| Ok((sha256, unsigned(attempts)?)))
        .collect()
}

/// Takes a try; `false` when another server did.
pub fn claim(conn: &mut DbConn, sha256: &str, attempts: u32, next: Timestamp) -> AppResult<bool> {
    let seen = i32::try_from(attempts).unwrap_or(i32::MAX);
    let row = file_scans::table.find(sha256).filter(
        file_scans::state
            .eq(enum_text(&ScanState::Waiting)?)
            .and(file_scans::attempts.eq(seen)),
    );
    let changed = diesel::update(row)
        .set((
            file_scans::attempts.eq(seen.saturating_add(1)),
            file_scans::next_at.eq(naive(next)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Says why there was no answer and when the next try is due.
pub fn put_off(conn: &mut DbConn, sha256: &str, why: &str, next: Timestamp) -> AppResult<()> {
    let row = file_scans::table
        .find(sha256)
        .filter(file_scans::state.eq(enum_text(&ScanState::Waiting)?));
    diesel::update(row)
        .set((file_scans::answer.eq(why), file_scans::next_at.eq(naive(next))))
        .execute(conn)?;
    Ok(())
}

/// Nobody has these bytes any more.
pub fn forget(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    let row = file_scans::table
        .find(sha256)
        .filter(file_scans::state.eq(enum_text(&ScanState::Waiting)?));
    diesel::delete(row).execute(conn)?;
    Ok(())
}

/// Kept bytes of which nothing was ever said.
pub fn list_unscanned(conn: &mut DbConn, limit: i64) -> AppResult<Vec<String>> {
    let said = file_scans::table.filter(file_scans::sha256.eq(stored_files::sha256));
    Ok(stored_files::table
        .filter(diesel::dsl::not(diesel::dsl::exists(said)))
        .limit(limit)
        .select(stored_files::sha256)
        .load(conn)?)
}
