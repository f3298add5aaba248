//! Registering and signing in, step by step.

use super::super::domain::Account;
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method};
use super::admit::{self, Doing};
use super::challenge::{flow_key, judge};
use super::domain::{self, ENTER_SECONDS, FLOW_SECONDS, Holder};
use super::store;
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::token::{RegisterToken, TokenFound, TokenOptions, TokenSigned};
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

pub use super::challenge::{Asked, answered, ask, browser, browser_key, key_of};

/// Steps are kept this long.
const KEEP_SECONDS: u64 = 24 * 3600;

/// Who asks, from where.
pub struct Visit<'a> {
    /// What the browser kept.
    pub browser: Option<&'a str>,
    /// The browser as the session notes it.
    pub device: Device,
    /// The request.
    pub request_id: RequestId,
    /// In which language notices go out.
    pub lang: Lang,
}

/// What came of signing in.
pub enum SignedIn {
    /// A session.
    Opened(Opened),
    /// Nobody has registered with this organisation.
    Unregistered(TokenFound),
}

/// Whether this portal takes tokens.
pub fn is_open(state: &AppState) -> bool {
    !state.config.signature.agent_addresses().is_empty()
}

/// Where pages find the agents.
pub fn options(state: &AppState) -> TokenOptions {
    let settings = &state.config.signature;
    TokenOptions {
        agents: settings.agents.clone(),
        vnpt_licence: Some(settings.vnpt_licence.clone()).filter(|licence| !licence.is_empty()),
    }
}

/// A flow that is about to begin. Its secret is drawn before the transaction.
struct Starting {
    flow: String,
    flow_key: String,
    challenge_id: String,
    holder: Holder,
    now: Timestamp,
}

impl Starting {
    fn new(state: &AppState, challenge_id: String, holder: Holder) -> AppResult<Self> {
        let flow = secret::token()?;
        Ok(Self {
            flow_key: flow_key(state, &flow),
            flow,
            challenge_id,
            holder,
            now: state.clock.now(),
        })
    }

    /// Keeps whose token signed, for the next step.
    fn write(self, conn: &mut DbConn, registered: bool) -> AppResult<TokenFound> {
        store::keep_holder(conn, &self.challenge_id, &self.flow_key, &self.holder)?;
        Ok(self
            .holder
            .view(self.flow, after(self.now, FLOW_SECONDS), registered))
    }
}

/// Shows whose token it is, before an account is made.
pub async fn show(state: &AppState, signed: TokenSigned, visit: &Visit<'_>) -> AppResult<TokenFound> {
    let (challenge, holder) = judge(state, TokenPurpose::Register, signed, visit).await?;
    show_holder(state, challenge.id, holder).await
}

/// The same, once it is known who signed.
pub async fn show_holder(state: &AppState, challenge_id: String, holder: Holder) -> AppResult<TokenFound> {
    let starting = Starting::new(state, challenge_id, holder)?;
    state
        .db
        .write(move |conn| {
            let found = admit::find(conn, &starting.holder)??;
            if found.as_ref().is_some_and(|found| !found.is_active) {
                return Err(ErrorCode::AccountSuspended.into());
            }
            starting.write(conn, found.is_some())
        })
        .await
}

/// Signs in. Who has not registered gets the flow that leads there: the same browser has just shown the same token.
pub async fn sign_in(state: &AppState, signed: TokenSigned, visit: Visit<'_>) -> AppResult<SignedIn> {
    let (challenge, holder) = judge(state, TokenPurpose::SignIn, signed, &visit).await?;
    sign_in_holder(state, Method::Token, challenge.id, holder, visit).await
}

/// The same, once it is known who signed.
pub async fn sign_in_holder(
    state: &AppState,
    method: Method,
    challenge_id: String,
    holder: Holder,
    visit: Visit<'_>,
) -> AppResult<SignedIn> {
    let opening = Opening::new(state, method, visit.device)?;
    let starting = Starting::new(state, challenge_id, holder)?;
    let (request_id, lang) = (visit.request_id, visit.lang);
    let outcome = state
        .db
        .write(move |conn| {
            let doing = Doing {
                now: starting.now,
                request_id: &request_id,
                lang,
            };
            let Some(found) = admit::find(conn, &starting.holder)?? else {
                return starting.write(conn, false).map(Err);
            };
            let account = admit::enter(conn, found, &starting.holder, &doing)??;
            opening.write(conn, &account, &request_id)?;
            Ok(Ok((account, opening)))
        })
        .await?;
    state.bell.ring();
    Ok(match outcome {
        Ok((account, opening)) => SignedIn::Opened(opening.finish(state, account)),
        Err(found) => SignedIn::Unregistered(found),
    })
}

/// Last step of registering: the account is made and signed in. A repeated one, because the answer was lost, gets a session
/// again.
pub async fn register(state: &AppState, request: RegisterToken, visit: Visit<'_>) -> AppResult<Opened> {
    let contact = domain::parse(&request).map_err(AppError::fields)?;
    let step = Step::new(state, &request.flow, FLOW_SECONDS, visit)?;
    let work = move |conn: &mut DbConn| {
        step.run(conn, |conn, holder, doing| match admit::find(conn, holder)?? {
            Some(_) => Err(ErrorCode::TokenRegistered.into()),
            None => Ok(admit::create(conn, holder, contact, doing)??),
        })
    };
    let (account, opening) = state.db.write(work).await?;
    state.bell.ring();
    Ok(opening.finish(state, account))
}

/// Signs in where registering found that there is an account: the signature is minutes old and was made in this browser.
pub async fn enter(state: &AppState, flow: &str, visit: Visit<'_>) -> AppResult<Opened> {
    let step = Step::new(state, flow, ENTER_SECONDS, visit)?;
    let work = move |conn: &mut DbConn| {
        step.run(conn, |conn, holder, doing| {
            let found = admit::find(conn, holder)??.ok_or(ErrorCode::FlowGone)?;
            Ok(admit::enter(conn, found, holder, doing)??)
        })
    };
    let (account, opening) = state.db.write(work).await?;
    state.bell.ring();
    Ok(opening.finish(state, account))
}

/// The last step of a flow.
struct Step {
    flow_key: String,
    browser_key: Option<String>,
    seconds: u64,
    opening: Opening,
    request_id: RequestId,
    lang: Lang,
    now: Timestamp,
}

impl Step {
    fn new(state: &AppState, flow: &str, seconds: u64, visit: Visit<'_>) -> AppResult<Self> {
        state
            .throttle
            .attempt(visit.device.address)
            .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
        Ok(Self {
            flow_key: flow_key(state, flow),
            browser_key: browser_key(state, &visit),
            seconds,
            opening: Opening::new(state, Method::Token, visit.device)?,
            request_id: visit.request_id,
            lang: visit.lang,
            now: state.clock.now(),
        })
    }

    /// Does the step once; the same again gets the account of the first time.
    fn run(
        self,
        conn: &mut DbConn,
        work: impl FnOnce(&mut DbConn, &Holder, &Doing<'_>) -> AppResult<Account>,
    ) -> AppResult<(Account, Opening)> {
        let challenge = store::lock(conn, &self.flow_key)?.ok_or(ErrorCode::FlowGone)?;
        let holder = challenge.check_flow(self.now, self.seconds, self.browser_key.as_deref())?;
        let account = if challenge.done_at.is_some() {
            let id = challenge.repeated(self.now).ok_or(ErrorCode::FlowGone)?;
            super::super::store::find_active(conn, id)?.ok_or(ErrorCode::FlowGone)?
        } else {
            let doing = Doing {
                now: self.now,
                request_id: &self.request_id,
                lang: self.lang,
            };
            let account = work(conn, holder, &doing)?;
            store::set_done(conn, &challenge.id, account.id, self.now)?;
            account
        };
        let opening = self.opening.by(challenge.method);
        opening.write(conn, &account, &self.request_id)?;
        Ok((account, opening))
    }
}

/// Forgets steps that came to nothing, and those that are over.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_asked_before(conn, before(now, KEEP_SECONDS))
}
