//! What the holder sees and sets.

use super::super::confirmation::service as confirmation;
use super::super::contact::Phone;
use super::super::contact::change;
use super::super::contact::service as contact;
use super::super::domain::Account;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::{device, new_password, recovery_code, store as accounts};
use super::store::{self, Linked};
use super::switch;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::db::types::{enum_text, parse_enum};
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::http::page::{Cursor, ListQuery, page};
use crate::notification::service::{self as notification, ChannelOrder};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::LinkId;
use motcua_shared::identity::account::{
    AccountOverview, DeviceKey, EventKind, EventView, LinkedIdentity, PhoneView, Preferences,
};
use motcua_shared::page::Page;
use motcua_shared::time::Timestamp;

/// Everything on the account page but sessions and log.
pub async fn overview(state: &AppState, principal: Principal) -> AppResult<AccountOverview> {
    let this = state.clone();
    state
        .db
        .read(move |conn| read_overview(conn, &this, &principal))
        .await
}

/// With what the account seals on its devices. Made of the portal's secret: nothing is stored, and each device of the
/// account gets the same.
pub fn device_key(state: &AppState, principal: &Principal) -> DeviceKey {
    let account = principal.account.id.to_string();
    DeviceKey {
        key: secret::derived_key(&state.secret_key, &["device-key", &account]),
        days: state.config.filing.photograph_days,
    }
}

fn read_overview(conn: &mut DbConn, state: &AppState, principal: &Principal) -> AppResult<AccountOverview> {
    let account = &principal.account;
    let (id, now) = (account.id, state.clock.now());
    let has_password = accounts::find_password(conn, id)?.is_some();
    let mut phones: Vec<PhoneView> = contact::phones(conn, id)?
        .into_iter()
        .map(|phone| phone_view(phone, account, now))
        .collect();
    phones.sort_by_key(|phone| !phone.is_first);
    let linked = store::list_linked(conn, id)?;
    let portal = state.config.notification.channels.clone();
    let channels = notification::preference(conn, id)?;
    Ok(AccountOverview {
        kind: account.kind,
        name: account.name.clone(),
        identifier: account.identifier.clone(),
        assurance_level: account.assurance_level,
        password: has_password.then(|| new_password::policy(&state.config.identity)),
        phones,
        email: account.email.clone(),
        changes: change::list_open(conn, id, now)?
            .iter()
            .map(|change| change.view(now))
            .collect(),
        linkable: linkable(state, &linked),
        identities: linked.into_iter().map(|one| linked_view(state, one)).collect(),
        others: switch::others(conn, principal)?,
        sign_in_notices: device::wanted(conn, id)?,
        channels: channels.map_or(portal, |order| order.kinds().to_vec()),
        recovery_codes: recovery_code::service::left(conn, id)?,
    })
}

fn phone_view(phone: Phone, account: &Account, now: Timestamp) -> PhoneView {
    PhoneView {
        is_first: account.phone.as_deref() == Some(&phone.phone),
        verified_at: phone.verified_at,
        new_until: (now < phone.sole_from).then_some(phone.sole_from),
        phone: phone.phone,
    }
}

/// Providers of which no identity opens the account yet.
fn linkable(state: &AppState, linked: &[Linked]) -> Vec<motcua_shared::identity::dto::ProviderView> {
    let is_linked = |id: &str| {
        let provider = state.providers.iter().find(|one| one.settings().id == id);
        provider.is_some_and(|one| linked.iter().any(|link| link.issuer == one.settings().issuer))
    };
    let mut views = state.providers.views();
    views.retain(|view| !is_linked(&view.id));
    views
}

fn linked_view(state: &AppState, linked: Linked) -> LinkedIdentity {
    let provider = state
        .providers
        .iter()
        .find(|one| one.settings().issuer == linked.issuer);
    LinkedIdentity {
        id: linked.id,
        // One that is no longer in the settings opens nothing, and is shown by its address.
        provider: provider.map_or(linked.issuer, |one| one.settings().name.clone()),
        linked_at: linked.linked_at,
        used_at: linked.used_at,
    }
}

/// Takes an identity from elsewhere off. One that is gone is gone.
pub async fn unlink(
    state: &AppState,
    principal: Principal,
    id: LinkId,
    request_id: RequestId,
) -> AppResult<()> {
    confirmation::require(state, &principal)?;
    let (this, now) = (state.clone(), state.clock.now());
    let unlink = move |conn: &mut DbConn| {
        let account = principal.account.id;
        contact::lock(conn, account)?;
        sessions::require(conn, &principal)?;
        let linked = store::list_linked(conn, account)?;
        let Some(one) = linked.iter().find(|one| one.id == id) else {
            return Err(ErrorCode::NotFound.into());
        };
        if linked.len() == 1 && accounts::find_password(conn, account)?.is_none() {
            return Err(ErrorCode::LastWayIn.into());
        }
        store::unlink(conn, id)?;
        let provider = this.providers.iter().find(|p| p.settings().issuer == one.issuer);
        let word = provider.map_or("", |provider| provider.settings().name.as_str());
        let action = Action::IdentityUnlinked;
        audit::service::record_with(conn, now, Some(account), action, (account, word), &request_id)
    };
    state.db.write(unlink).await
}

/// Keeps what the holder wants to be told, and how.
pub async fn prefer(
    state: &AppState,
    principal: Principal,
    request: Preferences,
    request_id: RequestId,
) -> AppResult<()> {
    let order = ChannelOrder::try_from(request.channels);
    let order = order.map_err(|_| AppError::field("channels", ErrorCode::NotAChoice))?;
    let now = state.clock.now();
    let prefer = move |conn: &mut DbConn| {
        let account = principal.account.id;
        notification::set_preference(conn, now, account, &order)?;
        device::set_wanted(conn, account, request.sign_in_notices, now)?;
        let action = Action::PreferencesChanged;
        audit::service::record(conn, now, Some(account), action, account, &request_id)
    };
    state.db.write(prefer).await
}

/// Actions that the holder sees in words.
const SHOWN: [Action; 26] = [
    Action::Registered,
    Action::AccountMade,
    Action::SignedIn,
    Action::SignInFailed,
    Action::CodeWrong,
    Action::SignedOut,
    Action::AccountSwitched,
    Action::SessionEnded,
    Action::OtherSessionsEnded,
    Action::IdentityConfirmed,
    Action::PasswordReset,
    Action::PasswordChanged,
    Action::PhoneAdded,
    Action::PhoneChosen,
    Action::PhoneRemoved,
    Action::PhoneChangeAsked,
    Action::PhoneChangeCancelled,
    Action::PhoneReplaced,
    Action::EmailChanged,
    Action::EmailRemoved,
    Action::IdentityLinked,
    Action::IdentityUnlinked,
    Action::HolderUpdated,
    Action::RecoveryCodesMade,
    Action::RecoveryCodeUsed,
    Action::PreferencesChanged,
];

/// A page of the account's own log.
pub async fn events(state: &AppState, principal: Principal, query: ListQuery) -> AppResult<Page<EventView>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit();
    let actions: Vec<String> = SHOWN.iter().map(enum_text).collect::<AppResult<_>>()?;
    let account = principal.account.id;
    let list = move |conn: &mut DbConn| audit::service::list_about(conn, account, &actions, cursor, limit);
    let entries = state.db.read(list).await?;
    let entries = page(entries, limit, cursor, |entry| entry.id, None);
    Ok(Page {
        items: entries
            .items
            .into_iter()
            .map(|entry| EventView {
                kind: parse_enum(&entry.action).unwrap_or(EventKind::Unknown),
                at: entry.recorded_at,
                detail: entry.word,
            })
            .collect(),
        next: entries.next,
        previous: entries.previous,
        total: None,
    })
}
