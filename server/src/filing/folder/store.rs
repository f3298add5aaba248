//! Filed dossiers by folder, in the database.

use crate::db::DbConn;
use crate::db::schema::{charges, dossier_supplements, dossiers, drafts, procedures, units};
use crate::db::types::{enum_text, moment, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use crate::filing::store::Reader;
use crate::http::page::Cursor;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use motcua_shared::filing::dto::{DossierListItem, DossierStatus};
use motcua_shared::filing::folder::Folder;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::payment::dto::ChargeState;

type ItemRow = (
    String,
    String,
    String,
    String,
    String,
    String,
    bool,
    NaiveDateTime,
    Option<NaiveDate>,
);

fn into_item(row: ItemRow) -> AppResult<DossierListItem> {
    let (id, code, procedure_code, procedure_name, unit_name, status, is_withdrawn, submitted_at, due_on) =
        row;
    let status: DossierStatus = parse_enum(&status)?;
    Ok(DossierListItem {
        id: parse_id(&id, DossierId::parse)?,
        code,
        procedure_code,
        procedure_name,
        unit_name,
        status,
        is_withdrawn,
        submitted_at: moment(submitted_at),
        // While time stands still there is no day to hold anybody to.
        due_on: due_on.filter(|_| status.is_due()),
        is_fee_due: false,
        unread: 0,
    })
}

/// One page of the dossiers of a folder, or of all, and one row more, in the direction of the cursor.
pub fn list(
    conn: &mut DbConn,
    reader: Reader,
    folder: Option<Folder>,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<DossierListItem>> {
    let mut query = dossiers::table
        .inner_join(procedures::table)
        .inner_join(units::table)
        .into_boxed();
    query = match reader {
        Reader::Filer(account) => query.filter(dossiers::account_id.eq(account.to_string())),
        Reader::Unit(unit) => query.filter(dossiers::unit_id.eq(unit.to_string())),
    };
    query = match folder.map(Folder::states) {
        None => query,
        Some(Some((states, is_withdrawn))) => {
            let states = states.iter().map(enum_text).collect::<AppResult<Vec<_>>>()?;
            query.filter(
                dossiers::status
                    .eq_any(states)
                    .and(dossiers::is_withdrawn.eq(is_withdrawn)),
            )
        }
        Some(None) => query.filter(exists(
            charges::table.filter(
                charges::dossier_id
                    .eq(dossiers::id)
                    .and(charges::state.eq(enum_text(&ChargeState::Due)?)),
            ),
        )),
    };
    query = match cursor {
        Cursor::Start => query.order(dossiers::id.desc()),
        Cursor::Older(id) => query
            .filter(dossiers::id.lt(id.to_string()))
            .order(dossiers::id.desc()),
        Cursor::Newer(id) => query
            .filter(dossiers::id.gt(id.to_string()))
            .order(dossiers::id.asc()),
    };
    let rows: Vec<ItemRow> = query
        .limit(i64::from(limit) + 1)
        .select((
            dossiers::id,
            dossiers::code,
            procedures::code,
            procedures::name,
            units::name,
            dossiers::status,
            dossiers::is_withdrawn,
            dossiers::submitted_at,
            dossiers::due_on,
        ))
        .load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// How many dossiers of an account are in each state, and whether they were taken back.
pub fn count_states(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<(DossierStatus, bool, u32)>> {
    let rows: Vec<(String, bool, i64)> = dossiers::table
        .filter(dossiers::account_id.eq(account.to_string()))
        .group_by((dossiers::status, dossiers::is_withdrawn))
        .select((dossiers::status, dossiers::is_withdrawn, count_star()))
        .load(conn)?;
    rows.into_iter()
        .map(|(status, withdrawn, count)| Ok((parse_enum(&status)?, withdrawn, unsigned(count)?)))
        .collect()
}

/// How many dossiers of an account have a fee that is due.
pub fn count_unpaid(conn: &mut DbConn, account: AccountId) -> AppResult<u32> {
    let count: i64 = charges::table
        .inner_join(dossiers::table)
        .filter(dossiers::account_id.eq(account.to_string()))
        .filter(charges::state.eq(enum_text(&ChargeState::Due)?))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// How many drafts an account has open, rounds of supplement aside.
pub fn count_drafts(conn: &mut DbConn, account: AccountId) -> AppResult<u32> {
    let count: i64 = drafts::table
        .filter(drafts::account_id.eq(account.to_string()))
        .filter(drafts::dossier_id.is_null())
        .filter(not(exists(
            dossier_supplements::table.filter(dossier_supplements::draft_id.eq(drafts::id)),
        )))
        .count()
        .get_result(conn)?;
    unsigned(count)
}
