//! `/api/v1/desk/vault-looks…`

use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, pdf, send};
use crate::identity::guard::Officer;
use crate::state::AppState;
use crate::vault::log::reading::objections;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{LookId, PaperId};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::page::Page;
use motcua_shared::vault::look::{BeginLook, LookView, LookedPaper, ObjectionView, OpenLook};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_vault_objections)
        .service(begin_vault_look)
        .service(read_vault_look)
        .service(open_vault_look)
        .service(resend_vault_look_code)
        .service(close_vault_look)
        .service(list_looked_papers)
        .service(read_looked_paper_file)
        .service(read_looked_paper_report);
}

/// Begins a look into a vault: by a code that the owner reads out, in the owner's presence, or within what is shared.
#[utoipa::path(
    tag = "desk",
    request_body = BeginLook,
    responses((status = 201, body = LookView), (status = "4XX", body = Problem))
)]
#[post("/desk/vault-looks")]
async fn begin_vault_look(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<BeginLook>,
) -> Result<HttpResponse, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let view = service::begin(&state, officer, body.into_inner(), address).await?;
    Ok(HttpResponse::Created().json(view))
}

/// A look of the officer.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path)),
    responses((status = 200, body = LookView), (status = "4XX", body = Problem))
)]
#[get("/desk/vault-looks/{id}")]
async fn read_vault_look(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<LookId>,
) -> Result<web::Json<LookView>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id).await?))
}

/// The code that the owner read out: opens the look.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path)),
    request_body = OpenLook,
    responses((status = 200, body = LookView), (status = "4XX", body = Problem))
)]
#[post("/desk/vault-looks/{id}/code")]
async fn open_vault_look(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<LookId>,
    body: web::Json<OpenLook>,
) -> Result<web::Json<LookView>, AppError> {
    let code = body.into_inner().code;
    Ok(web::Json(service::open(&state, officer, *id, code).await?))
}

/// Another code.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path)),
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/desk/vault-looks/{id}/code/resend")]
async fn resend_vault_look_code(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<LookId>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    Ok(web::Json(service::resend(&state, officer, *id, address).await?))
}

/// The officer is done.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path)),
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/desk/vault-looks/{id}/closing")]
async fn close_vault_look(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<LookId>,
) -> Result<HttpResponse, AppError> {
    service::close(&state, officer, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Papers that the look shows.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path), PageQuery),
    responses((status = 200, body = Page<LookedPaper>), (status = "4XX", body = Problem))
)]
#[get("/desk/vault-looks/{id}/papers")]
async fn list_looked_papers(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<LookId>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<LookedPaper>>, AppError> {
    Ok(web::Json(
        service::list(&state, officer, *id, query.into_inner()).await?,
    ))
}

/// The file of one of them.
#[utoipa::path(
    tag = "desk",
    params(("id" = LookId, Path), ("paper" = PaperId, Path), FileQuery),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/vault-looks/{id}/papers/{paper}/file")]
async fn read_looked_paper_file(
    officer: Officer,
    state: web::Data<AppState>,
    path: web::Path<(LookId, PaperId)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::open_file(&state, officer, path.into_inner(), query.view).await?;
    send(&state.files, file, *query).await
}

/// The report about the signatures of one of them as a PDF.
#[utoipa::path(
    tag = "desk",
    params(
        ("id" = LookId, Path),
        ("paper" = PaperId, Path),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; else as `Accept-Language` says"),
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/vault-looks/{id}/papers/{paper}/report")]
async fn read_looked_paper_report(
    officer: Officer,
    state: web::Data<AppState>,
    path: web::Path<(LookId, PaperId)>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::print_report(&state, officer, path.into_inner(), lang).await?;
    Ok(pdf(&name, bytes))
}

/// What owners said of officers of the unit.
#[utoipa::path(
    tag = "desk",
    params(PageQuery),
    responses((status = 200, body = Page<ObjectionView>), (status = "4XX", body = Problem))
)]
#[get("/desk/vault-objections")]
async fn list_vault_objections(
    officer: Officer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<ObjectionView>>, AppError> {
    Ok(web::Json(objections(&state, officer, query.into_inner()).await?))
}
