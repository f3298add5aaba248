//! Audit entries in the database. There is no update and no delete here, on purpose.

use crate::db::DbConn;
use crate::db::schema::audit_entries;
use crate::error::AppResult;
use crate::http::page::Cursor;
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries)]
pub(super) struct EntryRow {
    pub id: String,
    pub account_id: Option<String>,
    pub action: String,
    pub detail: String,
    pub recorded_at: NaiveDateTime,
}

/// One more than `limit`, in the direction of the cursor.
pub(super) fn list_about(
    conn: &mut DbConn,
    subject: &str,
    actions: &[String],
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<EntryRow>> {
    let query = audit_entries::table
        .filter(audit_entries::subject_id.eq(subject.to_owned()))
        .filter(audit_entries::action.eq_any(actions.to_vec()))
        .limit(i64::from(limit) + 1)
        .select(EntryRow::as_select())
        .into_boxed();
    let query = match cursor {
        Cursor::Start => query.order(audit_entries::id.desc()),
        Cursor::Older(id) => query
            .filter(audit_entries::id.lt(id.to_string()))
            .order(audit_entries::id.desc()),
        Cursor::Newer(id) => query
            .filter(audit_entries::id.gt(id.to_string()))
            .order(audit_entries::id.asc()),
    };
    Ok(query.load(conn)?)
}
