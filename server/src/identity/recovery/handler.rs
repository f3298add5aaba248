//! `/api/v1/recoveries…`

use super::super::pace::on_the_beat;
use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::registration::{
    ConfirmFlow, FlowConfirmed, FlowStarted, Recover, ResendFlow, SetPassword,
};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(recover)
        .service(confirm_recovery)
        .service(resend_recovery)
        .service(finish_recovery);
}

/// First step after a forgotten password. The answer does not tell whether there is such an account.
#[utoipa::path(
    tag = "identity",
    request_body = Recover,
    responses((status = 200, body = FlowStarted), (status = "4XX", body = Problem))
)]
#[post("/recoveries")]
async fn recover(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<Recover>,
) -> Result<web::Json<FlowStarted>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let started = on_the_beat(service::begin(&state, body.into_inner(), address, lang)).await?;
    Ok(web::Json(started))
}

/// Second step: the code.
#[utoipa::path(
    tag = "identity",
    request_body = ConfirmFlow,
    responses((status = 200, body = FlowConfirmed), (status = "4XX", body = Problem))
)]
#[post("/recoveries/code")]
async fn confirm_recovery(
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
#[post("/recoveries/code/resend")]
async fn resend_recovery(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendFlow>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    Ok(web::Json(
        on_the_beat(service::resend(&state, &body.flow, address, lang)).await?,
    ))
}

/// Last step: the new password. Every session of the account ends.
#[utoipa::path(
    tag = "identity",
    request_body = SetPassword,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/recoveries/password")]
async fn finish_recovery(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SetPassword>,
) -> Result<HttpResponse, AppError> {
    let lang = Language::of(request.headers());
    service::finish(&state, body.into_inner(), lang, RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
