//! Whose account a certificate opens. Everything here runs in the transaction of its caller.

use super::super::domain::Account;
use super::super::proven;
use super::super::store as accounts;
use super::domain::{ASSURANCE_LEVEL, Contact, Holder};
use super::store::{self, Found};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::notification::service::{self as notification, Lang, Message, Notice, Recipient};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// The moment and the request of a use case, for what it writes.
pub(super) struct Doing<'a> {
    pub now: Timestamp,
    pub request_id: &'a RequestId,
    pub lang: Lang,
}

impl Doing<'_> {
    fn record(&self, conn: &mut DbConn, account: AccountId, action: Action) -> AppResult<()> {
        audit::service::record(conn, self.now, Some(account), action, account, self.request_id)
    }

    fn tell(&self, conn: &mut DbConn, account: &Account, notice: Notice) -> AppResult<()> {
        let (phone, email) = (account.phone.as_deref(), account.email.as_deref());
        if phone.is_none() && email.is_none() {
            return Ok(());
        }
        let to = Recipient::new(Some(account.id), phone, email);
        notification::send(conn, self.now, Message::new(to, notice, self.lang)).map(|_| ())
    }
}

/// The account of the organisation, however it was made: by its kind and one of its codes. Codes that lead to two are a
/// mix-up that no program should settle.
pub(super) fn find(conn: &mut DbConn, holder: &Holder) -> AppResult<Result<Option<Found>, ErrorCode>> {
    let mut found = store::find_accounts(conn, holder)?;
    let first = found.pop();
    Ok(if found.is_empty() {
        Ok(first)
    } else {
        Err(ErrorCode::TokenConflict)
    })
}

/// Opens an account that is there. A certificate that was not seen before is noted and told of.
pub(super) fn enter(
    conn: &mut DbConn,
    found: Found,
    holder: &Holder,
    doing: &Doing<'_>,
) -> AppResult<Result<Account, ErrorCode>> {
    if !found.is_active {
        return Ok(Err(ErrorCode::AccountSuspended));
    }
    let mut account = found.account;
    if account.assurance_level < ASSURANCE_LEVEL {
        account.assurance_level = ASSURANCE_LEVEL;
        store::raise_level(conn, account.id, ASSURANCE_LEVEL)?;
        proven::say(conn, account.id, doing.now)?;
        doing.record(conn, account.id, Action::HolderUpdated)?;
    }
    let notice = if note(conn, account.id, holder, doing)? {
        Notice::CertificateAdded {
            at: doing.now,
            until: holder.valid_to.vietnam_day(),
        }
    } else {
        Notice::SignedInWithToken { at: doing.now }
    };
    doing.tell(conn, &account, notice)?;
    Ok(Ok(account))
}

/// Keeps certificate and codes; says whether the certificate is a new one.
fn note(conn: &mut DbConn, account: AccountId, holder: &Holder, doing: &Doing<'_>) -> AppResult<bool> {
    store::insert_codes(conn, account, holder)?;
    if store::touch_certificate(conn, account, holder, doing.now)? {
        return Ok(false);
    }
    store::insert_certificate(conn, account, holder, doing.now)?;
    doing.record(conn, account, Action::CertificateAdded)?;
    Ok(true)
}

/// Makes the account; the caller has seen that there is none.
pub(super) fn create(
    conn: &mut DbConn,
    holder: &Holder,
    contact: Contact,
    doing: &Doing<'_>,
) -> AppResult<Result<Account, ErrorCode>> {
    let Some(identifier) = holder.identifier() else {
        return Ok(Err(ErrorCode::TokenNoIdentifier));
    };
    let account = Account {
        id: new_id(AccountId::from_uuid),
        kind: holder.kind,
        name: holder.name.clone(),
        identifier: identifier.to_owned(),
        person_id: None,
        phone: contact.phone,
        email: Some(contact.email),
        address: None,
        assurance_level: ASSURANCE_LEVEL,
        unit_id: None,
        mandate: None,
    };
    // Made by another tab a moment ago, or the number is the name of an account of another kind.
    if !store::insert_account(conn, &account, doing.now)? {
        return Ok(Err(ErrorCode::TokenConflict));
    }
    accounts::insert_consents(conn, account.id, doing.now)?;
    proven::say(conn, account.id, doing.now)?;
    doing.record(conn, account.id, Action::Registered)?;
    note(conn, account.id, holder, doing)?;
    doing.tell(conn, &account, Notice::AccountOpened { at: doing.now })?;
    Ok(Ok(account))
}
