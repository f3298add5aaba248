//! `/api/v1/papers…`

use super::{edit, log, look, partner, reading, received, search, service, share};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, pdf, send};
use crate::identity::guard::{Filer, Sender};
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{PaperId, UploadId};
use motcua_shared::vault::dto::{
    AddPaper, ChangePaper, PaperPage, PaperReading, PaperView, RemovePaper, ReplaceFile, SearchPapers,
};

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .configure(share::handler::routes)
        .configure(received::handler::routes)
        .configure(log::handler::routes)
        .configure(look::handler::routes)
        .configure(partner::handler::routes)
        .service(list_papers)
        .service(search_papers)
        .service(add_paper)
        .service(read_upload)
        .service(replace_paper_file)
        .service(remove_paper)
        .service(change_paper)
        .service(read_paper_version_file)
        .service(read_paper_file)
        .service(read_paper_as_signed)
        .service(read_paper_report)
        .service(read_paper);
}

/// Papers of the own vault, newest first.
#[utoipa::path(
    tag = "vault",
    params(PageQuery),
    responses((status = 200, body = PaperPage), (status = "4XX", body = Problem))
)]
#[get("/papers")]
async fn list_papers(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<PaperPage>, AppError> {
    let owner = filer.id();
    let query = query.into_inner();
    let asked = SearchPapers {
        cursor: query.cursor,
        limit: query.limit,
        ..SearchPapers::default()
    };
    Ok(web::Json(search::service::page_of(&state, owner, asked).await?))
}

/// Looks for papers of the own vault. A body, because what is looked for may be an identity number.
#[utoipa::path(
    tag = "vault",
    request_body = SearchPapers,
    responses((status = 200, body = PaperPage), (status = "4XX", body = Problem))
)]
#[post("/papers/search")]
async fn search_papers(
    filer: Filer,
    state: web::Data<AppState>,
    body: web::Json<SearchPapers>,
) -> Result<web::Json<PaperPage>, AppError> {
    let page = search::service::page_of(&state, filer.id(), body.into_inner()).await?;
    Ok(web::Json(page))
}

/// Puts a sent file into the own vault. Doing it again with the same upload gives the same paper.
#[utoipa::path(
    tag = "vault",
    request_body = AddPaper,
    responses((status = 201, body = PaperView), (status = "4XX", body = Problem))
)]
#[post("/papers")]
async fn add_paper(
    filer: Filer,
    state: web::Data<AppState>,
    body: web::Json<AddPaper>,
) -> Result<HttpResponse, AppError> {
    let paper = service::add(&state, filer, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(paper))
}

/// What a file that was sent for the vault says of itself: number, day, abstract, where they can be read.
#[utoipa::path(
    tag = "vault",
    params(("id" = UploadId, Path, description = "Id of the upload")),
    responses((status = 200, body = PaperReading), (status = "4XX", body = Problem))
)]
#[get("/uploads/{id}/reading")]
async fn read_upload(
    sender: Sender,
    state: web::Data<AppState>,
    id: web::Path<UploadId>,
) -> Result<web::Json<PaperReading>, AppError> {
    Ok(web::Json(reading::service::read(&state, sender.id(), *id).await?))
}

/// One paper of the own vault, with its signature report.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    responses((status = 200, body = PaperView), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}")]
async fn read_paper(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
) -> Result<web::Json<PaperView>, AppError> {
    let owner = filer.id();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::load_paper(conn, owner, *id))
            .await?,
    ))
}

/// The file of a paper of the own vault.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper"), FileQuery),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/file")]
async fn read_paper_file(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = service::open_file(&state, filer, *id, None, query.view).await?;
    send(&state.files, file, *query).await
}

/// A file that stands or stood under a paper of the own vault, by its number.
#[utoipa::path(
    tag = "vault",
    params(
        ("id" = PaperId, Path, description = "Id of the paper"),
        ("number" = u32, Path, description = "Number of the file, from 1"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/versions/{number}/file")]
async fn read_paper_version_file(
    filer: Filer,
    state: web::Data<AppState>,
    path: web::Path<(PaperId, u32)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let (id, number) = path.into_inner();
    let file = service::open_file(&state, filer, id, Some(number), query.view).await?;
    send(&state.files, file, *query).await
}

/// Changes what is said of a paper of the own vault.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    request_body = ChangePaper,
    responses((status = 200, body = PaperView), (status = "4XX", body = Problem))
)]
#[put("/papers/{id}")]
async fn change_paper(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    body: web::Json<ChangePaper>,
) -> Result<web::Json<PaperView>, AppError> {
    let paper = edit::service::change(&state, filer, *id, body.into_inner()).await?;
    Ok(web::Json(paper))
}

/// Puts another file in the place of a paper's file; the one before stays, struck out.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    request_body = ReplaceFile,
    responses((status = 200, body = PaperView), (status = "4XX", body = Problem))
)]
#[post("/papers/{id}/replacement")]
async fn replace_paper_file(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    body: web::Json<ReplaceFile>,
) -> Result<web::Json<PaperView>, AppError> {
    let paper = edit::service::replace(&state, filer, *id, body.into_inner()).await?;
    Ok(web::Json(paper))
}

/// Takes a paper out of the own vault; dossiers that have it keep it.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    request_body = RemovePaper,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/papers/{id}/removal")]
async fn remove_paper(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    body: web::Json<RemovePaper>,
) -> Result<HttpResponse, AppError> {
    edit::service::remove(&state, filer, *id, body.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A paper of the own vault as it was when one of its signatures was made: its bytes up to that revision.
#[utoipa::path(
    tag = "vault",
    params(
        ("id" = PaperId, Path, description = "Id of the paper"),
        ("number" = usize, Path, description = "Number of the signature in the report, from 1"),
        FileQuery
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/signatures/{number}/file")]
async fn read_paper_as_signed(
    filer: Filer,
    state: web::Data<AppState>,
    path: web::Path<(PaperId, usize)>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let (id, number) = path.into_inner();
    let file = service::open_as_signed(&state, filer, id, number).await?;
    send(&state.files, file, *query).await
}

/// The report about a paper of the own vault as a PDF to keep: the newest verdict.
#[utoipa::path(
    tag = "vault",
    params(
        ("id" = PaperId, Path, description = "Id of the paper"),
        ("lang" = Option<String>, Query, description = "`vi` or `en`; else as `Accept-Language` says"),
    ),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/report")]
async fn read_paper_report(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::print_report(&state, filer.id(), *id, lang).await?;
    Ok(pdf(&name, bytes))
}
