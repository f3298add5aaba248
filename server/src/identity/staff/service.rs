//! What other parts may ask about officers.

use super::super::domain::Account;
use super::domain::roles_of;
use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::page::Cursor;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::staff::OfficerRow;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

pub use super::binding::{bind, fits};
pub use super::lookups::count as count_lookup;

/// Officers of one unit that are listed.
const MAX_OF_UNIT: u32 = 500;

/// Whether the person of a staff account has come: only then is the account theirs.
pub fn is_bound(conn: &mut DbConn, account: AccountId) -> AppResult<bool> {
    Ok(store::find(conn, account)?.is_some_and(|officer| officer.bound_at.is_some()))
}

/// What an officer or an administrator may do, as it is shown.
pub fn shown_roles(conn: &mut DbConn, account: &Account) -> AppResult<Vec<StaffRole>> {
    Ok(roles_of(account.kind, store::list_roles(conn, account.id)?))
}

/// What an officer may do.
pub fn roles(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<StaffRole>> {
    store::list_roles(conn, account)
}

/// Refuses an officer without this role.
pub fn require(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    if store::list_roles(conn, account)?.contains(&role) {
        Ok(())
    } else {
        Err(ErrorCode::NotAllowed.into())
    }
}

/// What an officer may do who has business with dossiers; refuses any other.
pub fn require_dossiers(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<StaffRole>> {
    let roles = store::list_roles(conn, account)?;
    match roles.iter().any(|role| StaffRole::OF_DOSSIERS.contains(role)) {
        true => Ok(roles),
        false => Err(ErrorCode::NotAllowed.into()),
    }
}

/// Units with an active officer of this role.
pub fn units_with(conn: &mut DbConn, role: StaffRole) -> AppResult<HashSet<UnitId>> {
    store::list_units_with(conn, role)
}

/// Officers of a unit who may act.
pub fn list_of_unit(conn: &mut DbConn, unit: UnitId) -> AppResult<Vec<OfficerRow>> {
    let search = store::Search {
        unit: Some(unit),
        suspended: Some(false),
        ..store::Search::default()
    };
    store::list(conn, &search, Cursor::Start, MAX_OF_UNIT)
}

/// Gives an officer a role; harmless when it is there.
pub fn grant(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    store::insert_role(conn, account, role)
}

/// Enters a staff account that was made together with its person, so that nothing is left to be compared.
pub fn enter_bound(conn: &mut DbConn, account: AccountId, name: &str, now: Timestamp) -> AppResult<()> {
    store::insert_officer(conn, account, (name, None), Some(now))
}
