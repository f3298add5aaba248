//! Beginning a file, taking its pieces, calling it off.

use super::domain::{Announcement, Part, Progress, Refusal, Sending};
use super::judging::finish;
use super::store;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use crate::upload::incoming::{drain, gauge, next_chunk, refusal};
use crate::upload::service::{Bounds, TURN, ends_at, file_name};
use crate::upload::store as uploads;
use actix_web::web::Bytes;
use futures::Stream;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::upload::rule::{SNIFF_BYTES, check_file};
use uuid::Uuid;

/// Bytes after which what came of a piece is kept: as many are lost at most when a server stops, and as many are held in
/// memory for each line.
const SEGMENT: usize = 1 << 20;

/// Refusals kept for one account, the newest: whoever lost an answer asks soon.
const REFUSALS: i64 = 20;

/// Begins a file. The same key again is the same file, wherever it stands.
pub async fn begin(
    state: &AppState,
    account: AccountId,
    key: String,
    announced: Announcement,
    size: u64,
) -> AppResult<Progress> {
    let name = file_name(&announced.file_name)?;
    if size == 0 {
        return Err(refusal(ErrorCode::FileEmpty, &state.config.upload));
    }
    if size > state.config.upload.max_bytes {
        return Err(refusal(ErrorCode::FileTooLarge, &state.config.upload));
    }
    let now = state.clock.now();
    let sending = Sending {
        id: new_id(UploadId::from_uuid),
        account_id: account,
        key,
        purpose: announced.purpose,
        file_name: name,
        size,
        received: 0,
        refusal: None,
        ends_at: ends_at(state, now),
    };
    let bounds = Bounds::of(state);
    state
        .db
        .write(move |conn| {
            take_turn(conn, TURN, &account.to_string())?;
            if let Some(before) = store::find_by_key(conn, account, &sending.key)? {
                let is_same = before.purpose == sending.purpose
                    && before.size == sending.size
                    && before.file_name == sending.file_name;
                return match is_same {
                    true => told(&before),
                    false => Err(ErrorCode::IdempotencyMismatch.into()),
                };
            }
            if let Some(before) = uploads::find_by_key(conn, account, &sending.key)? {
                let is_same = before.purpose == sending.purpose
                    && before.view.size == sending.size
                    && before.view.file_name == sending.file_name;
                return match is_same {
                    true => Ok(finished(&before.view)),
                    false => Err(ErrorCode::IdempotencyMismatch.into()),
                };
            }
            bounds.check(conn, account, size)?;
            store::insert(conn, &sending, now)?;
            Ok(sending.progress())
        })
        .await
}

/// Where a file stands that was sent whole.
fn finished(view: &UploadView) -> Progress {
    Progress {
        id: view.id,
        offset: view.size,
        size: view.size,
        ends_at: view.ends_at,
    }
}

/// Where a file stands, or why it was not taken.
fn told(sending: &Sending) -> AppResult<Progress> {
    match &sending.refusal {
        Some(refusal) => Err(again(refusal)),
        None => Ok(sending.progress()),
    }
}

pub(super) fn again(refusal: &Refusal) -> AppError {
    refusal.params.iter().fold(
        AppError::field_refusal("file", refusal.code),
        |error, (name, value)| error.with(name, value),
    )
}

/// What there is under an id.
pub(super) enum Found {
    /// On its way.
    Sending(Sending),
    /// Whole and taken.
    Upload(Box<UploadView>),
}

pub(super) async fn find(state: &AppState, account: AccountId, id: UploadId) -> AppResult<Found> {
    let now = state.clock.now();
    state
        .db
        .read(move |conn| {
            // In this order: a file that becomes an upload between the two looks is found by the second.
            if let Some(sending) = store::find(conn, account, id)? {
                return if sending.ends_at > now {
                    Ok(Found::Sending(sending))
                } else {
                    Err(ErrorCode::NotFound.into())
                };
            }
            let upload = uploads::find(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
            Ok(Found::Upload(Box::new(upload.view)))
        })
        .await
}

/// Where a file stands.
pub async fn progress(state: &AppState, account: AccountId, id: UploadId) -> AppResult<Progress> {
    match find(state, account, id).await? {
        Found::Sending(sending) => told(&sending),
        Found::Upload(view) => Ok(finished(&view)),
    }
}

/// What became of a file of which every byte has come: judged, if nobody did so yet.
pub async fn outcome(state: &AppState, account: AccountId, id: UploadId) -> AppResult<UploadView> {
    match find(state, account, id).await? {
        Found::Upload(view) => Ok(*view),
        Found::Sending(sending) => {
            told(&sending)?;
            if !sending.is_whole() {
                return Err(ErrorCode::UploadUnfinished.into());
            }
            to_the_end(finish(state.clone(), sending)).await
        }
    }
}

/// Takes a piece that begins at `offset`. What arrives is kept, also when the line breaks; with the last byte the file is
/// judged. Of two pieces for one place the first that arrives counts, and nothing of the other one.
pub async fn append<S, E>(
    state: &AppState,
    account: AccountId,
    id: UploadId,
    offset: u64,
    payload: S,
) -> AppResult<Progress>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin + 'static,
    E: 'static,
{
    let sending = match find(state, account, id).await? {
        Found::Upload(view) if offset == view.size => return Ok(finished(&view)),
        Found::Upload(_) => return Err(ErrorCode::UploadOffset.into()),
        Found::Sending(sending) => sending,
    };
    told(&sending)?;
    if sending.received != offset {
        return Err(ErrorCode::UploadOffset.into());
    }
    let state = state.clone();
    to_the_end(async move {
        let mut payload = payload;
        let sending = match take_pieces(&state, sending, &mut payload).await {
            Ok(sending) => sending,
            Err(Stopped::Refused { id, error }) => {
                drain(&mut payload, state.config.upload.max_bytes).await;
                keep_refusal(&state, (account, id), None, &error).await?;
                return Err(error);
            }
            Err(Stopped::Failed(error)) => return Err(error),
        };
        let progress = sending.progress();
        if sending.is_whole() {
            finish(state, sending).await?;
        }
        Ok(progress)
    })
    .await
}

/// Runs to the end, also when the one who asked has hung up.
async fn to_the_end<T: 'static>(work: impl Future<Output = AppResult<T>> + 'static) -> AppResult<T> {
    actix_web::rt::spawn(work).await.map_err(AppError::internal)?
}

/// Why no more pieces are taken.
enum Stopped {
    /// The file is not one that is taken.
    Refused { id: UploadId, error: AppError },
    /// This request ends here.
    Failed(AppError),
}

impl From<AppError> for Stopped {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// Reads a body and keeps it piece by piece.
async fn take_pieces<S, E>(
    state: &AppState,
    mut sending: Sending,
    payload: &mut S,
) -> Result<Sending, Stopped>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let mut held = Held::default();
    let broke_off = loop {
        match next_chunk(payload).await {
            Ok(Some(chunk)) => {
                let room = sending.size - sending.received;
                if (held.size + chunk.len()) as u64 > room {
                    return Err(AppError::new(ErrorCode::BodyTooLarge).into());
                }
                held.push(chunk);
                if held.size >= SEGMENT {
                    keep(state, &mut sending, &mut held).await?;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    keep(state, &mut sending, &mut held).await?;
    match broke_off {
        // Nobody hears this any more; what came is kept.
        Some(error) => Err(error.into()),
        None => Ok(sending),
    }
}

/// What came and is not kept yet.
#[derive(Default)]
struct Held {
    chunks: Vec<Bytes>,
    size: usize,
}

impl Held {
    fn push(&mut self, chunk: Bytes) {
        self.size += chunk.len();
        self.chunks.push(chunk);
    }

    fn first(&self) -> Vec<u8> {
        self.chunks.iter().flatten().take(SNIFF_BYTES).copied().collect()
    }
}

/// Writes what is held as a piece of its own, then its row. The row decides: of two pieces for one place the second finds
/// the place taken and goes again.
async fn keep(state: &AppState, sending: &mut Sending, held: &mut Held) -> Result<(), Stopped> {
    if held.size == 0 {
        return Ok(());
    }
    let Held { chunks, size } = look_first(state, sending, std::mem::take(held))?;
    let part = Part {
        object: format!("{}.{}", sending.id, Uuid::now_v7().simple()),
        start: sending.received,
        size: size as u64,
    };
    state.files.put_part(&part.object, chunks).await?;
    let (id, row) = (sending.id, part.clone());
    let written = state.db.write(move |conn| store::advance(conn, id, &row)).await;
    if !matches!(written, Ok(true)) {
        // Whether it was written is not known after a failure; the hourly job knows.
        if written.is_ok() {
            state.files.discard_part(&part.object).await?;
        }
        written?;
        return Err(AppError::new(ErrorCode::UploadOffset).into());
    }
    sending.received += part.size;
    Ok(())
}

/// The first bytes of a file say whether it can be taken at all; nobody sends fifty megabytes to be told afterwards.
fn look_first(state: &AppState, sending: &Sending, held: Held) -> Result<Held, Stopped> {
    let is_enough = held.size >= SNIFF_BYTES || held.size as u64 == sending.size;
    if sending.received > 0 || !is_enough {
        return Ok(held);
    }
    let limits = &state.config.upload;
    let mut gauge = gauge(limits);
    let seen = check_file(sending.purpose, sending.size, limits.max_bytes, &held.first())
        .and_then(|_| held.chunks.iter().try_for_each(|chunk| gauge.feed(chunk)));
    match seen {
        Ok(()) => Ok(held),
        Err(code) => Err(Stopped::Refused {
            id: sending.id,
            error: refusal(code, limits),
        }),
    }
}

/// Keeps why a file was not taken, so that whoever lost the answer can ask again, and lets go of its pieces. One that
/// judged says until when its claim lasted: `false` when that is another's by now, and nothing is kept.
pub(super) async fn keep_refusal(
    state: &AppState,
    (account, id): (AccountId, UploadId),
    claim: Option<Timestamp>,
    error: &AppError,
) -> AppResult<bool> {
    let kept = Refusal {
        code: error.code,
        params: error.params.clone(),
    };
    let parts = state
        .db
        .write(move |conn| {
            take_turn(conn, TURN, &account.to_string())?;
            let parts = store::list_parts(conn, id)?;
            let is_kept = store::refuse(conn, id, claim, &kept)?;
            if is_kept {
                store::forget_refused(conn, account, REFUSALS)?;
            }
            Ok(is_kept.then_some(parts))
        })
        .await?;
    let Some(parts) = parts else {
        return Ok(false);
    };
    discard(state, parts).await;
    // No judging of a refused file is taken, so nobody stands on what an earlier one may have left in its place.
    state.files.discard_staged(id).await?;
    Ok(true)
}

pub(super) async fn discard(state: &AppState, parts: Vec<Part>) {
    for part in parts {
        if let Err(error) = state.files.discard_part(&part.object).await {
            tracing::warn!(part = part.object, cause = ?error.cause, "a piece is left for the hourly job");
        }
    }
}

/// Calls a file off: half sent, or whole and not put to use.
pub async fn end(state: &AppState, account: AccountId, id: UploadId) -> AppResult<()> {
    let parts = state
        .db
        .write(move |conn| {
            let parts = store::list_parts(conn, id)?;
            if store::find(conn, account, id)?.is_some() && store::delete(conn, id)? {
                return Ok(parts);
            }
            // It may have become an upload in this moment; then that one is called off.
            match uploads::delete_waiting(conn, account, id)? {
                true => Ok(Vec::new()),
                false => Err(ErrorCode::NotFound.into()),
            }
        })
        .await?;
    // The row is gone, so no upload of this id can come any more, and there is none.
    discard(state, parts).await;
    state.files.discard_staged(id).await
}

/// Files taken out in one transaction.
const BATCH: i64 = 100;

/// Forgets what never came to an end.
pub async fn forget_ended(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    loop {
        let ended = state.db.write(move |conn| take_ended(conn, now)).await?;
        if ended.is_empty() {
            return Ok(());
        }
        for (id, parts) in ended {
            discard(state, parts).await;
            state.files.discard_staged(id).await?;
        }
    }
}

fn take_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<Vec<(UploadId, Vec<Part>)>> {
    let mut ended = Vec::new();
    for id in store::list_ended(conn, now, BATCH)? {
        let parts = store::list_parts(conn, id)?;
        // One that was judged in this moment is an upload now, and keeps its bytes.
        if store::delete(conn, id)? {
            ended.push((id, parts));
        }
    }
    Ok(ended)
}
