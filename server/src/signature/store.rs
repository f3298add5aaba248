//! Verdicts over stored bytes in the database.

use super::kept::store as evidence;
use super::renew::Renewed;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::signature_reports;
use crate::db::types::{json, moment, naive, parse_json};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::signature::dto::CurrentReport;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;

/// Bytes that were not verified since they came in.
const NOT_AGAIN: &str = "";

/// Notes bytes that came in with this report, unless they are known.
pub fn insert(conn: &mut DbConn, sha256: &str, report: &VerificationReport, now: Timestamp) -> AppResult<()> {
    let values = (
        signature_reports::sha256.eq(sha256),
        signature_reports::trust.eq(NOT_AGAIN),
        signature_reports::verified_at.eq(naive(now)),
        signature_reports::report.eq(json(report)?),
        signature_reports::care_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(signature_reports::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Writes what a new verification found, under what was trusted then; says whether something else was shown until now, or
/// only that of the day.
pub fn update(
    conn: &mut DbConn,
    sha256: &str,
    trust: &str,
    renewed: &Renewed,
    now: Timestamp,
) -> AppResult<bool> {
    let before = list_current(conn, &[sha256])?.pop();
    diesel::update(signature_reports::table.find(sha256))
        .set((
            signature_reports::trust.eq(trust),
            signature_reports::verified_at.eq(naive(now)),
            signature_reports::report.eq(json(&renewed.report)?),
            signature_reports::stamped_at.eq(renewed.stamped_at.map(naive)),
        ))
        .execute(conn)?;
    Ok(before.is_none_or(|(_, _, before)| is_shown_otherwise(&before, &renewed.report)))
}

/// Whether what lists and searches take from a report is another by now.
fn is_shown_otherwise(before: &VerificationReport, now: &VerificationReport) -> bool {
    let names = |report: &VerificationReport| -> Vec<Option<String>> {
        let signatures = report.signatures.iter();
        signatures
            .map(|one| one.signer.as_ref().map(|signer| signer.common_name.clone()))
            .collect()
    };
    before.verdict != now.verdict
        || before.lacks_revocation() != now.lacks_revocation()
        || names(before) != names(now)
}

/// What the last verification found of each of these bytes that were verified since they came in, and when.
pub fn list_current(
    conn: &mut DbConn,
    digests: &[&str],
) -> AppResult<Vec<(String, Timestamp, VerificationReport)>> {
    if digests.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, NaiveDateTime, String)> = signature_reports::table
        .filter(signature_reports::sha256.eq_any(digests))
        .filter(signature_reports::trust.ne(NOT_AGAIN))
        .select((
            signature_reports::sha256,
            signature_reports::verified_at,
            signature_reports::report,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(sha256, at, report)| Ok((sha256, moment(at), parse_json(&report)?)))
        .collect()
}

/// Puts bytes off that could not be read; whether files are missing is told elsewhere.
pub fn postpone(conn: &mut DbConn, sha256: &str, trust: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(signature_reports::table.find(sha256))
        .set((
            signature_reports::trust.eq(trust),
            signature_reports::verified_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Papers to look after: those that just came in, and those for which something is still to be brought.
pub fn list_uncared(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<Vec<(String, i32)>> {
    Ok(signature_reports::table
        .filter(signature_reports::care_at.le(naive(now)))
        .order((signature_reports::care_at, signature_reports::sha256))
        .limit(limit)
        .select((signature_reports::sha256, signature_reports::attempts))
        .load(conn)?)
}

/// Says when to look after a paper next, `None` when nothing is missing.
pub fn care_at(conn: &mut DbConn, sha256: &str, next: Option<Timestamp>, attempts: i32) -> AppResult<()> {
    diesel::update(signature_reports::table.find(sha256))
        .set((
            signature_reports::care_at.eq(next.map(naive)),
            signature_reports::attempts.eq(attempts),
        ))
        .execute(conn)?;
    Ok(())
}

/// Has papers without a timestamp looked after, for a portal that has an authority now.
pub fn care_for_unstamped(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    Ok(diesel::update(signature_reports::table)
        .filter(signature_reports::stamped_at.is_null())
        .filter(signature_reports::care_at.is_null())
        .set((
            signature_reports::care_at.eq(naive(now)),
            signature_reports::attempts.eq(0),
        ))
        .execute(conn)?)
}

/// What the last verification found, if there was one since the bytes came in.
pub fn find(conn: &mut DbConn, sha256: &str) -> AppResult<Option<CurrentReport>> {
    let found: Option<(String, NaiveDateTime, Option<NaiveDateTime>)> = signature_reports::table
        .find(sha256)
        .filter(signature_reports::trust.ne(NOT_AGAIN))
        .select((
            signature_reports::report,
            signature_reports::verified_at,
            signature_reports::stamped_at,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(report, verified_at, stamped_at)| {
            Ok(CurrentReport {
                verified_at: moment(verified_at),
                report: parse_json(&report)?,
                stamped_at: stamped_at.map(moment),
                evidence: evidence::count(conn, sha256)?,
            })
        })
        .transpose()
}

/// Bytes to verify again: judged under something else than `trust`, or last before `oldest`. Each part has its index.
pub fn list_due(conn: &mut DbConn, trust: &str, oldest: Timestamp, limit: i64) -> AppResult<Vec<String>> {
    let before = signature_reports::table
        .filter(signature_reports::trust.lt(trust))
        .order((signature_reports::trust, signature_reports::sha256))
        .limit(limit)
        .select(signature_reports::sha256)
        .load(conn)?;
    if !before.is_empty() {
        return Ok(before);
    }
    let after = signature_reports::table
        .filter(signature_reports::trust.gt(trust))
        .order((signature_reports::trust, signature_reports::sha256))
        .limit(limit)
        .select(signature_reports::sha256)
        .load(conn)?;
    if !after.is_empty() {
        return Ok(after);
    }
    Ok(signature_reports::table
        .filter(signature_reports::verified_at.lt(naive(oldest)))
        .order((signature_reports::verified_at, signature_reports::sha256))
        .limit(limit)
        .select(signature_reports::sha256)
        .load(conn)?)
}
