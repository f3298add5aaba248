//! `/api/v1/lost-phones…`

use super::super::handler::device;
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::account::{LostPhoneDone, LostPhoneNumber, LostPhoneStarted};
use motcua_shared::identity::dto::{Challenge, SignIn};
use motcua_shared::identity::registration::{ConfirmFlow, ResendFlow};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(lose_phone)
        .service(give_number)
        .service(confirm_number)
        .service(resend_to_number);
}

/// First step after a lost phone: account and password.
#[utoipa::path(
    tag = "identity",
    request_body = SignIn,
    responses((status = 200, body = LostPhoneStarted), (status = "4XX", body = Problem))
)]
#[post("/lost-phones")]
async fn lose_phone(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SignIn>,
) -> Result<web::Json<LostPhoneStarted>, AppError> {
    let device = device(&state, &request);
    let id = RequestId::of(&request);
    let started = service::begin(&state, body.into_inner(), &device, id).await?;
    Ok(web::Json(started))
}

/// Second step: the new number.
#[utoipa::path(
    tag = "identity",
    request_body = LostPhoneNumber,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/lost-phones/number")]
async fn give_number(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<LostPhoneNumber>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let challenge = service::give_number(&state, body.into_inner(), address, lang).await?;
    Ok(web::Json(challenge))
}

/// Last step: the code that went there.
#[utoipa::path(
    tag = "identity",
    request_body = ConfirmFlow,
    responses((status = 200, body = LostPhoneDone), (status = "4XX", body = Problem))
)]
#[post("/lost-phones/code")]
async fn confirm_number(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmFlow>,
) -> Result<web::Json<LostPhoneDone>, AppError> {
    let lang = Language::of(request.headers());
    let done = service::confirm(&state, body.into_inner(), lang, RequestId::of(&request)).await?;
    Ok(web::Json(done))
}

/// Sends a new code.
#[utoipa::path(
    tag = "identity",
    request_body = ResendFlow,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/lost-phones/code/resend")]
async fn resend_to_number(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendFlow>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let challenge = service::resend(&state, &body.flow, address, lang).await?;
    Ok(web::Json(challenge))
}
