//! Entries about one thing with their places, and the digests of a seal. All of it is read through indexes.

use crate::audit::chain::{Entry, Hash};
use crate::audit::seal::store::{EntryRow, hash, signed};
use crate::db::DbConn;
use crate::db::schema::{audit_entries, audit_leaves};
use crate::db::types::unsigned;
use crate::error::AppResult;
use diesel::prelude::*;

/// An entry, and where it is tied: the seal and the place in it.
pub type Placed = (Entry, Option<(u64, u64)>);

/// Entries about a thing behind this id, oldest first.
pub fn list_about(conn: &mut DbConn, subject: &str, after: &str, limit: i64) -> AppResult<Vec<Placed>> {
    let rows: Vec<(EntryRow, Option<(i64, i64)>)> = audit_entries::table
        .left_join(audit_leaves::table)
        .filter(audit_entries::subject_id.eq(subject))
        .filter(audit_entries::id.gt(after))
        .order(audit_entries::id)
        .limit(limit)
        .select((
            EntryRow::as_select(),
            (audit_leaves::seal_number, audit_leaves::place).nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, place)| {
            let place = place
                .map(|(seal, place)| Ok::<_, crate::error::AppError>((unsigned(seal)?, unsigned(place)?)));
            Ok((Entry::from(row), place.transpose()?))
        })
        .collect()
}

/// What a seal was made over, in its order.
pub fn list_digests(conn: &mut DbConn, seal: u64) -> AppResult<Vec<Hash>> {
    let rows: Vec<String> = audit_leaves::table
        .filter(audit_leaves::seal_number.eq(signed(seal)?))
        .order(audit_leaves::place)
        .select(audit_leaves::digest)
        .load(conn)?;
    rows.iter().map(|text| hash(text)).collect()
}
