//! Stored papers are verified again: when what is trusted changed, and when the last time is long ago.

use super::{service, store};
use crate::clock::before;
use crate::error::AppResult;
use crate::state::AppState;
use futures::TryStreamExt;

/// Files looked for at a time.
const BATCH: i64 = 50;

/// A verdict older than this is renewed: certificates expire and are revoked meanwhile.
const AGE_SECONDS: u64 = 30 * 24 * 3600;

/// Takes up what the operator changed in the trust folders.
pub async fn reload(state: &AppState) -> AppResult<()> {
    let config = state.config.clone();
    let loaded = tokio::task::spawn_blocking(move || service::verifier(&config))
        .await
        .map_err(crate::error::AppError::internal)?;
    match loaded {
        Ok(verifier) => state.gate.replace(verifier),
        // What was trusted until now stays in force; an unreadable folder is no reason to refuse every paper.
        Err(error) => tracing::error!(%error, "the trust folders cannot be read again"),
    }
    Ok(())
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

async fn verify(state: &AppState, trust: &str, sha256: String) -> AppResult<()> {
    let now = state.clock.now();
    let name = sha256.clone();
    let read = async {
        let mut bytes = Vec::new();
        let mut stream = state.files.read_stored(&name).await?;
        while let Some(chunk) = stream
            .try_next()
            .await
            .map_err(crate::error::AppError::internal)?
        {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.into())
    };
    let report = state.gate.judge(read, now).await;
    let trust = trust.to_owned();
    state
        .db
        .write(move |conn| match report {
            Ok(report) => store::update(conn, &sha256, &trust, &report, now),
            Err(error) => {
                tracing::error!(sha256, cause = ?error.cause, "a stored paper could not be verified again");
                store::postpone(conn, &sha256, &trust, now)
            }
        })
        .await
}
