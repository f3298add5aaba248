//! Receiving a file, and putting it to use in the same transaction as the row that stands on it.

use super::incoming::{digest_rest, refusal, stream_in};
use super::scan::service as scan;
use super::store;
use crate::clock::after;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
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
use motcua_shared::upload::dto::{MediaType, Purpose, ScanState, UploadView};
use motcua_shared::upload::rule::{MAX_FILE_NAME, check_file_name};
use serde::{Deserialize, Serialize};

pub use super::incoming::{Body, Staged};
pub use super::scan::service::{
    Outcome, Scanner, Verdict, check_clear, clearance, scan_state, scan_states, scanner,
};
pub use super::store::Upload;

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
    let name = file_name(&announced.file_name)?;
    let (id, owner, key) = (new_id(UploadId::from_uuid), account.id, announced.idempotency_key);
    let (asked, bounds) = (key.clone(), Bounds::of(state));
    let before = state
        .db
        .read(move |conn| match store::find_by_key(conn, owner, &asked)? {
            Some(upload) => Ok(Some(upload)),
            None => bounds.check(conn, owner, 0).map(|()| None),
        })
        .await?;
    if let Some(upload) = before {
        let sha256 = digest_rest(&mut payload, state.config.upload.max_bytes).await?;
        return repeated(upload, announced.purpose, &name, &sha256);
    }
    let staged = Staged::new(state.files.clone(), id);
    let body = stream_in(state, &staged, announced.purpose, &mut payload).await?;
    let (purpose, bounds) = (announced.purpose, Bounds::of(state));
    let (view, scanned) = judge(state, id, name, purpose, body).await?;
    let (now, db) = (state.clock.now(), state.db.clone());
    let work = move |conn: &mut DbConn| {
        // Counted once more: others may have come in while this one was on its way.
        take_turn(conn, TURN, &owner.to_string())?;
        if let Some(first) = store::find_by_key(conn, owner, &key)? {
            // The same file came twice at the same time; the other one was first.
            return Ok((repeated(first, purpose, &view.file_name, &view.sha256)?, false));
        }
        bounds.check(conn, owner, view.size)?;
        if !store::insert(conn, owner, &key, purpose, &view, now)? {
            return Err(ErrorCode::Internal.into());
        }
        let scan = scan::note(conn, &view.sha256, &scanned, now)?;
        Ok((UploadView { scan, ..view }, true))
    };
    staged.written(async move { db.write(work).await }).await
}

/// A name that can be kept.
pub(super) fn file_name(name: &str) -> AppResult<String> {
    check_file_name(name)
        .map(str::to_owned)
        .map_err(|code| AppError::field_refusal("file", code).with("max", MAX_FILE_NAME))
}

/// What is counted in turn for each account: files that wait, and bytes.
pub(super) const TURN: &str = "upload";

/// How much one account may send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    waiting: u64,
    bytes: u64,
}

impl Bounds {
    pub(super) fn of(state: &AppState) -> Self {
        Self {
            waiting: u64::from(state.config.upload.max_waiting),
            bytes: state.config.upload.quota_bytes,
        }
    }

    /// Whether the account may send one file more, of so many bytes.
    pub(super) fn check(self, conn: &mut DbConn, account: AccountId, size: u64) -> AppResult<()> {
        const MEGA: u64 = 1_000_000;
        if store::count_waiting(conn, account)? >= self.waiting {
            return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(3600));
        }
        let used = store::sum_bytes(conn, account)?;
        if used.saturating_add(size.max(1)) > self.bytes {
            return Err(AppError::field_refusal("file", ErrorCode::QuotaReached)
                .with("used_mb", used.div_ceil(MEGA))
                .with("quota_mb", self.bytes / MEGA));
        }
        Ok(())
    }
}

/// Judges a file of which all bytes lie in staging, and has it scanned. What the antivirus said is to be written down
/// together with the row.
pub(super) async fn judge(
    state: &AppState,
    id: UploadId,
    name: String,
    purpose: Purpose,
    body: Body,
) -> AppResult<(UploadView, Outcome)> {
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
            .accept(purpose, report)
            .map_err(|code| AppError::field_refusal("file", code))?;
    }
    let scanned = scan_new(state, id, &body.sha256).await?;
    let view = UploadView {
        id,
        file_name: name,
        size: body.size,
        sha256: body.sha256,
        media_type: body.media_type,
        report,
        scan: ScanState::Unscanned,
        ends_at: ends_at(state, state.clock.now()),
    };
    Ok((view, scanned))
}

/// Has a staged file scanned before it is taken. One in which something was found is refused, and that is remembered.
pub async fn scan_new(state: &AppState, id: UploadId, sha256: &str) -> AppResult<Outcome> {
    let scanned = scan::scan_staged(state, id).await?;
    if let Outcome::Answered(Verdict::Infected(_)) = &scanned {
        let (sha256, found, now) = (sha256.to_owned(), scanned.clone(), state.clock.now());
        state
            .db
            .write(move |conn| scan::note(conn, &sha256, &found, now))
            .await?;
        state.bell.ring();
        return Err(AppError::field_refusal("file", ErrorCode::FileInfected));
    }
    Ok(scanned)
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

/// Whether the account may send one file more, of so many bytes; counted once more when it is there.
pub async fn check_room(state: &AppState, account: AccountId, size: u64) -> AppResult<()> {
    if size > state.config.upload.max_bytes {
        return Err(refusal(ErrorCode::FileTooLarge, &state.config.upload));
    }
    let bounds = Bounds::of(state);
    state.db.read(move |conn| bounds.check(conn, account, size)).await
}

/// Judges, scans and writes down a file that this server fetched for an account, as if the account had sent it.
pub async fn fetched(
    state: &AppState,
    account: AccountId,
    name: &str,
    purpose: Purpose,
    (staged, body): (Staged, Body),
) -> AppResult<UploadView> {
    let bounds = Bounds::of(state);
    let (view, scanned) = judge(state, staged.id(), file_name(name)?, purpose, body).await?;
    let (key, now) = (format!("fetched-{}", view.id), state.clock.now());
    let db = state.db.clone();
    let work = move |conn: &mut DbConn| {
        take_turn(conn, TURN, &account.to_string())?;
        bounds.check(conn, account, view.size)?;
        let is_new = store::insert(conn, account, &key, purpose, &view, now)?;
        let scan = scan::note(conn, &view.sha256, &scanned, now)?;
        Ok((UploadView { scan, ..view }, is_new))
    };
    staged.written(async move { db.write(work).await }).await
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
    let scanned = scan_new(state, staged.id(), &body.sha256).await?;
    let now = state.clock.now();
    let view = UploadView {
        id: staged.id(),
        file_name,
        size: body.size,
        sha256: body.sha256,
        media_type: body.media_type,
        report: None,
        scan: ScanState::Unscanned,
        ends_at: ends_at(state, now),
    };
    let (key, db) = (format!("made-{}", view.id), state.db.clone());
    let work = move |conn: &mut DbConn| {
        let is_new = admit(conn, account, &key, purpose, &view, &scanned, now)?;
        Ok((view, is_new))
    };
    staged.written(async move { db.write(work).await }).await
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

/// Lets a file go whose bytes are kept already, in the transaction of `conn`; call inside [`keep`].
pub fn let_go(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<()> {
    store::delete_unused(conn, account, id).map(|_| ())
}

/// Gives a file in staging the row of one that was received, judged and scanned; `false` when it has one.
pub fn admit(
    conn: &mut DbConn,
    account: AccountId,
    key: &str,
    purpose: Purpose,
    view: &UploadView,
    scanned: &Outcome,
    now: Timestamp,
) -> AppResult<bool> {
    let is_new = store::insert(conn, account, key, purpose, view, now)?;
    scan::note(conn, &view.sha256, scanned, now)?;
    Ok(is_new)
}

/// When a file that comes in now is forgotten unless put to use.
pub fn ends_at(state: &AppState, now: Timestamp) -> Timestamp {
    after(now, state.config.upload.keep_hours * 3600)
}

/// The earlier answer to a request that came again, if it is the same request.
pub(super) fn repeated(first: Upload, purpose: Purpose, name: &str, sha256: &str) -> AppResult<UploadView> {
    if first.purpose == purpose && first.view.file_name == name && first.view.sha256 == sha256 {
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
    scan::check_keepable(conn, &upload.sha256)?;
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
