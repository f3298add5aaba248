//! A change of phone for as long as it may be called off, and what happens at its end.

use super::super::begun;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::tell::Addresses;
use super::domain::{Change, Phone, without};
use super::phone::{first, record, take};
use super::store;
use crate::audit::Action;
use crate::clock::before;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::job::queue;
use crate::notification::service::Notice;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PhoneChangeId};
use motcua_shared::identity::account::{LinkSecret, PhoneChangeKind, PhoneChangeState, PhoneChangeView};
use motcua_shared::identity::rule::mask_phone;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The job that ends a change.
pub const DUE: &str = "identity.phone-change-due";

/// What was over for so long is forgotten.
const KEEP_SECONDS: u64 = 30 * 24 * 3600;

/// Letters of the secret in a link: 132 random bits, and short enough for an SMS.
const SECRET_LETTERS: usize = 22;

/// The argument of that job.
#[derive(Serialize, Deserialize)]
pub struct Due {
    /// The change.
    pub change: PhoneChangeId,
}

/// The way to call a change off without signing in. The secret stands behind the `#`, where no server and no log sees it.
pub struct Link {
    /// For the notices.
    pub url: String,
    key: String,
}

impl Link {
    /// A new one.
    pub fn new(state: &AppState) -> AppResult<Self> {
        let secret: String = secret::token()?.chars().take(SECRET_LETTERS).collect();
        Ok(Self {
            url: format!("{}/huy#{secret}", state.config.http.public_url),
            key: key_of(state, &secret),
        })
    }
}

fn key_of(state: &AppState, secret: &str) -> String {
    secret::keyed_digest(&state.secret_key, &["phone-change", secret])
}

/// Opens a change, in the transaction of what asked for it.
pub fn open(
    conn: &mut DbConn,
    (account_id, kind): (AccountId, PhoneChangeKind),
    phone: String,
    (begun_at, due_at): (Timestamp, Timestamp),
    link: &Link,
) -> AppResult<()> {
    let change = Change {
        id: new_id(PhoneChangeId::from_uuid),
        account_id,
        kind,
        phone,
        state: PhoneChangeState::Open,
        begun_at,
        due_at,
    };
    store::insert_change(conn, &change, &link.key)?;
    let due = Due { change: change.id };
    queue::enqueue_at(conn, begun_at, due_at, DUE, &due)
}

/// Changes of an account that may be called off.
pub fn list_open(conn: &mut DbConn, account: AccountId, now: Timestamp) -> AppResult<Vec<Change>> {
    let mut open = store::list_open(conn, account)?;
    open.retain(|change| now < change.due_at);
    Ok(open)
}

/// Ends what is open about a phone that was taken away.
pub(super) fn close_of(conn: &mut DbConn, account: AccountId, phone: &str) -> AppResult<()> {
    for change in store::list_open(conn, account)? {
        if change.phone == phone && change.kind == PhoneChangeKind::Added {
            store::close(conn, change.id, PhoneChangeState::Cancelled)?;
        }
    }
    Ok(())
}

/// Takes all other phones of an account away: `phone` stands in their place, and every session ends.
pub fn replace_phones(
    conn: &mut DbConn,
    account: AccountId,
    phone: &str,
    now: Timestamp,
    request_id: &RequestId,
) -> AppResult<()> {
    store::lock_account(conn, account)?;
    let addresses = Addresses::of(conn, account)?.and_phone(phone);
    for open in store::list_open(conn, account)? {
        store::close(conn, open.id, PhoneChangeState::Done)?;
    }
    store::delete_all(conn, account)?;
    let new = Phone {
        phone: phone.to_owned(),
        verified_at: now,
        sole_from: now,
    };
    store::insert(conn, account, &new)?;
    store::set_first(conn, account, Some(phone))?;
    begun::end_all(conn, account, now)?;
    sessions::end_all(conn, account)?;
    let mask = mask_phone(phone);
    record(conn, now, account, Action::PhoneReplaced, &mask, request_id)?;
    let notice = Notice::PhoneChanged { at: now, phone: mask };
    addresses.tell(conn, now, &notice, Lang::default())
}

/// The time of a change has come. Harmless when it runs twice.
pub fn finish(conn: &mut DbConn, id: PhoneChangeId, now: Timestamp) -> AppResult<()> {
    let Some(change) = store::find(conn, id)? else {
        return Ok(());
    };
    if now < change.due_at {
        return queue::enqueue_at(conn, now, change.due_at, DUE, &Due { change: id });
    }
    store::lock_account(conn, change.account_id)?;
    if !store::close(conn, id, PhoneChangeState::Done)? {
        return Ok(());
    }
    match change.kind {
        PhoneChangeKind::Added => Ok(()),
        PhoneChangeKind::Lost => {
            let request_id = RequestId::of_job(&id.to_string());
            replace_phones(conn, change.account_id, &change.phone, now, &request_id)
        }
    }
}

/// Ends changes whose job was lost, and forgets old ones.
pub fn look_after(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    for id in store::list_due(conn, now)? {
        finish(conn, id, now)?;
    }
    store::delete_due_before(conn, before(now, KEEP_SECONDS))
}

/// What a link is about.
pub async fn read(state: &AppState, link: LinkSecret, address: Option<IpAddr>) -> AppResult<PhoneChangeView> {
    throttle(state, address)?;
    let (key, now) = (key_of(state, &link.secret), state.clock.now());
    let found = state
        .db
        .read(move |conn| store::find_by_secret(conn, &key))
        .await?;
    Ok(found.ok_or(ErrorCode::LinkOver)?.view(now))
}

/// Calls a change off, by whoever got its link.
pub async fn cancel_by_link(
    state: &AppState,
    link: LinkSecret,
    address: Option<IpAddr>,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<PhoneChangeView> {
    throttle(state, address)?;
    let (key, now) = (key_of(state, &link.secret), state.clock.now());
    let cancel = move |conn: &mut DbConn| {
        let change = store::find_by_secret(conn, &key)?.ok_or(ErrorCode::LinkOver)?;
        cancel(conn, change, None, (now, lang), &request_id)
    };
    let view = state.db.write(cancel).await?;
    state.bell.ring();
    Ok(view)
}

/// Calls a change off, by who is signed in.
pub async fn cancel_own(
    state: &AppState,
    principal: Principal,
    id: PhoneChangeId,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<PhoneChangeView> {
    let now = state.clock.now();
    let cancel = move |conn: &mut DbConn| {
        let change = store::find(conn, id)?.filter(|change| change.account_id == principal.account.id);
        let keep = Some(principal.token_hash.as_str());
        cancel(
            conn,
            change.ok_or(ErrorCode::NotFound)?,
            keep,
            (now, lang),
            &request_id,
        )
    };
    let view = state.db.write(cancel).await?;
    state.bell.ring();
    Ok(view)
}

/// Once: a link that was used says so. Whoever added the phone had a session, so all of them end but `keep`.
fn cancel(
    conn: &mut DbConn,
    change: Change,
    keep: Option<&str>,
    (now, lang): (Timestamp, Lang),
    request_id: &RequestId,
) -> AppResult<PhoneChangeView> {
    let account = change.account_id;
    store::lock_account(conn, account)?;
    if change.due_at <= now || !store::close(conn, change.id, PhoneChangeState::Cancelled)? {
        return Err(ErrorCode::LinkOver.into());
    }
    if change.kind == PhoneChangeKind::Added {
        let phones = store::list(conn, account)?;
        let before = Addresses::of(conn, account)?;
        let next = match without(&phones, &change.phone, first(conn, account)?.as_deref(), now) {
            Ok(next) => next,
            // The others are as new, or there are none.
            Err(_) => phones
                .iter()
                .find(|one| one.phone != change.phone)
                .map(|one| one.phone.clone()),
        };
        take(conn, account, &change.phone, next.as_deref(), now)?;
        let phone = mask_phone(&change.phone);
        before.tell(conn, now, &Notice::PhoneRemoved { at: now, phone }, lang)?;
        sessions::end_all_but(conn, account, keep.unwrap_or_default())?;
    }
    let mask = mask_phone(&change.phone);
    record(
        conn,
        now,
        account,
        Action::PhoneChangeCancelled,
        &mask,
        request_id,
    )?;
    let cancelled = Change {
        state: PhoneChangeState::Cancelled,
        ..change
    };
    Ok(cancelled.view(now))
}

fn throttle(state: &AppState, address: Option<IpAddr>) -> AppResult<()> {
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))
}
