//! `/api/v1/sim…`, `/api/v1/registrations/sim`, `/api/v1/session/sim`

use super::super::handler::cookie;
use super::super::token::handler::{browser, browser_cookie, visit};
use super::super::token::service::SignedIn;
use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::sim::{AskSim, SimAsked, SimFound, SimSignIn, SimWait};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(ask_sim).service(show_sim).service(sign_in_sim);
}

/// Sends something to sign to a phone. Sets the cookie by which the browser is known when it asks for the outcome.
#[utoipa::path(
    tag = "identity",
    request_body = AskSim,
    responses((status = 200, body = SimAsked), (status = "4XX", body = Problem), (status = 503, body = Problem))
)]
#[post("/sim/challenges")]
async fn ask_sim(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<AskSim>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    let asked = service::ask(&state, body.into_inner(), &visit).await?;
    Ok(HttpResponse::Ok()
        .cookie(browser_cookie(&state, asked.browser))
        .json(asked.view))
}

/// Whether the phone has signed, and whose SIM it is.
#[utoipa::path(
    tag = "identity",
    request_body = SimWait,
    responses((status = 200, body = SimFound), (status = "4XX", body = Problem))
)]
#[post("/registrations/sim")]
async fn show_sim(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SimWait>,
) -> Result<web::Json<SimFound>, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    let found = service::show(&state, &body.wait, &visit).await?;
    Ok(web::Json(found.map_or(SimFound::Waiting, SimFound::Found)))
}

/// Whether the phone has signed; then signs in, and sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = SimWait,
    responses((status = 200, body = SimSignIn), (status = "4XX", body = Problem))
)]
#[post("/session/sim")]
async fn sign_in_sim(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SimWait>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    Ok(match service::sign_in(&state, &body.wait, visit).await? {
        None => HttpResponse::Ok().json(SimSignIn::Waiting),
        Some(SignedIn::Unregistered(found)) => HttpResponse::Ok().json(SimSignIn::Unregistered(found)),
        Some(SignedIn::Opened(opened)) => {
            let cookie = cookie(&state, opened.token);
            HttpResponse::Ok()
                .cookie(cookie)
                .json(SimSignIn::Session(opened.view))
        }
    })
}
