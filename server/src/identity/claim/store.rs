//! Claims.

use crate::db::DbConn;
use crate::db::schema::account_claims;
use crate::db::types::naive;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::time::Timestamp;

/// What is kept of a claim.
#[derive(Debug, Clone)]
pub(super) struct NewClaim {
    pub id: String,
    pub identity_number: String,
    pub name: String,
    pub phone: String,
    pub note: Option<String>,
}

/// Whether the same person has an open claim about this number.
pub(super) fn is_open(conn: &mut DbConn, identity_number: &str, phone: &str) -> AppResult<bool> {
    let open = account_claims::table
        .filter(account_claims::identity_number.eq(identity_number))
        .filter(account_claims::phone.eq(phone))
        .filter(account_claims::state.eq("open"));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// Writes a claim.
pub(super) fn insert(conn: &mut DbConn, claim: &NewClaim, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(account_claims::table)
        .values((
            account_claims::id.eq(&claim.id),
            account_claims::identity_number.eq(&claim.identity_number),
            account_claims::name.eq(&claim.name),
            account_claims::phone.eq(&claim.phone),
            account_claims::note.eq(claim.note.as_deref()),
            account_claims::state.eq("open"),
            account_claims::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}
