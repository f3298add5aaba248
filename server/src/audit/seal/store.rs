//! Seals, leaves and stamps in the database. Nothing here changes or deletes, and the database refuses it as well.

use crate::audit::chain::{Entry, Hash, from_hex, to_hex};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{audit_entries, audit_leaves, audit_seals, audit_stamps};
use crate::db::types::{moment, naive, unsigned};
use crate::error::{AppError, AppResult};
use anyhow::anyhow;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDateTime;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use motcua_shared::time::Timestamp;

/// Rows of one statement: SQLite takes 32,766 values.
const ROWS: usize = 500;

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// From 1.
    pub number: u64,
    /// How many entries it ties.
    pub entries: u64,
    /// The root of their tree.
    pub root: Hash,
    /// The head of the chain after it.
    pub head: Hash,
    /// When.
    pub sealed_at: Timestamp,
}

/// A timestamp over the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The first and the last seal under it.
    pub seals: (u64, u64),
    /// The root of the tree over their heads.
    pub root: Hash,
    /// The token (RFC 3161), a CMS in DER.
    pub token: Vec<u8>,
    /// When it was asked for, by our own clock.
    pub stamped_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries)]
pub(in crate::audit) struct EntryRow {
    id: String,
    account_id: Option<String>,
    action: String,
    subject_id: String,
    detail: String,
    request_id: String,
    recorded_at: NaiveDateTime,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            action: row.action,
            subject_id: row.subject_id,
            detail: row.detail,
            request_id: row.request_id,
            recorded_at: row.recorded_at,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_seals)]
struct SealRow {
    number: i64,
    entries: i64,
    root: String,
    head: String,
    sealed_at: NaiveDateTime,
}

impl SealRow {
    fn into_seal(self) -> AppResult<Seal> {
        Ok(Seal {
            number: unsigned(self.number)?,
            entries: unsigned(self.entries)?,
            root: hash(&self.root)?,
            head: hash(&self.head)?,
            sealed_at: moment(self.sealed_at),
        })
    }
}

pub(in crate::audit) fn hash(text: &str) -> AppResult<Hash> {
    from_hex(text).ok_or_else(|| AppError::internal(anyhow!("a digest that is none")))
}

pub(in crate::audit) fn signed(number: u64) -> AppResult<i64> {
    i64::try_from(number).map_err(AppError::internal)
}

/// Entries from this id on that no seal ties, oldest first.
pub fn list_unsealed(conn: &mut DbConn, from: &str, limit: i64) -> AppResult<Vec<Entry>> {
    let leaf = audit_leaves::table.filter(audit_leaves::entry_id.eq(audit_entries::id));
    let rows: Vec<EntryRow> = audit_entries::table
        .filter(audit_entries::id.ge(from))
        .filter(not(exists(leaf)))
        .order(audit_entries::id)
        .limit(limit)
        .select(EntryRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// How many entries up to this id no seal ties.
pub fn count_unsealed(conn: &mut DbConn, until: &str) -> AppResult<u64> {
    let leaf = audit_leaves::table.filter(audit_leaves::entry_id.eq(audit_entries::id));
    let count: i64 = audit_entries::table
        .filter(audit_entries::id.lt(until))
        .filter(not(exists(leaf)))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// The last seal.
pub fn last_seal(conn: &mut DbConn) -> AppResult<Option<Seal>> {
    let row: Option<SealRow> = audit_seals::table
        .order(audit_seals::number.desc())
        .select(SealRow::as_select())
        .first(conn)
        .optional()?;
    row.map(SealRow::into_seal).transpose()
}

/// Writes a seal with the leaves that it ties.
pub fn insert_seal(conn: &mut DbConn, seal: &Seal, leaves: &[(String, Hash)]) -> AppResult<()> {
    diesel::insert_into(audit_seals::table)
        .values((
            audit_seals::number.eq(signed(seal.number)?),
            audit_seals::entries.eq(signed(seal.entries)?),
            audit_seals::root.eq(to_hex(&seal.root)),
            audit_seals::head.eq(to_hex(&seal.head)),
            audit_seals::sealed_at.eq(naive(seal.sealed_at)),
        ))
        .execute(conn)?;
    let number = signed(seal.number)?;
    let mut rows = Vec::with_capacity(leaves.len());
    for (place, (id, digest)) in leaves.iter().enumerate() {
        rows.push((
            audit_leaves::entry_id.eq(id.clone()),
            audit_leaves::seal_number.eq(number),
            audit_leaves::place.eq(i64::try_from(place).map_err(AppError::internal)?),
            audit_leaves::digest.eq(to_hex(digest)),
        ));
    }
    for some in rows.chunks(ROWS) {
        both!(conn, inner => diesel::insert_into(audit_leaves::table)
            .values(some.to_vec())
            .execute(inner))?;
    }
    Ok(())
}

/// Seals behind this number, in their order.
pub fn list_seals(conn: &mut DbConn, behind: u64, limit: i64) -> AppResult<Vec<Seal>> {
    let rows: Vec<SealRow> = audit_seals::table
        .filter(audit_seals::number.gt(signed(behind)?))
        .order(audit_seals::number)
        .limit(limit)
        .select(SealRow::as_select())
        .load(conn)?;
    rows.into_iter().map(SealRow::into_seal).collect()
}

/// A seal.
pub fn find_seal(conn: &mut DbConn, number: u64) -> AppResult<Option<Seal>> {
    let row: Option<SealRow> = audit_seals::table
        .find(signed(number)?)
        .select(SealRow::as_select())
        .first(conn)
        .optional()?;
    row.map(SealRow::into_seal).transpose()
}

/// What a seal ties, in its order: what was hashed then, and the entry as it stands now, if it does.
pub fn list_sealed(conn: &mut DbConn, seal: u64) -> AppResult<Vec<(String, String, Option<Entry>)>> {
    let rows: Vec<(String, String, Option<EntryRow>)> = audit_leaves::table
        .left_join(audit_entries::table)
        .filter(audit_leaves::seal_number.eq(signed(seal)?))
        .order(audit_leaves::place)
        .select((
            audit_leaves::entry_id,
            audit_leaves::digest,
            Option::<EntryRow>::as_select(),
        ))
        .load(conn)?;
    let row = |(id, digest, entry): (String, String, Option<EntryRow>)| (id, digest, entry.map(Entry::from));
    Ok(rows.into_iter().map(row).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_stamps)]
struct StampRow {
    last_seal: i64,
    first_seal: i64,
    root: String,
    token: String,
    stamped_at: NaiveDateTime,
}

impl StampRow {
    fn into_stamp(self) -> AppResult<Stamp> {
        Ok(Stamp {
            seals: (unsigned(self.first_seal)?, unsigned(self.last_seal)?),
            root: hash(&self.root)?,
            token: STANDARD.decode(&self.token).map_err(AppError::internal)?,
            stamped_at: moment(self.stamped_at),
        })
    }
}

/// The last stamp.
pub fn last_stamp(conn: &mut DbConn) -> AppResult<Option<Stamp>> {
    let row: Option<StampRow> = audit_stamps::table
        .order(audit_stamps::last_seal.desc())
        .select(StampRow::as_select())
        .first(conn)
        .optional()?;
    row.map(StampRow::into_stamp).transpose()
}

/// Stamps behind this seal, in their order.
pub fn list_stamps(conn: &mut DbConn, behind: u64, limit: i64) -> AppResult<Vec<Stamp>> {
    let rows: Vec<StampRow> = audit_stamps::table
        .filter(audit_stamps::last_seal.gt(signed(behind)?))
        .order(audit_stamps::last_seal)
        .limit(limit)
        .select(StampRow::as_select())
        .load(conn)?;
    rows.into_iter().map(StampRow::into_stamp).collect()
}

/// Writes a stamp; `false` where one that ends there is known.
pub fn insert_stamp(conn: &mut DbConn, stamp: &Stamp) -> AppResult<bool> {
    let columns = (
        audit_stamps::first_seal.eq(signed(stamp.seals.0)?),
        audit_stamps::last_seal.eq(signed(stamp.seals.1)?),
        audit_stamps::root.eq(to_hex(&stamp.root)),
        audit_stamps::token.eq(STANDARD.encode(&stamp.token)),
        audit_stamps::stamped_at.eq(naive(stamp.stamped_at)),
    );
    let written = both!(conn, inner => diesel::insert_into(audit_stamps::table)
        .values(columns)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(written == 1)
}

/// Heads of the seals from the first to the last, in their order.
pub fn list_heads(conn: &mut DbConn, (first, last): (u64, u64)) -> AppResult<Vec<Hash>> {
    let rows: Vec<String> = audit_seals::table
        .filter(audit_seals::number.between(signed(first)?, signed(last)?))
        .order(audit_seals::number)
        .select(audit_seals::head)
        .load(conn)?;
    rows.iter().map(|text| hash(text)).collect()
}
