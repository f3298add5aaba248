//! Asking for proofs and taking them, each for one request.

use super::store;
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::state::AppState;
use altcha::{CreateChallengeOptions, Payload, VerifySolutionOptions, create_challenge, verify_solution};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::registration::ProofChallenge;
use motcua_shared::time::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use std::net::IpAddr;

/// A proof may lie so long: whoever fills in a form slowly asks for it only at the end.
const LIFE_SECONDS: u64 = 600;

/// Tries that a proof takes: this many, and at most as many again. Known work, so that nobody has bad luck.
const TRIES: u32 = 100;

/// Longest proof, in characters; real ones have about 700.
const LONGEST: usize = 4096;

/// A proof that holds, not yet used.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Names it.
    pub nonce: String,
    ends_at: Timestamp,
}

/// What became of a proof that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is used now.
    First,
    /// The same request came again: its answer may have been lost.
    Repeat,
}

/// Asks for a proof.
pub async fn ask(state: &AppState, address: Option<IpAddr>) -> AppResult<ProofChallenge> {
    state
        .throttle
        .proof(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let mut byte = [0_u8; 1];
    SystemRandom::new()
        .fill(&mut byte)
        .map_err(|_| secret::RandomFailed)?;
    let [random] = byte;
    let options = CreateChallengeOptions {
        cost: state.config.identity.proof_rounds,
        counter: Some(TRIES + u32::from(random) % TRIES),
        expires_at: Some(after(state.clock.now(), LIFE_SECONDS).unix_seconds()),
        hmac_signature_secret: Some(key(state, "signature")),
        hmac_key_signature_secret: Some(key(state, "key")),
        ..CreateChallengeOptions::default()
    };
    let made = tokio::task::spawn_blocking(move || create_challenge(options))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)?;
    Ok(serde_json::from_value(serde_json::to_value(made)?)?)
}

/// Reads a proof and says whether it holds.
pub fn check(state: &AppState, payload: &str) -> AppResult<Proof> {
    read(state, payload).ok_or_else(|| ErrorCode::ProofNeeded.into())
}

fn read(state: &AppState, payload: &str) -> Option<Proof> {
    if payload.len() > LONGEST {
        return None;
    }
    let payload: Payload = serde_json::from_slice(&STANDARD.decode(payload).ok()?).ok()?;
    let mut options =
        VerifySolutionOptions::new(&payload.challenge, &payload.solution, key(state, "signature"));
    options.hmac_key_signature_secret = Some(key(state, "key"));
    let parameters = &payload.challenge.parameters;
    // Without the key's signature the work would be done here once more; we never ask for such a proof.
    parameters.key_signature.as_ref()?;
    let is_right = verify_solution(options).is_ok_and(|result| result.verified);
    let ends_at = Timestamp::from_unix_seconds(parameters.expires_at?)?;
    (is_right && state.clock.now() < ends_at).then(|| Proof {
        nonce: parameters.nonce.clone(),
        ends_at,
    })
}

/// Uses a proof up for the request with this digest. For another request it is void.
pub fn use_up(conn: &mut DbConn, proof: &Proof, request_digest: &str) -> AppResult<Use> {
    if store::insert(conn, &proof.nonce, request_digest, proof.ends_at)? {
        return Ok(Use::First);
    }
    match store::find(conn, &proof.nonce)? {
        Some(digest) if secret::same(&digest, request_digest) => Ok(Use::Repeat),
        _ => Err(ErrorCode::ProofNeeded.into()),
    }
}

/// Forgets proofs that ended by themselves.
pub fn forget_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_ended(conn, before(now, LIFE_SECONDS))
}

fn key(state: &AppState, what: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["proof", what])
}
