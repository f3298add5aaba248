//! Sending something to sign to a phone, and finding out whether it was signed.

use super::super::proof::service::{self as proofs, Use};
use super::super::session::Method;
use super::super::token::domain::Holder;
use super::super::token::service::{self as token, SignedIn, Visit};
use super::domain::{self, LOOK_SECONDS, MOST_ORDERS, QUARTER_SECONDS, SIGNING_SECONDS, Signing};
use super::signer::{MobileSigner, Order, Refused, Status};
use super::store::{self, NewSigning};
use crate::clock::{after, before};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::secret;
use crate::signature::service::{Wanted, identify_statement};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::identity::sim::{AskSim, SimAsked};
use motcua_shared::identity::token::TokenFound;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::time::Timestamp;
use std::sync::Arc;

/// Signings are kept this long.
const KEEP_SECONDS: u64 = 24 * 3600;

/// What was sent, and what the browser keeps.
pub struct Asked {
    /// For the page.
    pub view: SimAsked,
    /// For the cookie.
    pub browser: String,
}

/// Sends something to sign to a phone.
pub async fn ask(state: &AppState, request: AskSim, visit: &Visit<'_>) -> AppResult<Asked> {
    let service = mobile(state)?;
    if request.purpose == TokenPurpose::Link {
        return Err(AppError::field("purpose", ErrorCode::NotAChoice));
    }
    let phone = parse_phone(&request.phone).map_err(|code| AppError::field("phone", code))?;
    throttle(state, visit)?;
    let proof = proofs::check(state, &request.proof)?;
    let browser = token::browser(visit)?;
    let (wait, nonce, code) = (secret::token()?, secret::token()?, secret::digits(4)?);
    // 128 bits: a phone has little room.
    let nonce: String = nonce.chars().take(22).collect();
    let (now, purpose) = (state.clock.now(), request.purpose);
    let host = state
        .config
        .http
        .public_url
        .rsplit("//")
        .next()
        .unwrap_or_default();
    let new = NewSigning {
        wait_key: wait_key(state, &wait),
        browser_key: token::key_of(state, &browser),
        purpose,
        statement: domain::statement(host, purpose, &code, &nonce),
        phone,
        now,
    };
    let order = Order {
        id: uuid::Uuid::now_v7().to_string(),
        phone: format!("84{}", new.phone.trim_start_matches('0')),
        statement: new.statement.clone(),
        seconds: SIGNING_SECONDS,
    };
    let wait_key = new.wait_key.clone();
    let write = move |conn: &mut DbConn| {
        if proofs::use_up(conn, &proof, &new.wait_key)? == Use::Repeat {
            return Err(ErrorCode::ProofNeeded.into());
        }
        take_turn(conn, "sim", &new.phone)?;
        if store::count_since(conn, &new.phone, before(now, QUARTER_SECONDS))? >= MOST_ORDERS {
            return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(QUARTER_SECONDS));
        }
        store::insert(conn, &new)
    };
    state.db.write(write).await?;
    let sent = service.send(&order, now).await;
    let key = wait_key.clone();
    let service_id = match sent {
        Ok(service_id) => service_id,
        Err(refused) => {
            let end = move |conn: &mut DbConn| store::end(conn, &key, now).map(|_| ());
            state.db.write(end).await?;
            return Err(refusal(&refused));
        }
    };
    let take = move |conn: &mut DbConn| store::set_service_id(conn, &key, &service_id);
    state.db.write(take).await?;
    Ok(Asked {
        view: SimAsked {
            wait,
            code,
            ends_at: after(now, SIGNING_SECONDS),
        },
        browser,
    })
}

/// Whose SIM it is, before an account is made; `None` while the phone has not signed.
pub async fn show(state: &AppState, wait: &str, visit: &Visit<'_>) -> AppResult<Option<TokenFound>> {
    match look(state, wait, TokenPurpose::Register, visit).await? {
        None => Ok(None),
        Some((id, holder)) => token::show_holder(state, id, holder).await.map(Some),
    }
}

/// Signs in; `None` while the phone has not signed.
pub async fn sign_in(state: &AppState, wait: &str, visit: Visit<'_>) -> AppResult<Option<SignedIn>> {
    match look(state, wait, TokenPurpose::SignIn, &visit).await? {
        None => Ok(None),
        Some((id, holder)) => token::sign_in_holder(state, Method::Sim, id, holder, visit)
            .await
            .map(Some),
    }
}

/// Who signed, if the phone has.
async fn look(
    state: &AppState,
    wait: &str,
    purpose: TokenPurpose,
    visit: &Visit<'_>,
) -> AppResult<Option<(String, Holder)>> {
    let service = mobile(state)?;
    let (now, key) = (state.clock.now(), wait_key(state, wait));
    let browser_key = token::browser_key(state, visit);
    let find_key = key.clone();
    let find = move |conn: &mut DbConn| {
        let signing = store::find(conn, &find_key)?.ok_or(ErrorCode::TokenChallengeEnded)?;
        signing.check(now, purpose, browser_key.as_deref())?;
        // Two tabs, or an impatient one: the service is asked by one at a time.
        let is_due = store::note_look(conn, &find_key, now, before(now, LOOK_SECONDS))?;
        Ok((signing, is_due))
    };
    let (signing, is_due) = state.db.write(find).await?;
    let Some(service_id) = signing.service_id.clone().filter(|_| is_due) else {
        return Ok(None);
    };
    let outcome = service.look(&service_id, now).await;
    if matches!(outcome, Ok(Status::Waiting)) {
        return Ok(None);
    }
    // A service that is down for a moment is asked again.
    if let Err(refused @ Refused::Down(_)) = &outcome {
        tracing::warn!(refused = ?refused, "the mobile signature service could not be asked");
        return Ok(None);
    }
    let end_key = key.clone();
    let is_ours = state
        .db
        .write(move |conn| store::end(conn, &end_key, now))
        .await?;
    match outcome {
        _ if !is_ours => Err(ErrorCode::TokenChallengeEnded.into()),
        Ok(Status::Signed(cms)) => judge(state, signing, cms).await.map(Some),
        Ok(Status::Waiting) => Ok(None),
        Err(refused) => Err(refusal(&refused)),
    }
}

async fn judge(state: &AppState, signing: Signing, cms: Vec<u8>) -> AppResult<(String, Holder)> {
    let found = identify_statement(state, signing.statement, cms, Wanted::Organisation).await?;
    token::answered(state, signing.purpose, signing.browser_key, found).await
}

fn mobile(state: &AppState) -> AppResult<&Arc<dyn MobileSigner>> {
    state.mobile.as_ref().ok_or_else(|| ErrorCode::NotFound.into())
}

fn refusal(refused: &Refused) -> AppError {
    if let Refused::Down(cause) = refused {
        tracing::warn!(
            cause = format!("{cause:#}"),
            "the mobile signature service failed"
        );
        return AppError::new(refused.code()).retry_after(60);
    }
    AppError::new(refused.code())
}

fn throttle(state: &AppState, visit: &Visit<'_>) -> AppResult<()> {
    state
        .throttle
        .attempt(visit.device.address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))
}

fn wait_key(state: &AppState, wait: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["sim-wait", wait])
}

/// Forgets signings that are over.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_asked_before(conn, before(now, KEEP_SECONDS))
}
