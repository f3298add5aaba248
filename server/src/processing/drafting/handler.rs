//! `/api/v1/desk/dossiers/{id}/drafting…` and what waits: of officers; the sample of a template: of administrators.

use super::{paper, register, service, sign};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, pdf, send};
use crate::identity::guard::{Administrator, DossierOfficer};
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{DossierId, ProcedureId};
use motcua_shared::processing::drafting::{
    DraftingView, JudgeDrafting, ReopenDrafting, ResultLine, SaveDrafting, StepDrafting, WaitingResult,
};
use motcua_shared::processing::dto::{DeskDossier, StepDossier};
use motcua_shared::signing::dto::SigningOrderView;
use serde::Deserialize;

/// The routes of results that units write themselves.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_drafting)
        .service(save_drafting)
        .service(preview_drafting)
        .service(read_drafted_file)
        .service(hand_drafting_in)
        .service(reopen_drafting)
        .service(open_drafting_order)
        .service(judge_drafting)
        .service(return_drafting)
        .service(list_waiting_results)
        .service(read_result_register)
        .service(preview_template);
}

/// The result that the unit writes for a dossier; a blank one where nothing was written yet.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = DraftingView), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/drafting")]
async fn read_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<web::Json<DraftingView>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id).await?))
}

/// Keeps what was typed.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = SaveDrafting,
    responses((status = 200, body = DraftingView), (status = "4XX", body = Problem))
)]
#[put("/desk/dossiers/{id}/drafting")]
async fn save_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<SaveDrafting>,
) -> Result<web::Json<DraftingView>, AppError> {
    Ok(web::Json(
        service::save(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// What was written so far, as a PDF that says that it is a draft.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/drafting/preview")]
async fn preview_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = paper::preview(&state, officer, *id).await?;
    Ok(pdf(&name, bytes))
}

/// The file that is signed, as it is now.
#[utoipa::path(
    tag = "processing",
    params(FileQuery, ("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/drafting/file")]
async fn read_drafted_file(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::file(&state, officer, *id).await?;
    send(&state.files, file, *query).await
}

/// Hands it in to be signed: it gets its number and its file.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = StepDrafting,
    responses((status = 200, body = DraftingView), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/drafting/hand-in")]
async fn hand_drafting_in(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<StepDrafting>,
) -> Result<web::Json<DraftingView>, AppError> {
    Ok(web::Json(
        service::hand_in(&state, officer, *id, body.version).await?,
    ))
}

/// Gives it back to be written anew; what was signed is signed no more.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = ReopenDrafting,
    responses((status = 200, body = DraftingView), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/drafting/reopening")]
async fn reopen_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<ReopenDrafting>,
) -> Result<web::Json<DraftingView>, AppError> {
    Ok(web::Json(
        service::reopen(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Hands the file out to the agent of whoever signs next.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = StepDrafting,
    responses((status = 201, body = SigningOrderView), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/drafting/orders")]
async fn open_drafting_order(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<StepDrafting>,
) -> Result<HttpResponse, AppError> {
    let order = sign::open(&state, officer, *id, body.version).await?;
    Ok(HttpResponse::Created().json(order))
}

/// Judges what the agent handed in.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = JudgeDrafting,
    responses((status = 200, body = DraftingView), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/drafting/signed")]
async fn judge_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<JudgeDrafting>,
) -> Result<web::Json<DraftingView>, AppError> {
    Ok(web::Json(sign::judge(&state, officer, *id, body.order_id).await?))
}

/// Ends the dossier with the sealed file.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = StepDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/drafting/return")]
async fn return_drafting(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<StepDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::give_back(&state, officer, *id, body.version, lang).await?,
    ))
}

/// Drafted results that wait for the officer: to be signed, sealed, or given back.
#[utoipa::path(
    tag = "processing",
    responses((status = 200, body = Vec<WaitingResult>), (status = "4XX", body = Problem))
)]
#[get("/desk/waiting-results")]
async fn list_waiting_results(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<WaitingResult>>, AppError> {
    Ok(web::Json(service::waiting(&state, officer).await?))
}

/// Which book.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct YearQuery {
    /// This year when nothing is said.
    #[serde(default)]
    year: Option<i32>,
}

/// The register of results of the officer's unit.
#[utoipa::path(
    tag = "processing",
    params(YearQuery),
    responses((status = 200, body = Vec<ResultLine>), (status = "4XX", body = Problem))
)]
#[get("/desk/result-register")]
async fn read_result_register(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    query: web::Query<YearQuery>,
) -> Result<web::Json<Vec<ResultLine>>, AppError> {
    Ok(web::Json(register::read(&state, officer, query.year).await?))
}

/// A template of a version of a procedure, with the words themselves in the place of what is known of a dossier.
#[utoipa::path(
    tag = "catalogue",
    params(
        ("code" = String, Path, description = "Code of the procedure"),
        ("id" = ProcedureId, Path, description = "Id of the version"),
        ("template" = String, Path, description = "Id of the template")
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/catalogue/procedures/{code}/versions/{id}/templates/{template}")]
async fn preview_template(
    administrator: Administrator,
    state: web::Data<AppState>,
    path: web::Path<(String, ProcedureId, String)>,
) -> Result<HttpResponse, AppError> {
    let (_, version, template) = path.into_inner();
    let (name, bytes) = paper::preview_template(&state, administrator, (version, template)).await?;
    Ok(pdf(&name, bytes))
}
