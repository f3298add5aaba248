//! `/api/v1/account-claims`, `/api/v1/desk/claims`

use super::super::guard::Officer;
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::observe::RequestId;
use crate::http::page::ListQuery;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::ClaimId;
use motcua_shared::identity::desk::{ClaimRow, ClaimView, SettleClaim};
use motcua_shared::identity::registration::ClaimAccount;
use motcua_shared::page::Page;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(claim_account)
        .service(list_claims)
        .service(read_claim)
        .service(settle_claim);
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

/// Claims that nobody has settled, the newest first.
#[utoipa::path(
    tag = "desk",
    params(ListQuery),
    responses((status = 200, body = Page<ClaimRow>), (status = "4XX", body = Problem))
)]
#[get("/desk/claims")]
async fn list_claims(
    officer: Officer,
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Page<ClaimRow>>, AppError> {
    Ok(web::Json(
        service::list(&state, officer, query.into_inner()).await?,
    ))
}

/// A claim beside the account that it is about.
#[utoipa::path(
    tag = "desk",
    params(("id" = ClaimId, Path)),
    responses((status = 200, body = ClaimView), (status = "4XX", body = Problem))
)]
#[get("/desk/claims/{id}")]
async fn read_claim(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<ClaimId>,
) -> Result<web::Json<ClaimView>, AppError> {
    Ok(web::Json(service::load(&state, officer, *id).await?))
}

/// Settles a claim. Suspending ends every session of the account.
#[utoipa::path(
    tag = "desk",
    params(("id" = ClaimId, Path)),
    request_body = SettleClaim,
    responses((status = 200, body = ClaimView), (status = "4XX", body = Problem))
)]
#[post("/desk/claims/{id}/decision")]
async fn settle_claim(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<ClaimId>,
    body: web::Json<SettleClaim>,
) -> Result<web::Json<ClaimView>, AppError> {
    let view = service::settle(&state, officer, *id, body.into_inner()).await?;
    Ok(web::Json(view))
}
