//! `/api/v1/desk/dossiers/{id}/supplement`: of officers; `/api/v1/dossiers/{id}/supplement…`: of who filed.

use super::{service, supply};
use crate::error::AppError;
use crate::filing::service::supplement as filing;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, send};
use crate::identity::guard::{DossierOfficer, Filer, Signed};
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::supplement::{AskSupplement, OpenRound, SupplyParts};

/// The routes of supplements.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(ask_supplement)
        .service(read_struck_file)
        .service(read_supplement)
        .service(send_supplement);
}

/// Asks for parts of a dossier once more; its time stands still, and its filer is told.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = AskSupplement,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/supplement")]
async fn ask_supplement(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<AskSupplement>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::ask(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// What is asked for, with the draft in which it gathers: files are attached to that one (`/drafts/{id}/components/…`).
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = OpenRound), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/supplement")]
async fn read_supplement(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<OpenRound>, AppError> {
    Ok(web::Json(supply::load(&state, filer, *id, lang).await?))
}

/// Sends what gathered in that draft. Doing it again gives the same answer.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = SupplyParts,
    responses((status = 200, body = Course), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/supplement")]
async fn send_supplement(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<SupplyParts>,
) -> Result<web::Json<Course>, AppError> {
    Ok(web::Json(
        supply::supply(&state, filer, *id, body.into_inner(), lang).await?,
    ))
}

/// The file that stood for a component before a round of supplement replaced it.
#[utoipa::path(
    tag = "processing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("number" = u32, Path, description = "Which round, from 1"),
        ("component_id" = String, Path, description = "Id of the component"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/supplements/{number}/{component_id}/file")]
async fn read_struck_file(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    path: web::Path<(DossierId, u32, String)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let request_id = RequestId::of(&request);
    let file = filing::open_struck(
        &state,
        principal.account,
        path.into_inner(),
        query.view,
        request_id,
    )
    .await?;
    send(&state.files, file, *query).await
}
