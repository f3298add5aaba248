//! Later days in the database.

use crate::db::DbConn;
use crate::db::schema::dossier_extensions;
use crate::db::types::{moment, naive};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::extension::Extension;

/// A later day, with the officer who promised it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What is told of it.
    pub told: Extension,
    /// The officer.
    pub officer: String,
}

/// Writes a later day. There is no update and no delete, on purpose.
pub fn insert(
    conn: &mut DbConn,
    id: DossierId,
    (told, officer): (&Extension, (AccountId, &str)),
) -> AppResult<()> {
    diesel::insert_into(dossier_extensions::table)
        .values((
            dossier_extensions::dossier_id.eq(id.to_string()),
            dossier_extensions::old_due.eq(told.old_due),
            dossier_extensions::new_due.eq(told.new_due),
            dossier_extensions::ground.eq(&told.ground),
            dossier_extensions::officer_id.eq(officer.0.to_string()),
            dossier_extensions::officer_name.eq(officer.1),
            dossier_extensions::unit_name.eq(&told.unit),
            dossier_extensions::made_at.eq(naive(told.made_at)),
            dossier_extensions::was_late.eq(told.was_late),
        ))
        .execute(conn)?;
    Ok(())
}

/// The later day that was promised for a dossier.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Kept>> {
    type Row = (NaiveDate, NaiveDate, String, String, String, NaiveDateTime, bool);
    let found: Option<Row> = dossier_extensions::table
        .find(id.to_string())
        .select((
            dossier_extensions::old_due,
            dossier_extensions::new_due,
            dossier_extensions::ground,
            dossier_extensions::unit_name,
            dossier_extensions::officer_name,
            dossier_extensions::made_at,
            dossier_extensions::was_late,
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(
        |(old_due, new_due, ground, unit, officer, made_at, was_late)| Kept {
            told: Extension {
                old_due,
                new_due,
                ground,
                unit,
                made_at: moment(made_at),
                was_late,
            },
            officer,
        },
    ))
}
