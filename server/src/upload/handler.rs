//! `/api/v1/uploads`

use super::resumable;
use super::service::{self, Announced};
use crate::error::AppError;
use crate::http::file_name::announced_name;
use crate::identity::guard::Sender;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::path::IDEMPOTENCY_HEADER;
use motcua_shared::upload::dto::{Purpose, UploadView};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(send_file).configure(resumable::handler::routes);
}

/// What a file is sent for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct SendQuery {
    /// Decides what is refused at once.
    purpose: Purpose,
}

/// The longest idempotency key that is kept.
const MAX_KEY: usize = 100;

/// Sends a file: its bytes are the body. Repeating it with the same `Idempotency-Key` is harmless.
#[utoipa::path(
    tag = "upload",
    params(
        SendQuery,
        ("x-file-name" = String, Header, description = "Name of the file, percent-encoded UTF-8"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per file")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadView), (status = "4XX", body = Problem))
)]
#[post("/uploads")]
async fn send_file(
    sender: Sender,
    state: web::Data<AppState>,
    request: HttpRequest,
    query: web::Query<SendQuery>,
    payload: web::Payload,
) -> Result<HttpResponse, AppError> {
    let file_name = announced_name(&request)?;
    let announced = Announced {
        purpose: query.purpose,
        file_name,
        idempotency_key: idempotency_key(&request)?,
    };
    let view = service::receive(&state, &sender.account, announced, payload).await?;
    Ok(HttpResponse::Created().json(view))
}

/// The key of a request that a bad line may repeat.
pub fn idempotency_key(request: &HttpRequest) -> Result<String, AppError> {
    let key = request
        .headers()
        .get(IDEMPOTENCY_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let is_fine = (8..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_fine {
        Ok(key.to_owned())
    } else {
        Err(AppError::field(IDEMPOTENCY_HEADER, ErrorCode::Required))
    }
}
