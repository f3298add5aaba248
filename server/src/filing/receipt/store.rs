//! Receipts, and wrong answers on the public page, in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_lookup_failures, dossier_receipts, dossiers, units};
use crate::db::types::{moment, naive, parse_enum, parse_id, parse_json};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::id::DossierId;
use motcua_shared::time::Timestamp;

/// The sealed receipt of a dossier.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<String>> {
    Ok(dossier_receipts::table
        .find(id.to_string())
        .select(dossier_receipts::sealed)
        .first(conn)
        .optional()?)
}

/// Keeps a receipt; the first one stays.
pub fn insert(
    conn: &mut DbConn,
    id: DossierId,
    (token_digest, sealed): (&str, &str),
    now: Timestamp,
) -> AppResult<()> {
    let values = (
        dossier_receipts::dossier_id.eq(id.to_string()),
        dossier_receipts::token_digest.eq(token_digest),
        dossier_receipts::sealed.eq(sealed),
        dossier_receipts::made_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(dossier_receipts::table)
        .values(values)
        .on_conflict(dossier_receipts::dossier_id)
        .do_nothing()
        .execute(inner))?;
    Ok(())
}

/// A dossier as the public page sees it, and the numbers that its filer knows.
#[derive(Debug, Clone)]
pub struct Found {
    /// "Mã hồ sơ".
    pub code: String,
    /// Where it stands.
    pub status: DossierStatus,
    /// Whether its filer took it back.
    pub is_withdrawn: bool,
    /// The unit that has it.
    pub unit: String,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// The last day for the result.
    pub due_on: Option<NaiveDate>,
    /// Who filed.
    pub filer: Party,
}

type FoundRow = (
    String,
    String,
    bool,
    String,
    NaiveDateTime,
    Option<NaiveDate>,
    String,
);

fn found((code, status, is_withdrawn, unit, submitted_at, due_on, filer): FoundRow) -> AppResult<Found> {
    Ok(Found {
        code,
        status: parse_enum(&status)?,
        is_withdrawn,
        unit,
        submitted_at: moment(submitted_at),
        due_on,
        filer: parse_json(&filer)?,
    })
}

macro_rules! standing {
    () => {
        dossiers::table.inner_join(units::table).select((
            dossiers::code,
            dossiers::status,
            dossiers::is_withdrawn,
            units::name,
            dossiers::submitted_at,
            dossiers::due_on,
            dossiers::filer,
        ))
    };
}

/// These dossiers.
pub fn list(conn: &mut DbConn, ids: &[DossierId]) -> AppResult<Vec<Found>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<FoundRow> = standing!().filter(dossiers::id.eq_any(ids)).load(conn)?;
    rows.into_iter().map(found).collect()
}

/// The dossier whose receipt has this secret.
pub fn find_by_token(conn: &mut DbConn, token_digest: &str) -> AppResult<Option<Found>> {
    let id: Option<String> = dossier_receipts::table
        .filter(dossier_receipts::token_digest.eq(token_digest))
        .select(dossier_receipts::dossier_id)
        .first(conn)
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    let id = parse_id(&id, DossierId::parse)?;
    let row: Option<FoundRow> = standing!()
        .filter(dossiers::id.eq(id.to_string()))
        .first(conn)
        .optional()?;
    row.map(found).transpose()
}

/// Counts a try for a code before it is looked at, and says how many there were since `since`, this one included, and when the
/// first was.
pub fn count_try(
    conn: &mut DbConn,
    code_digest: &str,
    (since, now): (Timestamp, Timestamp),
) -> AppResult<(i32, Timestamp)> {
    let over = dossier_lookup_failures::table.filter(dossier_lookup_failures::began_at.lt(naive(since)));
    diesel::delete(over).execute(conn)?;
    let first = (
        dossier_lookup_failures::code_digest.eq(code_digest),
        dossier_lookup_failures::failures.eq(1),
        dossier_lookup_failures::began_at.eq(naive(now)),
    );
    let (count, began): (i32, NaiveDateTime) = both!(conn, inner => diesel::insert_into(dossier_lookup_failures::table)
        .values(first)
        .on_conflict(dossier_lookup_failures::code_digest)
        .do_update()
        .set(dossier_lookup_failures::failures.eq(dossier_lookup_failures::failures + 1))
        .returning((dossier_lookup_failures::failures, dossier_lookup_failures::began_at))
        .get_result(inner))?;
    Ok((count, moment(began)))
}

/// Takes a try back that was right.
pub fn forgive(conn: &mut DbConn, code_digest: &str) -> AppResult<()> {
    let row = dossier_lookup_failures::table.find(code_digest);
    let more = row.filter(dossier_lookup_failures::failures.gt(1));
    let changed = diesel::update(more)
        .set(dossier_lookup_failures::failures.eq(dossier_lookup_failures::failures - 1))
        .execute(conn)?;
    if changed == 0 {
        diesel::delete(row).execute(conn)?;
    }
    Ok(())
}
