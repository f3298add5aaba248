//! Who holds a dossier, in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::dossier_holds;
use crate::db::types::{moment, naive, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::time::Timestamp;

/// A hold as its row says it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, unless it is asked for again.
    pub until: Timestamp,
}

/// Who holds a dossier, or held it last.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Held>> {
    type Row = (String, String, NaiveDateTime, NaiveDateTime);
    let found: Option<Row> = dossier_holds::table
        .find(id.to_string())
        .select((
            dossier_holds::account_id,
            dossier_holds::name,
            dossier_holds::since,
            dossier_holds::until,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(account, name, since, until)| {
            Ok(Held {
                account: parse_id(&account, AccountId::parse)?,
                name,
                since: moment(since),
                until: moment(until),
            })
        })
        .transpose()
}

/// Writes who holds it, in the place of whoever did.
pub fn set(conn: &mut DbConn, id: DossierId, held: &Held) -> AppResult<()> {
    let row = (
        dossier_holds::dossier_id.eq(id.to_string()),
        dossier_holds::account_id.eq(held.account.to_string()),
        dossier_holds::name.eq(&held.name),
        dossier_holds::since.eq(naive(held.since)),
        dossier_holds::until.eq(naive(held.until)),
    );
    both!(conn, inner => diesel::insert_into(dossier_holds::table)
        .values(row)
        .on_conflict(dossier_holds::dossier_id)
        .do_update()
        .set((
            dossier_holds::account_id.eq(excluded(dossier_holds::account_id)),
            dossier_holds::name.eq(excluded(dossier_holds::name)),
            dossier_holds::since.eq(excluded(dossier_holds::since)),
            dossier_holds::until.eq(excluded(dossier_holds::until)),
        ))
        .execute(inner))?;
    Ok(())
}

/// Lets a dossier go that this account holds.
pub fn clear(conn: &mut DbConn, id: DossierId, account: AccountId) -> AppResult<()> {
    let mine = dossier_holds::table.filter(
        dossier_holds::dossier_id
            .eq(id.to_string())
            .and(dossier_holds::account_id.eq(account.to_string())),
    );
    diesel::delete(mine).execute(conn)?;
    Ok(())
}
