//! Sending links, and setting a password by one.

use super::super::contact::service as contact;
use super::super::domain::Account;
use super::super::new_password::{self, KnownOfPerson};
use super::super::session;
use super::super::sign_in::service as sign_in;
use super::super::staff::closing::service as closing;
use super::super::store as accounts;
use super::store;
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::notification::service::{self as notification, ChannelKind, Message, Notice, Recipient};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::{LinkOpened, LinkState};
use motcua_shared::identity::registration::SetPassword;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Seconds between two links to the same account.
const PAUSE_SECONDS: u64 = 60;

/// Links of one account in a day.
const PER_DAY: u32 = 5;

/// Links are kept so long after their end.
const KEEP_SECONDS: u64 = 24 * 3600;

/// A link about to be sent. Made before the transaction, because it draws random bits.
pub struct NewLink {
    token_hash: String,
    url: String,
    hours: u64,
    now: Timestamp,
}

impl NewLink {
    /// With a new secret.
    pub fn new(state: &AppState) -> AppResult<Self> {
        let token = secret::token()?;
        Ok(Self {
            token_hash: secret::sha256_hex(token.as_bytes()),
            url: format!("{}/dat-mat-khau#{token}", state.config.http.public_url),
            hours: state.config.identity.password_link_hours,
            now: state.clock.now(),
        })
    }

    /// Sends it to the phone of an account that has no password yet; earlier links end.
    pub fn send(&self, conn: &mut DbConn, account: &Account) -> AppResult<()> {
        contact::lock(conn, account.id)?;
        if accounts::find_password(conn, account.id)?.is_some() {
            return Err(ErrorCode::PasswordAlreadySet.into());
        }
        let phone = account.phone.as_deref().ok_or(ErrorCode::ProofNeedsDesk)?;
        self.put(conn, account.id)?;
        self.tell(conn, account.id, (Some(phone), None), ChannelKind::Sms)
    }

    /// Sends it to the phone of an officer, or else by e-mail; earlier links end.
    pub fn send_to_officer(&self, conn: &mut DbConn, account: &Account) -> AppResult<()> {
        contact::lock(conn, account.id)?;
        let to = match (account.phone.as_deref(), account.email.as_deref()) {
            (Some(phone), _) => ((Some(phone), None), ChannelKind::Sms),
            (None, Some(email)) => ((None, Some(email)), ChannelKind::Email),
            (None, None) => return Err(ErrorCode::NoContact.into()),
        };
        self.put(conn, account.id)?;
        self.tell(conn, account.id, to.0, to.1)
    }

    /// Writes it down in the place of earlier ones, if it is not too soon.
    fn put(&self, conn: &mut DbConn, account: AccountId) -> AppResult<()> {
        for (nth, seconds) in [(1, PAUSE_SECONDS), (PER_DAY, 24 * 3600)] {
            let Some(oldest) = store::nth_newest(conn, account, nth)? else {
                continue;
            };
            let wait = after(oldest, seconds).unix_seconds() - self.now.unix_seconds();
            if let Ok(wait @ 1..) = u64::try_from(wait) {
                return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(wait));
            }
        }
        store::end_all(conn, account, self.now)?;
        let ends_at = after(self.now, self.hours * 3600);
        store::insert(conn, &self.token_hash, account, self.now, ends_at)
    }

    fn tell(
        &self,
        conn: &mut DbConn,
        account: AccountId,
        (phone, email): (Option<&str>, Option<&str>),
        channel: ChannelKind,
    ) -> AppResult<()> {
        let notice = Notice::PasswordLink {
            url: self.url.clone(),
            hours: self.hours,
        };
        let to = Recipient::new(Some(account), phone, email);
        let message = Message::new(to, notice, Lang::default()).only(channel);
        notification::send(conn, self.now, message).map(|_| ())
    }
}

/// Where the way to a password stands.
pub fn state_of(conn: &mut DbConn, account: AccountId) -> AppResult<Option<LinkState>> {
    let password_set = accounts::find_password(conn, account)?.is_some();
    let newest = store::find_newest(conn, account)?;
    Ok(newest.map(|(sent_at, ends_at)| LinkState {
        sent_at,
        ends_at,
        password_set,
    }))
}

/// No link of this account works any more.
pub fn end_all(conn: &mut DbConn, account: AccountId, now: Timestamp) -> AppResult<()> {
    store::end_all(conn, account, now)
}

/// Whether a link still works; using it up is for the password.
pub async fn open(state: &AppState, token: &str) -> AppResult<LinkOpened> {
    let (account, _) = account_of(state, token).await?;
    Ok(LinkOpened {
        password: new_password::policy(&state.config.identity),
        is_officer: account.kind.is_officer(),
    })
}

async fn account_of(state: &AppState, token: &str) -> AppResult<(Account, KnownOfPerson)> {
    let (token_hash, now) = (secret::sha256_hex(token.as_bytes()), state.clock.now());
    state
        .db
        .read(move |conn| {
            let account = store::find_open(conn, &token_hash, now)?.ok_or(ErrorCode::FlowGone)?;
            let account = accounts::find_active(conn, account)?.ok_or(ErrorCode::FlowGone)?;
            if account.kind.is_officer() {
                closing::require_open(conn, &account, now.vietnam_date())?;
            }
            let mut known = KnownOfPerson::default()
                .name(&account.name)
                .number(&account.identifier);
            for phone in accounts::list_phones(conn, account.id)? {
                known = known.number(&phone);
            }
            if let Some(person) = account.person_id
                && let Some(born) = accounts::find_birth_date(conn, person)?
            {
                known = known.birth_date(born);
            }
            Ok((account, known))
        })
        .await
}

/// Sets the password. The first who comes with the link does; the link is used up with it.
pub async fn set(state: &AppState, request: SetPassword, request_id: RequestId) -> AppResult<()> {
    let (account, known) = account_of(state, &request.flow).await?;
    new_password::check(&state.config.identity, &request.password, &known)?;
    let hash = state.passwords.hash(request.password).await?;
    let (token_hash, now) = (secret::sha256_hex(request.flow.as_bytes()), state.clock.now());
    let this = state.clone();
    state
        .db
        .write(move |conn| {
            if !store::use_up(conn, &token_hash, now)? {
                return Err(ErrorCode::FlowGone.into());
            }
            let id = account.id;
            store::set_password(conn, id, &hash, now)?;
            store::end_all(conn, id, now)?;
            session::service::end_all(conn, id)?;
            sign_in::forgive(&this, conn, id)?;
            audit::service::record(conn, now, Some(id), Action::PasswordSet, id, &request_id)
        })
        .await
}

/// Forgets links that ended.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_ended(conn, before(now, KEEP_SECONDS))
}
