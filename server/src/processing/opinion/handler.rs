//! `/api/v1/desk/dossiers/{id}/opinions` of who asks, `/api/v1/desk/opinions…` of who is asked: of officers.

use super::service::{self, Asked};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::page::ListQuery;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, send};
use crate::identity::guard::DossierOfficer;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::id::{DossierId, OpinionId};
use motcua_shared::page::Page;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::opinion::{AnswerOpinion, AskOpinion, OpinionCase, OpinionView};
use serde::Deserialize;

/// The routes of opinions.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(ask_opinion)
        .service(list_opinions)
        .service(list_opinion_units)
        .service(read_opinion_file)
        .service(answer_opinion)
        .service(read_opinion);
}

/// Which list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct OpinionQuery {
    /// Those that were answered, and not those that wait.
    #[serde(default)]
    answered: bool,
    /// `next` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Asks another unit about a dossier that is worked on.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = AskOpinion,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/opinions")]
async fn ask_opinion(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<AskOpinion>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::ask(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}

/// Units that may be asked, by words of their name.
#[utoipa::path(
    tag = "processing",
    params(ListQuery),
    responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem))
)]
#[get("/desk/opinion-units")]
async fn list_opinion_units(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut crate::db::DbConn| service::list_units(conn, &officer, &query, today);
    Ok(web::Json(state.db.read(work).await?))
}

/// What the officer's unit is asked by others: by the last day, or what was answered.
#[utoipa::path(
    tag = "processing",
    params(OpinionQuery),
    responses((status = 200, body = Page<OpinionView>), (status = "4XX", body = Problem))
)]
#[get("/desk/opinions")]
async fn list_opinions(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    query: web::Query<OpinionQuery>,
) -> Result<web::Json<Page<OpinionView>>, AppError> {
    let OpinionQuery {
        answered,
        cursor,
        limit,
    } = query.into_inner();
    let asked = Asked {
        is_answered: answered,
        cursor,
        limit,
    };
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut crate::db::DbConn| service::list_for(conn, &officer, &asked, today);
    Ok(web::Json(state.db.read(work).await?))
}

/// One question, with what was filed as long as an answer is wanted.
#[utoipa::path(
    tag = "processing",
    params(("id" = OpinionId, Path, description = "Id of the question")),
    responses((status = 200, body = OpinionCase), (status = "4XX", body = Problem))
)]
#[get("/desk/opinions/{id}")]
async fn read_opinion(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<OpinionId>,
) -> Result<web::Json<OpinionCase>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id).await?))
}

/// A filed file, as long as an answer is wanted; the owner of a vault that it came from reads of it.
#[utoipa::path(
    tag = "processing",
    params(
        ("id" = OpinionId, Path, description = "Id of the question"),
        ("component_id" = String, Path, description = "Id of the component"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem))
)]
#[get("/desk/opinions/{id}/files/{component_id}")]
async fn read_opinion_file(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    path: web::Path<(OpinionId, String)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::open_file(&state, officer, path.into_inner(), query.view).await?;
    send(&state.files, file, *query).await
}

/// Answers once; the same again gives the same.
#[utoipa::path(
    tag = "processing",
    params(("id" = OpinionId, Path, description = "Id of the question")),
    request_body = AnswerOpinion,
    responses((status = 200, body = OpinionCase), (status = "4XX", body = Problem))
)]
#[post("/desk/opinions/{id}/answer")]
async fn answer_opinion(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<OpinionId>,
    body: web::Json<AnswerOpinion>,
) -> Result<web::Json<OpinionCase>, AppError> {
    Ok(web::Json(
        service::answer(&state, officer, *id, body.into_inner()).await?,
    ))
}
