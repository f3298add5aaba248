//! Verdicts over stored bytes in the database.

use super::kept::store as evidence;
use super::renew::Renewed;
use crate::both;
use crate::clock::after;
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

/// How a verification was made.
#[derive(Debug, Clone)]
pub struct Judging {
    /// Digest of what was trusted.
    pub trust: String,
    /// When it began: it knows nothing of later.
    pub judged_at: Timestamp,
}

/// What became of a new verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It stands there, and another one did before, or none but that of the day.
    Other,
    /// It stands there, and says the same as before.
    Same,
    /// One that was found later stays.
    Not,
}

/// Clocks of several servers differ by less. What was found later than that was found by a wrong clock, and does not count.
const CLOCKS_DIFFER_SECONDS: u64 = 300;

/// Writes what a verification found, unless there is one that began later: whoever waited long for an authority does not
/// overwrite what others found meanwhile.
pub fn update(
    conn: &mut DbConn,
    sha256: &str,
    judging: &Judging,
    renewed: &Renewed,
    now: Timestamp,
) -> AppResult<Written> {
    let before = list_current(conn, &[sha256])?.pop();
    let is_older = signature_reports::trust
        .eq(NOT_AGAIN)
        .or(signature_reports::verified_at.le(naive(judging.judged_at)))
        .or(signature_reports::verified_at.gt(naive(after(now, CLOCKS_DIFFER_SECONDS))));
    let written = diesel::update(signature_reports::table.find(sha256).filter(is_older))
        .set((
            signature_reports::trust.eq(&judging.trust),
            signature_reports::verified_at.eq(naive(judging.judged_at)),
            signature_reports::report.eq(json(&renewed.report)?),
            signature_reports::stamped_at.eq(renewed.stamped_at.map(naive)),
            signature_reports::retry_at.eq(None::<NaiveDateTime>),
            signature_reports::retries.eq(0),
        ))
        .execute(conn)?;
    if written == 0 {
        return Ok(Written::Not);
    }
    let is_other = before.is_none_or(|(_, _, before)| is_shown_otherwise(&before, &renewed.report));
    Ok(if is_other { Written::Other } else { Written::Same })
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

/// Whether these bytes are looked after at all.
pub fn is_known(conn: &mut DbConn, sha256: &str) -> AppResult<bool> {
    let found: Option<String> = signature_reports::table
        .find(sha256)
        .select(signature_reports::sha256)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
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

/// Puts off bytes that could not be verified again. The last verification stays as it is, and so does its time.
pub fn postpone(conn: &mut DbConn, sha256: &str, next: Timestamp, retries: i32) -> AppResult<()> {
    diesel::update(signature_reports::table.find(sha256))
        .set((
            signature_reports::retry_at.eq(naive(next)),
            signature_reports::retries.eq(retries),
        ))
        .execute(conn)?;
    Ok(())
}

/// A paper to look after.
#[derive(Debug, Clone, Queryable)]
pub struct Uncared {
    /// Digest of its bytes.
    pub sha256: String,
    /// Tries so far.
    pub attempts: i32,
    care_at: Option<NaiveDateTime>,
}

/// The next paper that just came in.
pub fn find_new(conn: &mut DbConn, now: Timestamp) -> AppResult<Option<Uncared>> {
    Ok(signature_reports::table
        .filter(signature_reports::trust.eq(NOT_AGAIN))
        .filter(signature_reports::care_at.le(naive(now)))
        .order((signature_reports::care_at, signature_reports::sha256))
        .select((
            signature_reports::sha256,
            signature_reports::attempts,
            signature_reports::care_at,
        ))
        .first(conn)
        .optional()?)
}

/// The next paper for which something is still to be brought.
pub fn find_uncared(conn: &mut DbConn, now: Timestamp) -> AppResult<Option<Uncared>> {
    Ok(signature_reports::table
        .filter(signature_reports::trust.ne(NOT_AGAIN))
        .filter(signature_reports::care_at.le(naive(now)))
        .order((signature_reports::care_at, signature_reports::sha256))
        .select((
            signature_reports::sha256,
            signature_reports::attempts,
            signature_reports::care_at,
        ))
        .first(conn)
        .optional()?)
}

/// Takes a paper to look after until `lease`, if nobody else took it since it was found. Who takes long, or falls over, does
/// not have the next server take the same paper at once, nor this one for ever.
pub fn take(conn: &mut DbConn, paper: &Uncared, lease: Timestamp) -> AppResult<bool> {
    let as_found = signature_reports::table
        .find(&paper.sha256)
        .filter(signature_reports::care_at.eq(paper.care_at));
    let taken = diesel::update(as_found)
        .set((
            signature_reports::care_at.eq(naive(lease)),
            signature_reports::attempts.eq(paper.attempts.saturating_add(1)),
        ))
        .execute(conn)?;
    Ok(taken == 1)
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

/// The last report over stored bytes: that of coming in where they were not verified since.
pub fn find_last(conn: &mut DbConn, sha256: &str) -> AppResult<Option<VerificationReport>> {
    let found: Option<String> = signature_reports::table
        .find(sha256)
        .select(signature_reports::report)
        .first(conn)
        .optional()?;
    found.as_deref().map(parse_json).transpose()
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

/// Which bytes are to be verified again.
#[derive(Debug, Clone)]
pub struct Due {
    /// Those judged under something else than this.
    pub trust: String,
    /// Those judged last before this.
    pub oldest: Timestamp,
    /// Those put off until before this.
    pub now: Timestamp,
}

/// Some of them, with how often they were put off. Each part has its index; what could not be read comes last.
pub fn list_due(conn: &mut DbConn, due: &Due, limit: i64) -> AppResult<Vec<(String, i32)>> {
    let columns = (signature_reports::sha256, signature_reports::retries);
    let trust = due.trust.as_str();
    let before = signature_reports::table
        .filter(signature_reports::retry_at.is_null())
        .filter(signature_reports::trust.lt(trust))
        .order((signature_reports::trust, signature_reports::sha256))
        .limit(limit)
        .select(columns)
        .load(conn)?;
    if !before.is_empty() {
        return Ok(before);
    }
    let after = signature_reports::table
        .filter(signature_reports::retry_at.is_null())
        .filter(signature_reports::trust.gt(trust))
        .order((signature_reports::trust, signature_reports::sha256))
        .limit(limit)
        .select(columns)
        .load(conn)?;
    if !after.is_empty() {
        return Ok(after);
    }
    let long_ago = signature_reports::table
        .filter(signature_reports::retry_at.is_null())
        .filter(signature_reports::verified_at.lt(naive(due.oldest)))
        .order((signature_reports::verified_at, signature_reports::sha256))
        .limit(limit)
        .select(columns)
        .load(conn)?;
    if !long_ago.is_empty() {
        return Ok(long_ago);
    }
    Ok(signature_reports::table
        .filter(signature_reports::retry_at.le(naive(due.now)))
        .order((signature_reports::retry_at, signature_reports::sha256))
        .limit(limit)
        .select(columns)
        .load(conn)?)
}
