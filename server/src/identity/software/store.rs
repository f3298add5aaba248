//! The list in the database.

use crate::db::DbConn;
use crate::db::schema::support_software;
use crate::db::types::{enum_text, parse_enum};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::identity::software::SupportSoftware;

#[derive(Queryable, Selectable)]
#[diesel(table_name = support_software)]
struct Row {
    os: String,
    name: String,
    version: Option<String>,
    url: Option<String>,
    note: Option<String>,
}

/// All of it, in its order.
pub(super) fn list(conn: &mut DbConn) -> AppResult<Vec<SupportSoftware>> {
    let rows: Vec<Row> = support_software::table
        .order(support_software::position)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(SupportSoftware {
                os: parse_enum(&row.os)?,
                name: row.name,
                version: row.version,
                url: row.url,
                note: row.note,
            })
        })
        .collect()
}

/// Lets one writer after the other: a write that changes nothing locks on both databases.
pub(super) fn lock(conn: &mut DbConn) -> AppResult<()> {
    diesel::update(support_software::table)
        .set(support_software::os.eq(support_software::os))
        .execute(conn)?;
    Ok(())
}

/// Puts another list in its place.
pub(super) fn replace(conn: &mut DbConn, entries: &[SupportSoftware]) -> AppResult<()> {
    diesel::delete(support_software::table).execute(conn)?;
    for (position, entry) in (1_i32..).zip(entries) {
        diesel::insert_into(support_software::table)
            .values((
                support_software::position.eq(position),
                support_software::os.eq(enum_text(&entry.os)?),
                support_software::name.eq(&entry.name),
                support_software::version.eq(&entry.version),
                support_software::url.eq(&entry.url),
                support_software::note.eq(&entry.note),
            ))
            .execute(conn)?;
    }
    Ok(())
}
