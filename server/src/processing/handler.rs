//! `/api/v1/desk/dossiers…`: of officers; and `/api/v1/dossiers/{id}/course`: of who filed.

use super::batch::handler as batch;
use super::drafting::handler as drafting;
use super::extension::handler as extension;
use super::handover::handler as handover;
use super::hold::handler as hold;
use super::opinion::handler as opinion;
use super::rating::handler as rating;
use super::refusal::handler as refusal;
use super::service::{self, Asked};
use super::supplement::handler as supplement;
use super::thread::handler as thread;
use super::withdrawal::handler as withdrawal;
use super::work::handler as work;
use super::{course, returning};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, send};
use crate::identity::guard::{DossierOfficer, Filer};
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::processing::dto::{
    Course, DeskDossier, DeskDossierItem, RefuseDossier, ReturnDossier, SearchDossiers, StateCount,
    StepDossier,
};
use serde::Deserialize;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_desk_dossiers)
        .service(search_desk_dossiers)
        .service(count_desk_dossiers)
        .service(receive_dossier)
        .service(begin_dossier)
        .service(refuse_dossier)
        .service(return_dossier)
        .service(read_result_file)
        .service(read_desk_dossier)
        .service(read_course)
        .configure(supplement::routes)
        .configure(thread::routes)
        .configure(rating::routes)
        .configure(withdrawal::routes)
        .configure(refusal::routes)
        .configure(handover::routes)
        .configure(hold::routes)
        .configure(work::routes)
        .configure(extension::routes)
        .configure(drafting::routes)
        .configure(opinion::routes)
        .configure(batch::routes);
}

/// Which list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct QueueQuery {
    /// `submitted` when nothing is said; `received`, `in-process`, `returned`, `refused`, `stopped`.
    #[serde(default)]
    status: Option<String>,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Only those that the officer works on.
    #[serde(default)]
    mine: bool,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Dossiers of the officer's unit in one state: those to be received as they came in, those worked on by the day they are due.
#[utoipa::path(
    tag = "processing",
    params(QueueQuery),
    responses((status = 200, body = Page<DeskDossierItem>), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers")]
async fn list_desk_dossiers(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    query: web::Query<QueueQuery>,
) -> Result<web::Json<Page<DeskDossierItem>>, AppError> {
    let QueueQuery {
        status,
        cursor,
        mine,
        limit,
    } = query.into_inner();
    let asked = Asked {
        status,
        cursor,
        is_mine: mine,
        limit,
    };
    let today = state.clock.now().vietnam_date();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list(conn, &officer, &asked, today))
            .await?,
    ))
}

/// Dossiers of the officer's unit with this code, or whose owner's name has these words, in whatever state; the newest first.
#[utoipa::path(
    tag = "processing",
    request_body = SearchDossiers,
    responses((status = 200, body = Page<DeskDossierItem>), (status = "4XX", body = Problem))
)]
#[post("/desk/dossier-searches")]
async fn search_desk_dossiers(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    body: web::Json<SearchDossiers>,
) -> Result<web::Json<Page<DeskDossierItem>>, AppError> {
    let (asked, today) = (body.into_inner(), state.clock.now().vietnam_date());
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::search(conn, &officer, &asked, today))
            .await?,
    ))
}

/// How many dossiers of the officer's unit wait in each state, of those that are not over.
#[utoipa::path(
    tag = "processing",
    responses((status = 200, body = Vec<StateCount>), (status = "4XX", body = Problem))
)]
#[get("/desk/dossier-counts")]
async fn count_desk_dossiers(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<StateCount>>, AppError> {
    let work = move |conn: &mut crate::db::DbConn| service::counts(conn, &officer);
    Ok(web::Json(state.db.read(work).await?))
}

/// One dossier of the officer's unit: what was filed, what was done with it, what came of it.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}")]
async fn read_desk_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id, lang).await?))
}

/// Receives a dossier: its time runs, and its filer is told the day it is due.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = StepDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/receipt")]
async fn receive_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<StepDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::receive(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// Begins to work on a dossier.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = StepDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/beginning")]
async fn begin_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<StepDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::begin(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// Ends a dossier with a reason; its filer is told.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = RefuseDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/refusal")]
async fn refuse_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<RefuseDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::refuse(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// Ends a dossier with its result: signed files, which go into the vault of the owner of the matter. The same files again give
/// the same answer.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = ReturnDossier,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/return")]
async fn return_dossier(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<ReturnDossier>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        returning::give_back(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// A file that a dossier ended with; its owner reads in the log who had it.
#[utoipa::path(
    tag = "processing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("number" = u32, Path, description = "Which of its results, from 1"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/results/{number}/file")]
async fn read_result_file(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    path: web::Path<(DossierId, u32)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = returning::open_file(&state, officer, path.into_inner(), query.view).await?;
    send(&state.files, file, *query).await
}

/// How a dossier goes on, for who filed it.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = Course), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/course")]
async fn read_course(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<Course>, AppError> {
    let now = state.clock.now();
    Ok(web::Json(
        state
            .db
            .read(move |conn| course::load(conn, filer.id(), *id, (now, lang)))
            .await?,
    ))
}
