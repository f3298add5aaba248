//! Replacing a forgotten password, step by step. Every step may be repeated.

use super::super::begun;
use super::super::code::service::Codes;
use super::super::code::{Destination, Purpose};
use super::super::contact::service as contact;
use super::super::domain::{Account, Credentials};
use super::super::new_password::{self, KnownOfPerson};
use super::super::proof::service as proofs;
use super::super::registration::domain::{REPEAT_SECONDS, State};
use super::super::session;
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use super::super::tell::Addresses;
use super::store::{self, Record};
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::registration::{ConfirmFlow, FlowConfirmed, FlowStarted, Recover, SetPassword};
use motcua_shared::identity::rule::{parse_code, strip_separators};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// A recovery ends after so long.
const LIFE_SECONDS: u64 = 30 * 60;

/// The limits look back so far.
const KEEP_SECONDS: u64 = 24 * 3600;

/// First step: the account. The answer is the same whether there is one.
pub async fn begin(
    state: &AppState,
    request: Recover,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<FlowStarted> {
    let login = strip_separators(&request.login).to_lowercase();
    if login.is_empty() {
        return Err(AppError::field("login", ErrorCode::Required));
    }
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let proof = proofs::check(state, &request.proof)?;
    let flow = secret::keyed_digest(&state.secret_key, &["recovery-flow", &proof.nonce]);
    let id = secret::sha256_hex(flow.as_bytes());
    let login_key = secret::keyed_digest(&state.secret_key, &["recovery", &login]);
    let codes = Codes::new(state, lang, address);
    let now = state.clock.now();
    let limits = [
        (state.config.identity.codes_per_quarter, 15 * 60),
        (state.config.identity.codes_per_day, 24 * 3600),
    ];
    let challenge = state
        .db
        .write(move |conn| {
            proofs::use_up(conn, &proof, &login_key)?;
            if let Some(record) = store::lock(conn, &id)? {
                return current(conn, &codes, record);
            }
            take_turn(conn, "recoveries", &login_key)?;
            check_limits(conn, &login_key, limits, now)?;
            let credentials = accounts::find_credentials(conn, &login)?;
            let to = match credentials {
                Some(credentials) => recipient(conn, credentials, now)?,
                None => None,
            };
            if !store::insert(conn, &id, &login_key, to.as_ref().map(|(id, _)| *id), now)? {
                let record = store::find(conn, &id)?.ok_or(ErrorCode::FlowGone)?;
                return current(conn, &codes, record);
            }
            let challenge = codes.begin_unseen(conn, Purpose::ResetPassword, &id, to)?;
            store::set_challenge(conn, &id, challenge.id)?;
            Ok(challenge)
        })
        .await?;
    state.bell.ring();
    Ok(FlowStarted { flow, challenge })
}

/// The code that it waits for, for a request that came before.
fn current(conn: &mut DbConn, codes: &Codes, record: Record) -> AppResult<Challenge> {
    let challenge = match record {
        Record {
            state: State::Code,
            challenge_id: Some(challenge),
            ..
        } => codes.current(conn, challenge, Purpose::ResetPassword)?,
        _ => return Err(ErrorCode::FlowGone.into()),
    };
    Ok(Challenge {
        sent_to: String::new(),
        ..challenge
    })
}

/// Only an account that has a password can have forgotten it; one that may not sign in gets none. A phone that is too new
/// to be the only proof is none.
fn recipient(
    conn: &mut DbConn,
    credentials: Credentials,
    now: Timestamp,
) -> AppResult<Option<(AccountId, Destination)>> {
    let Credentials {
        account,
        password_hash: Some(_),
        is_active: true,
    } = credentials
    else {
        return Ok(None);
    };
    // Officers get a link from an administrator (docs/decisions/2026-11-23-officers-passwords.md).
    if account.kind.is_officer() {
        return Ok(None);
    }
    Ok(contact::proof_of(conn, &account, now)?.map(|to| (account.id, to)))
}

/// So many recoveries of one name, whether it exists or not.
fn check_limits(
    conn: &mut DbConn,
    login_key: &str,
    limits: [(u32, u64); 2],
    now: Timestamp,
) -> AppResult<()> {
    for (count, seconds) in limits {
        let Some(oldest) = store::nth_newest(conn, login_key, count)? else {
            continue;
        };
        let wait = after(oldest, seconds).unix_seconds() - now.unix_seconds();
        if let Ok(wait @ 1..) = u64::try_from(wait) {
            return Err(AppError::new(ErrorCode::TooManyCodes).retry_after(wait));
        }
    }
    Ok(())
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
    let now = state.clock.now();
    let challenge = state
        .db
        .write(move |conn| match running(store::lock(conn, &id)?, now)? {
            Record {
                state: State::Code,
                challenge_id: Some(challenge),
                ..
            } => codes.resend_unseen(conn, challenge, Purpose::ResetPassword),
            _ => Err(ErrorCode::FlowGone.into()),
        })
        .await?;
    state.bell.ring();
    Ok(challenge)
}

/// Second step: the code. A wrong one is counted, so the transaction is committed before it is refused.
pub async fn confirm(state: &AppState, request: ConfirmFlow) -> AppResult<FlowConfirmed> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let id = secret::sha256_hex(request.flow.as_bytes());
    let codes = Codes::new(state, Lang::default(), None);
    let code_digest = secret::keyed_digest(&state.secret_key, &["recovery-code", &id, &code]);
    let now = state.clock.now();
    state
        .db
        .write(move |conn| match running(store::lock(conn, &id)?, now)? {
            Record {
                state: State::Code,
                challenge_id: Some(challenge),
                ..
            } => match codes.try_code(conn, challenge, Purpose::ResetPassword, &code)? {
                Ok(flow) if flow.subject == id && flow.account_id.is_some() => {
                    store::set_confirmed(conn, &id, &code_digest).map(Ok)
                }
                // Somebody guessed the code that went nowhere.
                Ok(_) => Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired))),
                Err(refused) => Ok(Err(AppError::from(refused))),
            },
            Record {
                state: State::Password,
                code_digest: Some(accepted),
                ..
            } if secret::same(&accepted, &code_digest) => Ok(Ok(())),
            Record {
                state: State::Password,
                ..
            } => Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired))),
            _ => Err(ErrorCode::FlowGone.into()),
        })
        .await??;
    Ok(FlowConfirmed {
        password: new_password::policy(&state.config.identity),
    })
}

/// Last step: the new password. Every session of the account ends, and its phones are told.
pub async fn finish(
    state: &AppState,
    request: SetPassword,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let id = secret::sha256_hex(request.flow.as_bytes());
    let now = state.clock.now();
    let key = id.clone();
    let (record, account, known) = state
        .db
        .read(move |conn| {
            let record = running(store::find(conn, &key)?, now)?;
            let account = record.account_id.ok_or(ErrorCode::FlowGone)?;
            let account = accounts::find_active(conn, account)?.ok_or(ErrorCode::FlowGone)?;
            let known = known_of(conn, &account)?;
            Ok((record, account, known))
        })
        .await?;
    match record.state {
        State::Password => {}
        State::Done => return repeat(state, record, account.id, request.password).await,
        State::Code => return Err(ErrorCode::FlowGone.into()),
    }
    new_password::check(&state.config.identity, &request.password, &known)?;
    let hash = state.passwords.hash(request.password.clone()).await?;
    let (this, account_id) = (state.clone(), account.id);
    let late = state
        .db
        .write(move |conn| {
            contact::lock(conn, account_id)?;
            let record = running(store::lock(conn, &id)?, now)?;
            if record.state != State::Password {
                return Ok(Some(record));
            }
            accounts::replace_password(conn, account_id, &hash, now)?;
            begun::end_all(conn, account_id, now)?;
            session::service::end_all(conn, account_id)?;
            sign_in::forgive(&this, conn, account_id)?;
            store::set_done(conn, &id, now)?;
            audit::service::record(
                conn,
                now,
                Some(account_id),
                Action::PasswordReset,
                account_id,
                &request_id,
            )?;
            let notice = Notice::PasswordChanged { at: now };
            Addresses::of(conn, account_id)?.tell(conn, now, &notice, lang)?;
            Ok(None)
        })
        .await?;
    state.bell.ring();
    match late {
        None => Ok(()),
        Some(record) => repeat(state, record, account_id, request.password).await,
    }
}

/// The last step again, because its answer was lost.
async fn repeat(state: &AppState, record: Record, account: AccountId, password: String) -> AppResult<()> {
    let now = state.clock.now();
    let is_fresh = record
        .done_at
        .is_some_and(|done_at| now < after(done_at, REPEAT_SECONDS));
    let find = move |conn: &mut DbConn| accounts::find_password(conn, account);
    let hash = state.db.read(find).await?;
    if is_fresh && state.passwords.check(password, hash).await? {
        Ok(())
    } else {
        Err(ErrorCode::FlowGone.into())
    }
}

/// What is known of the holder of an account, so that it makes no password.
pub(in super::super) fn known_of(conn: &mut DbConn, account: &Account) -> AppResult<KnownOfPerson> {
    let mut known = KnownOfPerson::default()
        .name(&account.name)
        .number(&account.identifier);
    for phone in accounts::list_phones(conn, account.id)? {
        known = known.number(&phone);
    }
    let born = match account.person_id {
        Some(person) => accounts::find_birth_date(conn, person)?,
        None => None,
    };
    Ok(match born {
        Some(day) => known.birth_date(day),
        None => known,
    })
}

/// A recovery that has not ended.
fn running(record: Option<Record>, now: Timestamp) -> AppResult<Record> {
    record
        .filter(|record| now < after(record.created_at, LIFE_SECONDS))
        .ok_or_else(|| ErrorCode::FlowGone.into())
}

/// Ends every recovery of an account that is on its way.
pub fn end_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    store::end_all(conn, account)
}

/// Forgets what no limit looks at any more.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_begun_before(conn, before(now, KEEP_SECONDS))
}
