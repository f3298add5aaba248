//! `/api/v1/shared-papers…`

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, pdf, send};
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{HttpResponse, get, web};
use motcua_shared::error::Problem;
use motcua_shared::id::GrantId;
use motcua_shared::page::Page;
use motcua_shared::vault::share::{SharedPaper, SharedPaperView};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_shared_papers)
        .service(read_shared_paper_file)
        .service(read_shared_paper_report)
        .service(read_shared_paper);
}

/// Papers that others share with the account, newest first.
#[utoipa::path(
    tag = "vault",
    params(PageQuery),
    responses((status = 200, body = Page<SharedPaper>), (status = "4XX", body = Problem))
)]
#[get("/shared-papers")]
async fn list_shared_papers(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<SharedPaper>>, AppError> {
    Ok(web::Json(service::list(&state, filer, query.into_inner()).await?))
}

/// One of them.
#[utoipa::path(
    tag = "vault",
    params(("id" = GrantId, Path, description = "Id of the grant")),
    responses((status = 200, body = SharedPaperView), (status = "4XX", body = Problem))
)]
#[get("/shared-papers/{id}")]
async fn read_shared_paper(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<GrantId>,
) -> Result<web::Json<SharedPaperView>, AppError> {
    Ok(web::Json(service::load(&state, filer, *id).await?))
}

/// Its file; each opening is one use of the grant.
#[utoipa::path(
    tag = "vault",
    params(("id" = GrantId, Path, description = "Id of the grant"), FileQuery),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/shared-papers/{id}/file")]
async fn read_shared_paper_file(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<GrantId>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::open_file(&state, filer, *id, query.view).await?;
    send(&state.files, file, *query).await
}

/// The report about its signatures as a PDF to keep.
#[utoipa::path(
    tag = "vault",
    params(
        ("id" = GrantId, Path, description = "Id of the grant"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; else as `Accept-Language` says"),
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/shared-papers/{id}/report")]
async fn read_shared_paper_report(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<GrantId>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::print_report(&state, filer, *id, lang).await?;
    Ok(pdf(&name, bytes))
}
