//! Bytes on their way in: streamed to staging while they are hashed, bounded, and gone again unless they are kept.

use super::picture::Gauge;
use crate::config_upload::UploadConfig;
use crate::error::{AppError, AppResult};
use crate::files::Files;
use crate::http::problem;
use crate::state::AppState;
use actix_web::web::Bytes;
use futures::{Stream, StreamExt};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::upload::dto::{MediaType, Purpose};
use motcua_shared::upload::rule::{SNIFF_BYTES, check_file, sniff};
use std::time::Duration;
use tokio::time::timeout;

/// How long nothing may come of a body; longer than the browser waits before it tries again.
const SILENCE: Duration = Duration::from_secs(120);

/// What came in.
pub struct Body {
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// What the bytes are.
    pub media_type: MediaType,
}

/// Writes a body to staging and says what it is.
pub async fn stream_in<S, E>(
    state: &AppState,
    staged: &Staged,
    purpose: Purpose,
    payload: &mut S,
) -> AppResult<Body>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let refuse = |code| refusal(code, &state.config.upload);
    let max_bytes = state.config.upload.max_bytes;
    let mut writer = state.files.stage(staged.id).await?;
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut first = Vec::with_capacity(SNIFF_BYTES);
    let mut gauge = gauge(&state.config.upload);
    let mut size = 0_u64;
    let result: AppResult<()> = async {
        while let Some(chunk) = next_chunk(payload).await? {
            size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            if size > max_bytes {
                drain(payload, max_bytes).await;
                return Err(refuse(ErrorCode::FileTooLarge));
            }
            if let Err(code) = gauge.feed(&chunk) {
                drain(payload, max_bytes).await;
                return Err(refuse(code));
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
        let media = sniff(&first).ok_or_else(|| refuse(ErrorCode::FileTypeNotTaken))?;
        gauge.finish(media).map_err(refuse)?;
        Ok(media)
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
pub(super) async fn next_chunk<S, E>(payload: &mut S) -> AppResult<Option<Bytes>>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let lost = || AppError::new(ErrorCode::NoConnection);
    let chunk = timeout(SILENCE, payload.next()).await.map_err(|_| lost())?;
    chunk.transpose().map_err(|_| lost())
}

/// The refusal of a file, with every limit that its sentence may name.
pub(super) fn refusal(code: ErrorCode, limits: &UploadConfig) -> AppError {
    let refusal = AppError::field_refusal("file", code);
    match code {
        ErrorCode::PictureTooLarge => refusal.with("max_megapixels", limits.max_megapixels),
        _ => refusal.with("max_mb", limits.max_bytes / 1_000_000),
    }
}

/// What looks whether a picture is too large.
pub(super) fn gauge(limits: &UploadConfig) -> Gauge {
    Gauge::new(limits.max_megapixels.saturating_mul(1_000_000))
}

/// Digest of a body that need not be kept; empty for one that is too large to have been taken before.
pub(super) async fn digest_rest<S, E>(payload: &mut S, max_bytes: u64) -> AppResult<String>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
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
pub(super) async fn drain<S, E>(payload: &mut S, max_bytes: u64)
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let mut size = 0_u64;
    while let Some(Ok(chunk)) = payload.next().await {
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > max_bytes {
            break;
        }
    }
}

/// A staged object that disappears unless it is kept: also when the line drops and this request is dropped with it.
pub struct Staged {
    files: Option<Files>,
    id: UploadId,
}

impl Staged {
    /// Nothing is there yet.
    pub fn new(files: Files, id: UploadId) -> Self {
        Self {
            files: Some(files),
            id,
        }
    }

    /// What it is called.
    pub fn id(&self) -> UploadId {
        self.id
    }

    /// A row stands on it now.
    fn keep(mut self) {
        self.files = None;
    }

    /// Writes the row that stands on it; `work` also says whether one does. It runs to its end, also when the one who asked
    /// has hung up: a transaction that has begun goes on, and its row must find the file. Of one that failed nobody knows
    /// whether it was written before; then the file is left to the hourly job, which does.
    pub async fn written<T, F>(self, work: F) -> AppResult<T>
    where
        F: Future<Output = AppResult<(T, bool)>> + 'static,
        T: 'static,
    {
        let whole = async move {
            let result = work.await;
            let is_kept = match &result {
                Ok((_, is_written)) => *is_written,
                Err(error) => problem::status(error.code).is_server_error(),
            };
            if is_kept {
                self.keep();
            }
            result.map(|(value, _)| value)
        };
        actix_web::rt::spawn(whole).await.map_err(AppError::internal)?
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
