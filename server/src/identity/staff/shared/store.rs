//! What signs are reckoned from, and what was noted.

use super::domain::{Seen, Used};
use crate::db::DbConn;
use crate::db::schema::{accounts, officers, sessions, shared_account_notes, units};
use crate::db::types::{moment, naive, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::time::Timestamp;
use std::collections::HashMap;

/// What was found when somebody looked into it.
#[derive(Debug, Clone)]
pub struct Note {
    /// The signs that there were, with commas between them.
    pub signs: String,
    /// In words.
    pub note: String,
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

type SeenRow = (
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// Officers who may act.
pub fn list_seen(conn: &mut DbConn) -> AppResult<Vec<Seen>> {
    let rows: Vec<SeenRow> = officers::table
        .inner_join(accounts::table.left_join(units::table))
        .filter(accounts::status.eq("active"))
        .order((officers::search_key, officers::account_id))
        .select((
            accounts::id,
            accounts::person_id,
            accounts::name,
            units::name.nullable(),
            accounts::phone,
            accounts::email,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, person, name, unit, phone, email)| {
            Ok(Seen {
                id: parse_id(&id, AccountId::parse)?,
                person: person.map(|id| parse_id(&id, PersonId::parse)).transpose()?,
                name,
                unit,
                phone,
                email,
            })
        })
        .collect()
}

/// Sessions of officers that are still known: those that ended by themselves are kept for a day.
pub fn list_used(conn: &mut DbConn) -> AppResult<HashMap<AccountId, Vec<Used>>> {
    type Row = (String, NaiveDateTime, NaiveDateTime, Option<String>, String);
    let of_officers = officers::table.select(officers::account_id);
    let rows: Vec<Row> = sessions::table
        .filter(sessions::account_id.eq_any(of_officers))
        .select((
            sessions::account_id,
            sessions::created_at,
            sessions::seen_at,
            sessions::address,
            sessions::device,
        ))
        .load(conn)?;
    let mut used: HashMap<AccountId, Vec<Used>> = HashMap::new();
    for (account, from, until, address, device) in rows {
        // Of a session without an address nothing can be said.
        let Some(address) = address else { continue };
        used.entry(parse_id(&account, AccountId::parse)?)
            .or_default()
            .push(Used {
                from: moment(from),
                until: moment(until),
                address,
                device,
            });
    }
    Ok(used)
}

/// What was noted, by account.
pub fn list_notes(conn: &mut DbConn) -> AppResult<HashMap<AccountId, Note>> {
    let rows: Vec<(String, String, String, String, NaiveDateTime)> =
        shared_account_notes::table.load(conn)?;
    rows.into_iter()
        .map(|(account, signs, note, by, at)| {
            let note = Note {
                signs,
                note,
                by: parse_id(&by, AccountId::parse)?,
                at: moment(at),
            };
            Ok((parse_id(&account, AccountId::parse)?, note))
        })
        .collect()
}

/// Notes it in the place of what was noted before.
pub fn set_note(conn: &mut DbConn, account: AccountId, note: &Note) -> AppResult<()> {
    diesel::delete(shared_account_notes::table.find(account.to_string())).execute(conn)?;
    diesel::insert_into(shared_account_notes::table)
        .values((
            shared_account_notes::account_id.eq(account.to_string()),
            shared_account_notes::signs.eq(&note.signs),
            shared_account_notes::note.eq(&note.note),
            shared_account_notes::noted_by.eq(note.by.to_string()),
            shared_account_notes::noted_at.eq(naive(note.at)),
        ))
        .execute(conn)?;
    Ok(())
}
