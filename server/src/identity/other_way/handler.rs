//! `/api/v1/session/code/ways`, `/api/v1/session/code/elsewhere`, `/api/v1/session/recovery-code`

use super::super::handler::{device, opened};
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::account::{CodeWays, SendElsewhere, UseRecoveryCode};
use motcua_shared::identity::dto::{Challenge, ResendCode, SessionView};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_ways)
        .service(send_elsewhere)
        .service(use_recovery_code);
}

/// Other ways to the second step of signing in.
#[utoipa::path(
    tag = "identity",
    request_body = ResendCode,
    responses((status = 200, body = CodeWays), (status = "4XX", body = Problem))
)]
#[post("/session/code/ways")]
async fn list_ways(
    state: web::Data<AppState>,
    body: web::Json<ResendCode>,
) -> Result<web::Json<CodeWays>, AppError> {
    Ok(web::Json(service::list(&state, body.challenge_id).await?))
}

/// Sends the code to another phone of the account.
#[utoipa::path(
    tag = "identity",
    request_body = SendElsewhere,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/session/code/elsewhere")]
async fn send_elsewhere(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SendElsewhere>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let challenge = service::send_elsewhere(&state, body.into_inner(), address, lang).await?;
    Ok(web::Json(challenge))
}

/// A recovery code in place of the one-time code. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = UseRecoveryCode,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/session/recovery-code")]
async fn use_recovery_code(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<UseRecoveryCode>,
) -> Result<HttpResponse, AppError> {
    let device = device(&state, &request);
    let id = RequestId::of(&request);
    let session = service::use_recovery_code(&state, body.into_inner(), device, id).await?;
    Ok(opened(&state, session))
}
