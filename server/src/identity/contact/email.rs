//! Another e-mail address, or none.

use super::super::begun;
use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::confirmation::service as confirmation;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::tell::Addresses;
use super::phone::{record, try_code};
use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::ChosenEmail;
use motcua_shared::identity::dto::{Challenge, ConfirmCode};
use motcua_shared::identity::person::{MAX_EMAIL, parse_email};
use motcua_shared::identity::rule::{mask_email, parse_code};
use motcua_shared::text::Lang;
use std::net::IpAddr;

/// First step: the new address. Sends a code there.
pub async fn begin(
    state: &AppState,
    principal: Principal,
    request: ChosenEmail,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let refused = |code| AppError::field("email", code).with("max", MAX_EMAIL);
    let email = parse_email(&request.email).map_err(refused)?;
    let email = email.ok_or_else(|| AppError::field("email", ErrorCode::Required))?;
    confirmation::require(state, &principal)?;
    if principal.account.email.as_deref() == Some(&email) {
        return Err(AppError::field("email", ErrorCode::EmailKnown));
    }
    let codes = Codes::new(state, lang, address);
    let begin = move |conn: &mut DbConn| {
        codes.begin(
            conn,
            Request {
                purpose: Purpose::AddEmail,
                account_id: Some(principal.account.id),
                subject: principal.token_hash,
                destination: Destination::Email(email),
            },
        )
    };
    let challenge = state.db.write(begin).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Second step: the code. Everybody who was reached before hears of it, the old address too.
pub async fn confirm(
    state: &AppState,
    principal: Principal,
    request: ConfirmCode,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let codes = Codes::new(state, lang, None);
    let now = codes.now();
    let confirm = move |conn: &mut DbConn| {
        let account = principal.account.id;
        let tried = try_code(
            conn,
            &codes,
            &principal,
            Purpose::AddEmail,
            (request.challenge_id, &code),
        )?;
        let email = match tried {
            Ok(destination) => destination.as_str().to_owned(),
            Err(refused) => {
                audit::service::record(conn, now, Some(account), Action::CodeWrong, account, &request_id)?;
                return Ok(Err(refused));
            }
        };
        let before = Addresses::of(conn, account)?;
        store::set_email(conn, account, Some(&email))?;
        if let Some(old) = &principal.account.email {
            begun::end_of_destination(conn, account, old, now)?;
        }
        record(
            conn,
            now,
            account,
            Action::EmailChanged,
            &mask_email(&email),
            &request_id,
        )?;
        before
            .tell(conn, now, &Notice::EmailChanged { at: now }, lang)
            .map(Ok)
    };
    let done = state.db.write(confirm).await?;
    state.bell.ring();
    done
}

/// Takes the address away. It hears of that for the last time; an account without phones keeps it, because codes and notices
/// would go nowhere.
pub async fn remove(
    state: &AppState,
    principal: Principal,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    confirmation::require(state, &principal)?;
    let now = state.clock.now();
    let remove = move |conn: &mut DbConn| {
        let account = principal.account.id;
        store::lock_account(conn, account)?;
        sessions::require(conn, &principal)?;
        let before = Addresses::of(conn, account)?;
        let Some(email) = store::find_email(conn, account)? else {
            return Ok(());
        };
        if store::list(conn, account)?.is_empty() {
            return Err(ErrorCode::LastContact.into());
        }
        store::set_email(conn, account, None)?;
        begun::end_of_destination(conn, account, &email, now)?;
        let (action, mask) = (Action::EmailRemoved, mask_email(&email));
        record(conn, now, account, action, &mask, &request_id)?;
        before.tell(conn, now, &Notice::EmailRemoved { at: now }, lang)
    };
    state.db.write(remove).await?;
    state.bell.ring();
    Ok(())
}
