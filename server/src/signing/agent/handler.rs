//! `/agent/v1/files`: for the agent beside the browser.

use super::super::service::{self, HandedIn};
use crate::error::{AppError, AppResult};
use crate::http::language::Language;
use crate::http::problem;
use crate::http::routes::Routes;
use crate::http::send_file::send_staged;
use crate::state::AppState;
use actix_multipart::Multipart;
use actix_web::{HttpResponse, get, post, web};
use futures::StreamExt;
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::signature::agent::vgca::HandlerAnswer;

/// The part of the form that holds the file, as agents name it.
const FILE_PART: &str = "uploadfile";
/// Parts before the file: what the page gave along comes back, and nobody needs it.
const MAX_PARTS: usize = 32;
/// Bytes of such a part.
const MAX_PART: usize = 64 * 1024;

/// The routes for agents. They have no cookies and come from no page: the secret in the address is all there is.
pub fn routes(config: &mut Routes<'_>) {
    config.service(fetch_file).service(hand_in_file);
}

/// The file, once, for the agent that was given this address.
#[utoipa::path(
    tag = "signing",
    params(("secret" = String, Path, description = "From `download_url` of the order")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/files/{secret}")]
async fn fetch_file(state: web::Data<AppState>, secret: web::Path<String>) -> Result<HttpResponse, AppError> {
    let (upload, file) = service::fetch(&state, &secret).await?;
    send_staged(&state.files, upload, file).await
}

/// Takes the signed file, once, from the agent that was given this address. The answer has the shape that agents know,
/// also where it is a refusal.
#[utoipa::path(
    tag = "signing",
    params(("secret" = String, Path, description = "From `upload_url` of the order")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data", description = "The file is the part `uploadfile`"),
    responses((status = 200, body = HandlerAnswer))
)]
#[post("/files/{secret}")]
async fn hand_in_file(
    state: web::Data<AppState>,
    secret: web::Path<String>,
    Language(lang): Language,
    form: Multipart,
) -> HttpResponse {
    let answer = match take_back(&state, &secret, form).await {
        Ok(handed_in) => HandlerAnswer {
            status: true,
            message: String::new(),
            file_name: handed_in.file_name,
            file_server: handed_in.id.to_string(),
        },
        Err(error) => {
            if let Some(cause) = &error.cause {
                tracing::error!(code = %error.code, cause = format!("{cause:#}"), "a signed file was not taken");
            }
            HandlerAnswer {
                status: false,
                message: problem::sentence(error.code, &error.params, lang),
                file_name: String::new(),
                file_server: String::new(),
            }
        }
    };
    HttpResponse::Ok().json(answer)
}

async fn take_back(state: &AppState, secret: &str, mut form: Multipart) -> AppResult<HandedIn> {
    let place = service::place(state, secret).await?;
    let unreadable = |_| AppError::new(ErrorCode::NoConnection);
    for _ in 0..MAX_PARTS {
        let Some(part) = form.next().await else { break };
        let mut part = part.map_err(unreadable)?;
        if part.name() == Some(FILE_PART) {
            return service::take_back(state, place, &mut part).await;
        }
        let mut size = 0;
        while let Some(chunk) = part.next().await {
            size += chunk.map_err(unreadable)?.len();
            if size > MAX_PART {
                return Err(ErrorCode::BodyTooLarge.into());
            }
        }
    }
    Err(AppError::field_refusal("file", ErrorCode::Required))
}
