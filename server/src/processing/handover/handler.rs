//! `/api/v1/desk/dossiers/{id}/handover`.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::DossierOfficer;
use crate::state::AppState;
use actix_web::{HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::handover::HandOver;

/// The routes of handovers.
pub fn routes(config: &mut Routes<'_>) {
    config.service(hand_over_dossier);
}

/// Passes a dossier that came from a unit which is no more on to another one that took over from it.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = HandOver,
    responses((status = 204, description = "It lies there now"), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/handover")]
async fn hand_over_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<HandOver>,
) -> Result<HttpResponse, AppError> {
    service::hand_over(&state, officer, *id, body.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
