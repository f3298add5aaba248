//! Ratings in the database.

use crate::db::DbConn;
use crate::db::schema::{dossier_ratings, dossiers};
use crate::db::types::{moment, naive, parse_json, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;
use motcua_shared::filing::dto::Party;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::processing::rating::Rating;
use motcua_shared::time::Timestamp;

/// The rating of a dossier.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Rating>> {
    let found: Option<(i32, Option<String>, NaiveDateTime)> = dossier_ratings::table
        .find(id.to_string())
        .select((
            dossier_ratings::stars,
            dossier_ratings::words,
            dossier_ratings::rated_at,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(stars, words, rated_at)| {
            Ok(Rating {
                stars: unsigned(stars)?,
                words,
                rated_at: moment(rated_at),
            })
        })
        .transpose()
}

/// Ratings of a unit from one moment to before another.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The unit.
    pub unit: UnitId,
    /// From here.
    pub since: Timestamp,
    /// To before here.
    pub until: Timestamp,
}

/// How often each number of stars was given.
pub fn count(conn: &mut DbConn, window: Window) -> AppResult<Vec<(u8, u64)>> {
    let rows: Vec<(i32, i64)> = dossier_ratings::table
        .filter(
            dossier_ratings::unit_id
                .eq(window.unit.to_string())
                .and(dossier_ratings::rated_at.ge(naive(window.since)))
                .and(dossier_ratings::rated_at.lt(naive(window.until))),
        )
        .group_by(dossier_ratings::stars)
        .select((dossier_ratings::stars, count_star()))
        .load(conn)?;
    rows.into_iter()
        .map(|(stars, count)| Ok((unsigned(stars)?, unsigned(count)?)))
        .collect()
}

/// What somebody said, with the names that stand in the dossier.
#[derive(Debug, Clone)]
pub struct Said {
    /// 1 to 5.
    pub stars: u8,
    /// The words as they came.
    pub words: String,
    /// When.
    pub rated_at: Timestamp,
    /// Who filed.
    pub filer: Party,
    /// Whose matter it was.
    pub owner: Party,
}

/// What was said with the newest ratings that have words.
pub fn list_said(conn: &mut DbConn, window: Window, limit: i64) -> AppResult<Vec<Said>> {
    let rows: Vec<(i32, Option<String>, NaiveDateTime, String, String)> = dossier_ratings::table
        .inner_join(dossiers::table)
        .filter(
            dossier_ratings::unit_id
                .eq(window.unit.to_string())
                .and(dossier_ratings::rated_at.ge(naive(window.since)))
                .and(dossier_ratings::rated_at.lt(naive(window.until)))
                .and(dossier_ratings::words.is_not_null()),
        )
        .order(dossier_ratings::rated_at.desc())
        .limit(limit)
        .select((
            dossier_ratings::stars,
            dossier_ratings::words,
            dossier_ratings::rated_at,
            dossiers::filer,
            dossiers::owner,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(stars, words, rated_at, filer, owner)| {
            Ok(Said {
                stars: unsigned(stars)?,
                words: words.unwrap_or_default(),
                rated_at: moment(rated_at),
                filer: parse_json(&filer)?,
                owner: parse_json(&owner)?,
            })
        })
        .collect()
}

/// Writes a rating, or another one in its place; when it was first given stays.
pub fn put(
    conn: &mut DbConn,
    (id, unit): (DossierId, UnitId),
    (stars, words): (u8, Option<&str>),
    now: Timestamp,
) -> AppResult<()> {
    let stars = i32::from(stars);
    let said = (
        dossier_ratings::stars.eq(stars),
        dossier_ratings::words.eq(words),
        dossier_ratings::changed_at.eq(naive(now)),
    );
    let changed = diesel::update(dossier_ratings::table.find(id.to_string()))
        .set(said)
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(dossier_ratings::table)
            .values((
                dossier_ratings::dossier_id.eq(id.to_string()),
                dossier_ratings::unit_id.eq(unit.to_string()),
                dossier_ratings::stars.eq(stars),
                dossier_ratings::words.eq(words),
                dossier_ratings::rated_at.eq(naive(now)),
                dossier_ratings::changed_at.eq(naive(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
