//! Rating the service.

use super::store;
use crate::clock::after;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::identity::guard::Filer;
use crate::processing::course;
use crate::processing::domain::Dossier;
use crate::processing::service::of_filer;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rating::{MAX_RATING_WORDS, RateDossier, Rating, STARS};
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
        store::put(conn, (id, dossier.unit), (request.stars, words.as_deref()), now)?;
        course::load(conn, filer.id(), id, (now, lang))
    };
    state.db.write(work).await
}
