//! `/api/v1/desk/dossiers/{id}/extension…`: of officers; `/api/v1/dossiers/{id}/apology`: of who filed.

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::pdf;
use crate::identity::guard::{DossierOfficer, Filer};
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::extension::ExtendDossier;

/// The routes of later days.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(extend_dossier)
        .service(read_desk_apology)
        .service(read_apology);
}

/// Promises a later day for the result, once; who filed is told, with a letter that says sorry.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = ExtendDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/extension")]
async fn extend_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<ExtendDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::extend(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// The letter about a later day as a PDF, for the unit.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/apology")]
async fn read_desk_apology(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::letter_for_unit(&state, officer, *id).await?;
    Ok(pdf(&name, bytes))
}

/// The letter about a later day as a PDF, for who filed.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/apology")]
async fn read_apology(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::letter_for_filer(&state, filer, *id).await?;
    Ok(pdf(&name, bytes))
}
