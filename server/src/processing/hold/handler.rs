//! `/api/v1/desk/dossiers/{id}/hold`: of officers.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::DossierOfficer;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::hold::{Hold, TakeHold};

/// The routes of holds.
pub fn routes(config: &mut Routes<'_>) {
    config.service(hold_dossier).service(let_dossier_go);
}

/// Holds a dossier for three minutes, or says who holds it; an open page asks again and again.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = TakeHold,
    responses((status = 200, body = Hold), (status = "4XX", body = Problem))
)]
#[put("/desk/dossiers/{id}/hold")]
async fn hold_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<TakeHold>,
) -> Result<web::Json<Hold>, AppError> {
    Ok(web::Json(
        service::take(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Lets a dossier go that one held; doing it again changes nothing.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[delete("/desk/dossiers/{id}/hold")]
async fn let_dossier_go(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    service::let_go(&state, officer, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
