//! Signing in with a password, step by step.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::contact::service as contact;
use super::super::device as devices;
use super::super::domain::{Account, Credentials};
use super::super::proof::service::{self as proof, Use};
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method};
use super::super::staff::closing::service as closing;
use super::super::store as accounts;
use super::failures::{FORGET_SECONDS, Standing};
use super::store;
use crate::audit::{self, Action};
use crate::clock::before;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::client_address::line_of;
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::dto::{Challenge, ConfirmCode, SignIn};
use motcua_shared::identity::rule::{parse_code, strip_separators};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// First step: the password. The same answer, after the same work, whether the account is unknown, suspended, has no
/// password, or the password is wrong.
pub async fn sign_in(
    state: &AppState,
    request: SignIn,
    device: Device,
    request_id: RequestId,
) -> AppResult<Challenge> {
    let known = know(state, request, &device, request_id).await?;
    let codes = Codes::new(state, device.lang, device.address);
    let going_on = known.clone();
    let challenge = state
        .db
        .write(move |conn| {
            going_on.go_on(conn)?;
            let challenge = codes.begin(conn, ask(&going_on.account)?)?;
            Ok(Challenge {
                closed_from: going_on.closed_from,
                ..challenge
            })
        })
        .await;
    if challenge.is_err() {
        // It was not the password that was refused.
        state.db.write(move |conn| known.clear(conn)).await?;
    }
    state.bell.ring();
    challenge
}

/// Somebody whose password was right.
#[derive(Clone)]
pub struct Known {
    /// Their account.
    pub account: Account,
    /// Officers: the day from which on passwords open the account no longer.
    closed_from: Option<NaiveDate>,
    name_key: String,
    hash: Option<String>,
}

impl Known {
    /// Ends the failures of the name, at the beginning of the transaction that goes on. What a new password ends must not
    /// begin after it, so that the password is looked at once more.
    pub fn go_on(&self, conn: &mut DbConn) -> AppResult<()> {
        contact::lock(conn, self.account.id)?;
        if accounts::find_password(conn, self.account.id)? != self.hash {
            return Err(ErrorCode::SignInFailed.into());
        }
        self.clear(conn)
    }

    fn clear(&self, conn: &mut DbConn) -> AppResult<()> {
        store::clear(conn, &self.name_key)
    }
}

/// The password of an account, with all that slows down who guesses. The try is counted before the password is looked at.
pub async fn know(
    state: &AppState,
    request: SignIn,
    device: &Device,
    request_id: RequestId,
) -> AppResult<Known> {
    let address = device.address;
    let login = strip_separators(&request.login).to_lowercase();
    if login.is_empty() || request.password.is_empty() {
        let missing = |path: &str, empty: bool| empty.then(|| FieldFault::new(path, ErrorCode::Required));
        let faults = [
            missing("login", login.is_empty()),
            missing("password", request.password.is_empty()),
        ];
        return Err(AppError::fields(faults.into_iter().flatten().collect()));
    }
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let now = state.clock.now();
    let free = state.config.identity.free_failures;
    let address_key = address_key(state, address);
    let browser = device
        .key
        .as_deref()
        .map(|key| devices::digest(&state.secret_key, key));
    let (from, proof) = (address_key.clone(), request.proof);
    let this = state.clone();
    let (credentials, name_key) = state
        .db
        .write(move |conn| {
            let address_key = from;
            let credentials = accounts::find_credentials(conn, &login)?;
            let name_key = counted_by(conn, &this, &login, credentials.as_ref(), browser)?;
            check_turn(conn, &name_key, now, free)?;
            let failed = count_failures(conn, &name_key, address_key.as_deref())?;
            if failed >= this.config.identity.proof_after_failures {
                take_proof(conn, &this, proof.as_deref(), &name_key)?;
            }
            count_failure(conn, &name_key, now)?;
            Ok((credentials, name_key))
        })
        .await?;
    let hash = credentials.as_ref().and_then(|found| found.password_hash.clone());
    let is_right = state.passwords.check(request.password, hash.clone()).await?;
    match credentials {
        Some(Credentials {
            account,
            is_active: true,
            ..
        }) if is_right => {
            let known = Known {
                account,
                closed_from: None,
                name_key,
                hash,
            };
            match known.account.kind.is_officer() {
                true => know_officer(state, known, now).await,
                false => Ok(known),
            }
        }
        credentials => {
            let count = move |conn: &mut DbConn| {
                if let Some(Credentials { account, .. }) = credentials {
                    let (id, action) = (account.id, Action::SignInFailed);
                    audit::service::record(conn, now, None, action, id, &request_id)?;
                }
                address_key.map_or(Ok(()), |key| count_failure(conn, &key, now))
            };
            state.db.write(count).await?;
            Err(ErrorCode::SignInFailed.into())
        }
    }
}

/// An officer whose password was right, where passwords still open their account.
async fn know_officer(state: &AppState, known: Known, now: Timestamp) -> AppResult<Known> {
    let (is_offered, today) = (state.config.identity.staff_password, now.vietnam_date());
    let look = move |conn: &mut DbConn| {
        let open = match is_offered {
            true => closing::require_open(conn, &known.account, today),
            false => Err(ErrorCode::StaffSignInElsewhere.into()),
        };
        match open {
            Ok(closed_from) => Ok(Ok(Known {
                closed_from,
                ..known.clone()
            })),
            Err(refusal) => {
                // It was not the password that was refused.
                known.clear(conn)?;
                Ok(Err(refusal))
            }
        }
    };
    state.db.write(look).await?
}

fn name_key(state: &AppState, login: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["sign-in-name", login])
}

fn browser_key(state: &AppState, login: &str, browser: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["sign-in-browser", login, browser])
}

/// By what the failures of a try are counted: by the name, or by name and browser where the account signed in before, so
/// that nobody elsewhere makes its holder wait there.
fn counted_by(
    conn: &mut DbConn,
    state: &AppState,
    login: &str,
    credentials: Option<&Credentials>,
    browser: Option<String>,
) -> AppResult<String> {
    if let (Some(credentials), Some(browser)) = (credentials, browser)
        && devices::is_known(conn, credentials.account.id, &browser)?
    {
        return Ok(browser_key(state, login, &browser));
    }
    Ok(name_key(state, login))
}

fn address_key(state: &AppState, address: Option<IpAddr>) -> Option<String> {
    let address = line_of(address?).to_string();
    Some(secret::keyed_digest(
        &state.secret_key,
        &["sign-in-address", &address],
    ))
}

/// Failures in a row of the name, or from the address, whichever are more. Those of an address cost no wait: a whole
/// village may share it.
fn count_failures(conn: &mut DbConn, name_key: &str, address_key: Option<&str>) -> AppResult<u32> {
    let mut most = 0;
    for key in [Some(name_key), address_key].into_iter().flatten() {
        most = most.max(store::find(conn, key)?.map_or(0, |failures| failures.in_row));
    }
    Ok(most)
}

/// Takes a proof of work for one try. A try that is repeated needs another: it may be another password.
fn take_proof(conn: &mut DbConn, state: &AppState, proof: Option<&str>, name_key: &str) -> AppResult<()> {
    let proof = proof::check(state, proof.unwrap_or_default())?;
    match proof::use_up(conn, &proof, name_key)? {
        Use::First => Ok(()),
        Use::Repeat => Err(ErrorCode::ProofNeeded.into()),
    }
}

/// Counts a try as a failure before anybody knows what it is worth, or refuses it for as long as the failures of the key
/// cost a wait: of tries at the same moment no more are looked at than of tries one after another. What was no failure
/// is taken back.
pub fn count_try(conn: &mut DbConn, key: &str, now: Timestamp, free: u32) -> AppResult<()> {
    check_turn(conn, key, now, free)?;
    count_failure(conn, key, now)
}

/// Counts a try no longer that was no failure.
pub fn take_back_try(conn: &mut DbConn, key: &str) -> AppResult<()> {
    store::take_back(conn, key)
}

fn count_failure(conn: &mut DbConn, key: &str, now: Timestamp) -> AppResult<()> {
    store::count(conn, key, now, before(now, FORGET_SECONDS))
}

/// Ends the failures of a key.
pub fn clear_failures(conn: &mut DbConn, key: &str) -> AppResult<()> {
    store::clear(conn, key)
}

/// Ends the failures of an account, wherever they were counted, because a new password was set.
pub fn forgive(state: &AppState, conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    let Some(login) = accounts::find_login(conn, account)? else {
        return Ok(());
    };
    for browser in devices::list(conn, account)? {
        store::clear(conn, &browser_key(state, &login, &browser))?;
    }
    store::clear(conn, &name_key(state, &login))
}

/// Refuses for as long as the failures of a key cost a wait. Until the transaction ends nobody else counts by it.
fn check_turn(conn: &mut DbConn, name_key: &str, now: Timestamp, free: u32) -> AppResult<()> {
    take_turn(conn, "failures", name_key)?;
    let failures = store::find(conn, name_key)?;
    match failures.map_or(Standing::Free, |failures| failures.standing(now, free)) {
        Standing::Free => Ok(()),
        Standing::Wait(seconds) => Err(AppError::new(ErrorCode::TooManyRequests).retry_after(seconds)),
        Standing::Closed => Err(ErrorCode::SignInClosed.into()),
    }
}

fn ask(account: &Account) -> AppResult<Request> {
    let phone = account.phone.clone().map(Destination::Phone);
    let email = || account.email.clone().map(Destination::Email);
    Ok(Request {
        purpose: Purpose::SignIn,
        account_id: Some(account.id),
        subject: String::new(),
        // An account without either has no second step, so it has no password.
        destination: phone.or_else(email).ok_or(ErrorCode::SignInFailed)?,
    })
}

/// Sends another code for the same sign-in.
pub async fn resend(
    state: &AppState,
    id: ChallengeId,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let codes = Codes::new(state, lang, address);
    let resend = move |conn: &mut DbConn| codes.resend(conn, id, Purpose::SignIn);
    let challenge = state.db.write(resend).await?;
    state.bell.ring();
    Ok(challenge)
}

/// Second step: the code. A wrong one is counted even though the answer is a refusal, so the transaction that counts
/// it is committed before the refusal is made.
pub async fn confirm(
    state: &AppState,
    request: ConfirmCode,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let codes = Codes::new(state, Lang::default(), device.address);
    let opening = Opening::new(state, Method::Password, device)?;
    let (account, opening) = state
        .db
        .write(move |conn| {
            let flow = match codes.try_code(conn, request.challenge_id, Purpose::SignIn, &code)? {
                Ok(flow) => flow,
                Err(refused) => {
                    if let Some(id) = codes.account_of(conn, request.challenge_id, Purpose::SignIn)? {
                        let now = codes.now();
                        audit::service::record(conn, now, None, Action::CodeWrong, id, &request_id)?;
                    }
                    return Ok(Err(AppError::from(refused)));
                }
            };
            let account = match flow.account_id {
                Some(id) => accounts::find_active(conn, id)?,
                None => None,
            };
            let Some(account) = account else {
                return Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired)));
            };
            let opening = match account.kind.is_officer() {
                // The day may have come since the password was looked at.
                true => match closing::require_open(conn, &account, codes.now().vietnam_date()) {
                    Ok(Some(day)) => opening.until(Timestamp::vietnam_midnight(day)),
                    Ok(None) => opening,
                    Err(refusal) => return Ok(Err(refusal)),
                },
                false => opening,
            };
            opening.write(conn, &account, &request_id)?;
            Ok(Ok((account, opening)))
        })
        .await??;
    Ok(opening.finish(state, account))
}

/// Forgets rows of failures that are over.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_before(conn, before(now, FORGET_SECONDS))
}
