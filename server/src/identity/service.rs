//! Signing in, step by step, and who a session belongs to.

use super::domain::{Account, CodePolicy, Credentials, PendingSignIn, resend_wait};
use super::store;
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::config::IdentityConfig;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::dto::{Challenge, ConfirmCode, SessionView, SignIn};
use motcua_shared::identity::rule::{CODE_DIGITS, mask_phone, parse_code, strip_separators};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// How often at most the last request of a session is noted.
const TOUCH_SECONDS: u64 = 60;

/// After too many wrong codes the account gets no new one for this long, so that a new sign-in is no way around it.
const LOCK_SECONDS: u64 = 600;

/// Sign-ins are kept this long after their code ended, so that a late code is told that it is late.
const KEEP_ENDED_SECONDS: u64 = 24 * 3600;

/// Who asks.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The account that acts.
    pub account: Account,
    /// Digest of the session token.
    pub token_hash: String,
    /// End of the session in any case.
    pub ends_at: Timestamp,
}

/// A session that was just made: the token goes to the browser and nowhere else.
pub struct NewSession {
    /// Goes into the cookie.
    pub token: String,
    /// What the page shows.
    pub view: SessionView,
}

impl IdentityConfig {
    fn code_policy(&self) -> CodePolicy {
        CodePolicy {
            tries: self.code_tries,
            resend_seconds: self.resend_seconds,
            sends: self.code_sends,
        }
    }
}

/// First step: the password. The same answer whether the account is unknown, suspended, or the password wrong.
pub async fn sign_in(
    state: &AppState,
    request: SignIn,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let login = strip_separators(&request.login).to_lowercase();
    if login.is_empty() || request.password.is_empty() {
        let missing =
            |path: &str, empty: bool| empty.then(|| crate::error::FieldFault::new(path, ErrorCode::Required));
        let faults = [
            missing("login", login.is_empty()),
            missing("password", request.password.is_empty()),
        ];
        return Err(AppError::fields(faults.into_iter().flatten().collect()));
    }
    state
        .throttle
        .attempt(address, &login)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let credentials = state
        .db
        .read(move |conn| store::find_credentials(conn, &login))
        .await?;
    let hash = credentials.as_ref().map(|found| found.password_hash.clone());
    let is_right = state.passwords.check(request.password, hash).await?;
    match credentials {
        Some(Credentials {
            account,
            is_active: true,
            ..
        }) if is_right => challenge(state, account, lang).await,
        _ => Err(ErrorCode::SignInFailed.into()),
    }
}

async fn challenge(state: &AppState, account: Account, lang: Lang) -> AppResult<Challenge> {
    let now = state.clock.now();
    let policy = state.config.identity.code_policy();
    let ends_at = after(now, state.config.identity.code_minutes * 60);
    let id = new_id(ChallengeId::from_uuid);
    let code = secret::digits(CODE_DIGITS)?;
    let pending = PendingSignIn {
        id,
        account_id: account.id,
        code_hash: code_hash(state, id, &code),
        wrong_codes: 0,
        sends: 1,
        sent_at: now,
        ends_at,
        is_used: false,
    };
    let view = Challenge {
        id,
        sent_to: mask_phone(&account.phone),
        ends_at,
        resend_after: resend_wait(policy, 1),
    };
    let minutes = state.config.identity.code_minutes;
    state
        .db
        .write(move |conn| {
            let since = before(now, LOCK_SECONDS);
            if store::count_recent_wrong_codes(conn, account.id, since)? >= policy.tries {
                return Err(AppError::new(ErrorCode::CodeLocked).retry_after(LOCK_SECONDS));
            }
            store::insert_pending(conn, &pending)?;
            notification::service::send_code(conn, now, recipient(&account), &code, minutes, lang)
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// Sends another code for the same sign-in.
pub async fn resend(state: &AppState, id: ChallengeId, lang: Lang) -> AppResult<Challenge> {
    let now = state.clock.now();
    let policy = state.config.identity.code_policy();
    let minutes = state.config.identity.code_minutes;
    let ends_at = after(now, minutes * 60);
    let code = secret::digits(CODE_DIGITS)?;
    let hash = code_hash(state, id, &code);
    let view = state
        .db
        .write(move |conn| {
            let pending = store::find_pending(conn, id)?.ok_or(ErrorCode::CodeExpired)?;
            match pending.check_resend(now, policy)? {
                0 => {}
                wait => return Err(AppError::new(ErrorCode::CodeTooSoon).retry_after(wait)),
            }
            let account = store::find_active(conn, pending.account_id)?.ok_or(ErrorCode::CodeExpired)?;
            if !store::replace_code(conn, &pending, &hash, now, ends_at)? {
                return Err(ErrorCode::CodeTooSoon.into());
            }
            notification::service::send_code(conn, now, recipient(&account), &code, minutes, lang)?;
            Ok(Challenge {
                id,
                sent_to: mask_phone(&account.phone),
                ends_at,
                resend_after: resend_wait(policy, pending.sends + 1),
            })
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// Second step: the code. A wrong one is counted even though the answer is a refusal, so the transaction that counts
/// it is committed before the refusal is made.
pub async fn confirm(state: &AppState, request: ConfirmCode, request_id: RequestId) -> AppResult<NewSession> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let now = state.clock.now();
    let id = request.challenge_id;
    let hash = code_hash(state, id, &code);
    let policy = state.config.identity.code_policy();
    let token = secret::token()?;
    let token_hash = secret::sha256_hex(token.as_bytes());
    let ends_at = after(now, state.config.identity.session_hours * 3600);
    let account: Result<Account, ErrorCode> = state
        .db
        .write(move |conn| {
            let Some(pending) = store::lock_pending(conn, id)? else {
                return Ok(Err(ErrorCode::CodeExpired));
            };
            if let Err(code) = pending.check_open(now, policy) {
                return Ok(Err(code));
            }
            if !secret::same(&pending.code_hash, &hash) {
                store::count_wrong_code(conn, id)?;
                let is_last = pending.wrong_codes + 1 >= policy.tries;
                return Ok(Err(if is_last {
                    ErrorCode::CodeLocked
                } else {
                    ErrorCode::CodeWrong
                }));
            }
            let Some(account) = store::find_active(conn, pending.account_id)? else {
                return Ok(Err(ErrorCode::CodeExpired));
            };
            if !store::use_up(conn, id, now)? {
                return Ok(Err(ErrorCode::CodeExpired));
            }
            store::insert_session(conn, &token_hash, account.id, now, ends_at)?;
            audit::service::record(
                conn,
                now,
                Some(account.id),
                Action::SignedIn,
                account.id,
                &request_id,
            )?;
            Ok(Ok(account))
        })
        .await?;
    let account = account.map_err(|code| AppError::field_refusal("code", code))?;
    Ok(NewSession {
        token,
        view: view(
            state,
            Some(&Principal {
                account,
                token_hash: String::new(),
                ends_at,
            }),
        ),
    })
}

/// Who a token belongs to, if its session still runs.
pub async fn principal(state: &AppState, token: &str) -> AppResult<Option<Principal>> {
    let now = state.clock.now();
    let idle_seconds = state.config.identity.idle_minutes * 60;
    let token_hash = secret::sha256_hex(token.as_bytes());
    let key = token_hash.clone();
    let found = state.db.peek(move |conn| store::find_session(conn, &key)).await?;
    let Some(session) = found else {
        return Ok(None);
    };
    let is_idle = after(session.seen_at, idle_seconds) <= now;
    if is_idle || session.ends_at <= now {
        return Ok(None);
    }
    if after(session.seen_at, TOUCH_SECONDS) <= now {
        let key = token_hash.clone();
        let touch = move |conn: &mut DbConn| store::touch_session(conn, &key, now);
        state.db.write(touch).await?;
    }
    Ok(Some(Principal {
        account: session.account,
        token_hash,
        ends_at: session.ends_at,
    }))
}

/// Ends the session.
pub async fn sign_out(state: &AppState, principal: Principal, request_id: RequestId) -> AppResult<()> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            store::delete_session(conn, &principal.token_hash)?;
            let id = principal.account.id;
            audit::service::record(conn, now, Some(id), Action::SignedOut, id, &request_id)
        })
        .await
}

/// What the page shows of the session.
pub fn view(state: &AppState, principal: Option<&Principal>) -> SessionView {
    SessionView {
        account: principal.map(|principal| principal.account.view()),
        ends_at: principal.map(|principal| principal.ends_at),
        idle_seconds: state.config.identity.idle_minutes * 60,
        max_upload_bytes: state.config.upload.max_bytes,
        demo: state.config.demo.accounts,
    }
}

/// An active account, for other features.
pub fn load_account(conn: &mut DbConn, id: AccountId) -> AppResult<Account> {
    store::find_active(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Forgets what ended long ago.
pub fn forget_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_ended(conn, before(now, KEEP_ENDED_SECONDS))
}

fn recipient(account: &Account) -> notification::service::Recipient {
    notification::service::Recipient::new(Some(account.id), &account.phone, account.email.as_deref())
}

fn code_hash(state: &AppState, id: ChallengeId, code: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["sign-in", &id.to_string(), code])
}
