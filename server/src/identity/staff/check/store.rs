//! What the register said, in the database.

use crate::db::DbConn;
use crate::db::schema::officers;
use crate::db::types::{enum_text, moment, naive, parse_enum};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::IdentityCheck;

/// What it said of an officer's card.
pub fn find(conn: &mut DbConn, id: AccountId) -> AppResult<Option<IdentityCheck>> {
    let found: Option<(Option<NaiveDateTime>, Option<String>)> = officers::table
        .find(id.to_string())
        .select((officers::checked_at, officers::check_differs))
        .first(conn)
        .optional()?;
    let Some((Some(at), differs)) = found else {
        return Ok(None);
    };
    let differs = differs.unwrap_or_default();
    let names = differs.split(',').filter(|name| !name.is_empty());
    Ok(Some(IdentityCheck {
        at: moment(at),
        differs: names.map(parse_enum).collect::<AppResult<_>>()?,
    }))
}

/// Writes it down, or takes it away.
pub fn set(conn: &mut DbConn, id: AccountId, check: Option<&IdentityCheck>) -> AppResult<()> {
    let differs = check.map(word).transpose()?;
    diesel::update(officers::table.find(id.to_string()))
        .set((
            officers::checked_at.eq(check.map(|check| naive(check.at))),
            officers::check_differs.eq(differs),
        ))
        .execute(conn)?;
    Ok(())
}

/// The names of the fields, with commas between them.
pub fn word(check: &IdentityCheck) -> AppResult<String> {
    let names: Vec<String> = check.differs.iter().map(enum_text).collect::<AppResult<_>>()?;
    Ok(names.join(","))
}
