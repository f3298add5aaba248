//! `/api/v1/uploads/resumable…`: tus 1.0.0.

use super::domain::{Progress, read_metadata, read_number};
use super::service;
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::routes::Routes;
use crate::identity::guard::Sender;
use crate::state::AppState;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{Next, from_fn};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, delete, get, head, options, patch, post, web,
};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::UploadId;
use motcua_shared::path;
use motcua_shared::upload::dto::UploadView;
use std::future::{Ready, ready};
use utoipa_actix_web::scope::scope;

/// The version that is spoken.
const VERSION: &str = "1.0.0";
/// What is spoken beyond its core.
const EXTENSIONS: &str = "creation,creation-with-upload,termination,expiration";
/// The type of a piece.
const PIECE: &str = "application/offset+octet-stream";

const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// The routes below `/uploads/resumable`.
pub fn routes(config: &mut Routes<'_>) {
    let pieces = scope("/uploads/resumable")
        .wrap(from_fn(speak))
        .service(offer_resumable)
        .service(begin_resumable)
        .service(ask_resumable)
        .service(append_resumable)
        .service(read_resumable)
        .service(end_resumable);
    config.service(pieces);
}

/// Middleware: every answer says the version; a client that may not send `PATCH` says so in a header.
async fn speak<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let asked = request.headers().get(METHOD_OVERRIDE);
    if let Some(method) = asked.and_then(|value| Method::from_bytes(value.as_bytes()).ok())
        && request.method() == Method::POST
    {
        request.head_mut().method = method;
    }
    let mut response = next.call(request).await?;
    if response.status() == StatusCode::PRECONDITION_FAILED {
        let version = HeaderValue::from_static(VERSION);
        response.headers_mut().insert(TUS_VERSION, version);
    }
    response
        .headers_mut()
        .insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    Ok(response)
}

/// The request is one by the version that is spoken. Behind the guard: strangers are told to sign in and nothing else.
struct Tus;

impl FromRequest for Tus {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let version = request.headers().get(TUS_RESUMABLE).map(HeaderValue::as_bytes);
        ready(match version == Some(VERSION.as_bytes()) {
            true => Ok(Self),
            false => Err(ErrorCode::UploadProtocol.into()),
        })
    }
}

fn number(request: &HttpRequest, name: &HeaderName) -> Result<u64, AppError> {
    let text = request.headers().get(name).and_then(|value| value.to_str().ok());
    text.and_then(read_number)
        .ok_or_else(|| ErrorCode::BadRequest.into())
}

fn is_piece(request: &HttpRequest) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.map(HeaderValue::as_bytes) == Some(PIECE.as_bytes())
}

fn answer(status: StatusCode, progress: &Progress) -> HttpResponseBuilder {
    let mut builder = HttpResponse::build(status);
    let expires = progress
        .ends_at
        .utc()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    builder
        .insert_header((UPLOAD_OFFSET, progress.offset))
        .insert_header((UPLOAD_EXPIRES, expires))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    builder
}

/// Says which version and extensions of tus are spoken here, and how large a file may be.
#[utoipa::path(
    tag = "upload",
    responses((status = 204, description = "Tus-Version, Tus-Extension, Tus-Max-Size"), (status = "4XX", body = Problem))
)]
#[options("")]
async fn offer_resumable(_: Sender, state: web::Data<AppState>) -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((TUS_VERSION, VERSION))
        .insert_header((TUS_EXTENSION, EXTENSIONS))
        .insert_header((TUS_MAX_SIZE, state.config.upload.max_bytes))
        .finish()
}

/// Begins a file. Repeating it with the same `Idempotency-Key` gives the same address; a body is its first piece.
#[utoipa::path(
    tag = "upload",
    params(
        ("tus-resumable" = String, Header, description = "1.0.0"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per file"),
        ("upload-length" = u64, Header, description = "Bytes of the whole file"),
        ("upload-metadata" = String, Header, description = "`filename` and `purpose` (vault, signed-component, component), in Base64")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 201, description = "Location, Upload-Offset, Upload-Expires"), (status = "4XX", body = Problem))
)]
#[post("")]
async fn begin_resumable(
    sender: Sender,
    _: Tus,
    state: web::Data<AppState>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, AppError> {
    let size = number(&request, &UPLOAD_LENGTH)?;
    let metadata = request.headers().get(UPLOAD_METADATA);
    let metadata = metadata.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let announced = read_metadata(metadata).map_err(|code| match code {
        ErrorCode::BadRequest => AppError::new(code),
        code => AppError::field_refusal("file", code),
    })?;
    let key = idempotency_key(&request)?;
    let mut progress = service::begin(&state, sender.id(), key, announced, size).await?;
    if is_piece(&request) && progress.offset == 0 {
        progress = service::append(&state, sender.id(), progress.id, 0, payload).await?;
    }
    Ok(answer(StatusCode::CREATED, &progress)
        .insert_header((header::LOCATION, path::resumable_upload(progress.id)))
        .finish())
}

/// Says how much of a file has come.
#[utoipa::path(
    tag = "upload",
    params(
        ("id" = UploadId, Path, description = "Id of the file"),
        ("tus-resumable" = String, Header, description = "1.0.0")
    ),
    responses((status = 200, description = "Upload-Offset, Upload-Length, Upload-Expires"), (status = "4XX"))
)]
#[head("/{id}")]
async fn ask_resumable(
    sender: Sender,
    _: Tus,
    state: web::Data<AppState>,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, AppError> {
    let progress = service::progress(&state, sender.id(), *id).await?;
    Ok(answer(StatusCode::OK, &progress)
        .insert_header((UPLOAD_LENGTH, progress.size))
        .finish())
}

/// Takes the next piece. With the last one the file is judged; `GET` then has the answer.
#[utoipa::path(
    tag = "upload",
    params(
        ("id" = UploadId, Path, description = "Id of the file"),
        ("tus-resumable" = String, Header, description = "1.0.0"),
        ("upload-offset" = u64, Header, description = "Where in the file the piece begins: what has come so far")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "Upload-Offset, Upload-Expires"), (status = "4XX", body = Problem))
)]
#[patch("/{id}")]
async fn append_resumable(
    sender: Sender,
    _: Tus,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<UploadId>,
    payload: web::Payload,
) -> Result<HttpResponse, AppError> {
    if !is_piece(&request) {
        return Err(ErrorCode::WrongContentType.into());
    }
    let offset = number(&request, &UPLOAD_OFFSET)?;
    let progress = service::append(&state, sender.id(), *id, offset, payload).await?;
    Ok(answer(StatusCode::NO_CONTENT, &progress).finish())
}

/// What became of a file of which every byte has come. Asking again gives the same answer.
#[utoipa::path(
    tag = "upload",
    params(("id" = UploadId, Path, description = "Id of the file")),
    responses((status = 200, body = UploadView), (status = "4XX", body = Problem))
)]
#[get("/{id}")]
async fn read_resumable(
    sender: Sender,
    state: web::Data<AppState>,
    id: web::Path<UploadId>,
) -> Result<web::Json<UploadView>, AppError> {
    Ok(web::Json(service::outcome(&state, sender.id(), *id).await?))
}

/// Calls a file off that was not put to use.
#[utoipa::path(
    tag = "upload",
    params(
        ("id" = UploadId, Path, description = "Id of the file"),
        ("tus-resumable" = String, Header, description = "1.0.0")
    ),
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[delete("/{id}")]
async fn end_resumable(
    sender: Sender,
    _: Tus,
    state: web::Data<AppState>,
    id: web::Path<UploadId>,
) -> Result<HttpResponse, AppError> {
    service::end(&state, sender.id(), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
