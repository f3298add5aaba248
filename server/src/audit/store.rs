//! Audit entries in the database. There is no update and no delete here, on purpose.

use crate::db::DbConn;
use crate::db::schema::audit_entries;
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Insertable)]
#[diesel(table_name = audit_entries)]
pub(super) struct NewEntry {
    pub id: String,
    pub account_id: Option<String>,
    pub action: String,
    pub subject_id: String,
    pub detail: String,
    pub request_id: String,
    pub recorded_at: NaiveDateTime,
}

pub(super) fn insert(conn: &mut DbConn, entry: &NewEntry) -> AppResult<()> {
    diesel::insert_into(audit_entries::table)
        .values(entry)
        .execute(conn)?;
    Ok(())
}
