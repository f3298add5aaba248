//! Roles of officers.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffRole;

/// What an officer may do.
pub fn roles(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<StaffRole>> {
    store::list(conn, account)
}

/// Refuses an officer without this role.
pub fn require(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    if store::list(conn, account)?.contains(&role) {
        Ok(())
    } else {
        Err(ErrorCode::NotAllowed.into())
    }
}

/// Gives an officer a role; harmless when it is there.
pub fn grant(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    store::insert(conn, account, role)
}
