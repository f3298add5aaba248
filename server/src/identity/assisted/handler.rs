//! `/api/v1/desk…`

use super::super::guard::Officer;
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::file_name::announced_name;
use crate::http::routes::Routes;
use crate::http::send_file;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{
    AssistedForm, AssistedRow, AssistedView, DeskFileKind, DeskView, LookUp, LookedUp, MakeAccount,
    SaveAssisted, SearchAssisted,
};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::page::Page;
use motcua_shared::path::IDEMPOTENCY_HEADER;

/// The longest idempotency key that is kept.
const MAX_KEY: usize = 100;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_desk)
        .service(look_up)
        .service(begin_account)
        .service(read_made_account)
        .service(save_account)
        .service(discard_account)
        .service(send_scan)
        .service(read_scan)
        .service(read_request)
        .service(send_account_code)
        .service(make_account)
        .service(send_password_link)
        .service(search_accounts);
}

/// What waits at the desk of the officer.
#[utoipa::path(tag = "desk", responses((status = 200, body = DeskView), (status = "4XX", body = Problem)))]
#[get("/desk")]
async fn read_desk(officer: Officer, state: web::Data<AppState>) -> Result<web::Json<DeskView>, AppError> {
    Ok(web::Json(service::desk(&state, officer).await?))
}

/// Whether there is an account under a number.
#[utoipa::path(
    tag = "desk",
    request_body = LookUp,
    responses((status = 200, body = LookedUp), (status = "4XX", body = Problem))
)]
#[post("/desk/lookups")]
async fn look_up(
    officer: Officer,
    state: web::Data<AppState>,
    body: web::Json<LookUp>,
) -> Result<web::Json<LookedUp>, AppError> {
    Ok(web::Json(
        service::look_up(&state, officer, body.into_inner()).await?,
    ))
}

/// Begins to make an account.
#[utoipa::path(
    tag = "desk",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per account")),
    request_body = AssistedForm,
    responses((status = 201, body = AssistedView), (status = "4XX", body = Problem))
)]
#[post("/desk/registrations")]
async fn begin_account(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<AssistedForm>,
) -> Result<HttpResponse, AppError> {
    let key = request.headers().get(IDEMPOTENCY_HEADER);
    let key = key.and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !(8..=MAX_KEY).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AppError::field(IDEMPOTENCY_HEADER, ErrorCode::Required));
    }
    let view = service::begin(&state, officer, body.into_inner(), key.to_owned()).await?;
    Ok(HttpResponse::Created().json(view))
}

/// An account that is being made, or was made.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    responses((status = 200, body = AssistedView), (status = "4XX", body = Problem))
)]
#[get("/desk/registrations/{id}")]
async fn read_made_account(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
) -> Result<web::Json<AssistedView>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id).await?))
}

/// Saves what was typed.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    request_body = SaveAssisted,
    responses((status = 200, body = AssistedView), (status = "4XX", body = Problem))
)]
#[put("/desk/registrations/{id}")]
async fn save_account(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
    body: web::Json<SaveAssisted>,
) -> Result<web::Json<AssistedView>, AppError> {
    Ok(web::Json(
        service::save(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Throws a draft away.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[delete("/desk/registrations/{id}")]
async fn discard_account(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
) -> Result<HttpResponse, AppError> {
    service::discard(&state, officer, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the scan of the identity card, or of the signed request: its bytes are the body.
#[utoipa::path(
    tag = "desk",
    params(
        ("id" = AssistedId, Path),
        ("kind" = DeskFileKind, Path),
        ("x-file-name" = String, Header, description = "Name of the file, percent-encoded UTF-8")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = AssistedView), (status = "4XX", body = Problem))
)]
#[post("/desk/registrations/{id}/files/{kind}")]
async fn send_scan(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    path: web::Path<(AssistedId, DeskFileKind)>,
    payload: web::Payload,
) -> Result<web::Json<AssistedView>, AppError> {
    let name = announced_name(&request)?;
    let (id, kind) = path.into_inner();
    let view = service::receive(&state, officer, id, kind, &name, payload).await?;
    Ok(web::Json(view))
}

/// A file that came in.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path), ("kind" = DeskFileKind, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem))
)]
#[get("/desk/registrations/{id}/files/{kind}")]
async fn read_scan(
    officer: Officer,
    state: web::Data<AppState>,
    path: web::Path<(AssistedId, DeskFileKind)>,
) -> Result<HttpResponse, AppError> {
    let (id, kind) = path.into_inner();
    let (name, media_type, bytes) = service::send_file(&state, officer, id, kind).await?;
    Ok(send_file::attachment(&name, media_type, bytes))
}

/// The request to be signed by the citizen, with what was typed.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/registrations/{id}/request")]
async fn read_request(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
) -> Result<HttpResponse, AppError> {
    let bytes = service::request_pdf(&state, officer, *id).await?;
    Ok(send_file::pdf("Giấy đề nghị tạo tài khoản.pdf", bytes))
}

/// Sends the code that the citizen reads out, or another one.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/desk/registrations/{id}/code")]
async fn send_account_code(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<AssistedId>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    Ok(web::Json(
        service::send_code(&state, officer, *id, address).await?,
    ))
}

/// The code that the citizen read out: makes the account.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    request_body = MakeAccount,
    responses((status = 200, body = AssistedView), (status = "4XX", body = Problem))
)]
#[post("/desk/registrations/{id}/account")]
async fn make_account(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
    body: web::Json<MakeAccount>,
) -> Result<web::Json<AssistedView>, AppError> {
    let code = body.into_inner().code;
    Ok(web::Json(service::make(&state, officer, *id, code).await?))
}

/// Sends the citizen another link for the password.
#[utoipa::path(
    tag = "desk",
    params(("id" = AssistedId, Path)),
    responses((status = 200, body = AssistedView), (status = "4XX", body = Problem))
)]
#[post("/desk/registrations/{id}/link")]
async fn send_password_link(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<AssistedId>,
) -> Result<web::Json<AssistedView>, AppError> {
    Ok(web::Json(service::send_link(&state, officer, *id).await?))
}

/// Accounts that the officer's unit and those below it made.
#[utoipa::path(
    tag = "desk",
    request_body = SearchAssisted,
    responses((status = 200, body = Page<AssistedRow>), (status = "4XX", body = Problem))
)]
#[post("/desk/searches")]
async fn search_accounts(
    officer: Officer,
    state: web::Data<AppState>,
    body: web::Json<SearchAssisted>,
) -> Result<web::Json<Page<AssistedRow>>, AppError> {
    Ok(web::Json(
        service::search(&state, officer, body.into_inner()).await?,
    ))
}
