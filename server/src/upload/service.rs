//! Receiving a file, and putting it to use in the same transaction as the row that stands on it.

use super::incoming::{digest_rest, stream_in};
use super::store::{self, Upload};
use crate::clock::after;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::identity::domain::Account;
use crate::job::queue;
use crate::signature::service as signature;
use crate::state::AppState;
use actix_web::web::{Bytes, Payload};
use futures::Stream;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose, UploadView};
use motcua_shared::upload::rule::{MAX_FILE_NAME, check_file_name};
use serde::{Deserialize, Serialize};

pub use super::incoming::{Body, Staged};

/// A file as it is announced.
pub struct Announced {
    /// What it is sent for.
    pub purpose: Purpose,
    /// Name on the sender's device.
    pub file_name: String,
    /// The same key again is the same file again.
    pub idempotency_key: String,
}

/// Receives, hashes and judges a file. Nothing of a refused file stays.
pub async fn receive(
    state: &AppState,
    account: &Account,
    announced: Announced,
    mut payload: Payload,
) -> AppResult<UploadView> {
    let name = check_file_name(&announced.file_name)
        .map_err(|code| AppError::field_refusal("file", code).with("max", MAX_FILE_NAME))?
        .to_owned();
    let (id, owner, key) = (new_id(UploadId::from_uuid), account.id, announced.idempotency_key);
    let asked = key.clone();
    let (before, waiting) = state
        .db
        .read(move |conn| {
            Ok((
                store::find_by_key(conn, owner, &asked)?,
                store::count_waiting(conn, owner)?,
            ))
        })
        .await?;
    if let Some(upload) = before {
        let sha256 = digest_rest(&mut payload, state.config.upload.max_bytes).await?;
        return repeated(upload, announced.purpose, &sha256);
    }
    let most = u64::from(state.config.upload.max_waiting);
    if waiting >= most {
        return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(3600));
    }
    let staged = Staged::new(state.files.clone(), id);
    let body = stream_in(state, &staged, announced.purpose, &mut payload).await?;
    let report = match body.media_type {
        MediaType::Pdf => Some(
            state
                .gate
                .judge(state.files.read_staged(id), state.clock.now())
                .await?,
        ),
        MediaType::Jpeg | MediaType::Png => None,
    };
    if let Some(report) = &report {
        state
            .gate
            .accept(announced.purpose, report)
            .map_err(|code| AppError::field_refusal("file", code))?;
    }
    let now = state.clock.now();
    let view = UploadView {
        id,
        file_name: name,
        size: body.size,
        sha256: body.sha256,
        media_type: body.media_type,
        report,
        ends_at: ends_at(state, now),
    };
    let purpose = announced.purpose;
    let (view, is_new) = state
        .db
        .write(move |conn| {
            // Counted once more: others may have come in while this one was on its way.
            if store::count_waiting(conn, owner)? >= most && store::find_by_key(conn, owner, &key)?.is_none()
            {
                return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(3600));
            }
            if store::insert(conn, owner, &key, purpose, &view, now)? {
                return Ok((view, true));
            }
            // The same file came twice at the same time; the other one was first.
            let first = store::find_by_key(conn, owner, &key)?.ok_or(ErrorCode::Internal)?;
            Ok((repeated(first, purpose, &view.sha256)?, false))
        })
        .await?;
    if is_new {
        staged.keep();
    }
    Ok(view)
}

/// Takes in a file that nobody judged yet: it lies in staging, without a row, until [`admit`] or the hourly job.
pub async fn take_in<S, E>(state: &AppState, purpose: Purpose, stream: &mut S) -> AppResult<(Staged, Body)>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let staged = Staged::new(state.files.clone(), new_id(UploadId::from_uuid));
    let body = stream_in(state, &staged, purpose, stream).await?;
    Ok((staged, body))
}

/// Takes in a file that this server makes or keeps, as one that this account sent: to be handed out, or put to use.
pub async fn put<S, E>(
    state: &AppState,
    account: AccountId,
    file_name: String,
    mut stream: S,
) -> AppResult<UploadView>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let purpose = Purpose::Component;
    let (staged, body) = take_in(state, purpose, &mut stream).await?;
    let now = state.clock.now();
    let view = UploadView {
        id: staged.id(),
        file_name,
        size: body.size,
        sha256: body.sha256,
        media_type: body.media_type,
        report: None,
        ends_at: ends_at(state, now),
    };
    let (key, written) = (format!("made-{}", view.id), view.clone());
    state
        .db
        .write(move |conn| admit(conn, account, &key, purpose, &written, now))
        .await?;
    staged.keep();
    Ok(view)
}

/// Lets a file go before its time that nobody needs any more; used ones stay.
pub async fn forget(state: &AppState, account: AccountId, id: UploadId) -> AppResult<()> {
    let is_gone = state
        .db
        .write(move |conn| store::delete_unused(conn, account, id))
        .await?;
    match is_gone {
        true => state.files.discard_staged(id).await,
        false => Ok(()),
    }
}

/// Gives a file in staging the row of one that was received and judged; `false` when it has one.
pub fn admit(
    conn: &mut DbConn,
    account: AccountId,
    key: &str,
    purpose: Purpose,
    view: &UploadView,
    now: Timestamp,
) -> AppResult<bool> {
    store::insert(conn, account, key, purpose, view, now)
}

/// When a file that comes in now is forgotten unless put to use.
pub fn ends_at(state: &AppState, now: Timestamp) -> Timestamp {
    after(now, state.config.upload.keep_hours * 3600)
}

/// The earlier answer to a request that came again, if it is the same request.
fn repeated(first: Upload, purpose: Purpose, sha256: &str) -> AppResult<UploadView> {
    if first.purpose == purpose && first.view.sha256 == sha256 {
        Ok(first.view)
    } else {
        Err(ErrorCode::IdempotencyMismatch.into())
    }
}

/// A file of this account, used or not.
pub fn load(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<Upload> {
    store::find(conn, account, id)?.ok_or_else(|| ErrorCode::UploadGone.into())
}

/// Puts a file to use in the transaction of `conn`; call inside [`keep`]. `false` when it was put to use before.
pub fn claim(conn: &mut DbConn, upload: &UploadView, used_for: &str, now: Timestamp) -> AppResult<bool> {
    if !store::use_for(conn, upload.id, used_for)? {
        return Ok(false);
    }
    store::insert_stored(conn, &upload.sha256, upload.size, upload.media_type, now)?;
    if let Some(report) = &upload.report {
        signature::note(conn, &upload.sha256, report, now)?;
    }
    Ok(true)
}

/// Kind of the job that lets bytes go.
pub const RELEASE: &str = "upload.release";

/// Argument of that job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Release {
    /// Digest of the bytes.
    pub sha256: String,
}

/// Asks, in the transaction of `conn`, that bytes go once nothing stands on them any more.
pub fn release(conn: &mut DbConn, sha256: &str, now: Timestamp) -> AppResult<()> {
    let argument = Release {
        sha256: sha256.to_owned(),
    };
    queue::enqueue(conn, now, RELEASE, &argument)
}

/// Puts the bytes under their digest, then runs the transaction that stands on them. When it fails, the bytes go again
/// unless another row stands on them: no file without a row, no row without a file.
///
/// Several requests may stand on the same bytes at once, and one that fails must not take them from one that succeeds.
/// Whoever wrote a row looks for the bytes afterwards and still has a staged copy to put back; whoever deletes sets the
/// bytes aside first and then looks for a row once more. Whatever the order, the later of the two sees the other.
///
/// All of it runs to its end, also when the one who asked has hung up.
pub async fn keep<T, F>(state: &AppState, upload: &UploadView, work: F) -> AppResult<T>
where
    F: Future<Output = AppResult<T>> + 'static,
    T: 'static,
{
    let (state, upload) = (state.clone(), upload.clone());
    let whole = async move {
        state.files.promote(upload.id, &upload.sha256).await?;
        let result = work.await;
        let tidied = match &result {
            Ok(_) => settle(&state, &upload).await,
            Err(_) => take_back(&state, &upload).await,
        };
        if let Err(error) = tidied {
            tracing::error!(upload = %upload.id, cause = ?error.cause, "files and rows are left for the hourly job");
        }
        result
    };
    actix_web::rt::spawn(whole).await.map_err(AppError::internal)?
}

async fn settle(state: &AppState, upload: &UploadView) -> AppResult<()> {
    if !state.files.has_stored(&upload.sha256).await? {
        state.files.promote(upload.id, &upload.sha256).await?;
    }
    state.files.discard_staged(upload.id).await
}

async fn take_back(state: &AppState, upload: &UploadView) -> AppResult<()> {
    if is_stood_on(state, &upload.sha256).await? {
        return Ok(());
    }
    discard(state, &upload.sha256).await
}

/// Deletes bytes that no row stands on, and puts them back if somebody came to stand on them meanwhile.
pub(super) async fn discard(state: &AppState, sha256: &str) -> AppResult<()> {
    let Some(aside) = state.files.set_aside(sha256).await? else {
        return Ok(());
    };
    if is_stood_on(state, sha256).await? {
        state.files.put_back(&aside).await?;
        return Ok(());
    }
    state.files.discard_aside(&aside).await
}

pub(super) async fn is_stood_on(state: &AppState, sha256: &str) -> AppResult<bool> {
    let sha256 = sha256.to_owned();
    state.db.read(move |conn| store::is_stored(conn, &sha256)).await
}
