//! `/api/v1/signature-checks`

use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::file_name::announced_name;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::pdf;
use crate::identity::guard::Anyone;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::signature::dto::FileCheck;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config.service(check_file).service(print_report);
}

/// Checks the signatures of a file, for anybody. Nothing of it is kept.
#[utoipa::path(
    tag = "signature",
    params(("x-file-name" = String, Header, description = "Name of the file, percent-encoded UTF-8")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FileCheck), (status = "4XX", body = Problem))
)]
#[post("/signature-checks")]
async fn check_file(
    _: Anyone,
    state: web::Data<AppState>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<FileCheck>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let name = announced_name(&request)?;
    Ok(web::Json(service::check(&state, address, &name, payload).await?))
}

/// The report about a checked file as a PDF to keep. Takes back what the check answered, and only that.
#[utoipa::path(
    tag = "signature",
    request_body = FileCheck,
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[post("/signature-checks/report")]
async fn print_report(
    _: Anyone,
    state: web::Data<AppState>,
    request: HttpRequest,
    Language(lang): Language,
    body: web::Payload,
) -> Result<HttpResponse, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let (name, bytes) = service::print_check(&state, address, body, lang).await?;
    Ok(pdf(&name, bytes))
}
