//! Rating the service.

use super::domain::{DAYS, anonymous, figure, steps};
use super::store::{self, Said, Window};
use crate::clock::{after, before};
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::identity::guard::{Filer, Officer};
use crate::processing::course;
use crate::processing::domain::Dossier;
use crate::processing::service::{of_filer, on_duty};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rating::{
    DeskRatings, MAX_RATING_WORDS, RateDossier, Rating, RatingSaid, STARS, UnitRatings,
};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::optional_text;

/// For so long a rating can be changed.
const CHANGE_SECONDS: u64 = 7 * 24 * 3600;

/// The rating of a dossier, and whether one can be given or changed now.
pub fn rating(conn: &mut DbConn, dossier: &Dossier, now: Timestamp) -> AppResult<(Option<Rating>, bool)> {
    if !dossier.status.is_over() {
        return Ok((None, false));
    }
    let rating = store::find(conn, dossier.id)?;
    let is_open = rating
        .as_ref()
        .is_none_or(|rating| now < after(rating.rated_at, CHANGE_SECONDS));
    Ok((rating, is_open))
}

/// Rates the service, or says it anew within a week. The same again changes nothing.
pub async fn rate(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    request: RateDossier,
    lang: Lang,
) -> AppResult<Course> {
    if !STARS.contains(&request.stars) {
        return Err(AppError::field("stars", ErrorCode::NotAChoice));
    }
    let words = optional_text(request.words.as_deref(), MAX_RATING_WORDS)
        .map_err(|code| AppError::field("words", code).with("max", MAX_RATING_WORDS))?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        take_turn(conn, "dossier-rating", &id.to_string())?;
        let dossier = of_filer(conn, filer.id(), id)?;
        let (_, is_open) = rating(conn, &dossier, now)?;
        if !is_open {
            return Err(ErrorCode::RatingClosed.into());
        }
        store::put(
            conn,
            (id, dossier.lies.at),
            (request.stars, words.as_deref()),
            now,
        )?;
        course::load(conn, filer.id(), id, (now, lang))
    };
    state.db.write(work).await
}

/// Words that officers read at most.
const MAX_SAID: i64 = 200;

/// Up to the beginning of today: of a figure that moves with each rating anybody could tell the last one.
fn window(unit: UnitId, now: Timestamp) -> Window {
    const DAY: i64 = 24 * 3600;
    const SEVEN_HOURS: i64 = 7 * 3600;
    let since_midnight = (now.unix_seconds() + SEVEN_HOURS).rem_euclid(DAY);
    let until = before(now, since_midnight.unsigned_abs());
    Window {
        unit,
        since: before(until, u64::from(DAYS) * 24 * 3600),
        until,
    }
}

/// How the service of a unit was rated.
pub fn of_unit(conn: &mut DbConn, unit: UnitId, now: Timestamp) -> AppResult<UnitRatings> {
    directory::load(conn, unit)?;
    Ok(figure(&store::count(conn, window(unit, now))?))
}

/// The same for an officer of the unit, with what was said.
pub fn of_desk(conn: &mut DbConn, officer: &Officer, now: Timestamp) -> AppResult<DeskRatings> {
    let duty = on_duty(conn, officer)?;
    let window = window(duty.unit.id, now);
    let counts = store::count(conn, window)?;
    let ratings = figure(&counts);
    let is_told = ratings.mean_tenths.is_some();
    let mut said: Vec<RatingSaid> = match is_told {
        true => store::list_said(conn, window, MAX_SAID)?
            .into_iter()
            .map(without_name)
            .collect(),
        false => Vec::new(),
    };
    // Within a month in an order that says nothing of when.
    said.sort_by(|one, other| {
        month_key(&other.month)
            .cmp(&month_key(&one.month))
            .then_with(|| one.cmp(other))
    });
    Ok(DeskRatings {
        unit_name: duty.unit.name,
        ratings,
        steps: if is_told { steps(&counts) } else { Vec::new() },
        said,
    })
}

fn month_key(month: &str) -> (&str, &str) {
    month
        .split_once('/')
        .map_or(("", month), |(month, year)| (year, month))
}

fn without_name(said: Said) -> RatingSaid {
    RatingSaid {
        month: said.rated_at.vietnam_date().format("%m/%Y").to_string(),
        stars: said.stars,
        words: anonymous(&said.words, &[&said.filer.name, &said.owner.name]),
    }
}
