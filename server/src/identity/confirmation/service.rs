//! By a code to the phone, or by the password.

use super::super::code::Purpose;
use super::super::code::service::{Codes, Request};
use super::super::contact::service as contact;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use crate::audit::{self, Action};
use crate::clock::after;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::dto::{Challenge, ConfirmCode};
use motcua_shared::identity::rule::parse_code;
use motcua_shared::text::Lang;
use std::net::IpAddr;

/// Refuses somebody who showed too long ago who they are.
pub fn require(state: &AppState, principal: &Principal) -> AppResult<()> {
    let life = state.config.identity.confirm_minutes * 60;
    if state.clock.now() < after(principal.proved_at, life) {
        Ok(())
    } else {
        Err(ErrorCode::ConfirmNeeded.into())
    }
}

/// Sends the code, to the address that may be the only proof.
pub async fn begin(
    state: &AppState,
    principal: Principal,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let begin = move |conn: &mut DbConn| {
        let destination = contact::proof_of(conn, &principal.account, codes.now())?;
        codes.begin(
            conn,
            Request {
                purpose: Purpose::Confirm,
                account_id: Some(principal.account.id),
                subject: principal.token_hash,
                destination: destination.ok_or(ErrorCode::ConfirmBySignIn)?,
            },
        )
    };
    let challenge = state.db.write(begin).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Another code.
pub async fn resend(
    state: &AppState,
    principal: Principal,
    id: ChallengeId,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let resend = move |conn: &mut DbConn| {
        if codes.account_of(conn, id, Purpose::Confirm)? != Some(principal.account.id) {
            return Err(ErrorCode::CodeExpired.into());
        }
        codes.resend(conn, id, Purpose::Confirm)
    };
    let challenge = state.db.write(resend).await?;
    state.bell.ring();
    Ok(challenge)
}

/// The code. A wrong one is counted, so the transaction is committed before it is refused.
pub async fn confirm(
    state: &AppState,
    principal: Principal,
    request: ConfirmCode,
    request_id: RequestId,
) -> AppResult<()> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let codes = Codes::new(state, Lang::default(), None);
    let confirm = move |conn: &mut DbConn| {
        sessions::require(conn, &principal)?;
        let (now, account) = (codes.now(), principal.account.id);
        let id = request.challenge_id;
        // Of this account only: nobody uses up another one's tries.
        if codes.account_of(conn, id, Purpose::Confirm)? != Some(account) {
            return Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired)));
        }
        match codes.try_code(conn, id, Purpose::Confirm, &code)? {
            Ok(flow) if flow.subject == principal.token_hash => {
                sessions::prove(conn, &principal.token_hash, now)?;
                record(conn, &codes, account, Action::IdentityConfirmed, &request_id).map(Ok)
            }
            Ok(_) => Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired))),
            Err(refused) => {
                record(conn, &codes, account, Action::CodeWrong, &request_id)?;
                Ok(Err(AppError::from(refused)))
            }
        }
    };
    state.db.write(confirm).await?
}

/// The password instead.
pub async fn confirm_by_password(
    state: &AppState,
    principal: Principal,
    password: String,
    address: Option<IpAddr>,
    request_id: RequestId,
) -> AppResult<()> {
    check_password(state, &principal, "password", password, address, &request_id).await?;
    let codes = Codes::new(state, Lang::default(), None);
    let confirm = move |conn: &mut DbConn| {
        let account = principal.account.id;
        sessions::prove(conn, &principal.token_hash, codes.now())?;
        record(conn, &codes, account, Action::IdentityConfirmed, &request_id)
    };
    state.db.write(confirm).await
}

/// Checks the password of who is signed in; `field` is where it was typed. Who guesses waits as at the sign-in.
pub async fn check_password(
    state: &AppState,
    principal: &Principal,
    field: &'static str,
    password: String,
    address: Option<IpAddr>,
    request_id: &RequestId,
) -> AppResult<()> {
    if password.is_empty() {
        return Err(AppError::field(field, ErrorCode::Required));
    }
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let (now, account) = (state.clock.now(), principal.account.id);
    let free = state.config.identity.free_failures;
    let key = secret::keyed_digest(&state.secret_key, &["password-again", &account.to_string()]);
    let counted = key.clone();
    let hash = state
        .db
        .write(move |conn| {
            sign_in::count_try(conn, &counted, now, free)?;
            Ok(accounts::find_password(conn, account)?.ok_or(ErrorCode::NoPassword)?)
        })
        .await?;
    let is_right = state.passwords.check(password, Some(hash)).await?;
    let request_id = request_id.clone();
    let settle = move |conn: &mut DbConn| {
        if is_right {
            return sign_in::clear_failures(conn, &key);
        }
        let action = Action::SignInFailed;
        audit::service::record(conn, now, Some(account), action, account, &request_id)
    };
    state.db.write(settle).await?;
    if is_right {
        Ok(())
    } else {
        Err(AppError::field(field, ErrorCode::PasswordWrong))
    }
}

fn record(
    conn: &mut DbConn,
    codes: &Codes,
    account: AccountId,
    action: Action,
    request_id: &RequestId,
) -> AppResult<()> {
    audit::service::record(conn, codes.now(), Some(account), action, account, request_id)
}
