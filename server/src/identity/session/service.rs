//! Opening, finding and ending sessions.

use super::super::domain::Account;
use super::domain::{Device, Method, Principal};
use super::store;
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::time::Timestamp;

/// How often at most the last request of a session is noted.
const TOUCH_SECONDS: u64 = 60;

/// Sessions are kept this long after their end.
const KEEP_ENDED_SECONDS: u64 = 24 * 3600;

/// A session about to be opened. Made before the transaction, because it draws random bits; the token goes to the
/// browser and nowhere else.
pub struct Opening {
    token: String,
    token_hash: String,
    now: Timestamp,
    ends_at: Timestamp,
    /// Officers' sessions are shorter.
    officer_ends_at: Timestamp,
    method: Method,
    device: Device,
}

/// A session that was just opened.
pub struct Opened {
    /// Goes into the cookie.
    pub token: String,
    /// What the page shows.
    pub view: SessionView,
}

impl Opening {
    /// With a new token: every sign-in and every change of account gets one.
    pub fn new(state: &AppState, method: Method, device: Device) -> AppResult<Self> {
        let token = secret::token()?;
        let now = state.clock.now();
        Ok(Self {
            token_hash: secret::sha256_hex(token.as_bytes()),
            token,
            now,
            ends_at: after(now, state.config.identity.session_hours * 3600),
            officer_ends_at: after(now, state.config.identity.staff_session_hours * 3600),
            method,
            device,
        })
    }

    /// The same by another way of signing in.
    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    fn ends_at(&self, kind: AccountKind) -> Timestamp {
        if kind.is_officer() {
            self.officer_ends_at
        } else {
            self.ends_at
        }
    }

    /// Writes the session, with its entry in the log.
    pub fn write(&self, conn: &mut DbConn, account: &Account, request_id: &RequestId) -> AppResult<()> {
        let new = store::NewSession {
            token_hash: &self.token_hash,
            account_id: account.id,
            method: self.method,
            device: &self.device,
            now: self.now,
            ends_at: self.ends_at(account.kind),
        };
        store::insert(conn, &new)?;
        let id = account.id;
        audit::service::record(conn, self.now, Some(id), Action::SignedIn, id, request_id)
    }

    /// Digest of the token, for what hangs on the session.
    pub fn token_hash(&self) -> &str {
        &self.token_hash
    }

    /// What the browser gets, once the transaction is committed.
    pub fn finish(self, state: &AppState, account: Account) -> Opened {
        let principal = Principal {
            ends_at: self.ends_at(account.kind),
            account,
            token_hash: self.token_hash,
            proved_at: self.now,
        };
        Opened {
            view: view(state, Some(&principal)),
            token: self.token,
        }
    }
}

/// Who a token belongs to, if its session still runs.
pub async fn principal(state: &AppState, token: &str) -> AppResult<Option<Principal>> {
    let now = state.clock.now();
    let token_hash = secret::sha256_hex(token.as_bytes());
    let key = token_hash.clone();
    let found = state.db.peek(move |conn| store::find(conn, &key)).await?;
    let Some(session) = found else {
        return Ok(None);
    };
    let is_idle = after(session.seen_at, idle_seconds(state, Some(session.account.kind))) <= now;
    if is_idle || session.ends_at <= now {
        return Ok(None);
    }
    if after(session.seen_at, TOUCH_SECONDS) <= now {
        let key = token_hash.clone();
        let touch = move |conn: &mut DbConn| store::touch(conn, &key, now);
        state.db.write(touch).await?;
    }
    Ok(Some(Principal {
        account: session.account,
        token_hash,
        proved_at: session.proved_at,
        ends_at: session.ends_at,
    }))
}

/// Ends the session.
pub async fn sign_out(state: &AppState, principal: Principal, request_id: RequestId) -> AppResult<()> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            store::delete(conn, &principal.token_hash)?;
            let id = principal.account.id;
            audit::service::record(conn, now, Some(id), Action::SignedOut, id, &request_id)
        })
        .await
}

/// Ends every session of an account, in the transaction of what made that needed.
pub fn end_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    store::delete_all(conn, account)
}

/// Seconds without a request after which a session of such an account ends.
fn idle_seconds(state: &AppState, kind: Option<AccountKind>) -> u64 {
    let identity = &state.config.identity;
    match kind {
        Some(kind) if kind.is_officer() => identity.staff_idle_minutes * 60,
        _ => identity.idle_minutes * 60,
    }
}

/// What the page shows of the session.
pub fn view(state: &AppState, principal: Option<&Principal>) -> SessionView {
    SessionView {
        account: principal.map(|principal| principal.account.view()),
        ends_at: principal.map(|principal| principal.ends_at),
        idle_seconds: idle_seconds(state, principal.map(|principal| principal.account.kind)),
        max_upload_bytes: state.config.upload.max_bytes,
        demo: state.config.demo.accounts,
        providers: state.providers.views(),
        token: !state.config.signature.agent_addresses().is_empty(),
        sim: state.mobile.is_some(),
        staff_password: state.config.identity.staff_password,
    }
}

/// Forgets what ended long ago.
pub fn forget_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_ended(conn, before(now, KEEP_ENDED_SECONDS))
}
