//! `/api/v1/session…`

use super::guard::{Anyone, Leaving};
use super::session::service::Opened;
use super::session::{Device, service as sessions};
use super::sign_in::service;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode, SessionView, SignIn};

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_session)
        .service(delete_session)
        .service(sign_in)
        .service(confirm_code)
        .service(resend_code)
        .configure(super::oidc::handler::routes)
        .configure(super::proof::handler::routes)
        .configure(super::registration::handler::routes)
        .configure(super::recovery::handler::routes)
        .configure(super::claim::handler::routes)
        .configure(super::token::handler::routes)
        .configure(super::sim::handler::routes)
        .configure(super::software::handler::routes)
        .configure(super::password_link::handler::routes)
        .configure(super::assisted::handler::routes)
        .configure(super::staff::handler::routes)
        .configure(super::session::handler::routes)
        .configure(super::account::handler::routes)
        .configure(super::confirmation::handler::routes)
        .configure(super::contact::handler::routes)
        .configure(super::recovery_code::handler::routes)
        .configure(super::other_way::handler::routes)
        .configure(super::lost_phone::handler::routes);
}

/// Who is signed in.
#[utoipa::path(tag = "identity", responses((status = 200, body = SessionView)))]
#[get("/session")]
async fn read_session(state: web::Data<AppState>, Anyone(principal): Anyone) -> web::Json<SessionView> {
    web::Json(sessions::view(&state, principal.as_ref()))
}

/// First step of signing in: the password.
#[utoipa::path(
    tag = "identity",
    request_body = SignIn,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/session/password")]
async fn sign_in(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SignIn>,
) -> Result<web::Json<Challenge>, AppError> {
    let device = device(&state, &request);
    let challenge = service::sign_in(&state, body.into_inner(), device, RequestId::of(&request)).await?;
    Ok(web::Json(challenge))
}

/// Second step of signing in: the one-time code. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = ConfirmCode,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/session/code")]
async fn confirm_code(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmCode>,
) -> Result<HttpResponse, AppError> {
    let device = device(&state, &request);
    let session = service::confirm(&state, body.into_inner(), device, RequestId::of(&request)).await?;
    Ok(opened(&state, session))
}

/// Sends a new one-time code.
#[utoipa::path(
    tag = "identity",
    request_body = ResendCode,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/session/code/resend")]
async fn resend_code(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendCode>,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    Ok(web::Json(
        service::resend(&state, body.challenge_id, address, lang).await?,
    ))
}

/// Signs out.
#[utoipa::path(tag = "identity", responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/session")]
async fn delete_session(
    Leaving(principal): Leaving,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    sessions::sign_out(&state, principal, RequestId::of(&request)).await?;
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent()
        .cookie(gone)
        .insert_header((
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"storage\"",
        ))
        .finish())
}

/// From where a request comes.
pub(super) fn device(state: &AppState, request: &HttpRequest) -> Device {
    let browser = request.headers().get(header::USER_AGENT);
    let browser = browser.and_then(|value| value.to_str().ok()).unwrap_or_default();
    Device::new(
        browser,
        client_address(request, state.config.http.trust_forwarded),
        request
            .cookie(device_cookie_name(state))
            .map(|cookie| cookie.value().to_owned()),
        Language::of(request.headers()),
    )
}

/// The answer that opens a session.
pub(super) fn opened(state: &AppState, opened: Opened) -> HttpResponse {
    HttpResponse::Ok()
        .cookie(cookie(state, opened.token))
        .cookie(device_cookie(state, opened.device_key))
        .json(opened.view)
}

fn device_cookie_name(state: &AppState) -> &'static str {
    if state.config.http.plain_cookies {
        "motcua-device"
    } else {
        "__Host-motcua-device"
    }
}

/// By which a browser is known that signed in before. It opens nothing; it only spares its owner a notice.
pub(super) fn device_cookie(state: &AppState, key: String) -> Cookie<'static> {
    Cookie::build(device_cookie_name(state), key)
        .path("/")
        .http_only(true)
        .secure(!state.config.http.plain_cookies)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(180))
        .finish()
}

/// The session cookie.
pub(super) fn cookie(state: &AppState, token: String) -> Cookie<'static> {
    let hours = i64::try_from(state.config.identity.session_hours).unwrap_or(12);
    Cookie::build(state.config.cookie_name(), token)
        .path("/")
        .http_only(true)
        .secure(!state.config.http.plain_cookies)
        .same_site(SameSite::Lax)
        .max_age(Duration::hours(hours))
        .finish()
}
