//! `/api/v1/desk/certified-…`

use super::super::office::service as office;
use super::super::register::service as register;
use super::super::{desk, finish, sign};
use crate::error::AppError;
use crate::http::file_name::announced_name;
use crate::http::idempotency::idempotency_key;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, attachment, send};
use crate::identity::guard::Officer;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::CertifiedCopyId;
use motcua_shared::page::Page;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::certified::{
    AskCopyAtDesk, CopyState, CopyView, JudgeSigned, OfficeSettings, RefuseCopy, RegisterLine, SeenVersion,
    TakeOriginal,
};
use serde::Deserialize;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_own_office)
        .service(list_desk_copies)
        .service(ask_copy_at_desk)
        .service(read_desk_copy)
        .service(send_copy_scan)
        .service(take_original)
        .service(read_copy_file)
        .service(open_copy_order)
        .service(judge_copy)
        .service(issue_copy)
        .service(refuse_copy)
        .service(read_register)
        .service(export_register);
}

/// Which requests.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
struct StateQuery {
    /// Only those in this state.
    #[serde(default)]
    state: Option<CopyState>,
}

/// How the officer's own unit certifies.
#[utoipa::path(tag = "certified", responses((status = 200, body = OfficeSettings), (status = "4XX", body = Problem)))]
#[get("/desk/certifying-office")]
async fn read_own_office(
    officer: Officer,
    state: web::Data<AppState>,
) -> Result<web::Json<OfficeSettings>, AppError> {
    Ok(web::Json(office::of_officer(&state, officer).await?))
}

/// Requests that lie at the officer's unit, newest first.
#[utoipa::path(
    tag = "certified",
    params(StateQuery, ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Page<CopyView>), (status = "4XX", body = Problem))
)]
#[get("/desk/certified-copies")]
async fn list_desk_copies(
    officer: Officer,
    state: web::Data<AppState>,
    of: web::Query<StateQuery>,
    query: web::Query<DeskPage>,
) -> Result<web::Json<Page<CopyView>>, AppError> {
    let DeskPage { cursor, limit } = query.into_inner();
    let query = PageQuery { cursor, limit };
    Ok(web::Json(desk::list(&state, officer, of.state, query).await?))
}

/// Which page.
#[derive(Debug, Clone, Deserialize)]
struct DeskPage {
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

/// Asks for a certified copy for somebody who stands at the desk.
#[utoipa::path(
    tag = "certified",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per request")),
    request_body = AskCopyAtDesk,
    responses((status = 201, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies")]
async fn ask_copy_at_desk(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<AskCopyAtDesk>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let view = desk::ask_for(&state, officer, body.into_inner(), key).await?;
    Ok(HttpResponse::Created().json(view))
}

/// One request of the officer's unit.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[get("/desk/certified-copies/{id}")]
async fn read_desk_copy(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(desk::load(&state, officer, *id).await?))
}

/// Sends the scan of the original: its bytes are the body.
#[utoipa::path(
    tag = "certified",
    params(
        ("id" = CertifiedCopyId, Path),
        ("x-file-name" = String, Header, description = "Name of the file, percent-encoded UTF-8"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per file")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/scan")]
async fn send_copy_scan(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<CertifiedCopyId>,
    payload: web::Payload,
) -> Result<HttpResponse, AppError> {
    let announced = (announced_name(&request)?, idempotency_key(&request)?);
    let view = desk::receive(&state, officer, *id, announced, payload).await?;
    Ok(HttpResponse::Created().json(view))
}

/// The original was seen: makes the copy with its certification, and numbers it.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = TakeOriginal,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/taking")]
async fn take_original(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<TakeOriginal>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(
        desk::take(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// The copy as it is now, signed or not.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path), FileQuery),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/certified-copies/{id}/file")]
async fn read_copy_file(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = desk::file(&state, officer, *id).await?;
    send(&state.files, file, query.into_inner()).await
}

/// Hands the copy out for the next signature: the person's, then the agency's.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    responses((status = 201, body = SigningOrderView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/orders")]
async fn open_copy_order(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
) -> Result<HttpResponse, AppError> {
    let order = sign::open(&state, officer, *id).await?;
    Ok(HttpResponse::Created().json(order))
}

/// Judges what the agent handed in for an order.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = JudgeSigned,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/result")]
async fn judge_copy(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<JudgeSigned>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(sign::judge(&state, officer, *id, body.order_id).await?))
}

/// Puts the copy into the owner's vault. Doing it again gives the same.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = SeenVersion,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/issue")]
async fn issue_copy(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<SeenVersion>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(
        finish::issue(&state, officer, *id, body.version).await?,
    ))
}

/// Says no, on a ground of the law.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = RefuseCopy,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/desk/certified-copies/{id}/refusal")]
async fn refuse_copy(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<RefuseCopy>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(
        finish::refuse(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// The register of the officer's unit.
#[utoipa::path(
    tag = "certified",
    params(("year" = i32, Path)),
    responses((status = 200, body = Vec<RegisterLine>), (status = "4XX", body = Problem))
)]
#[get("/desk/certified-register/{year}")]
async fn read_register(
    officer: Officer,
    state: web::Data<AppState>,
    year: web::Path<i32>,
) -> Result<web::Json<Vec<RegisterLine>>, AppError> {
    Ok(web::Json(register::read(&state, officer, *year).await?))
}

/// The same as a table to keep.
#[utoipa::path(
    tag = "certified",
    params(("year" = i32, Path)),
    responses((status = 200, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
#[get("/desk/certified-register/{year}/file")]
async fn export_register(
    officer: Officer,
    state: web::Data<AppState>,
    year: web::Path<i32>,
) -> Result<HttpResponse, AppError> {
    let bytes = register::export(&state, officer, *year).await?;
    let name = format!("so-chung-thuc-ban-sao-{year}.csv");
    Ok(attachment(&name, "text/csv; charset=utf-8", bytes))
}
