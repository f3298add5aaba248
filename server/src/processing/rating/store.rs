//! Ratings in the database.

use crate::db::DbConn;
use crate::db::schema::dossier_ratings;
use crate::db::types::{moment, naive, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
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
