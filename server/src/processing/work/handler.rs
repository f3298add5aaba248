//! `/api/v1/desk/dossiers/{id}/work` and `/api/v1/desk/colleagues`: of officers.

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::DossierOfficer;
use crate::state::AppState;
use actix_web::{get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::work::{PassOn, WorkColleague};

/// The routes of work within a unit.
pub fn routes(config: &mut Routes<'_>) {
    config.service(pass_dossier_on).service(list_work_colleagues);
}

/// Passes a dossier on within its unit: to the next step, back to the one before, or to another officer.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = PassOn,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/work")]
async fn pass_dossier_on(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<PassOn>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::pass_on(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// Officers of the unit who may work on dossiers, with the open ones that each works on.
#[utoipa::path(
    tag = "processing",
    responses((status = 200, body = Vec<WorkColleague>), (status = "4XX", body = Problem))
)]
#[get("/desk/colleagues")]
async fn list_work_colleagues(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<WorkColleague>>, AppError> {
    let work = move |conn: &mut crate::db::DbConn| service::colleagues(conn, &officer);
    Ok(web::Json(state.db.read(work).await?))
}
