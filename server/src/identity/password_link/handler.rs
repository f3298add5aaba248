//! `/api/v1/password-links…`

use super::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::identity::desk::{LinkOpened, OpenLink};
use motcua_shared::identity::registration::SetPassword;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(open_link).service(set_password_by_link);
}

fn slow_down(state: &AppState, request: &HttpRequest) -> Result<(), AppError> {
    let address = client_address(request, state.config.http.trust_forwarded);
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))
}

/// Whether a link of the desk still works, and what a password must be.
#[utoipa::path(
    tag = "identity",
    request_body = OpenLink,
    responses((status = 200, body = LinkOpened), (status = "4XX", body = Problem))
)]
#[post("/password-links")]
async fn open_link(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<OpenLink>,
) -> Result<web::Json<LinkOpened>, AppError> {
    slow_down(&state, &request)?;
    Ok(web::Json(service::open(&state, &body.token).await?))
}

/// Sets the password by a link of the desk; `flow` is the link's secret. Works once.
#[utoipa::path(
    tag = "identity",
    request_body = SetPassword,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/password-links/password")]
async fn set_password_by_link(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SetPassword>,
) -> Result<HttpResponse, AppError> {
    slow_down(&state, &request)?;
    service::set(&state, body.into_inner(), RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
