//! Roles in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::staff_roles;
use crate::db::types::{enum_text, parse_enum};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffRole;

/// Roles of an account.
pub(super) fn list(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<StaffRole>> {
    let roles: Vec<String> = staff_roles::table
        .filter(staff_roles::account_id.eq(account.to_string()))
        .order(staff_roles::role)
        .select(staff_roles::role)
        .load(conn)?;
    roles.iter().map(|role| parse_enum(role)).collect()
}

/// Writes a role.
pub(super) fn insert(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    let row = (
        staff_roles::account_id.eq(account.to_string()),
        staff_roles::role.eq(enum_text(&role)?),
    );
    both!(conn, inner => diesel::insert_into(staff_roles::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}
