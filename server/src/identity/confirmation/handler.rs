//! `/api/v1/session/confirmation…`

use super::super::guard::Signed;
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::account::ConfirmPassword;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(begin_confirmation)
        .service(confirm_by_code)
        .service(resend_confirmation)
        .service(confirm_by_password);
}

/// Sends a code to who is signed in, before a change that matters.
#[utoipa::path(tag = "account", responses((status = 200, body = Challenge), (status = "4XX", body = Problem)))]
#[post("/session/confirmation")]
async fn begin_confirmation(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    Ok(web::Json(service::begin(&state, principal, address, lang).await?))
}

/// That code.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmCode,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/session/confirmation/code")]
async fn confirm_by_code(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmCode>,
) -> Result<HttpResponse, AppError> {
    service::confirm(&state, principal, body.into_inner(), RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends another one.
#[utoipa::path(
    tag = "account",
    request_body = ResendCode,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/session/confirmation/code/resend")]
async fn resend_confirmation(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendCode>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let challenge = service::resend(&state, principal, body.challenge_id, address, lang).await?;
    Ok(web::Json(challenge))
}

/// The password instead.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmPassword,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/session/confirmation/password")]
async fn confirm_by_password(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmPassword>,
) -> Result<HttpResponse, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let (password, id) = (body.into_inner().password, RequestId::of(&request));
    service::confirm_by_password(&state, principal, password, address, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
