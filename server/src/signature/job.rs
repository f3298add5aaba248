//! Stored papers are verified again: when what is trusted changed, and when the last time is long ago.

use super::kept::Piece;
use super::kept::store as evidence;
use super::renew::{self, Outside, Renewed};
use super::service::{JUDGED, Judged};
use super::store::{Due, Judging, Uncared, Written};
use super::{Verifier, service, store};
use crate::clock::{after, before};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::job::queue;
use crate::secret;
use crate::state::AppState;
use anyhow::anyhow;
use futures::TryStreamExt;
use std::sync::Arc;

/// Files looked for at a time.
const BATCH: i64 = 50;

/// A verdict older than this is renewed: certificates expire and are revoked meanwhile.
const AGE_SECONDS: u64 = 30 * 24 * 3600;

/// Papers in a row that cannot be read after which the store is taken to be down until the next hour.
const UNREAD: u64 = 20;

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
    let verifier = state.gate.verifier();
    let now = state.clock.now();
    let due = Due {
        trust: verifier.trust(),
        oldest: before(now, AGE_SECONDS),
        now,
    };
    let (mut done, mut unread) = (0, 0);
    while done < state.config.signature.verify_again_per_hour {
        let asked = due.clone();
        let papers = state
            .db
            .read(move |conn| store::list_due(conn, &asked, BATCH))
            .await?;
        if papers.is_empty() {
            break;
        }
        for (sha256, retries) in papers {
            let is_read = verify(state, &verifier, &due.trust, sha256, retries).await?;
            unread = if is_read { 0 } else { unread + 1 };
            done += 1;
            if unread == UNREAD {
                tracing::error!("stored papers cannot be read; the others are verified in an hour");
                return Ok(done);
            }
        }
    }
    Ok(done)
}

/// Judges one paper by what is there; says whether it could be read.
async fn verify(
    state: &AppState,
    verifier: &Arc<Verifier>,
    trust: &str,
    sha256: String,
    retries: i32,
) -> AppResult<bool> {
    let judging = Judging {
        trust: trust.to_owned(),
        judged_at: state.clock.now(),
    };
    let kept = kept(state, &sha256).await?;
    let (verifier, now) = (Arc::clone(verifier), judging.judged_at);
    let work = async {
        let permit = state.gate.turn().await?;
        let bytes = read(state, &sha256).await?;
        let name = sha256.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            check_bytes(&bytes, &name)?;
            Ok::<_, AppError>(renew::judge(&verifier, &bytes, &kept, now))
        })
        .await
        .map_err(AppError::internal)?
    };
    let renewed = work.await;
    let is_read = renewed.is_ok();
    let is_done = match renewed {
        Ok(renewed) => settle(state, judging, sha256.clone(), renewed).await? != Written::Not,
        Err(error) => {
            tracing::error!(sha256, cause = ?error.cause, "a stored paper could not be verified again");
            false
        }
    };
    if !is_done {
        let next = after(state.clock.now(), wait(retries));
        let put_off =
            move |conn: &mut DbConn| store::postpone(conn, &sha256, next, retries.saturating_add(1));
        state.db.write(put_off).await?;
    }
    Ok(is_read)
}

/// Which papers are looked after. What asks for timestamps never holds up those that just came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    /// Those that just came in: what is known of their certificates is brought, and the first verdict of the portal stands.
    New,
    /// Those for which something is still to be brought, a timestamp among them.
    Open,
}

/// Looks after papers that just came in, and those for which something is still to be brought: judges them, brings what
/// is missing, keeps what the verdict stands on. Says how often it did.
pub async fn care(state: &AppState) -> AppResult<u64> {
    Ok(care_for_new(state).await? + care_for_open(state).await?)
}

/// The papers that just came in.
pub async fn care_for_new(state: &AppState) -> AppResult<u64> {
    care_in(state, Lane::New).await
}

/// The others.
pub async fn care_for_open(state: &AppState) -> AppResult<u64> {
    care_in(state, Lane::Open).await
}

async fn care_in(state: &AppState, lane: Lane) -> AppResult<u64> {
    let mut done = 0;
    while let Some(paper) = take(state, lane).await? {
        care_for(state, lane, paper).await?;
        done += 1;
    }
    Ok(done)
}

/// The next paper of a lane, which no other server takes until its lease is over.
async fn take(state: &AppState, lane: Lane) -> AppResult<Option<Uncared>> {
    loop {
        let now = state.clock.now();
        let found = state.db.read(move |conn| match lane {
            Lane::New => store::find_new(conn, now),
            Lane::Open => store::find_uncared(conn, now),
        });
        let Some(paper) = found.await? else {
            return Ok(None);
        };
        let (taken, lease) = (paper.clone(), after(now, wait(paper.attempts)));
        if state
            .db
            .write(move |conn| store::take(conn, &taken, lease))
            .await?
        {
            return Ok(Some(paper));
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
async fn care_for(state: &AppState, lane: Lane, paper: Uncared) -> AppResult<()> {
    let Uncared { sha256, attempts, .. } = paper;
    let verifier = state.gate.verifier();
    let judging = Judging {
        trust: verifier.trust(),
        judged_at: state.clock.now(),
    };
    let kept = kept(state, &sha256).await?;
    let outside = Outside {
        settings: state.config.signature.clone(),
        pauses: state.pauses.clone(),
        has_stamped: lane == Lane::Open,
    };
    let now = judging.judged_at;
    let work = async {
        let bytes = read(state, &sha256).await?;
        let name = sha256.clone();
        tokio::task::spawn_blocking(move || {
            check_bytes(&bytes, &name)?;
            Ok::<_, AppError>(renew::care(&verifier, &outside, &bytes, &kept, now))
        })
        .await
        .map_err(AppError::internal)?
    };
    let next = match work.await {
        Ok(renewed) => {
            let (is_open, is_unstamped) = (renewed.is_open, renewed.is_unstamped);
            match settle(state, judging, sha256.clone(), renewed).await? {
                // Another server found more meanwhile; what was brought is kept, and the paper is judged with it later.
                Written::Not => None,
                _ if !is_open => Some((None, 0)),
                _ if lane == Lane::New && is_unstamped => Some((Some(state.clock.now()), 0)),
                _ => None,
            }
        }
        Err(error) => {
            tracing::error!(sha256, cause = ?error.cause, "a paper that came in cannot be read");
            None
        }
    };
    // Else it is taken again when its lease is over.
    let next = next.or((attempts >= ATTEMPTS).then_some((None, 0)));
    if let Some((next, attempts)) = next {
        let settled = move |conn: &mut DbConn| store::care_at(conn, &sha256, next, attempts);
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

/// Half a file, or another one, says nothing about the one that came in.
fn check_bytes(bytes: &[u8], sha256: &str) -> AppResult<()> {
    if secret::sha256_hex(bytes) == sha256 {
        return Ok(());
    }
    Err(AppError::internal(anyhow!(
        "the stored bytes are not those of their name"
    )))
}

/// Writes what was found, together with what it stands on, and has those told who show the verdict.
async fn settle(state: &AppState, judging: Judging, sha256: String, renewed: Renewed) -> AppResult<Written> {
    let now = state.clock.now();
    let written = state
        .db
        .write(move |conn| {
            take_turn(conn, "signature-report", &sha256)?;
            let written = store::update(conn, &sha256, &judging, &renewed, now)?;
            if written == Written::Not && !store::is_known(conn, &sha256)? {
                return Ok(written);
            }
            evidence::insert(conn, &sha256, &renewed.pieces, now)?;
            if written == Written::Other {
                queue::enqueue(conn, now, JUDGED, &Judged { sha256 })?;
            }
            Ok(written)
        })
        .await?;
    if written == Written::Other {
        state.bell.ring();
    }
    Ok(written)
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
