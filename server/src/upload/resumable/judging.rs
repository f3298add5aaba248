//! Making an upload of a file of which every byte has come.
//!
//! A server that judges may stop for longer than its claim lasts, and go on when another one has judged the file. So each
//! judging stages under a name of its own, and what it found counts only while the claim is still its own: the claim is
//! renewed, the whole is put in the place of the file's id, and row and claim change in one transaction. Whoever comes late
//! puts the same bytes there once more at most. They are taken away again only when there is neither row: from then on no
//! row of that id can come.

use super::domain::{Part, Sending};
use super::service::{Found, again, discard, find, keep_refusal};
use super::store;
use crate::clock::after;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::http::problem;
use crate::state::AppState;
use crate::upload::incoming::{Staged, stream_in};
use crate::upload::scan::service::{self as scan, Outcome};
use crate::upload::service::judge;
use crate::upload::store as uploads;
use anyhow::anyhow;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::UploadView;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// So long one server may judge a file before another one may, unless it says that it still does.
const JUDGING_SECONDS: u64 = 120;

/// How often whoever judges looks whether the claim is to be renewed, which it is when half of it is over.
const TICK: Duration = Duration::from_secs(1);

/// How often, and how many times, somebody looks whether another request has judged the file.
const LOOK_EVERY: Duration = Duration::from_millis(300);
const LOOKS: usize = 100;

/// Makes an upload of a file of which every byte has come. One request does so; the others wait for what comes of it.
pub(super) async fn finish(state: AppState, sending: Sending) -> AppResult<UploadView> {
    let (account, id) = (sending.account_id, sending.id);
    for _ in 0..LOOKS {
        let now = state.clock.now();
        let until = after(now, JUDGING_SECONDS);
        let is_ours = state
            .db
            .write(move |conn| store::claim_judging(conn, id, now, until))
            .await?;
        if is_ours && let Some(view) = conclude(&state, &sending, Claim { id, until }).await? {
            return Ok(view);
        }
        match find(&state, account, id).await? {
            Found::Upload(view) => return Ok(*view),
            Found::Sending(Sending {
                refusal: Some(refusal),
                ..
            }) => return Err(again(&refusal)),
            Found::Sending(_) => sleep(LOOK_EVERY).await,
        }
    }
    Err(AppError::unavailable(anyhow!("a file is being judged for long")))
}

/// The right to judge a file. Until when it lasts also tells it from every other one: a claim that follows another ends
/// later.
struct Claim {
    id: UploadId,
    until: Timestamp,
}

impl Claim {
    /// Says that the judging goes on; `false` when somebody else has the claim, or the file is gone.
    async fn renew(&mut self, state: &AppState) -> AppResult<bool> {
        let (id, held) = (self.id, self.until);
        let until = after(state.clock.now(), JUDGING_SECONDS);
        let is_ours = state
            .db
            .write(move |conn| store::renew_judging(conn, id, held, until))
            .await?;
        if is_ours {
            self.until = until;
        }
        Ok(is_ours)
    }

    fn is_half_over(&self, state: &AppState) -> bool {
        after(state.clock.now(), JUDGING_SECONDS / 2) >= self.until
    }

    /// Works while the claim holds; nothing comes back when it is another's by now.
    async fn hold<T>(&mut self, state: &AppState, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        loop {
            if let Ok(done) = timeout(TICK, &mut work).await {
                return Some(done);
            }
            // A database that does not answer decides nothing: the row is written under the claim, or not at all.
            if self.is_half_over(state) && matches!(self.renew(state).await, Ok(false)) {
                return None;
            }
        }
    }
}

/// Puts the pieces together, judges the whole, and writes what came of it; nothing when that is another's to do by now.
async fn conclude(state: &AppState, sending: &Sending, mut claim: Claim) -> AppResult<Option<UploadView>> {
    let id = sending.id;
    let parts = state.db.read(move |conn| store::list_parts(conn, id)).await?;
    let staged = Staged::new(state.files.clone(), new_id(UploadId::from_uuid));
    let judging = judge_parts(state, sending, &staged, &parts);
    let result = match claim.hold(state, judging).await {
        Some(Ok(judged)) => take(state, sending, &mut claim, &staged, judged).await,
        Some(Err(error)) => Err(error),
        None => Ok(None),
    };
    let until = claim.until;
    match result {
        Ok(Some(view)) => {
            discard(state, parts).await;
            Ok(Some(view))
        }
        Ok(None) => leave(state, sending).await.map(|()| None),
        Err(error) if is_final(&error) => {
            match keep_refusal(state, (sending.account_id, id), Some(until), &error).await? {
                true => Err(error),
                false => leave(state, sending).await.map(|()| None),
            }
        }
        Err(error) => {
            let is_ours = state
                .db
                .write(move |conn| store::release_judging(conn, id, until))
                .await?;
            match is_ours {
                true => Err(error),
                // Another one judges, or has judged; or the answer of the transaction was lost, and it was written.
                false => leave(state, sending).await.map(|()| None),
            }
        }
    }
}

/// Whether the file is at fault, and not this moment.
fn is_final(error: &AppError) -> bool {
    problem::status(error.code).is_client_error()
        && !matches!(error.code, ErrorCode::TooManyRequests | ErrorCode::NotFound)
}

async fn judge_parts(
    state: &AppState,
    sending: &Sending,
    staged: &Staged,
    parts: &[Part],
) -> AppResult<(UploadView, Outcome)> {
    let mut end = 0;
    for part in parts {
        if part.start != end {
            return Err(AppError::internal(anyhow!("pieces do not join")));
        }
        end = part.start.saturating_add(part.size);
    }
    let names = parts.iter().map(|part| part.object.clone()).collect();
    let mut stream = state.files.read_parts(names);
    let body = stream_in(state, staged, sending.purpose, &mut stream).await?;
    if body.size != sending.size || end != sending.size {
        return Err(AppError::internal(anyhow!("pieces are not the whole")));
    }
    let name = sending.file_name.clone();
    let (view, scanned) = judge(state, staged.id(), name, sending.purpose, body).await?;
    let id = sending.id;
    Ok((UploadView { id, ..view }, scanned))
}

/// Puts the whole in its place and writes its row; nothing when the claim is another's by now, or the file was called off.
async fn take(
    state: &AppState,
    sending: &Sending,
    claim: &mut Claim,
    staged: &Staged,
    (view, scanned): (UploadView, Outcome),
) -> AppResult<Option<UploadView>> {
    if !claim.renew(state).await? {
        return Ok(None);
    }
    // Before its row: a server that stops here leaves bytes, which the next judging or the hourly job finds.
    state.files.copy_staged(staged.id(), view.id).await?;
    let (now, until) = (state.clock.now(), claim.until);
    let (account, key, purpose) = (sending.account_id, sending.key.clone(), sending.purpose);
    state
        .db
        .write(move |conn| {
            if !store::delete_judged(conn, view.id, until)? {
                return Ok(None);
            }
            if !uploads::insert(conn, account, &key, purpose, &view, now)? {
                return Err(ErrorCode::IdempotencyMismatch.into());
            }
            let scan = scan::note(conn, &view.sha256, &scanned, now)?;
            Ok(Some(UploadView { scan, ..view }))
        })
        .await
}

/// Takes away what this judging may have put in the place of a file that was called off or forgotten.
async fn leave(state: &AppState, sending: &Sending) -> AppResult<()> {
    let (account, id) = (sending.account_id, sending.id);
    let is_gone = state
        .db
        .read(move |conn| {
            // In this order, as whoever asks: a file that becomes an upload between the two looks is found by the second.
            Ok(store::find(conn, account, id)?.is_none() && uploads::find(conn, account, id)?.is_none())
        })
        .await?;
    match is_gone {
        true => state.files.discard_staged(id).await,
        false => Ok(()),
    }
}
