//! What other parts may ask about phones.

use super::super::code::Destination;
use super::super::domain::Account;
use super::domain::Phone;
use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Where a code goes that is the only proof of a person: the phone that is asked first, another one of theirs while that
/// one is too new, else the e-mail.
pub fn proof_of(conn: &mut DbConn, account: &Account, now: Timestamp) -> AppResult<Option<Destination>> {
    let phones = store::list(conn, account.id)?;
    let old_enough = || phones.iter().filter(|one| one.sole_from <= now);
    let is_first = |one: &&Phone| account.phone.as_deref() == Some(&one.phone);
    let phone = old_enough().find(is_first).or_else(|| old_enough().next());
    let email = || account.email.clone().map(Destination::Email);
    Ok(phone
        .map(|one| Destination::Phone(one.phone.clone()))
        .or_else(email))
}

/// Phones of an account, the oldest first.
pub fn phones(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<Phone>> {
    store::list(conn, account)
}

/// Locks an account until the transaction ends.
pub fn lock(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    store::lock_account(conn, account)
}
