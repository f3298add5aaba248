//! `/api/v1/account-claims`

use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::observe::RequestId;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::registration::ClaimAccount;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(claim_account);
}

/// Says that an account under one's number is not one's own. The desk settles it; the answer is always the same.
#[utoipa::path(
    tag = "identity",
    request_body = ClaimAccount,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/account-claims")]
async fn claim_account(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ClaimAccount>,
) -> Result<HttpResponse, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    service::take(&state, body.into_inner(), address, RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
