//! Reading a file that waits to be put to use.

use super::child::MAX_TEXT;
use super::domain;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use crate::upload::service as upload;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::upload::dto::MediaType;
use motcua_shared::vault::dto::PaperReading;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

/// The argument that makes this program the child.
pub const CHILD: &str = "read-paper";

/// How long the child may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How many children there may be at a time.
pub const TURNS: usize = 2;

/// Larger files are not read: their number is typed faster.
const MAX_BYTES: u64 = 20 << 20;

/// What a sent file says of itself. A file that cannot be read says nothing; that is no failure.
pub async fn read(state: &AppState, owner: AccountId, id: UploadId) -> AppResult<PaperReading> {
    let load = move |conn: &mut DbConn| {
        let sent = upload::load(conn, owner, id)?;
        upload::check_clear(conn, &sent.view.sha256)?;
        Ok(sent)
    };
    let sent = state.db.read(load).await?;
    let is_waiting = sent.used_for.is_none();
    if !is_waiting {
        return Err(ErrorCode::UploadGone.into());
    }
    if sent.view.media_type != MediaType::Pdf || sent.view.size > MAX_BYTES {
        return Ok(PaperReading::default());
    }
    // The turn first: whoever waits holds no file in memory.
    let _turn = state.readers.acquire().await.map_err(AppError::internal)?;
    let bytes = state.files.read_staged(id).await?;
    let program = program(&state.config.vault.reader)?;
    match tokio::time::timeout(PATIENCE, text_of(program, &bytes)).await {
        Ok(Ok(text)) => Ok(domain::read(&text)),
        Ok(Err(error)) => {
            tracing::info!(upload = %id, %error, "the text of a paper could not be read");
            Ok(PaperReading::default())
        }
        Err(_) => Ok(PaperReading::default()),
    }
}

/// This program, unless the settings name another place of it.
fn program(configured: &str) -> AppResult<PathBuf> {
    if configured.is_empty() {
        std::env::current_exe().map_err(AppError::internal)
    } else {
        Ok(PathBuf::from(configured))
    }
}

async fn text_of(program: PathBuf, bytes: &[u8]) -> anyhow::Result<String> {
    // Nothing of this process's surroundings is the child's: settings may hold secrets.
    let mut child = Command::new(program)
        .arg(CHILD)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let give = async move {
        if let Some(mut input) = input {
            // A child that gave up does not read on.
            let _ = input.write_all(bytes).await;
        }
    };
    let take = async move {
        let mut text = Vec::new();
        if let Some(output) = output {
            output.take(MAX_TEXT as u64).read_to_end(&mut text).await?;
        }
        std::io::Result::Ok(text)
    };
    let ((), text) = tokio::join!(give, take);
    let status = child.wait().await?;
    anyhow::ensure!(status.success(), "the child ended with {status}");
    Ok(String::from_utf8_lossy(&text?).into_owned())
}
