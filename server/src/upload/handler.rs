//! `/api/v1/uploads`

use super::resumable;
use super::service::{self, Announced};
use crate::error::AppError;
use crate::http::file_name::announced_name;
use crate::http::idempotency::idempotency_key;
use crate::http::routes::Routes;
use crate::identity::guard::Sender;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::upload::dto::{Purpose, UploadView};
use serde::Deserialize;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config.service(send_file).configure(resumable::handler::routes);
}

/// What a file is sent for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct SendQuery {
    /// Decides what is refused at once.
    purpose: Purpose,
}

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
