//! Handing out what a token is to sign, and finding out whose token signed it.

use super::domain::{CHALLENGE_SECONDS, Challenge, Holder};
use super::service::Visit;
use super::store::{self, NewChallenge};
use crate::clock::after;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::signature::service::{TokenAnswer, TokenHolder, Wanted, identify_token, is_of_state};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::SignInMethod;
use motcua_shared::identity::token::{TokenAsked, TokenSigned};
use motcua_shared::signature::agent::TokenPurpose;

/// What is asked, and what the browser keeps by which it is known when it answers.
pub struct Asked {
    /// For the page.
    pub view: TokenAsked,
    /// For the cookie.
    pub browser: String,
}

/// Hands out something to sign.
pub async fn ask(state: &AppState, purpose: TokenPurpose, visit: &Visit<'_>) -> AppResult<Asked> {
    if !super::service::is_open(state) {
        return Err(ErrorCode::NotFound.into());
    }
    if purpose == TokenPurpose::Link {
        return Err(AppError::field("purpose", ErrorCode::NotAChoice));
    }
    state
        .throttle
        .proof(visit.device.address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let browser = browser(visit)?;
    let (nonce, now) = (secret::token()?, state.clock.now());
    let new = NewChallenge {
        id: uuid::Uuid::now_v7().to_string(),
        nonce_key: key(state, "nonce", &nonce),
        browser_key: key(state, "browser", &browser),
        method: SignInMethod::Token,
        purpose,
        now,
    };
    state.db.write(move |conn| store::insert(conn, &new)).await?;
    Ok(Asked {
        view: TokenAsked {
            nonce,
            ends_at: after(now, CHALLENGE_SECONDS),
        },
        browser,
    })
}

/// Whose token signed. Whatever comes of it, the nonce is used up: the first who brings it has it looked at.
pub async fn judge(
    state: &AppState,
    purpose: TokenPurpose,
    signed: TokenSigned,
    visit: &Visit<'_>,
) -> AppResult<(Challenge, Holder)> {
    state
        .throttle
        .attempt(visit.device.address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let (nonce_key, now) = (key(state, "nonce", &signed.nonce), state.clock.now());
    let take = move |conn: &mut DbConn| store::take(conn, &nonce_key, now);
    let taken = state.db.write(take).await?;
    let challenge = taken.ok_or(ErrorCode::TokenChallengeEnded)?;
    challenge.check_answer(now, purpose, browser_key(state, visit).as_deref())?;
    let answer = TokenAnswer {
        nonce: signed.nonce,
        purpose,
        signed: signed.signed,
        shown: signed.shown,
    };
    let found = identify_token(state, answer, Wanted::Organisation).await?;
    let is_of_state = is_of_state(state, &found).await?;
    Ok((challenge, Holder::of(found, is_of_state)?))
}

/// What the browser keeps from now on: two tabs of one know each other's questions.
pub fn browser(visit: &Visit<'_>) -> AppResult<String> {
    Ok(match visit.browser.filter(|kept| is_ours(kept)) {
        Some(kept) => kept.to_owned(),
        None => secret::token()?,
    })
}

/// What a SIM signed, as a challenge that was answered: from here on it goes as with a token.
pub async fn answered(
    state: &AppState,
    purpose: TokenPurpose,
    browser_key: String,
    holder: TokenHolder,
) -> AppResult<(String, Holder)> {
    let is_of_state = is_of_state(state, &holder).await?;
    let holder = Holder::of(holder, is_of_state)?;
    let id = uuid::Uuid::now_v7().to_string();
    let new = NewChallenge {
        nonce_key: key(state, "nonce", &secret::token()?),
        id: id.clone(),
        browser_key,
        method: SignInMethod::Sim,
        purpose,
        now: state.clock.now(),
    };
    let insert = move |conn: &mut DbConn| store::insert_used(conn, &new);
    state.db.write(insert).await?;
    Ok((id, holder))
}

/// By what a browser is known.
pub fn browser_key(state: &AppState, visit: &Visit<'_>) -> Option<String> {
    visit.browser.map(|browser| key_of(state, browser))
}

/// The same for what it kept.
pub fn key_of(state: &AppState, browser: &str) -> String {
    key(state, "browser", browser)
}

/// By what a flow is found.
pub fn flow_key(state: &AppState, flow: &str) -> String {
    key(state, "flow", flow)
}

fn key(state: &AppState, what: &str, value: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["token", what, value])
}

/// What a browser kept is used again if we could have made it.
fn is_ours(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
