//! Opening, finding and ending sessions.

use super::super::device;
use super::super::domain::{Account, Acting};
use super::browser;
use super::domain::{Device, Listed, Method, Principal};
use super::store;
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::delegation::service as delegation;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::delegation::dto::ActingFor;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, SessionId};
use motcua_shared::identity::account::SessionEntry;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::time::Timestamp;
use std::sync::Arc;

/// How often at most the last request of a session is noted.
const TOUCH_SECONDS: u64 = 60;

/// Sessions are kept this long after their end.
const KEEP_ENDED_SECONDS: u64 = 24 * 3600;

/// A session about to be opened. Made before the transaction, because it draws random bits; the token goes to the
/// browser and nowhere else.
pub struct Opening {
    token: String,
    token_hash: String,
    device_key: String,
    device_digest: String,
    proved_at: Timestamp,
    now: Timestamp,
    ends_at: Timestamp,
    /// Officers' sessions are shorter.
    officer_ends_at: Timestamp,
    /// The end of the session that it takes the place of.
    until: Option<Timestamp>,
    /// By which it works for another officer.
    acting: Option<Acting>,
    method: Method,
    device: Device,
}

/// A session that was just opened.
pub struct Opened {
    /// Goes into the cookie.
    pub token: String,
    /// What the browser keeps, by which it is known the next time.
    pub device_key: String,
    /// What the page shows.
    pub view: SessionView,
}

impl Opening {
    /// With a new token: every sign-in and every change of account gets one.
    pub fn new(state: &AppState, method: Method, device: Device) -> AppResult<Self> {
        let token = secret::token()?;
        let now = state.clock.now();
        let device_key = match &device.key {
            Some(key) => key.clone(),
            None => secret::token()?,
        };
        Ok(Self {
            token_hash: secret::sha256_hex(token.as_bytes()),
            token,
            device_digest: device::digest(&state.secret_key, &device_key),
            device_key,
            proved_at: now,
            now,
            ends_at: after(now, state.config.identity.session_hours * 3600),
            officer_ends_at: after(now, state.config.identity.staff_session_hours * 3600),
            until: None,
            acting: None,
            method,
            device,
        })
    }

    /// The same by another way of signing in.
    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    fn ends_at(&self, kind: AccountKind) -> Timestamp {
        let end = if kind.is_officer() {
            self.officer_ends_at
        } else {
            self.ends_at
        };
        self.until.map_or(end, |until| until.min(end))
    }

    /// The same for somebody who showed before who they are, and only changes the account.
    pub fn proved_at(self, proved_at: Timestamp) -> Self {
        Self { proved_at, ..self }
    }

    /// The same in place of a session that was to end then: going on as another account prolongs nothing.
    pub fn until(self, until: Timestamp) -> Self {
        Self {
            until: Some(until),
            ..self
        }
    }

    /// The same for an officer who works for another one.
    pub fn acting(self, acting: Acting) -> Self {
        Self {
            acting: Some(acting),
            ..self
        }
    }

    /// Writes the session, with its entry in the log, and tells its owner of it.
    pub fn write(&self, conn: &mut DbConn, account: &Account, request_id: &RequestId) -> AppResult<()> {
        self.write_as(conn, account, Action::SignedIn, request_id)?;
        let arrival = device::Arrival {
            account,
            digest: &self.device_digest,
            words: &browser::words(&self.device.browser),
            lang: self.device.lang,
            now: self.now,
            is_told: matches!(self.method, Method::Token | Method::Sim),
        };
        device::greet(conn, &arrival)
    }

    /// The same where the owner has just chosen it.
    pub fn write_as(
        &self,
        conn: &mut DbConn,
        account: &Account,
        action: Action,
        request_id: &RequestId,
    ) -> AppResult<()> {
        self.write_quietly(conn, account)?;
        let id = account.id;
        let mut word = browser::words(&self.device.browser);
        if let Some(address) = self.device.address {
            word = format!("{word} ({address})");
        }
        audit::service::record_with(conn, self.now, Some(id), action, (id, &word), request_id)
    }

    /// The same where the log has its entry already.
    pub fn write_quietly(&self, conn: &mut DbConn, account: &Account) -> AppResult<()> {
        let new = store::NewSession {
            token_hash: &self.token_hash,
            account_id: account.id,
            method: self.method,
            device: &self.device,
            now: self.now,
            ends_at: self.ends_at(account.kind),
            proved_at: self.proved_at,
            delegation: self.acting.as_ref().map(|acting| acting.mandate.id),
        };
        store::insert(conn, &new)
    }

    /// Digest of the token, for what hangs on the session.
    pub fn token_hash(&self) -> &str {
        &self.token_hash
    }

    /// What the browser gets, once the transaction is committed.
    pub fn finish(self, state: &AppState, account: Account) -> Opened {
        // Its owner may have been told of it.
        state.bell.ring();
        let principal = Principal {
            ends_at: self.ends_at(account.kind),
            account,
            token_hash: self.token_hash,
            proved_at: self.proved_at,
            acting: self.acting,
        };
        Opened {
            view: view(state, Some(&principal)),
            token: self.token,
            device_key: self.device_key,
        }
    }
}

/// Who a token belongs to, if its session still runs.
pub async fn principal(state: &AppState, token: &str) -> AppResult<Option<Principal>> {
    let now = state.clock.now();
    let token_hash = secret::sha256_hex(token.as_bytes());
    let key = token_hash.clone();
    let today = now.vietnam_date();
    let find = move |conn: &mut DbConn| {
        let Some(session) = store::find(conn, &key)? else {
            return Ok(None);
        };
        let acting = match session.delegation {
            Some(id) => delegation::acting(conn, id, today)?,
            None => None,
        };
        Ok(Some((session, acting)))
    };
    let Some((session, acting)) = state.db.peek(find).await? else {
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
    let holding = acting.as_ref().filter(|acting| acting.holds);
    let mandate = holding.map(|acting| Arc::clone(&acting.mandate));
    Ok(Some(Principal {
        account: Account {
            mandate,
            ..session.account
        },
        token_hash,
        proved_at: session.proved_at,
        ends_at: session.ends_at,
        acting,
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

/// Ends what a password opened.
pub fn end_of_password(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    store::delete_of_method(conn, account, Method::Password)
}

/// Seconds without a request after which a session of such an account ends.
fn idle_seconds(state: &AppState, kind: Option<AccountKind>) -> u64 {
    let identity = &state.config.identity;
    match kind {
        Some(kind) if kind.is_officer() => identity.staff_idle_minutes * 60,
        _ => identity.idle_minutes * 60,
    }
}

/// The sessions of an account that still run: the one that asks, then the one seen last.
pub async fn list(state: &AppState, principal: Principal) -> AppResult<Vec<SessionEntry>> {
    let now = state.clock.now();
    let idle_seconds = state.config.identity.idle_minutes * 60;
    let account = principal.account.id;
    let mut listed = state.db.read(move |conn| store::list(conn, account)).await?;
    listed.sort_by_key(|one| one.token_hash != principal.token_hash);
    let entry = |one: Listed| {
        let (browser, system) = browser::describe(&one.browser);
        SessionEntry {
            id: one.id,
            browser: browser.to_owned(),
            system: system.to_owned(),
            address: one.address,
            method: one.method,
            created_at: one.created_at,
            seen_at: one.seen_at,
            is_current: one.token_hash == principal.token_hash,
        }
    };
    Ok(listed
        .into_iter()
        .filter(|one| now < after(one.seen_at, idle_seconds) && now < one.ends_at)
        .map(entry)
        .collect())
}

/// Ends one session of the account. One that ended is ended: only what never was, or is somebody else's, is not found.
pub async fn end(
    state: &AppState,
    principal: Principal,
    id: SessionId,
    request_id: RequestId,
) -> AppResult<()> {
    let now = state.clock.now();
    let account = principal.account.id;
    state
        .db
        .write(move |conn| {
            if !store::delete_one(conn, account, id)? {
                return Err(ErrorCode::NotFound.into());
            }
            audit::service::record(
                conn,
                now,
                Some(account),
                Action::SessionEnded,
                account,
                &request_id,
            )
        })
        .await
}

/// Ends all sessions of the account but the one that asks.
pub async fn end_others(state: &AppState, principal: Principal, request_id: RequestId) -> AppResult<()> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            let account = principal.account.id;
            if end_all_but(conn, account, &principal.token_hash)? == 0 {
                return Ok(());
            }
            let action = Action::OtherSessionsEnded;
            audit::service::record(conn, now, Some(account), action, account, &request_id)
        })
        .await
}

/// Ends every session of an account but one, in the transaction of what made that needed; says how many.
pub fn end_all_but(conn: &mut DbConn, account: AccountId, token_hash: &str) -> AppResult<usize> {
    store::delete_others(conn, account, token_hash)
}

/// Refuses a session that was ended since its request came in. Who asks is found out before the body is read, and a body
/// may be held back for as long as its sender likes.
pub fn require(conn: &mut DbConn, principal: &Principal) -> AppResult<()> {
    if store::exists(conn, &principal.token_hash)? {
        Ok(())
    } else {
        Err(ErrorCode::SignInNeeded.into())
    }
}

/// Notes that the person of a session showed again who they are.
pub fn prove(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<()> {
    store::set_proved(conn, token_hash, now)
}

/// How a session was opened.
pub fn method(conn: &mut DbConn, token_hash: &str) -> AppResult<Option<Method>> {
    store::find_method(conn, token_hash)
}

/// A session takes the place of another one, with all that hangs on it. One that ended meanwhile has no successor.
pub fn replace(conn: &mut DbConn, old: &str, new: &str) -> AppResult<()> {
    if store::replace(conn, old, new)? {
        Ok(())
    } else {
        Err(ErrorCode::SignInNeeded.into())
    }
}

fn acting_for(acting: &Acting) -> ActingFor {
    let Acting { mandate, holds } = acting;
    ActingFor {
        id: mandate.id,
        name: mandate.name.clone(),
        unit: mandate.unit_name.clone(),
        until: mandate.until,
        holds: *holds,
    }
}

/// What the page shows of the session.
pub fn view(state: &AppState, principal: Option<&Principal>) -> SessionView {
    SessionView {
        account: principal.map(|principal| principal.account.view()),
        acting_for: principal
            .and_then(|principal| principal.acting.as_ref())
            .map(|acting| Box::new(acting_for(acting))),
        ends_at: principal.map(|principal| principal.ends_at),
        idle_seconds: idle_seconds(state, principal.map(|principal| principal.account.kind)),
        max_upload_bytes: state.config.upload.max_bytes,
        demo: state.config.demo.accounts,
        providers: state.providers.views(),
        token: !state.config.signature.agent_addresses().is_empty(),
        sim: state.mobile.is_some(),
        staff_password: state.config.identity.staff_password,
        place: state.config.site.place(),
        helpline: state.config.site.helpline(),
    }
}

/// Forgets what ended long ago.
pub fn forget_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_ended(conn, before(now, KEEP_ENDED_SECONDS))
}
