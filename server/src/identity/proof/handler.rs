//! `/api/v1/proof-challenge`

use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, get, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::registration::ProofChallenge;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(ask);
}

/// A proof of work to be solved (ALTCHA, version 2).
#[utoipa::path(
    tag = "identity",
    responses((status = 200, body = ProofChallenge), (status = "4XX", body = Problem))
)]
#[get("/proof-challenge")]
async fn ask(
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<web::Json<ProofChallenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    Ok(web::Json(service::ask(&state, address).await?))
}
