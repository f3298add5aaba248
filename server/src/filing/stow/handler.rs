//! `/api/v1/dossiers/{id}/stowable`, `/api/v1/dossiers/{id}/components/{component_id}/paper`: of who filed.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::filing::stow::{StowFile, Stowable, Stowed};
use motcua_shared::id::DossierId;

/// The routes of putting filed files into the vault.
pub fn routes(config: &mut Routes<'_>) {
    config.service(list_stowable).service(stow_file);
}

/// Files of the device in an own dossier that may go into the own vault, or lie there. None of a dossier that was filed for
/// somebody else.
#[utoipa::path(
    tag = "filing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = Vec<Stowable>), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/stowable")]
async fn list_stowable(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<web::Json<Vec<Stowable>>, AppError> {
    Ok(web::Json(service::list(&state, filer, *id).await?))
}

/// Puts such a file into the own vault. Doing it again gives the same paper, and so does a vault that has this very file.
#[utoipa::path(
    tag = "filing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("component_id" = String, Path, description = "Id of the component")
    ),
    request_body = StowFile,
    responses((status = 200, body = Stowed), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/components/{component_id}/paper")]
async fn stow_file(
    filer: Filer,
    state: web::Data<AppState>,
    path: web::Path<(DossierId, String)>,
    body: web::Json<StowFile>,
) -> Result<web::Json<Stowed>, AppError> {
    Ok(web::Json(
        service::stow(&state, filer, path.into_inner(), body.into_inner()).await?,
    ))
}
