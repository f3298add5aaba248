//! `/api/v1/registrations…`

use super::super::handler::{device, opened};
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::identity::registration::{
    ConfirmFlow, FlowConfirmed, FlowStarted, Register, RegistrationOptions, ResendFlow, SetPassword,
};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(registration_options)
        .service(register)
        .service(confirm_registration)
        .service(resend_registration)
        .service(finish_registration);
}

/// Which ways of registering there are, and what a password must be.
#[utoipa::path(tag = "identity", responses((status = 200, body = RegistrationOptions)))]
#[get("/registrations")]
async fn registration_options(state: web::Data<AppState>) -> web::Json<RegistrationOptions> {
    web::Json(service::options(&state))
}

/// First step of registering: data is compared with the record, and a code is sent.
#[utoipa::path(
    tag = "identity",
    request_body = Register,
    responses((status = 200, body = FlowStarted), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
#[post("/registrations")]
async fn register(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<Register>,
) -> Result<web::Json<FlowStarted>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let started = service::begin(&state, body.into_inner(), address, lang).await?;
    Ok(web::Json(started))
}

/// Second step: the code.
#[utoipa::path(
    tag = "identity",
    request_body = ConfirmFlow,
    responses((status = 200, body = FlowConfirmed), (status = "4XX", body = Problem))
)]
#[post("/registrations/code")]
async fn confirm_registration(
    state: web::Data<AppState>,
    body: web::Json<ConfirmFlow>,
) -> Result<web::Json<FlowConfirmed>, AppError> {
    Ok(web::Json(service::confirm(&state, body.into_inner()).await?))
}

/// Sends a new code.
#[utoipa::path(
    tag = "identity",
    request_body = ResendFlow,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/registrations/code/resend")]
async fn resend_registration(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendFlow>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    Ok(web::Json(
        service::resend(&state, &body.flow, address, lang).await?,
    ))
}

/// Last step: the password. Makes the account and sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = SetPassword,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/registrations/password")]
async fn finish_registration(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SetPassword>,
) -> Result<HttpResponse, AppError> {
    let device = device(&state, &request);
    let session = service::finish(&state, body.into_inner(), device, RequestId::of(&request)).await?;
    Ok(opened(&state, session))
}
