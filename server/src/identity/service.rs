//! What other features may ask about accounts.

use super::oidc::store as persons;
use super::store;
use super::{
    assisted, code, contact, device, lost_phone, oidc, password_link, proof, recovery, registration, session,
    sign_in, sim, token,
};
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

pub use super::consent::service::{
    Consent, count_lookup, find_organisation, find_owner, mask_number, require_desk, require_proof,
    tell_owner,
};
pub use super::domain::{Account, Acting, Mandate};
pub use super::proven::{PROVEN, Proven, numbers_of};
pub use super::session::Principal;
/// What officers may do.
pub use super::staff::service as staff;
pub use super::staff::service::require as require_role;

/// An active account, for other features.
pub fn load_account(conn: &mut DbConn, id: AccountId) -> AppResult<Account> {
    store::find_active(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The active account of a citizen under a number.
pub fn find_citizen(conn: &mut DbConn, number: &str) -> AppResult<Option<Account>> {
    let Some(person) = store::find_person(conn, number)? else {
        return Ok(None);
    };
    let found = persons::find_citizen(conn, person)?;
    Ok(found.filter(|found| found.is_active).map(|found| found.account))
}

/// Every account of the person behind one, that one included.
pub fn accounts_of_person(conn: &mut DbConn, account: &Account) -> AppResult<Vec<AccountId>> {
    match account.person_id {
        Some(person) => store::ids_of_person(conn, person),
        None => Ok(vec![account.id]),
    }
}

/// Forgets what ended long ago.
pub fn forget_ended(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    Ok(session::service::forget_ended(conn, now)?
        + registration::service::forget_unfinished(conn, now)?
        + assisted::service::forget_left(conn, now)?
        + password_link::service::forget_old(conn, now)?
        + recovery::service::forget_old(conn, now)?
        + contact::change::look_after(conn, now)?
        + lost_phone::service::forget_old(conn, now)?
        + device::forget_old(conn, now)?
        + proof::service::forget_ended(conn, now)?
        + code::service::forget_old(conn, now)?
        + sign_in::service::forget_old(conn, now)?
        + oidc::service::forget_old(conn, now)?
        + token::service::forget_old(conn, now)?
        + sim::service::forget_old(conn, now)?)
}
