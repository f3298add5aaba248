//! Messages about dossiers in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_messages, dossiers};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::thread::Side;
use motcua_shared::time::Timestamp;
use std::collections::HashMap;
use uuid::Uuid;

/// A message as its row says it.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// Who wrote.
    pub side: Side,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<String>,
    /// What it says.
    pub words: String,
    /// When.
    pub sent_at: Timestamp,
    /// When the other side read it.
    pub read_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier_messages)]
struct Row {
    id: String,
    side: String,
    name: String,
    unit_name: Option<String>,
    words: String,
    sent_at: NaiveDateTime,
    read_at: Option<NaiveDateTime>,
}

/// Messages of a dossier, oldest first.
pub fn list(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<Message>> {
    let rows: Vec<Row> = dossier_messages::table
        .filter(dossier_messages::dossier_id.eq(dossier.to_string()))
        .order(dossier_messages::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(Message {
                id: parse_id(&row.id, |text| Uuid::try_parse(text).ok())?,
                side: parse_enum(&row.side)?,
                name: row.name,
                unit: row.unit_name,
                words: row.words,
                sent_at: moment(row.sent_at),
                read_at: row.read_at.map(moment),
            })
        })
        .collect()
}

/// A message to be written.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// Who writes.
    pub side: Side,
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: &'a str,
    /// Their unit.
    pub unit: Option<&'a str>,
    /// What it says.
    pub words: &'a str,
    /// That of the request.
    pub key: &'a str,
    /// Whether a notice of it is sent.
    pub is_told: bool,
}

/// Writes a message; `false` when the same request wrote it before.
pub fn insert(
    conn: &mut DbConn,
    dossier: DossierId,
    new: &NewMessage<'_>,
    now: Timestamp,
) -> AppResult<bool> {
    let values = (
        dossier_messages::id.eq(new_id(|id| id).to_string()),
        dossier_messages::dossier_id.eq(dossier.to_string()),
        dossier_messages::side.eq(enum_text(&new.side)?),
        dossier_messages::account_id.eq(new.account.to_string()),
        dossier_messages::name.eq(new.name),
        dossier_messages::unit_name.eq(new.unit),
        dossier_messages::words.eq(new.words),
        dossier_messages::idempotency_key.eq(new.key),
        dossier_messages::is_told.eq(new.is_told),
        dossier_messages::sent_at.eq(naive(now)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(dossier_messages::table)
        .values(values)
        .on_conflict((dossier_messages::account_id, dossier_messages::idempotency_key))
        .do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// The dossier and the words of a message that came with this key before.
pub fn find_by_key(
    conn: &mut DbConn,
    account: AccountId,
    key: &str,
) -> AppResult<Option<(DossierId, String)>> {
    let found: Option<(String, String)> = dossier_messages::table
        .filter(
            dossier_messages::account_id
                .eq(account.to_string())
                .and(dossier_messages::idempotency_key.eq(key)),
        )
        .select((dossier_messages::dossier_id, dossier_messages::words))
        .first(conn)
        .optional()?;
    found
        .map(|(id, words)| Ok((parse_id(&id, DossierId::parse)?, words)))
        .transpose()
}

/// How many messages a side wrote about a dossier since a moment, and whether one of them was told.
pub fn count_since(
    conn: &mut DbConn,
    dossier: DossierId,
    side: Side,
    since: Timestamp,
) -> AppResult<(u32, bool)> {
    let told: Vec<bool> = dossier_messages::table
        .filter(
            dossier_messages::dossier_id
                .eq(dossier.to_string())
                .and(dossier_messages::side.eq(enum_text(&side)?))
                .and(dossier_messages::sent_at.gt(naive(since))),
        )
        .select(dossier_messages::is_told)
        .load(conn)?;
    Ok((unsigned(told.len())?, told.contains(&true)))
}

/// Marks what the other side wrote as read, up to a message.
pub fn mark_read(
    conn: &mut DbConn,
    dossier: DossierId,
    from: Side,
    last: Uuid,
    now: Timestamp,
) -> AppResult<()> {
    let unread = dossier_messages::table.filter(
        dossier_messages::dossier_id
            .eq(dossier.to_string())
            .and(dossier_messages::side.eq(enum_text(&from)?))
            .and(dossier_messages::id.le(last.to_string()))
            .and(dossier_messages::read_at.is_null()),
    );
    diesel::update(unread)
        .set(dossier_messages::read_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// How many messages of a side nobody read, for each of these dossiers that has some.
pub fn count_unread(
    conn: &mut DbConn,
    dossiers: &[DossierId],
    from: Side,
) -> AppResult<HashMap<DossierId, u32>> {
    let ids: Vec<String> = dossiers.iter().map(|id| id.to_string()).collect();
    let rows: Vec<(String, i64)> = dossier_messages::table
        .filter(
            dossier_messages::dossier_id
                .eq_any(ids)
                .and(dossier_messages::side.eq(enum_text(&from)?))
                .and(dossier_messages::read_at.is_null()),
        )
        .group_by(dossier_messages::dossier_id)
        .select((dossier_messages::dossier_id, count_star()))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, count)| Ok((parse_id(&id, DossierId::parse)?, unsigned(count)?)))
        .collect()
}

/// How many messages of units an account has not read.
pub fn count_unread_of(conn: &mut DbConn, account: AccountId) -> AppResult<u32> {
    let count: i64 = dossier_messages::table
        .inner_join(dossiers::table)
        .filter(dossiers::account_id.eq(account.to_string()))
        .filter(dossier_messages::side.eq(enum_text(&Side::Unit)?))
        .filter(dossier_messages::read_at.is_null())
        .count()
        .get_result(conn)?;
    unsigned(count)
}
