//! `/api/v1/desk/receptions`

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::identity::guard::Officer;
use crate::state::AppState;
use crate::upload::handler::idempotency_key;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::reception::{BeginReception, ReceptionView};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(begin_reception);
}

/// Begins to take a dossier in from the person whose vault is looked into, or goes on with what the unit began. From then on the
/// draft is open to the officer while the look is.
#[utoipa::path(
    tag = "desk",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per dossier")),
    request_body = BeginReception,
    responses((status = 201, body = ReceptionView), (status = "4XX", body = Problem))
)]
#[post("/desk/receptions")]
async fn begin_reception(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    Language(lang): Language,
    body: web::Json<BeginReception>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let view = service::begin(&state, officer, body.into_inner(), key, lang).await?;
    Ok(HttpResponse::Created().json(view))
}
