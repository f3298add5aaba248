//! Step by step: the password, the new number, its code.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::contact::change::{self, Link};
use super::super::contact::service as contact;
use super::super::contact::subscriber::{self, Outcome};
use super::super::domain::Account;
use super::super::other_way::service::told;
use super::super::recovery_code::service as recovery_codes;
use super::super::session::Device;
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use super::super::tell::Addresses;
use super::store::{self, Record, State};
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::account::{LostPhoneDone, LostPhoneNumber, LostPhoneStarted, PhoneChangeKind};
use motcua_shared::identity::dto::{Challenge, SignIn};
use motcua_shared::identity::registration::ConfirmFlow;
use motcua_shared::identity::rule::{mask_phone, parse_code, parse_phone};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// It ends after so long.
const LIFE_SECONDS: u64 = 30 * 60;

/// First step: account and password, refused and slowed down exactly as at the sign-in.
pub async fn begin(
    state: &AppState,
    request: SignIn,
    device: &Device,
    request_id: RequestId,
) -> AppResult<LostPhoneStarted> {
    let known = sign_in::know(state, request, device, request_id).await?;
    let comparable = subscriber::is_comparable(state, &known.account).await?;
    let flow = secret::token()?;
    let id = secret::sha256_hex(flow.as_bytes());
    let now = state.clock.now();
    let begin = move |conn: &mut DbConn| {
        known.go_on(conn)?;
        let account = known.account.id;
        store::insert(conn, &id, account, now)?;
        recovery_codes::left(conn, account)
    };
    let left = state.db.write(begin).await?;
    Ok(LostPhoneStarted {
        flow,
        recovery_codes: left.is_some_and(|left| left > 0),
        comparable,
        hold_hours: state.config.identity.phone_hold_hours,
    })
}

/// One that has not ended, and its account.
fn running(conn: &mut DbConn, id: &str, now: Timestamp) -> AppResult<(Record, Account)> {
    let record = store::lock(conn, id)?
        .filter(|record| record.state != State::Done && now < after(record.begun_at, LIFE_SECONDS))
        .ok_or(ErrorCode::FlowGone)?;
    let account = accounts::find_active(conn, record.account_id)?.ok_or(ErrorCode::FlowGone)?;
    Ok((record, account))
}

/// Second step: the new number, with a recovery code or compared with the operator's record. Sends a code there. The
/// recovery code is used up only by the last step, so that a mistyped number costs none.
pub async fn give_number(
    state: &AppState,
    request: LostPhoneNumber,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let phone = parse_phone(&request.phone).map_err(|code| AppError::field("phone", code))?;
    let id = secret::sha256_hex(request.flow.as_bytes());
    let now = state.clock.now();
    let key = id.clone();
    let find = move |conn: &mut DbConn| running(conn, &key, now);
    let (_, account) = state.db.write(find).await?;
    let typed = request.recovery_code.filter(|code| !code.trim().is_empty());
    let digest = typed.map(|code| recovery_codes::digest(state, account.id, &code));
    match &digest {
        Some(digest) => check_recovery_code(state, &account, digest.clone()).await?,
        None => match subscriber::compare(state, &account, &phone, lang).await? {
            Outcome::Same => {}
            Outcome::Unasked => return Err(ErrorCode::PhoneByDesk.into()),
        },
    }
    let codes = Codes::new(state, lang, address);
    let begin = move |conn: &mut DbConn| {
        let (_, account) = running(conn, &id, now)?;
        let open = change::list_open(conn, account.id, now)?;
        if digest.is_none() && open.iter().any(|change| change.kind == PhoneChangeKind::Lost) {
            return Err(ErrorCode::PhoneChangeWaits.into());
        }
        let challenge = codes.begin(
            conn,
            Request {
                purpose: Purpose::LostPhone,
                account_id: Some(account.id),
                subject: id.clone(),
                destination: Destination::Phone(phone.clone()),
            },
        )?;
        store::set_number(conn, &id, &phone, digest.as_deref(), challenge.id)?;
        Ok(challenge)
    };
    let challenge = state.db.write(begin).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Who guesses recovery codes waits as at the sign-in.
async fn check_recovery_code(state: &AppState, account: &Account, digest: String) -> AppResult<()> {
    let (id, now) = (account.id, state.clock.now());
    let free = state.config.identity.free_failures;
    let key = secret::keyed_digest(&state.secret_key, &["recovery-code-tries", &id.to_string()]);
    let check = move |conn: &mut DbConn| {
        sign_in::count_try(conn, &key, now, free)?;
        let is_left = recovery_codes::is_left(conn, id, &digest)?;
        if is_left {
            sign_in::take_back_try(conn, &key)?;
        }
        Ok(is_left)
    };
    if state.db.write(check).await? {
        Ok(())
    } else {
        Err(AppError::field("recovery_code", ErrorCode::RecoveryCodeWrong))
    }
}

/// Another code.
pub async fn resend(
    state: &AppState,
    flow: &str,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let id = secret::sha256_hex(flow.as_bytes());
    let codes = Codes::new(state, lang, address);
    let resend = move |conn: &mut DbConn| {
        let (record, _) = running(conn, &id, codes.now())?;
        let challenge = record.challenge_id.ok_or(ErrorCode::FlowGone)?;
        codes.resend(conn, challenge, Purpose::LostPhone)
    };
    let challenge = state.db.write(resend).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Last step: the code. With a recovery code the number holds at once; else after the hold, of which every address of the
/// account is told, with the way to call it off.
pub async fn confirm(
    state: &AppState,
    request: ConfirmFlow,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<LostPhoneDone> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let id = secret::sha256_hex(request.flow.as_bytes());
    let codes = Codes::new(state, lang, None);
    let link = Link::new(state)?;
    let hours = state.config.identity.phone_hold_hours;
    let confirm = move |conn: &mut DbConn| {
        let now = codes.now();
        // The account first, as where all of them end.
        let whose = store::find_account(conn, &id)?.ok_or(ErrorCode::FlowGone)?;
        contact::lock(conn, whose)?;
        let (record, account) = running(conn, &id, now)?;
        let challenge = record.challenge_id.ok_or(ErrorCode::FlowGone)?;
        let flow = match codes.try_code(conn, challenge, Purpose::LostPhone, &code)? {
            Ok(flow) => flow,
            Err(refused) => {
                audit::service::record(conn, now, None, Action::CodeWrong, account.id, &request_id)?;
                return Ok(Err(AppError::from(refused)));
            }
        };
        if flow.subject != id {
            return Ok(Err(ErrorCode::FlowGone.into()));
        }
        let phone = flow.destination.as_str();
        let due_at = match &record.recovery_code {
            Some(digest) => {
                if !recovery_codes::take(conn, account.id, digest, (now, lang), &request_id)? {
                    return Ok(Err(told(super::super::code::service::Refused::Expired)));
                }
                change::replace_phones(conn, account.id, phone, now, &request_id)?;
                None
            }
            None => {
                let due_at = after(now, hours * 3600);
                hold(conn, &account, phone, (now, due_at), &link, &request_id)?;
                let notice = Notice::AccountHold {
                    at: now,
                    phone: mask_phone(phone),
                    hours,
                    url: link.url.clone(),
                };
                Addresses::of(conn, account.id)?.tell(conn, now, &notice, lang)?;
                Some(due_at)
            }
        };
        store::set_done(conn, &id)?;
        Ok(Ok(LostPhoneDone { due_at }))
    };
    let done = state.db.write(confirm).await?;
    state.bell.ring();
    done
}

fn hold(
    conn: &mut DbConn,
    account: &Account,
    phone: &str,
    (now, due_at): (Timestamp, Timestamp),
    link: &Link,
    request_id: &RequestId,
) -> AppResult<()> {
    let open = change::list_open(conn, account.id, now)?;
    if open.iter().any(|change| change.kind == PhoneChangeKind::Lost) {
        return Err(ErrorCode::PhoneChangeWaits.into());
    }
    let whose = (account.id, PhoneChangeKind::Lost);
    change::open(conn, whose, phone.to_owned(), (now, due_at), link)?;
    let word = mask_phone(phone);
    let about = (account.id, word.as_str());
    audit::service::record_with(conn, now, None, Action::PhoneChangeAsked, about, request_id)
}

/// Ends every one of an account.
pub fn end_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    store::delete_all(conn, account)
}

/// Forgets what was left.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_begun_before(conn, before(now, LIFE_SECONDS))
}
