//! Adding, choosing and taking away phones.

use super::super::begun;
use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::confirmation::service as confirmation;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::store as accounts;
use super::super::tell::Addresses;
use super::change::{self, Link};
use super::domain::{MOST_PHONES, Phone, without};
use super::{store, subscriber};
use crate::audit::{self, Action};
use crate::clock::after;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::account::{ChosenPhone, PhoneChangeKind};
use motcua_shared::identity::dto::{Challenge, ConfirmCode};
use motcua_shared::identity::rule::{mask_phone, parse_code, parse_phone};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

fn parse(request: &ChosenPhone) -> AppResult<String> {
    parse_phone(&request.phone).map_err(|code| AppError::field("phone", code))
}

/// First step: the new number, compared with the operator's record where there is one. Sends a code there.
pub async fn begin(
    state: &AppState,
    principal: Principal,
    request: ChosenPhone,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let phone = parse(&request)?;
    confirmation::require(state, &principal)?;
    let (id, typed) = (principal.account.id, phone.clone());
    state
        .db
        .read(move |conn| check_room(&store::list(conn, id)?, &typed))
        .await?;
    subscriber::compare(state, &principal.account, &phone, lang).await?;
    let codes = Codes::new(state, lang, address);
    let begin = move |conn: &mut DbConn| {
        codes.begin(
            conn,
            Request {
                purpose: Purpose::AddPhone,
                account_id: Some(principal.account.id),
                subject: principal.token_hash,
                destination: Destination::Phone(phone),
            },
        )
    };
    let challenge = state.db.write(begin).await?;
    state.bell.ring();
    Ok(challenge)
}

fn check_room(phones: &[Phone], phone: &str) -> AppResult<()> {
    if phones.iter().any(|one| one.phone == phone) {
        Err(AppError::field("phone", ErrorCode::PhoneKnown))
    } else if phones.len() >= MOST_PHONES {
        Err(ErrorCode::TooManyPhones.into())
    } else {
        Ok(())
    }
}

/// Another code, to the new phone or address of this account.
pub async fn resend(
    state: &AppState,
    principal: Principal,
    (id, purpose): (ChallengeId, Purpose),
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let resend = move |conn: &mut DbConn| {
        if codes.account_of(conn, id, purpose)? != Some(principal.account.id) {
            return Err(ErrorCode::CodeExpired.into());
        }
        codes.resend(conn, id, purpose)
    };
    let challenge = state.db.write(resend).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Second step: the code. The phone is added, and everybody who was reached before hears how to call it off.
pub async fn confirm(
    state: &AppState,
    principal: Principal,
    request: ConfirmCode,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let codes = Codes::new(state, lang, None);
    let link = Link::new(state)?;
    let now = codes.now();
    let hours = state.config.identity.phone_hold_hours;
    let confirm = move |conn: &mut DbConn| {
        let account = principal.account.id;
        let tried = try_code(
            conn,
            &codes,
            &principal,
            Purpose::AddPhone,
            (request.challenge_id, &code),
        )?;
        let destination = match tried {
            Ok(destination) => destination,
            Err(refused) => {
                audit::service::record(conn, now, Some(account), Action::CodeWrong, account, &request_id)?;
                return Ok(Err(refused));
            }
        };
        let phone = Phone {
            phone: destination.as_str().to_owned(),
            verified_at: now,
            sole_from: after(now, hours * 3600),
        };
        let phones = store::list(conn, account)?;
        if let Err(refused) = check_room(&phones, &phone.phone) {
            return Ok(Err(refused));
        }
        let before = Addresses::of(conn, account)?;
        store::insert(conn, account, &phone)?;
        if phones.is_empty() {
            store::set_first(conn, account, Some(&phone.phone))?;
        }
        let mask = mask_phone(&phone.phone);
        let due_at = phone.sole_from;
        change::open(
            conn,
            (account, PhoneChangeKind::Added),
            phone.phone,
            (now, due_at),
            &link,
        )?;
        record(conn, now, account, Action::PhoneAdded, &mask, &request_id)?;
        let notice = Notice::PhoneAdded {
            phone: mask,
            hours,
            url: link.url,
        };
        before.tell(conn, now, &notice, lang).map(Ok)
    };
    let done = state.db.write(confirm).await?;
    state.bell.ring();
    done
}

/// Tries the code of a flow that this session began. A refusal is a value: it must be committed.
pub(super) fn try_code(
    conn: &mut DbConn,
    codes: &Codes,
    principal: &Principal,
    purpose: Purpose,
    (id, code): (ChallengeId, &str),
) -> AppResult<Result<Destination, AppError>> {
    // The account before its flows, as where both end.
    store::lock_account(conn, principal.account.id)?;
    sessions::require(conn, principal)?;
    let expired = || AppError::field_refusal("code", ErrorCode::CodeExpired);
    // Of this account only: nobody uses up another one's tries.
    if codes.account_of(conn, id, purpose)? != Some(principal.account.id) {
        return Ok(Err(expired()));
    }
    Ok(match codes.try_code(conn, id, purpose, code)? {
        Ok(flow) if flow.subject == principal.token_hash => Ok(flow.destination),
        Ok(_) => Err(expired()),
        Err(refused) => Err(refused.into()),
    })
}

/// Another phone is asked first.
pub async fn choose(
    state: &AppState,
    principal: Principal,
    request: ChosenPhone,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let phone = parse(&request)?;
    confirmation::require(state, &principal)?;
    let now = state.clock.now();
    let choose = move |conn: &mut DbConn| {
        let account = principal.account.id;
        store::lock_account(conn, account)?;
        sessions::require(conn, &principal)?;
        let phones = store::list(conn, account)?;
        let found = phones.iter().find(|one| one.phone == phone);
        let found = found.ok_or(ErrorCode::NotFound)?;
        if now < found.sole_from {
            let until = found.sole_from.vietnam_minute();
            return Err(AppError::new(ErrorCode::PhoneTooNew).with("until", until));
        }
        if first(conn, account)?.as_deref() == Some(&phone) {
            return Ok(());
        }
        store::set_first(conn, account, Some(&phone))?;
        let mask = mask_phone(&phone);
        record(conn, now, account, Action::PhoneChosen, &mask, &request_id)?;
        let notice = Notice::PhoneChanged { at: now, phone: mask };
        Addresses::of(conn, account)?.tell(conn, now, &notice, lang)
    };
    state.db.write(choose).await?;
    state.bell.ring();
    Ok(())
}

/// Takes a phone away, never the last that proves something. One that is gone is gone.
pub async fn remove(
    state: &AppState,
    principal: Principal,
    request: ChosenPhone,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let phone = parse(&request)?;
    confirmation::require(state, &principal)?;
    let now = state.clock.now();
    let remove = move |conn: &mut DbConn| {
        let account = principal.account.id;
        store::lock_account(conn, account)?;
        sessions::require(conn, &principal)?;
        let phones = store::list(conn, account)?;
        if !phones.iter().any(|one| one.phone == phone) {
            return Ok(());
        }
        let next = without(&phones, &phone, first(conn, account)?.as_deref(), now)?;
        let before = Addresses::of(conn, account)?;
        take(conn, account, &phone, next.as_deref(), now)?;
        let mask = mask_phone(&phone);
        record(conn, now, account, Action::PhoneRemoved, &mask, &request_id)?;
        let notice = Notice::PhoneRemoved { at: now, phone: mask };
        before.tell(conn, now, &notice, lang)
    };
    state.db.write(remove).await?;
    state.bell.ring();
    Ok(())
}

/// Takes a phone away, with the way to call it off and what its codes could still open.
pub(super) fn take(
    conn: &mut DbConn,
    account: AccountId,
    phone: &str,
    next: Option<&str>,
    now: Timestamp,
) -> AppResult<()> {
    store::delete(conn, account, phone)?;
    store::set_first(conn, account, next)?;
    begun::end_of_destination(conn, account, phone, now)?;
    change::close_of(conn, account, phone)
}

/// The phone that is asked first.
pub(super) fn first(conn: &mut DbConn, account: AccountId) -> AppResult<Option<String>> {
    Ok(accounts::find_active(conn, account)?.and_then(|account| account.phone))
}

pub(super) fn record(
    conn: &mut DbConn,
    now: Timestamp,
    account: AccountId,
    action: Action,
    word: &str,
    request_id: &RequestId,
) -> AppResult<()> {
    audit::service::record_with(conn, now, Some(account), action, (account, word), request_id)
}
