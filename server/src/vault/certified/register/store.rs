//! The register in the database. Lines are never deleted.

use crate::db::DbConn;
use crate::db::schema::certified_register as table;
use crate::db::types::{enum_text, parse_enum, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{CertifiedCopyId, UnitId};
use motcua_shared::vault::certified::{LineState, RegisterLine};

type Row = (i32, String, NaiveDate, String, String, String, i32, i32, String);

fn line(row: Row) -> AppResult<RegisterLine> {
    let (number, state, certified_on, asked_by, original, signer, copies, fee, note) = row;
    Ok(RegisterLine {
        number: unsigned(number)?,
        state: parse_enum(&state)?,
        certified_on,
        asked_by,
        original,
        signer,
        copies: unsigned(copies)?,
        fee: unsigned(fee)?,
        note,
    })
}

/// The last number of a year; 0 where there is none.
pub(super) fn last_number(conn: &mut DbConn, unit: UnitId, year: i32) -> AppResult<u32> {
    let last: Option<i32> = table::table
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::year.eq(year))
        .select(diesel::dsl::max(table::number))
        .first(conn)?;
    unsigned(last.unwrap_or_default())
}

/// Writes a line.
pub(super) fn insert(
    conn: &mut DbConn,
    unit: UnitId,
    year: i32,
    copy: CertifiedCopyId,
    line: &RegisterLine,
) -> AppResult<()> {
    let number = |count: u32| i32::try_from(count).map_err(AppError::internal);
    diesel::insert_into(table::table)
        .values((
            table::unit_id.eq(unit.to_string()),
            table::year.eq(year),
            table::number.eq(number(line.number)?),
            table::copy_id.eq(copy.to_string()),
            table::state.eq(enum_text(&line.state)?),
            table::certified_on.eq(line.certified_on),
            table::asked_by.eq(&line.asked_by),
            table::original.eq(&line.original),
            table::signer.eq(&line.signer),
            table::copies.eq(number(line.copies)?),
            table::fee.eq(number(line.fee)?),
            table::note.eq(&line.note),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes the open line of a copy anew; what it is of, and its number, stay. `false` where it is open no more.
pub(super) fn rewrite(conn: &mut DbConn, copy: CertifiedCopyId, line: &RegisterLine) -> AppResult<bool> {
    let number = |count: u32| i32::try_from(count).map_err(AppError::internal);
    let open = table::table
        .filter(table::copy_id.eq(copy.to_string()))
        .filter(table::state.eq(enum_text(&LineState::Open)?));
    let changed = diesel::update(open)
        .set((
            table::state.eq(enum_text(&line.state)?),
            table::signer.eq(&line.signer),
            table::copies.eq(number(line.copies)?),
            table::fee.eq(number(line.fee)?),
            table::note.eq(&line.note),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

const fn columns() -> (
    table::number,
    table::state,
    table::certified_on,
    table::asked_by,
    table::original,
    table::signer,
    table::copies,
    table::fee,
    table::note,
) {
    (
        table::number,
        table::state,
        table::certified_on,
        table::asked_by,
        table::original,
        table::signer,
        table::copies,
        table::fee,
        table::note,
    )
}

/// The line of a copy.
pub(super) fn find(conn: &mut DbConn, copy: CertifiedCopyId) -> AppResult<Option<RegisterLine>> {
    let row: Option<Row> = table::table
        .filter(table::copy_id.eq(copy.to_string()))
        .select(columns())
        .first(conn)
        .optional()?;
    row.map(line).transpose()
}

/// The book of a year, first to last.
pub(super) fn list(conn: &mut DbConn, unit: UnitId, year: i32) -> AppResult<Vec<RegisterLine>> {
    let rows: Vec<Row> = table::table
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::year.eq(year))
        .order(table::number)
        .select(columns())
        .load(conn)?;
    rows.into_iter().map(line).collect()
}
