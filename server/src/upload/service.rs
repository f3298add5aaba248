//! Receiving a file, and putting it to use in the same transaction as the row that stands on it.

use super::store::{self, Upload};
use crate::clock::after;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::files::Files;
use crate::identity::domain::Account;
use crate::job::queue;
use crate::signature::service as signature;
use crate::state::AppState;
use actix_web::web::{Bytes, Payload};
use futures::StreamExt;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose, UploadView};
use motcua_shared::upload::rule::{MAX_FILE_NAME, SNIFF_BYTES, check_file, check_file_name, sniff};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::timeout;

/// How long nothing may come of a body; longer than the browser waits before it tries again.
const SILENCE: Duration = Duration::from_secs(120);

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
        ends_at: after(now, state.config.upload.keep_hours * 3600),
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

/// The earlier answer to a request that came again, if it is the same request.
fn repeated(first: Upload, purpose: Purpose, sha256: &str) -> AppResult<UploadView> {
    if first.purpose == purpose && first.view.sha256 == sha256 {
        Ok(first.view)
    } else {
        Err(ErrorCode::IdempotencyMismatch.into())
    }
}

struct Body {
    size: u64,
    sha256: String,
    media_type: MediaType,
}

async fn stream_in(
    state: &AppState,
    staged: &Staged,
    purpose: Purpose,
    payload: &mut Payload,
) -> AppResult<Body> {
    let refuse = |code| refusal(code, state.config.upload.max_bytes);
    let max_bytes = state.config.upload.max_bytes;
    let mut writer = state.files.stage(staged.id).await?;
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut first = Vec::with_capacity(SNIFF_BYTES);
    let mut size = 0_u64;
    let result: AppResult<()> = async {
        while let Some(chunk) = next_chunk(payload).await? {
            size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if size > max_bytes {
                drain(payload, max_bytes).await;
                return Err(refuse(ErrorCode::FileTooLarge));
            }
            digest.update(&chunk);
            if first.len() < SNIFF_BYTES {
                first.extend(chunk.iter().take(SNIFF_BYTES - first.len()));
            }
            writer.wait_for_capacity(2).await.map_err(AppError::internal)?;
            writer.put(chunk);
        }
        Ok(())
    }
    .await;
    let checked = result.and_then(|()| {
        check_file(purpose, size, max_bytes, &first).map_err(refuse)?;
        sniff(&first).ok_or_else(|| refuse(ErrorCode::FileTypeNotTaken))
    });
    match checked {
        Ok(media_type) => {
            writer.finish().await.map_err(AppError::internal)?;
            let sha256 = crate::secret::hex(digest.finish().as_ref());
            Ok(Body {
                size,
                sha256,
                media_type,
            })
        }
        Err(error) => {
            if let Err(abort) = writer.abort().await {
                tracing::warn!(%abort, "a refused upload could not be taken back at once");
            }
            Err(error)
        }
    }
}

/// What comes next of a body. A line that stays silent is given up: the browser sends again under the same key.
async fn next_chunk(payload: &mut Payload) -> AppResult<Option<Bytes>> {
    let lost = || AppError::new(ErrorCode::NoConnection);
    let chunk = timeout(SILENCE, payload.next()).await.map_err(|_| lost())?;
    chunk.transpose().map_err(|_| lost())
}

fn refusal(code: ErrorCode, max_bytes: u64) -> AppError {
    AppError::field_refusal("file", code).with("max_mb", max_bytes / 1_000_000)
}

/// Digest of a body that need not be kept; empty for one that is too large to have been taken before.
async fn digest_rest(payload: &mut Payload, max_bytes: u64) -> AppResult<String> {
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut size = 0_u64;
    while let Some(chunk) = next_chunk(payload).await? {
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > max_bytes {
            drain(payload, max_bytes).await;
            return Ok(String::new());
        }
        digest.update(&chunk);
    }
    Ok(crate::secret::hex(digest.finish().as_ref()))
}

/// Reads what the browser still sends, within reason: a browser that is cut off while sending shows a network fault
/// instead of the answer.
async fn drain(payload: &mut Payload, max_bytes: u64) {
    let mut size = 0_u64;
    while let Some(Ok(chunk)) = payload.next().await {
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > max_bytes {
            break;
        }
    }
}

/// A staged object that disappears unless it is kept: also when the line drops and this request is dropped with it.
struct Staged {
    files: Option<Files>,
    id: UploadId,
}

impl Staged {
    fn new(files: Files, id: UploadId) -> Self {
        Self {
            files: Some(files),
            id,
        }
    }

    fn keep(mut self) {
        self.files = None;
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(files) = self.files.take() {
            let id = self.id;
            actix_web::rt::spawn(async move {
                if let Err(error) = files.discard_staged(id).await {
                    tracing::warn!(upload = %id, cause = ?error.cause, "a refused upload is left for the hourly job");
                }
            });
        }
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
