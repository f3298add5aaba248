//! Asking whose token it is, and whether a signed file is taken: the turn, the net, the limits.

use super::{
    challenge::{Proof, SignedChallenge, Wanted, identify, identify_with},
    file::{ExpectedSigner, HandedOut, SignedFile, check_returned},
    holder::{OrganisationIdentifier, PersonNamed, TokenHolder},
    refusal::TokenRefusal,
};
use crate::{
    error::{AppError, AppResult},
    secret,
    signature::{Evidence, Policy, fetch::Sources},
    state::AppState,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use motcua_shared::{
    error::ErrorCode,
    id::UploadId,
    signature::agent::{SignedText, TokenChallenge, TokenPurpose},
};
use std::{collections::BTreeSet, time::Duration};
use tokio::time::timeout;

/// Base64 of a certificate or a CMS; real ones take some kilobytes.
const LONGEST: usize = 256 * 1024;
/// How long a person waits for revocation data from elsewhere. What is there without it counts then.
const PATIENCE: Duration = Duration::from_secs(12);

/// A challenge that a token is said to have signed, as it travels.
#[derive(Debug, Clone)]
pub struct TokenAnswer {
    /// The nonce of this server; that it is fresh, unused and of this session, the caller has seen to.
    pub nonce: String,
    /// What it was made for.
    pub purpose: TokenPurpose,
    /// What the agent gave.
    pub signed: SignedText,
    /// The certificate that the person was shown, in base64.
    pub shown: Option<String>,
}

/// Whose token signed. The origin is that of the settings, whatever the browser was at.
pub async fn identify_token(state: &AppState, answer: TokenAnswer, wanted: Wanted) -> AppResult<TokenHolder> {
    let origin = &state.config.http.public_url;
    let statement = TokenChallenge::new(&answer.nonce, origin, answer.purpose)
        .map_err(|_| AppError::new(ErrorCode::BadRequest))?
        .statement();
    let shown = answer.shown.as_deref().map(decode).transpose()?;
    let (signed, is_cms) = match &answer.signed {
        SignedText::Raw {
            signature,
            certificate,
        } => ([decode(certificate)?, decode(signature)?], false),
        SignedText::Cms { cms } => ([decode(cms)?, Vec::new()], true),
    };
    identify_signed(state, statement, shown, signed, is_cms, wanted).await
}

/// Who made a CMS over a statement of the caller's.
pub async fn identify_statement(
    state: &AppState,
    statement: String,
    cms: Vec<u8>,
    wanted: Wanted,
) -> AppResult<TokenHolder> {
    identify_signed(state, statement, None, [cms, Vec::new()], true, wanted).await
}

async fn identify_signed(
    state: &AppState,
    statement: String,
    shown: Option<Vec<u8>>,
    signed: [Vec<u8>; 2],
    is_cms: bool,
    wanted: Wanted,
) -> AppResult<TokenHolder> {
    // Whose papers are taken is one question, whose tokens another: every root that the operator keeps vouches for these.
    let (verifier, now) = (state.gate.verifier().for_tokens(), state.clock.now());
    let settings = state.config.signature.clone();
    let judge = move |fetches: bool| -> AppResult<_> {
        let [first, second] = &signed;
        let proof = if is_cms {
            Proof::Cms(first)
        } else {
            Proof::Raw {
                certificate: first,
                signature: second,
            }
        };
        let challenge = SignedChallenge {
            statement: &statement,
            shown: shown.as_deref(),
            proof,
        };
        if fetches {
            let sources = Sources::new(&settings).map_err(AppError::internal)?;
            let outcome = identify_with(&verifier, &challenge, wanted, now, &sources.list());
            return Ok((outcome, false));
        }
        let found = identify(&verifier, &challenge, wanted, now, &Evidence::default());
        let is_open = !found.wants.is_empty() && !settings.fetch_hosts.is_empty();
        Ok((found.outcome, is_open))
    };
    let again = judge.clone();
    let (outcome, is_open) = tokio::task::spawn_blocking(move || judge(false))
        .await
        .map_err(AppError::internal)??;
    if !is_open {
        return Ok(outcome?);
    }
    match timeout(PATIENCE, tokio::task::spawn_blocking(move || again(true))).await {
        Ok(work) => Ok(work.map_err(AppError::internal)??.0?),
        Err(_) => Ok(outcome?),
    }
}

/// Whether a holder is a state agency: its certificate was issued below a root of the Ban Cơ yếu. The sandbox's roots stand
/// for those where the settings name them.
pub async fn is_of_state(state: &AppState, holder: &TokenHolder) -> AppResult<bool> {
    let (folders, anchor) = (
        state.config.signature.sandbox_trust.clone(),
        holder.anchor.clone(),
    );
    let look = move || {
        let mut roots = Policy::ban_co_yeu();
        roots.admit_folders(&folders)?;
        anyhow::Ok(roots.admits(&anchor))
    };
    tokio::task::spawn_blocking(look)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

/// Whoever is to have signed a file.
#[derive(Debug, Clone)]
pub enum Signatory {
    /// The holder of the certificate with this SHA-256, upper-case hexadecimal.
    Certificate(String),
    /// The organisation with one of these codes.
    Organisation(BTreeSet<OrganisationIdentifier>),
    /// This person.
    Person(PersonNamed),
}

impl Signatory {
    /// A person by name and identity number.
    pub fn person(name: &str, identity_number: &str) -> Self {
        Self::Person(PersonNamed {
            name: name.to_owned(),
            identity_number: identity_number.to_owned(),
        })
    }
}

/// A file that came back, and is taken.
#[derive(Debug)]
pub struct Returned {
    /// What was found in it.
    pub signed: SignedFile,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// Whether a file that came back from an agent and lies in staging is taken. Waits for a turn, as every file does, and
/// reads the bytes only then.
pub async fn check_signed_file(
    state: &AppState,
    handed_out: HandedOut,
    signatory: Signatory,
    returned: UploadId,
) -> AppResult<Returned> {
    let permit = state.gate.turn().await?;
    let bytes = state.files.read_staged(returned).await?;
    let (verifier, now) = (state.gate.verifier(), state.clock.now());
    let checked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let signer = match &signatory {
            Signatory::Certificate(fingerprint) => ExpectedSigner::Certificate(fingerprint),
            Signatory::Organisation(codes) => ExpectedSigner::Organisation(codes),
            Signatory::Person(person) => ExpectedSigner::Person(person),
        };
        let signed = check_returned(&verifier, &handed_out, signer, &bytes, now)?;
        Ok::<_, AppError>(Returned {
            signed,
            size: u64::try_from(bytes.len()).map_err(AppError::internal)?,
            sha256: secret::sha256_hex(&bytes),
        })
    });
    checked.await.map_err(AppError::internal)?
}

/// Base64 as agents write it: with line breaks, at times.
fn decode(text: &str) -> AppResult<Vec<u8>> {
    let text: String = text
        .chars()
        .take(LONGEST)
        .filter(|letter| !letter.is_whitespace())
        .collect();
    STANDARD.decode(text).map_err(|_| TokenRefusal::Unreadable.into())
}
