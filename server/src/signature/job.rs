//! Stored papers are verified again: when what is trusted changed, and when the last time is long ago.

use super::kept::Piece;
use super::kept::store as evidence;
use super::renew::{self, Renewed};
use super::service::{JUDGED, Judged};
use super::{service, store};
use crate::clock::{after, before};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::job::queue;
use crate::state::AppState;
use futures::TryStreamExt;
use motcua_shared::time::Timestamp;

/// Files looked for at a time.
const BATCH: i64 = 50;

/// A verdict older than this is renewed: certificates expire and are revoked meanwhile.
const AGE_SECONDS: u64 = 30 * 24 * 3600;

/// Tries to bring what is missing for a paper, at most: some ten days. After that the monthly verification goes on.
const ATTEMPTS: i32 = 48;

/// Takes up what the operator changed in the trust folders.
pub async fn reload(state: &AppState) -> AppResult<()> {
    let config = state.config.clone();
    let loaded = tokio::task::spawn_blocking(move || service::verifier(&config))
        .await
        .map_err(AppError::internal)?;
    match loaded {
        Ok((verifier, note)) => {
            if let Some(note) = note {
                tracing::warn!("{note}");
            }
            state.gate.replace(verifier);
        }
        // What was trusted until now stays in force; an unreadable folder is no reason to refuse every paper.
        Err(error) => tracing::error!(
            error = format!("{error:#}"),
            "the trust folders cannot be read again"
        ),
    }
    Ok(())
}

/// Lets go of evidence for papers that are gone.
pub async fn forget_unused(state: &AppState) -> AppResult<()> {
    state.db.write(evidence::forget_unused).await.map(|_| ())
}

/// Verifies what is due, as many files at most as the settings allow in one run; says how many there were.
pub async fn verify_again(state: &AppState) -> AppResult<u64> {
    let trust = state.gate.trust();
    let oldest = before(state.clock.now(), AGE_SECONDS);
    let mut done = 0;
    while done < state.config.signature.verify_again_per_hour {
        let asked = trust.clone();
        let due = state
            .db
            .read(move |conn| store::list_due(conn, &asked, oldest, BATCH))
            .await?;
        if due.is_empty() {
            break;
        }
        for sha256 in due {
            verify(state, &trust, sha256).await?;
            done += 1;
        }
    }
    Ok(done)
}

/// Judges one paper by what is there.
async fn verify(state: &AppState, trust: &str, sha256: String) -> AppResult<()> {
    let now = state.clock.now();
    let kept = kept(state, &sha256).await?;
    let verifier = state.gate.verifier();
    let work = async {
        let permit = state.gate.turn().await?;
        let bytes = read(state, &sha256).await?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            renew::judge(&verifier, &bytes, &kept, now)
        })
        .await
        .map_err(AppError::internal)
    };
    let renewed = work.await;
    settle(state, trust.to_owned(), sha256, renewed, now)
        .await
        .map(|_| ())
}

/// Looks after papers that just came in, and those for which something is still to be brought: judges them, brings what
/// is missing, keeps what the verdict stands on. Says how many there were.
pub async fn care(state: &AppState) -> AppResult<u64> {
    let mut done = 0;
    loop {
        let now = state.clock.now();
        let due = state
            .db
            .read(move |conn| store::list_uncared(conn, now, BATCH))
            .await?;
        if due.is_empty() {
            return Ok(done);
        }
        for (sha256, attempts) in due {
            care_for(state, sha256, attempts).await?;
            done += 1;
        }
    }
}

/// At start: papers that came in before there was a timestamp authority are stamped, too.
pub async fn start_care(state: &AppState) -> AppResult<()> {
    if state.config.signature.timestamp_url.is_empty() {
        return Ok(());
    }
    let now = state.clock.now();
    state
        .db
        .write(move |conn| store::care_for_unstamped(conn, now))
        .await
        .map(|_| ())
}

/// One paper at a time, and not among those that wait for a turn: whoever does not answer holds up nobody's upload.
async fn care_for(state: &AppState, sha256: String, attempts: i32) -> AppResult<()> {
    let now = state.clock.now();
    // Who takes long, or falls over, does not have the next server take the same paper at once, nor this one for ever.
    let (lease, name) = (after(now, wait(attempts)), sha256.clone());
    state
        .db
        .write(move |conn| store::care_at(conn, &name, Some(lease), attempts.saturating_add(1)))
        .await?;
    let kept = kept(state, &sha256).await?;
    let trust = state.gate.trust();
    let (verifier, config) = (state.gate.verifier(), state.config.clone());
    let work = async {
        let bytes = read(state, &sha256).await?;
        tokio::task::spawn_blocking(move || renew::care(&verifier, &config.signature, &bytes, &kept, now))
            .await
            .map_err(AppError::internal)
    };
    let renewed = work.await;
    let is_open = settle(state, trust, sha256.clone(), renewed, now).await?;
    if !is_open || attempts >= ATTEMPTS {
        let settled = move |conn: &mut DbConn| store::care_at(conn, &sha256, None, 0);
        state.db.write(settled).await?;
    }
    Ok(())
}

/// Seconds until the next try: from a minute to six hours.
fn wait(attempts: i32) -> u64 {
    let doublings = u32::try_from(attempts).unwrap_or(u32::MAX).min(12);
    (60_u64 << doublings).min(6 * 3600)
}

async fn kept(state: &AppState, sha256: &str) -> AppResult<Vec<Piece>> {
    let name = sha256.to_owned();
    state.db.read(move |conn| evidence::list(conn, &name)).await
}

async fn read(state: &AppState, sha256: &str) -> AppResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut stream = state.files.read_stored(sha256).await?;
    while let Some(chunk) = stream.try_next().await.map_err(AppError::internal)? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Writes what was found, together with what it stands on, and has those told who show the verdict; says whether something
/// is still missing.
async fn settle(
    state: &AppState,
    trust: String,
    sha256: String,
    renewed: AppResult<Renewed>,
    now: Timestamp,
) -> AppResult<bool> {
    let (is_open, is_other) = state
        .db
        .write(move |conn| match renewed {
            Ok(renewed) => {
                take_turn(conn, "signature-report", &sha256)?;
                let is_other = store::update(conn, &sha256, &trust, &renewed, now)?;
                evidence::insert(conn, &sha256, &renewed.pieces, now)?;
                if is_other {
                    queue::enqueue(conn, now, JUDGED, &Judged { sha256 })?;
                }
                Ok((renewed.is_open, is_other))
            }
            Err(error) => {
                tracing::error!(sha256, cause = ?error.cause, "a stored paper could not be verified again");
                store::postpone(conn, &sha256, &trust, now)?;
                Ok((true, false))
            }
        })
        .await?;
    if is_other {
        state.bell.ring();
    }
    Ok(is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_less_and_less_often() {
        let waits: Vec<u64> = [0, 1, 5, 9, 40, i32::MAX, -1].map(wait).to_vec();
        assert_eq!(waits, [60, 120, 1920, 21600, 21600, 21600, 21600]);
    }
}
