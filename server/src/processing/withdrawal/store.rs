//! Withdrawals in the database.

use crate::db::DbConn;
use crate::db::schema::{dossier_withdrawals, dossiers};
use crate::db::types::{enum_text, moment, naive, new_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::DossierId;
use motcua_shared::processing::withdrawal::Withdrawal;
use motcua_shared::time::Timestamp;

/// A withdrawal to be written.
#[derive(Debug, Clone)]
pub struct NewWithdrawal<'a> {
    /// Where the dossier was.
    pub came_from: DossierStatus,
    /// Why.
    pub words: Option<&'a str>,
    /// Whether it ended the dossier at once; then what came in for its fee.
    pub paid_at_once: Option<i64>,
}

/// Writes a withdrawal.
pub fn insert(conn: &mut DbConn, id: DossierId, new: &NewWithdrawal<'_>, now: Timestamp) -> AppResult<()> {
    let is_over = new.paid_at_once.is_some();
    diesel::insert_into(dossier_withdrawals::table)
        .values((
            dossier_withdrawals::id.eq(new_id(|id| id).to_string()),
            dossier_withdrawals::dossier_id.eq(id.to_string()),
            dossier_withdrawals::state.eq(if is_over { "at-once" } else { "asked" }),
            dossier_withdrawals::words.eq(new.words),
            dossier_withdrawals::came_from.eq(enum_text(&new.came_from)?),
            dossier_withdrawals::asked_at.eq(naive(now)),
            dossier_withdrawals::settled_at.eq(is_over.then(|| naive(now))),
            dossier_withdrawals::paid.eq(new.paid_at_once.unwrap_or_default()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last withdrawal of a dossier.
pub fn find_last(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Withdrawal>> {
    let found: Option<(String, Option<String>, NaiveDateTime, i64)> = dossier_withdrawals::table
        .filter(dossier_withdrawals::dossier_id.eq(id.to_string()))
        .order(dossier_withdrawals::id.desc())
        .select((
            dossier_withdrawals::state,
            dossier_withdrawals::words,
            dossier_withdrawals::asked_at,
            dossier_withdrawals::paid,
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(|(state, words, asked_at, paid)| Withdrawal {
        asked_at: moment(asked_at),
        words,
        paid,
        is_open: state == "asked",
        is_declined: state == "declined",
        answer: None,
    }))
}

/// Settles the withdrawal that waits; `paid` is what had come in for the fee where it is granted.
pub fn settle(conn: &mut DbConn, id: DossierId, paid: Option<i64>, now: Timestamp) -> AppResult<bool> {
    let asked = dossier_withdrawals::table.filter(
        dossier_withdrawals::dossier_id
            .eq(id.to_string())
            .and(dossier_withdrawals::state.eq("asked")),
    );
    let changed = diesel::update(asked)
        .set((
            dossier_withdrawals::state.eq(if paid.is_some() { "granted" } else { "declined" }),
            dossier_withdrawals::settled_at.eq(naive(now)),
            dossier_withdrawals::paid.eq(paid.unwrap_or_default()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Marks a dossier as taken back.
pub fn mark(conn: &mut DbConn, id: DossierId) -> AppResult<()> {
    diesel::update(dossiers::table.find(id.to_string()))
        .set(dossiers::is_withdrawn.eq(true))
        .execute(conn)?;
    Ok(())
}
