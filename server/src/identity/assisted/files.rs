//! Scans on their way in and out. They are small, and they are identity cards: they lie in the store sealed with the
//! server's key, each under an id of its own.

use super::super::guard::Officer;
use super::scan;
use super::service::{draft, note_view, seen, seen_alone, view};
use super::store::{self, FileRecord};
use crate::audit::Action;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::state::AppState;
use actix_web::web::{Bytes, Payload};
use futures::StreamExt;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{AssistedView, DeskFile, DeskFileKind, MAX_SCAN_BYTES};
use motcua_shared::signature::Reason;
use motcua_shared::signature::report::Verdict;
use motcua_shared::upload::rule::{MAX_FILE_NAME, check_file_name};
use std::time::Duration;
use tokio::time::timeout;

/// How long nothing may come of a body.
const SILENCE: Duration = Duration::from_secs(60);

/// A sealed object without a row is let go after so many seconds: its row may be on the way.
const ORPHAN_SECONDS: i64 = 3600;

fn refused(code: ErrorCode) -> AppError {
    AppError::field_refusal("file", code).with("max_mb", MAX_SCAN_BYTES / 1_000_000)
}

/// Takes a file in the place of an earlier one of its kind.
pub async fn receive(
    state: &AppState,
    officer: Officer,
    id: AssistedId,
    kind: DeskFileKind,
    file_name: &str,
    payload: Payload,
) -> AppResult<AssistedView> {
    let name = check_file_name(file_name).map_err(|code| refused(code).with("max", MAX_FILE_NAME))?;
    let (asking, now) = (officer.clone(), state.clock.now());
    state
        .db
        .read(move |conn| is_open(conn, &asking, id, kind, now))
        .await?;
    let bytes = read(payload).await?;
    let format = scan::check(name, &bytes).map_err(refused)?;
    if format == scan::Format::Pdf {
        check_pdf(state, bytes.clone()).await?;
    }
    let file_id = uuid::Uuid::now_v7().to_string();
    let new = FileRecord {
        id: file_id.clone(),
        file: DeskFile {
            kind,
            file_name: name.to_owned(),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        },
        format,
    };
    let sealed = secret::seal(&state.secret_key, &file_id, &bytes)?;
    state.files.put_sealed(&file_id, sealed).await?;
    let this = state.clone();
    let written = state
        .db
        .write(move |conn| {
            seen_alone(conn, &officer, id, now)?;
            is_open(conn, &officer, id, kind, now)?;
            let earlier = store::replace_file(conn, id, &new, now)?;
            let record = seen(conn, &officer, id, now)?;
            Ok((view(&this, conn, record)?, earlier))
        })
        .await;
    match written {
        Ok((view, earlier)) => {
            if let Some(earlier) = earlier {
                state.files.discard_sealed(&earlier).await?;
            }
            Ok(view)
        }
        Err(error) => {
            state.files.discard_sealed(&file_id).await?;
            Err(error)
        }
    }
}

/// The scan belongs to the draft; the signed request may follow the account.
fn is_open(
    conn: &mut DbConn,
    officer: &Officer,
    id: AssistedId,
    kind: DeskFileKind,
    now: motcua_shared::time::Timestamp,
) -> AppResult<()> {
    let record = seen(conn, officer, id, now)?;
    match kind {
        DeskFileKind::Scan => draft(record).map(|_| ()),
        DeskFileKind::Request => Ok(()),
    }
}

async fn read(mut payload: Payload) -> AppResult<Bytes> {
    let lost = || AppError::new(ErrorCode::NoConnection);
    let most = usize::try_from(MAX_SCAN_BYTES).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    let mut size = 0_usize;
    while let Some(chunk) = timeout(SILENCE, payload.next()).await.map_err(|_| lost())? {
        let chunk = chunk.map_err(|_| lost())?;
        size = size.saturating_add(chunk.len());
        if size <= most {
            bytes.extend_from_slice(&chunk);
        } else if size > most.saturating_mul(20) {
            break;
        }
        // Within reason the rest is read and dropped: a browser that is cut off while sending shows a network fault
        // instead of the answer.
    }
    if size > most {
        return Err(refused(ErrorCode::FileTooLarge));
    }
    Ok(bytes.into())
}

/// Whether the verifier can read it; whether it is signed does not matter.
async fn check_pdf(state: &AppState, bytes: Bytes) -> AppResult<()> {
    let report = state.gate.judge(async { Ok(bytes) }, state.clock.now()).await?;
    let is_encrypted = report.reasons.contains(&Reason::Encrypted);
    match report.verdict {
        _ if is_encrypted => Err(refused(ErrorCode::FileEncrypted)),
        Verdict::Unreadable => Err(refused(ErrorCode::FileDamaged)),
        _ => Ok(()),
    }
}

/// A file that came in, opened. That somebody did shows in the account's own log.
pub async fn send_file(
    state: &AppState,
    officer: Officer,
    id: AssistedId,
    kind: DeskFileKind,
) -> AppResult<(String, &'static str, Vec<u8>)> {
    let now = state.clock.now();
    let found = state
        .db
        .write(move |conn| {
            let record = seen(conn, &officer, id, now)?;
            note_view(conn, &officer, &record, Action::AccountFileRead, now)?;
            let files = store::list_files(conn, id)?;
            let found = files.into_iter().find(|file| file.file.kind == kind);
            found.ok_or_else(|| ErrorCode::NotFound.into())
        })
        .await?;
    let sealed = state.files.read_sealed(&found.id).await?;
    let plain = std::str::from_utf8(&sealed)
        .ok()
        .and_then(|sealed| secret::open(&state.secret_key, &found.id, sealed));
    let plain = plain.ok_or(ErrorCode::NotFound)?;
    Ok((found.file.file_name, found.format.media_type(), plain))
}

/// Lets sealed objects go whose rows are gone: drafts that were left, requests that failed.
pub async fn sweep(state: &AppState) -> AppResult<()> {
    let oldest = state.clock.now().unix_seconds() - ORPHAN_SECONDS;
    for object in state.files.list_sealed().await? {
        if object.changed_at > oldest {
            continue;
        }
        let name = object.name.clone();
        let is_kept = state.db.read(move |conn| store::has_file(conn, &name)).await?;
        if !is_kept {
            state.files.discard_sealed(&object.name).await?;
        }
    }
    Ok(())
}
