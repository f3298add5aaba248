//! `/api/v1/dossiers/{id}/rating`: of who filed; `/api/v1/units/{id}/ratings`: public; `/api/v1/desk/ratings`: of officers.

use super::service;
use crate::db::DbConn;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::{Filer, Officer};
use crate::state::AppState;
use actix_web::{get, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rating::{DeskRatings, RateDossier, UnitRatings};

/// The routes of ratings.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(rate_dossier)
        .service(read_unit_ratings)
        .service(read_desk_ratings);
}

/// Says how the service was, once a dossier is over; within a week it can be said anew.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = RateDossier,
    responses((status = 200, body = Course), (status = "4XX", body = Problem))
)]
#[put("/dossiers/{id}/rating")]
async fn rate_dossier(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<RateDossier>,
) -> Result<web::Json<Course>, AppError> {
    Ok(web::Json(
        service::rate(&state, filer, *id, body.into_inner(), lang).await?,
    ))
}

/// How the service of a unit was rated in the last year; said from a few ratings on.
#[utoipa::path(
    tag = "processing",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    responses((status = 200, body = UnitRatings), (status = "4XX", body = Problem))
)]
#[get("/units/{id}/ratings")]
async fn read_unit_ratings(
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
) -> Result<web::Json<UnitRatings>, AppError> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| service::of_unit(conn, *id, now);
    Ok(web::Json(state.db.read(work).await?))
}

/// How the service of the officer's unit was rated, with what was said and by nobody.
#[utoipa::path(
    tag = "processing",
    responses((status = 200, body = DeskRatings), (status = "4XX", body = Problem))
)]
#[get("/desk/ratings")]
async fn read_desk_ratings(
    officer: Officer,
    state: web::Data<AppState>,
) -> Result<web::Json<DeskRatings>, AppError> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| service::of_desk(conn, &officer, now);
    Ok(web::Json(state.db.read(work).await?))
}
