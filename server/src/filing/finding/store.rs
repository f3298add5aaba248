//! Words of dossiers in the database.

use super::domain::words_of;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_words, dossiers};
use crate::db::types::{parse_id, parse_json};
use crate::error::AppResult;
use diesel::dsl::exists;
use diesel::prelude::*;
use further::further_words;
use motcua_shared::filing::dto::Party;
use motcua_shared::id::{DossierId, UnitId};

/// Codes differ in more than their separators; of what does not, as many are looked at.
const MAX_SAME_CODE: i64 = 5;

/// A word that so many have is not worth counting further.
const RARE: i64 = 100;

/// What a dossier is found by.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// Its id.
    pub id: DossierId,
    /// Its code.
    pub code: &'a str,
    /// Name of its owner.
    pub owner: &'a str,
}

/// Writes the words under which a unit finds a dossier; those that are there stay.
pub fn insert(conn: &mut DbConn, found: &Found<'_>, unit: UnitId) -> AppResult<()> {
    let (id, unit) = (found.id.to_string(), unit.to_string());
    let rows: Vec<_> = words_of(found.code, found.owner)
        .into_iter()
        .map(|word| {
            (
                dossier_words::word.eq(word),
                dossier_words::unit_id.eq(unit.clone()),
                dossier_words::dossier_id.eq(id.clone()),
            )
        })
        .collect();
    both!(conn, inner => diesel::insert_into(dossier_words::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Dossiers with one of these codes, as words.
pub fn list_by_code(conn: &mut DbConn, unit: Option<UnitId>, codes: &[String]) -> AppResult<Vec<DossierId>> {
    let mut query = dossier_words::table
        .filter(dossier_words::word.eq_any(codes.to_vec()))
        .into_boxed();
    if let Some(unit) = unit {
        query = query.filter(dossier_words::unit_id.eq(unit.to_string()));
    }
    let ids: Vec<String> = query
        .select(dossier_words::dossier_id)
        .limit(MAX_SAME_CODE)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}

/// A dossier with exactly this code: a server of an earlier version, beside this one while it is brought in, writes no words.
pub fn list_without_words(conn: &mut DbConn, code: &str) -> AppResult<Vec<DossierId>> {
    let ids: Vec<String> = dossiers::table
        .filter(dossiers::code.eq(code))
        .select(dossiers::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}

mod further {
    use crate::db::schema::dossier_words;

    diesel::alias!(dossier_words as further_words: FurtherWords);
}

/// Who is called Nguyễn is met at every third dossier: the walk goes along the word that the fewest have.
fn rarest_first(conn: &mut DbConn, unit: &str, words: &[String]) -> AppResult<Vec<String>> {
    let mut counted = Vec::new();
    for word in words {
        let some: Vec<String> = match words.len() {
            1 => Vec::new(),
            _ => dossier_words::table
                .filter(dossier_words::word.eq(word).and(dossier_words::unit_id.eq(unit)))
                // In the order of the index, so that nothing else is walked.
                .order(dossier_words::dossier_id)
                .select(dossier_words::dossier_id)
                .limit(RARE)
                .load(conn)?,
        };
        counted.push((some.len(), word.clone()));
    }
    counted.sort_by_key(|(count, _)| *count);
    Ok(counted.into_iter().map(|(_, word)| word).collect())
}

/// Dossiers of a unit whose owner's name has all these words, the newest first, behind `after`, and one more than `limit`.
pub fn list_by_words(
    conn: &mut DbConn,
    unit: UnitId,
    words: &[String],
    (after, limit): (Option<DossierId>, u32),
) -> AppResult<Vec<DossierId>> {
    let unit = unit.to_string();
    let words = rarest_first(conn, &unit, words)?;
    let Some((first, further)) = words.split_first() else {
        return Ok(Vec::new());
    };
    let mut query = dossier_words::table
        .filter(
            dossier_words::word
                .eq(first.clone())
                .and(dossier_words::unit_id.eq(unit.clone())),
        )
        .into_boxed();
    for word in further {
        query = query.filter(exists(
            further_words.filter(
                further_words
                    .field(dossier_words::word)
                    .eq(word.clone())
                    .and(further_words.field(dossier_words::unit_id).eq(unit.clone()))
                    .and(
                        further_words
                            .field(dossier_words::dossier_id)
                            .eq(dossier_words::dossier_id),
                    ),
            ),
        ));
    }
    if let Some(after) = after {
        query = query.filter(dossier_words::dossier_id.lt(after.to_string()));
    }
    let ids: Vec<String> = query
        .order(dossier_words::dossier_id.desc())
        .select(dossier_words::dossier_id)
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}

/// Writes the words of the next dossiers behind `after`; the last of them comes back, and nothing when there was none.
pub fn insert_next(conn: &mut DbConn, after: Option<DossierId>, limit: i64) -> AppResult<Option<DossierId>> {
    let rows: Vec<(String, String, String, String)> = dossiers::table
        .filter(dossiers::id.gt(after.map(|id| id.to_string()).unwrap_or_default()))
        .order(dossiers::id)
        .limit(limit)
        .select((dossiers::id, dossiers::unit_id, dossiers::code, dossiers::owner))
        .load(conn)?;
    let mut last = None;
    for (id, unit, code, owner) in rows {
        let id = parse_id(&id, DossierId::parse)?;
        let owner: Party = parse_json(&owner)?;
        let found = Found {
            id,
            code: &code,
            owner: &owner.name,
        };
        insert(conn, &found, parse_id(&unit, UnitId::parse)?)?;
        last = Some(id);
    }
    Ok(last)
}
