//! Whose account a verified identity opens. Everything here runs in the transaction of its caller.

use super::super::domain::Account;
use super::super::proven;
use super::super::staff::service as staff;
use super::domain::{Citizen, Holder, Identity, Organisation};
use super::store::{self, Found};
use crate::audit::{self, Action};
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use crate::http::observe::RequestId;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;

/// What comes of it.
pub(super) enum Admitted {
    /// This account, which the identity is joined to.
    In(Account),
    /// This account, which was made for the identity just now.
    Made(Account),
    /// This account, if its holder proves that it is theirs: a number alone never joins an identity to an account that
    /// was there before.
    Prove(Account),
    /// Nothing.
    Refused(ErrorCode),
}

/// The moment and the request of a use case, for what it writes.
pub(super) struct Doing<'a> {
    pub now: Timestamp,
    pub request_id: &'a RequestId,
}

/// Two requests made the same thing; the caller begins again and finds it.
fn raced() -> crate::error::AppError {
    ErrorCode::VersionConflict.into()
}

/// Who signs in.
pub(super) fn admit(conn: &mut DbConn, identity: &Identity, doing: &Doing<'_>) -> AppResult<Admitted> {
    if let Some(found) = store::find_linked(conn, identity)? {
        return admit_linked(conn, found, identity, doing);
    }
    let (person, found) = match &identity.holder {
        Holder::Citizen(citizen) => match person_of(conn, citizen)? {
            Err(refused) => return Ok(Admitted::Refused(refused)),
            Ok(Some(person)) => (Some(person), store::find_citizen(conn, person)?),
            Ok(None) => (None, None),
        },
        Holder::Organisation(body) => (None, store::find_organisation(conn, &body.tax_code)?),
    };
    // Another tab may have made account and link together after the first look, and before the second.
    if found.is_some()
        && let Some(linked) = store::find_linked(conn, identity)?
    {
        return admit_linked(conn, linked, identity, doing);
    }
    match found {
        None => create(conn, person, identity, doing),
        Some(found) if !found.is_active => Ok(Admitted::Refused(ErrorCode::AccountSuspended)),
        Some(found) => Ok(Admitted::Prove(found.account)),
    }
}

fn admit_linked(
    conn: &mut DbConn,
    found: Found,
    identity: &Identity,
    doing: &Doing<'_>,
) -> AppResult<Admitted> {
    if !found.is_active {
        return Ok(Admitted::Refused(ErrorCode::AccountSuspended));
    }
    let account = match refresh(conn, found.account, identity, doing)? {
        Ok(account) => account,
        Err(refused) => return Ok(Admitted::Refused(refused)),
    };
    store::touch_link(conn, identity, doing.now)?;
    Ok(Admitted::In(account))
}

/// Joins an identity to an account whose holder proved it theirs, by a code or by being signed in to it.
pub(super) fn join(
    conn: &mut DbConn,
    account_id: AccountId,
    identity: &Identity,
    doing: &Doing<'_>,
) -> AppResult<Admitted> {
    if let Some(linked) = store::find_linked(conn, identity)? {
        return match linked.account.id == account_id {
            true => admit_linked(conn, linked, identity, doing),
            false => Ok(Admitted::Refused(ErrorCode::IdentityConflict)),
        };
    }
    let Some(found) = store::find_account(conn, account_id)? else {
        return Ok(Admitted::Refused(ErrorCode::FlowEnded));
    };
    if !found.is_active {
        return Ok(Admitted::Refused(ErrorCode::AccountSuspended));
    }
    if !is_of(conn, &found.account, identity)? {
        return Ok(Admitted::Refused(ErrorCode::IdentityOtherPerson));
    }
    let account = match refresh(conn, found.account, identity, doing)? {
        Ok(account) => account,
        Err(refused) => return Ok(Admitted::Refused(refused)),
    };
    link(conn, &account, identity, doing)?;
    Ok(Admitted::In(account))
}

/// Whether the numbers say that identity and account have one holder.
fn is_of(conn: &mut DbConn, account: &Account, identity: &Identity) -> AppResult<bool> {
    match &identity.holder {
        Holder::Citizen(citizen) if account.kind == AccountKind::Citizen => {
            for number in citizen.numbers() {
                let person = store::find_person(conn, number)?;
                if person.is_some() && person == account.person_id {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Holder::Organisation(body) => Ok(is_body(account.kind) && account.identifier == body.tax_code),
        Holder::Citizen(_) => Ok(false),
    }
}

/// Staff accounts that are bound to the person of an identity and may act; at least one.
pub(super) fn staff_of(conn: &mut DbConn, identity: &Identity) -> AppResult<Result<Vec<Account>, ErrorCode>> {
    let Holder::Citizen(citizen) = &identity.holder else {
        return Ok(Err(ErrorCode::NoStaffAccount));
    };
    let person = match person_of(conn, citizen)? {
        Err(refused) => return Ok(Err(refused)),
        Ok(None) => return Ok(Err(ErrorCode::NoStaffAccount)),
        Ok(Some(person)) => person,
    };
    let found = store::list_staff(conn, person)?;
    if found.is_empty() {
        return Ok(Err(ErrorCode::NoStaffAccount));
    }
    let active: Vec<Account> = found
        .into_iter()
        .filter(|found| found.is_active)
        .map(|found| found.account)
        .collect();
    if active.is_empty() {
        return Ok(Err(ErrorCode::AccountSuspended));
    }
    let mut open = Vec::new();
    for account in active {
        if staff::fits(conn, account.id, (&citizen.name, citizen.birth_date))? {
            open.push(account);
        }
    }
    Ok(match open.is_empty() {
        true => Err(ErrorCode::StaffPersonDiffers),
        false => Ok(open),
    })
}

/// The person of a staff account has come: from the first time on the account is theirs, with the name that the provider
/// gives. Later answers change nothing of it.
pub(super) fn enter_staff(
    conn: &mut DbConn,
    account: Account,
    identity: &Identity,
    doing: &Doing<'_>,
) -> AppResult<Account> {
    let (Holder::Citizen(citizen), Some(person)) = (&identity.holder, account.person_id) else {
        return Err(ErrorCode::NoStaffAccount.into());
    };
    let known = (citizen.name.as_str(), identity.level);
    if !staff::bind(conn, account.id, known, doing.now, doing.request_id)? {
        return Ok(account);
    }
    store::update_person(conn, person, citizen)?;
    Ok(Account {
        name: citizen.name.clone(),
        assurance_level: identity.level,
        ..account
    })
}

const fn is_body(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Enterprise | AccountKind::Agency)
}

/// The person that the numbers lead to. Two persons are one too many: only the desk can tell.
fn person_of(conn: &mut DbConn, citizen: &Citizen) -> AppResult<Result<Option<PersonId>, ErrorCode>> {
    let mut found = None;
    for number in citizen.numbers() {
        if let Some(person) = store::find_person(conn, number)? {
            if found.is_some_and(|earlier| earlier != person) {
                return Ok(Err(ErrorCode::IdentityConflict));
            }
            found = Some(person);
        }
    }
    Ok(Ok(found))
}

/// Takes over what the provider says now of the holder of an account: a corrected name, a new number, a higher level.
fn refresh(
    conn: &mut DbConn,
    mut account: Account,
    identity: &Identity,
    doing: &Doing<'_>,
) -> AppResult<Result<Account, ErrorCode>> {
    let (name, is_changed) = match &identity.holder {
        Holder::Citizen(citizen) => {
            let (AccountKind::Citizen, Some(person)) = (account.kind, account.person_id) else {
                return Ok(Err(ErrorCode::IdentityConflict));
            };
            // An old account comes back with somebody else's number: a mix-up that no program should settle.
            match person_of(conn, citizen)? {
                Ok(Some(other)) if other != person => return Ok(Err(ErrorCode::IdentityConflict)),
                Err(refused) => return Ok(Err(refused)),
                Ok(_) => {}
            }
            let mut is_changed = store::update_person(conn, person, citizen)?;
            for number in citizen.numbers() {
                is_changed |= store::insert_number(conn, number, person)?;
            }
            (&citizen.name, is_changed)
        }
        Holder::Organisation(body) => {
            if !is_body(account.kind) || account.identifier != body.tax_code {
                return Ok(Err(ErrorCode::IdentityConflict));
            }
            (&body.name, false)
        }
    };
    let is_changed = is_changed || account.name != *name;
    if is_changed || account.assurance_level < identity.level {
        account.name.clone_from(name);
        account.assurance_level = account.assurance_level.max(identity.level);
        store::update_account(conn, &account)?;
        // What waits for its owner may have waited for this name or number.
        proven::say(conn, account.id, doing.now)?;
    }
    if is_changed {
        record(conn, &account, Action::HolderUpdated, doing)?;
    }
    Ok(Ok(account))
}

fn create(
    conn: &mut DbConn,
    person: Option<PersonId>,
    identity: &Identity,
    doing: &Doing<'_>,
) -> AppResult<Admitted> {
    let (kind, person_id, name, identifier) = match &identity.holder {
        Holder::Citizen(citizen) => {
            let person = match person {
                Some(person) => {
                    take_turn(conn, "citizen", &person.to_string())?;
                    if store::find_citizen(conn, person)?.is_some() {
                        return Err(raced());
                    }
                    store::update_person(conn, person, citizen)?;
                    person
                }
                None => {
                    let person = new_id(PersonId::from_uuid);
                    store::insert_person(conn, person, citizen, doing.now)?;
                    person
                }
            };
            for number in citizen.numbers() {
                if !store::insert_number(conn, number, person)?
                    && store::find_person(conn, number)? != Some(person)
                {
                    return Err(raced());
                }
            }
            (AccountKind::Citizen, Some(person), &citizen.name, &citizen.number)
        }
        Holder::Organisation(Organisation { tax_code, name }) => {
            (AccountKind::Enterprise, None, name, tax_code)
        }
    };
    let account = Account {
        id: new_id(AccountId::from_uuid),
        kind,
        name: name.clone(),
        identifier: identifier.clone(),
        person_id,
        phone: identity.phone.clone(),
        email: identity.email.clone(),
        address: identity.address.clone(),
        assurance_level: identity.level,
        unit_id: None,
        mandate: None,
    };
    if !store::insert_account(conn, &account, doing.now)? {
        return Err(raced());
    }
    record(conn, &account, Action::AccountMade, doing)?;
    proven::say(conn, account.id, doing.now)?;
    link(conn, &account, identity, doing)?;
    Ok(Admitted::Made(account))
}

fn link(conn: &mut DbConn, account: &Account, identity: &Identity, doing: &Doing<'_>) -> AppResult<()> {
    if !store::insert_link(conn, identity, account.id, doing.now)? {
        return Err(raced());
    }
    record(conn, account, Action::IdentityLinked, doing)
}

fn record(conn: &mut DbConn, account: &Account, action: Action, doing: &Doing<'_>) -> AppResult<()> {
    let id = account.id;
    audit::service::record(conn, doing.now, Some(id), action, id, doing.request_id)
}
