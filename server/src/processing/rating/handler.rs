//! `/api/v1/dossiers/{id}/rating`: of who filed.

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rating::RateDossier;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of ratings.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(rate_dossier);
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
