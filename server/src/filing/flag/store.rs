//! Flags of dossiers in the database.

use super::service::WrongPaper;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_flags, dossiers};
use crate::db::types::{moment, naive, parse_id, parse_json};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::filing::dto::Party;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::time::Timestamp;

/// Flags a dossier; `false` when it was flagged for this file before.
pub fn insert(
    conn: &mut DbConn,
    dossier: DossierId,
    wrong: &WrongPaper<'_>,
    now: Timestamp,
) -> AppResult<bool> {
    let values = (
        dossier_flags::dossier_id.eq(dossier.to_string()),
        dossier_flags::paper_id.eq(wrong.paper.to_string()),
        dossier_flags::file_version.eq(i32::try_from(wrong.file_version).map_err(AppError::internal)?),
        dossier_flags::paper_name.eq(wrong.paper_name),
        dossier_flags::unit_name.eq(wrong.unit_name),
        dossier_flags::flagged_at.eq(naive(now)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(dossier_flags::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// Whose a dossier is, its code, and who filed it.
pub fn find_filer(conn: &mut DbConn, id: DossierId) -> AppResult<Option<(AccountId, String, Party)>> {
    let found: Option<(String, String, String)> = dossiers::table
        .find(id.to_string())
        .select((dossiers::account_id, dossiers::code, dossiers::filer))
        .first(conn)
        .optional()?;
    found
        .map(|(account, code, filer)| Ok((parse_id(&account, AccountId::parse)?, code, parse_json(&filer)?)))
        .transpose()
}

/// Names of paper and unit of each flag, and when it was set, oldest first.
pub fn list(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<(String, String, Timestamp)>> {
    let rows: Vec<(String, String, NaiveDateTime)> = dossier_flags::table
        .filter(dossier_flags::dossier_id.eq(id.to_string()))
        .order(dossier_flags::flagged_at)
        .select((
            dossier_flags::paper_name,
            dossier_flags::unit_name,
            dossier_flags::flagged_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(paper, unit, at)| (paper, unit, moment(at)))
        .collect())
}
