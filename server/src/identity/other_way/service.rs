//! Whoever is here gave the right password, and sees the phones of the account masked.

use super::super::code::Purpose;
use super::super::code::service::{Codes, Refused};
use super::super::contact::service as contact;
use super::super::recovery_code::service as recovery_codes;
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method};
use super::super::store as accounts;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::account::{CodeWay, CodeWays, SendElsewhere, UseRecoveryCode};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::mask_phone;
use motcua_shared::text::Lang;
use std::net::IpAddr;
use std::sync::Arc;

/// Names a phone to who may only see it masked, within one flow.
fn key_of(key: &[u8], id: ChallengeId, phone: &str) -> String {
    let digest = secret::keyed_digest(key, &["code-way", &id.to_string(), phone]);
    digest.chars().take(16).collect()
}

/// What there is besides.
pub async fn list(state: &AppState, id: ChallengeId) -> AppResult<CodeWays> {
    let codes = Codes::new(state, Lang::default(), None);
    let key = Arc::clone(&state.secret_key);
    let list = move |conn: &mut DbConn| {
        let flow = codes.peek(conn, id, Purpose::SignIn)?;
        let account = flow.account_id.ok_or(ErrorCode::CodeExpired)?;
        let way = |phone: &str| CodeWay {
            key: key_of(&key, id, phone),
            name: mask_phone(phone),
            is_email: false,
            is_current: flow.destination.as_str() == phone,
        };
        let phones = contact::phones(conn, account)?;
        Ok(CodeWays {
            channels: phones.iter().map(|one| way(&one.phone)).collect(),
            recovery_codes: recovery_codes::left(conn, account)?.is_some_and(|left| left > 0),
        })
    };
    state.db.write(list).await
}

/// Sends the next code, and all after it, to another phone of the account.
pub async fn send_elsewhere(
    state: &AppState,
    request: SendElsewhere,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let key = Arc::clone(&state.secret_key);
    let id = request.challenge_id;
    let send = move |conn: &mut DbConn| {
        codes.redirect(conn, id, Purpose::SignIn, |conn, flow| {
            let account = flow.account_id.ok_or(ErrorCode::CodeExpired)?;
            let phones = contact::phones(conn, account)?;
            let chosen = phones
                .into_iter()
                .find(|one| secret::same(&key_of(&key, id, &one.phone), &request.key));
            let chosen = chosen.ok_or_else(|| AppError::field("key", ErrorCode::NotAChoice))?;
            Ok(chosen.phone)
        })
    };
    let challenge = state.db.write(send).await?;
    state.bell.ring();
    Ok(challenge)
}

/// A recovery code in place of the one-time code. A wrong one counts like a wrong code, by committing.
pub async fn use_recovery_code(
    state: &AppState,
    request: UseRecoveryCode,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    if request.recovery_code.trim().is_empty() {
        return Err(AppError::field("recovery_code", ErrorCode::Required));
    }
    let codes = Codes::new(state, device.lang, device.address);
    let lang = device.lang;
    let opening = Opening::new(state, Method::Password, device)?;
    let this = state.clone();
    let take = move |conn: &mut DbConn| {
        let now = codes.now();
        let flow = codes.peek(conn, request.challenge_id, Purpose::SignIn)?;
        let account = match flow.account_id {
            Some(id) => accounts::find_active(conn, id)?,
            None => None,
        };
        let account = account.ok_or(ErrorCode::CodeExpired)?;
        let digest = recovery_codes::digest(&this, account.id, &request.recovery_code);
        if !recovery_codes::take(conn, account.id, &digest, (now, lang), &request_id)? {
            let refused = codes.count_wrong(conn, &flow)?;
            wrong(conn, &codes, account.id, &request_id)?;
            return Ok(Err(told(refused)));
        }
        if !codes.use_up(conn, flow.id)? {
            return Err(ErrorCode::CodeExpired.into());
        }
        opening.write(conn, &account, &request_id)?;
        Ok(Ok((account, opening)))
    };
    let (account, opening) = state.db.write(take).await??;
    Ok(opening.finish(state, account))
}

fn wrong(conn: &mut DbConn, codes: &Codes, account: AccountId, request_id: &RequestId) -> AppResult<()> {
    audit::service::record(conn, codes.now(), None, Action::CodeWrong, account, request_id)
}

/// A refusal of a recovery code.
pub fn told(refused: Refused) -> AppError {
    match refused {
        Refused::Wrong { tries_left } => {
            AppError::field_refusal("recovery_code", ErrorCode::RecoveryCodeWrong)
                .with("tries_left", tries_left)
        }
        Refused::Expired => AppError::field_refusal("recovery_code", ErrorCode::CodeExpired),
        Refused::Locked => AppError::field_refusal("recovery_code", ErrorCode::CodeLocked),
    }
}
