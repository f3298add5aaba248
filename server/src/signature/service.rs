//! Checking a file for anybody, without keeping it.

pub use super::cli::{now, parse_moment};
pub use super::report_pdf::{Block, Printed, Row, Tone, print as print_blocks};
use super::{Policy, TrustStore, gate, report_pdf, store};
pub use super::{RevocationMode, Verifier};
use crate::config::Config;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::state::AppState;
use actix_web::web::Payload;
use anyhow::Context;
use bytes::Bytes;
use futures::StreamExt;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::dto::{CheckStatement, CurrentReport, FileCheck};
use motcua_shared::signature::report::{Verdict, VerificationReport};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::rule::{MAX_FILE_NAME, check_file_name};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::time::timeout;

pub use super::agent::{
    HandedOut, OrganisationIdentifier, SignedFile, TokenHolder, TokenRefusal, Wanted,
    service::{Signatory, TokenAnswer, check_signed_file, identify_statement, identify_token, is_of_state},
};
pub use super::stamping::{HttpAuthority, TimestampAuthority};

/// Receives a file, judges it and forgets it. While it comes in it lies in a file without a name, so that a slow line
/// holds no memory and nothing stays when the line drops.
pub async fn check(
    state: &AppState,
    address: Option<IpAddr>,
    name: &str,
    mut payload: Payload,
) -> AppResult<FileCheck> {
    let name = check_file_name(name)
        .map_err(|code| AppError::field_refusal("file", code).with("max", MAX_FILE_NAME))?
        .to_owned();
    let _place = state
        .visitors
        .admit(address)
        .map_err(|seconds| AppError::new(ErrorCode::TooManyRequests).retry_after(seconds))?;
    let mut received = timeout(PATIENCE, receive(&mut payload, state.config.upload.max_bytes))
        .await
        .map_err(|_| AppError::new(ErrorCode::NoConnection))??;
    let checked_at = state.clock.now();
    let report = state.gate.judge(received.read(), checked_at).await?;
    let statement = CheckStatement {
        file_name: name,
        size: received.size,
        sha256: received.sha256,
        checked_at,
        report,
    };
    let seal = seal(state, &statement)?;
    Ok(FileCheck { statement, seal })
}

/// Whether this server made the statement.
fn is_own(state: &AppState, check: &FileCheck) -> AppResult<bool> {
    let expected = seal(state, &check.statement)?;
    // How long the comparison of two digests takes tells nothing about what was digested.
    Ok(secret::sha256_hex(expected.as_bytes()) == secret::sha256_hex(check.seal.as_bytes()))
}

/// A body that takes longer than this is given up, so that idle lines do not keep others out.
const PATIENCE: Duration = Duration::from_secs(120);

/// Largest statement that is taken back in bytes: that of a paper with a hundred signatures.
const MAX_STATEMENT: usize = 1_000_000;

/// The report about a check as a PDF, with the name to keep it under. Only for statements of this server, so that
/// nobody has a report printed that nobody made.
pub async fn print_check(
    state: &AppState,
    address: Option<IpAddr>,
    body: Payload,
    lang: Lang,
) -> AppResult<(String, Vec<u8>)> {
    let _place = state
        .visitors
        .admit(address)
        .map_err(|seconds| AppError::new(ErrorCode::TooManyRequests).retry_after(seconds))?;
    let body = timeout(PATIENCE, body.to_bytes_limited(MAX_STATEMENT))
        .await
        .map_err(|_| AppError::new(ErrorCode::NoConnection))?
        .map_err(|_| AppError::new(ErrorCode::StatementNotOurs))?
        .map_err(|_| AppError::new(ErrorCode::NoConnection))?;
    let check: FileCheck =
        serde_json::from_slice(&body).map_err(|_| AppError::new(ErrorCode::StatementNotOurs))?;
    if !is_own(state, &check)? {
        return Err(ErrorCode::StatementNotOurs.into());
    }
    print(state, check.statement, lang).await
}

/// A statement as a PDF, with the name to keep it under.
pub async fn print(state: &AppState, statement: CheckStatement, lang: Lang) -> AppResult<(String, Vec<u8>)> {
    let permit = state.gate.turn().await?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let bytes = report_pdf::render(&statement, lang).map_err(AppError::internal)?;
        let stem = statement
            .file_name
            .strip_suffix(".pdf")
            .unwrap_or(&statement.file_name);
        Ok((format!("{stem}-kiem-tra.pdf"), bytes))
    })
    .await
    .map_err(AppError::internal)?
}

fn seal(state: &AppState, statement: &CheckStatement) -> AppResult<String> {
    let text = serde_json::to_string(statement)?;
    Ok(secret::keyed_digest(
        &state.secret_key,
        &["signature-check", &text],
    ))
}

/// The verifier of the settings, with what lies in the trust folders now; and, when no signed paper can be accepted
/// that way, the sentence that says why.
pub fn verifier(config: &Config) -> anyhow::Result<(Verifier, Option<String>)> {
    let folders: Vec<_> = config
        .signature
        .trust
        .iter()
        .chain(&config.signature.sandbox_trust)
        .cloned()
        .collect();
    let policy = Policy::of_settings(&config.signature)?;
    let mut loaded = TrustStore::load(&folders).context("signature.trust")?;
    let kept = loaded.store.clone();
    // Papers below other roots are not trusted by the portal, whatever else lies in the folders.
    loaded
        .store
        .retain_anchors(|fingerprint| policy.admits(fingerprint));
    let note = loaded
        .store
        .anchors()
        .is_empty()
        .then(|| nothing_trusted(&folders, kept.anchors().len(), &policy));
    let verifier = Verifier::new(loaded.store, policy, RevocationMode::Require).keeping(kept);
    Ok((verifier, note))
}

/// A verifier of tokens by what lies in these folders, for whoever has no portal.
pub fn verifier_of(folders: &[PathBuf], revocation: RevocationMode) -> anyhow::Result<Verifier> {
    let store = TrustStore::load(folders)?.store;
    Ok(Verifier::new(store, Policy::default(), revocation))
}

/// Why nothing is trusted: there is nothing, or nothing that the policy admits.
fn nothing_trusted(folders: &[PathBuf], found: usize, policy: &Policy) -> String {
    let folders: Vec<_> = folders
        .iter()
        .map(|folder| folder.display().to_string())
        .collect();
    let folders = folders.join(", ");
    let why = match found {
        0 => format!("no trust anchor (self-signed root) lies in {folders}"),
        _ => format!(
            "of the {found} trust anchors in {folders}, the policy {} admits none (`motcua trust list` shows them)",
            policy.name
        ),
    };
    format!("signature.trust: {why}: no signed paper will be accepted")
}

/// Notes signed bytes that are put to use with this report, so that they are looked after from now on.
pub fn note(conn: &mut DbConn, sha256: &str, report: &VerificationReport, now: Timestamp) -> AppResult<()> {
    if report.signatures.is_empty() {
        return Ok(());
    }
    store::insert(conn, sha256, report, now)
}

/// The last report over stored bytes: that of coming in where they were not verified since.
pub fn last_report(conn: &mut DbConn, sha256: &str) -> AppResult<Option<VerificationReport>> {
    store::find_last(conn, sha256)
}

/// What the last verification of stored bytes found, if there was one since they came in.
pub fn current(conn: &mut DbConn, sha256: &str) -> AppResult<Option<CurrentReport>> {
    store::find(conn, sha256)
}

/// The verdict of today over stored bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The verdict.
    pub verdict: Verdict,
    /// When it was found.
    pub verified_at: Timestamp,
    /// Whether it lacks nothing but word of revocation.
    pub lacks_revocation: bool,
    /// Why the bytes would not be taken any more, where a signature has failed since.
    pub refusal: Option<ErrorCode>,
}

/// The verdict of today over each of these bytes; those that were not verified since they came in are left out.
pub fn list_today(conn: &mut DbConn, digests: &[&str]) -> AppResult<HashMap<String, Today>> {
    let today = |(sha256, verified_at, report): (String, Timestamp, VerificationReport)| {
        let has_failed = report.verdict == Verdict::TotalFailed;
        let today = Today {
            verdict: report.verdict,
            lacks_revocation: report.lacks_revocation(),
            verified_at,
            refusal: has_failed.then(|| gate::refusal(&report)),
        };
        (sha256, today)
    };
    Ok(store::list_current(conn, digests)?
        .into_iter()
        .map(today)
        .collect())
}

/// The newest report over each of these bytes; those that were not verified since they came in are left out.
pub fn list_newest(conn: &mut DbConn, digests: &[&str]) -> AppResult<HashMap<String, VerificationReport>> {
    let newest = store::list_current(conn, digests)?;
    Ok(newest
        .into_iter()
        .map(|(sha256, _, report)| (sha256, report))
        .collect())
}

/// Kind of the job by which the vault hears that stored bytes have another verdict.
pub const JUDGED: &str = "signature.judged";

/// Its argument.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Judged {
    /// Digest of the bytes.
    pub sha256: String,
}

/// A file on its way through.
struct Received {
    file: File,
    size: u64,
    sha256: String,
}

impl Received {
    async fn read(&mut self) -> AppResult<Bytes> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).map_err(AppError::internal)?);
        self.file.rewind().await.map_err(AppError::internal)?;
        self.file
            .read_to_end(&mut bytes)
            .await
            .map_err(AppError::internal)?;
        Ok(bytes.into())
    }
}

async fn receive(payload: &mut Payload, max_bytes: u64) -> AppResult<Received> {
    let refuse = |code| AppError::field_refusal("file", code).with("max_mb", max_bytes / 1_000_000);
    let file = tokio::task::spawn_blocking(tempfile::tempfile)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)?;
    let mut file = File::from_std(file);
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut size = 0_u64;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| AppError::new(ErrorCode::NoConnection))?;
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > max_bytes {
            return Err(refuse(ErrorCode::FileTooLarge));
        }
        digest.update(&chunk);
        file.write_all(&chunk).await.map_err(AppError::internal)?;
    }
    if size == 0 {
        return Err(refuse(ErrorCode::FileEmpty));
    }
    file.flush().await.map_err(AppError::internal)?;
    Ok(Received {
        file,
        size,
        sha256: secret::hex(digest.finish().as_ref()),
    })
}
