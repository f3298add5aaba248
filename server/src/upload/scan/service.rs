//! Scanning bytes that came in, and saying what is known of them.

use super::clamd::Clamd;
use super::store;
use crate::clock::after;
use crate::config_upload::AntivirusConfig;
use crate::db::{Db, DbConn};
use crate::error::{AppError, AppResult};
use crate::files::{Clearance, Stored};
use crate::identity::service as accounts;
use crate::notification::service::{self as notification, Lang, Message, Notice, Recipient};
use crate::state::AppState;
use crate::upload::store as uploads;
use futures::future::BoxFuture;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::ScanState;
use std::collections::HashMap;
use std::sync::Arc;

/// What a scanner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// This was found.
    Infected(String),
}

/// Looks for viruses. An error is no answer.
pub trait Scanner: Send + Sync {
    /// Looks through bytes.
    fn scan<'a>(&'a self, bytes: Stored) -> BoxFuture<'a, anyhow::Result<Verdict>>;
}

/// The scanner that the settings name, if any.
pub fn scanner(config: &AntivirusConfig) -> anyhow::Result<Option<Arc<dyn Scanner>>> {
    let address = config.clamd()?;
    Ok(address.map(|address| Arc::new(Clamd::new(address, config.patience_seconds)) as Arc<dyn Scanner>))
}

/// What came of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody looks for viruses here.
    Off,
    /// The scanner answered.
    Answered(Verdict),
    /// It did not; why.
    NoAnswer(String),
}

/// Has a staged file scanned.
pub async fn scan_staged(state: &AppState, id: UploadId) -> AppResult<Outcome> {
    let Some(scanner) = &state.antivirus else {
        return Ok(Outcome::Off);
    };
    let bytes = state.files.stream_staged(id).await?;
    Ok(outcome(scanner.scan(bytes).await))
}

fn outcome(result: anyhow::Result<Verdict>) -> Outcome {
    match result {
        Ok(verdict) => Outcome::Answered(verdict),
        Err(error) => {
            tracing::warn!(cause = format!("{error:#}"), "the antivirus did not answer");
            Outcome::NoAnswer(format!("{error:#}").chars().take(400).collect())
        }
    }
}

/// The first wait after a scan without an answer, doubled with each further one up to the longest.
const FIRST_WAIT: u64 = 5;
const LONGEST_WAIT: u64 = 600;

fn wait(attempts: u32) -> u64 {
    FIRST_WAIT
        .saturating_mul(2_u64.saturating_pow(attempts.saturating_sub(1)))
        .min(LONGEST_WAIT)
}

/// Writes down what came of a scan, in the transaction that keeps the bytes; what is known of them now comes back.
pub fn note(conn: &mut DbConn, sha256: &str, outcome: &Outcome, now: Timestamp) -> AppResult<ScanState> {
    match outcome {
        Outcome::Off => {}
        Outcome::Answered(Verdict::Clean) => store::answer(conn, sha256, ScanState::Clean, "", now)?,
        Outcome::Answered(Verdict::Infected(name)) => strike(conn, sha256, name, now)?,
        Outcome::NoAnswer(why) => store::wait(conn, sha256, why, after(now, wait(1)))?,
    }
    scan_state(conn, sha256)
}

/// What is known of bytes.
pub fn scan_state(conn: &mut DbConn, sha256: &str) -> AppResult<ScanState> {
    Ok(scan_states(conn, &[sha256.to_owned()])?
        .remove(sha256)
        .unwrap_or_default())
}

/// The same of many; what is not in the answer is not scanned.
pub fn scan_states(conn: &mut DbConn, digests: &[String]) -> AppResult<HashMap<String, ScanState>> {
    store::list(conn, digests)
}

/// Refuses bytes that may not leave the portal.
pub fn check_clear(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    refuse(scan_state(conn, sha256)?)
}

/// Refuses bytes in which something was found; those that still wait may be kept.
pub fn check_keepable(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    match scan_state(conn, sha256)? {
        ScanState::Infected => refuse(ScanState::Infected),
        _ => Ok(()),
    }
}

fn refuse(state: ScanState) -> AppResult<()> {
    match state {
        ScanState::Unscanned | ScanState::Clean => Ok(()),
        ScanState::Waiting => {
            Err(AppError::field_refusal("file", ErrorCode::FileScanning).retry_after(FIRST_WAIT))
        }
        ScanState::Infected => Err(AppError::field_refusal("file", ErrorCode::FileInfected)),
    }
}

/// Asks this table before the store opens bytes for somebody.
struct Rows(Db);

impl Clearance for Rows {
    fn check<'a>(&'a self, sha256: &'a str) -> BoxFuture<'a, Result<(), AppError>> {
        let sha256 = sha256.to_owned();
        Box::pin(self.0.peek(move |conn| check_clear(conn, &sha256)))
    }
}

/// What the store of files asks.
pub fn clearance(db: Db) -> Arc<dyn Clearance> {
    Arc::new(Rows(db))
}

/// Something was found: files that wait are let go, and whoever sent these bytes is told, once for each file.
fn strike(conn: &mut DbConn, sha256: &str, name: &str, now: Timestamp) -> AppResult<()> {
    let is_news = scan_state(conn, sha256)? != ScanState::Infected;
    store::answer(conn, sha256, ScanState::Infected, name, now)?;
    if !is_news {
        return Ok(());
    }
    for (account, file) in uploads::list_senders(conn, sha256)? {
        // An account that was suspended meanwhile is told nothing.
        let Ok(account) = accounts::load_account(conn, account) else {
            continue;
        };
        let to = Recipient::new(
            Some(account.id),
            account.phone.as_deref(),
            account.email.as_deref(),
        );
        let notice = Notice::FileInfected { at: now, file };
        notification::send(conn, now, Message::new(to, notice, Lang::Vi))?;
    }
    uploads::end_waiting(conn, sha256, now)
}

/// Scans of one look at the table.
const BATCH: i64 = 50;

/// Asks again about files of which there is no answer, one after the other; says how many were answered. Stops at the
/// first that is not: the next look comes soon, and a scanner that is down is not asked for each file.
pub async fn scan_waiting(state: &AppState) -> AppResult<usize> {
    let Some(scanner) = &state.antivirus else {
        return Ok(0);
    };
    let mut count = 0;
    let now = state.clock.now();
    let due = state.db.read(move |conn| store::due(conn, now, BATCH)).await?;
    for (sha256, attempts) in due {
        // Claimed by moving it on, so that another server leaves it alone meanwhile.
        let (asked, next) = (sha256.clone(), after(now, wait(attempts + 1).max(60)));
        let is_ours = state
            .db
            .write(move |conn| store::claim(conn, &asked, attempts, next))
            .await?;
        if !is_ours {
            continue;
        }
        let Some(bytes) = find_bytes(state, &sha256).await? else {
            let gone = sha256.clone();
            state.db.write(move |conn| store::forget(conn, &gone)).await?;
            continue;
        };
        let outcome = outcome(scanner.scan(bytes).await);
        let (asked, found) = (sha256.clone(), outcome.clone());
        let now = state.clock.now();
        state
            .db
            .write(move |conn| match &found {
                Outcome::NoAnswer(why) => store::put_off(conn, &asked, why, after(now, wait(attempts + 1))),
                answered => note(conn, &asked, answered, now).map(|_| ()),
            })
            .await?;
        if !matches!(outcome, Outcome::Answered(_)) {
            return Ok(count);
        }
        state.bell.ring();
        count += 1;
    }
    Ok(count)
}

/// Bytes of a digest, wherever they lie. Nothing when nobody has them any more.
async fn find_bytes(state: &AppState, sha256: &str) -> AppResult<Option<Stored>> {
    if state.files.has_stored(sha256).await? {
        return Ok(Some(state.files.read_stored(sha256).await?));
    }
    let asked = sha256.to_owned();
    let waiting = state
        .db
        .read(move |conn| uploads::find_waiting_by_digest(conn, &asked))
        .await?;
    let Some(id) = waiting else {
        return Ok(None);
    };
    match state.files.stream_staged(id).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.code == ErrorCode::UploadGone => Ok(None),
        Err(error) => Err(error),
    }
}

/// Kept files that came in before there was an antivirus, looked at in one hour.
const BEFORE_PER_HOUR: i64 = 5_000;

/// Has files scanned that came in before there was an antivirus. They are handed out meanwhile, as they were.
pub async fn scan_older(state: &AppState) -> AppResult<usize> {
    let Some(scanner) = &state.antivirus else {
        return Ok(0);
    };
    let unscanned = state
        .db
        .read(move |conn| store::list_unscanned(conn, BEFORE_PER_HOUR))
        .await?;
    let mut count = 0;
    for sha256 in unscanned {
        let Some(bytes) = find_bytes(state, &sha256).await? else {
            continue;
        };
        let found @ Outcome::Answered(_) = outcome(scanner.scan(bytes).await) else {
            return Ok(count);
        };
        let now = state.clock.now();
        state
            .db
            .write(move |conn| note(conn, &sha256, &found, now))
            .await?;
        state.bell.ring();
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_ten_minutes() {
        let waits: Vec<u64> = (1..=9).map(wait).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        assert_eq!(wait(u32::MAX), 600);
    }
}
