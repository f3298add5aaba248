//! `/api/v1/token…`, `/api/v1/registrations/token…`, `/api/v1/session/token…`

use super::super::handler::{cookie, device};
use super::super::session::service::Opened;
use super::service::{self, SignedIn, Visit};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::identity::token::{
    AskToken, EnterToken, RegisterToken, TokenAsked, TokenFound, TokenOptions, TokenSignIn, TokenSigned,
};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(token_options)
        .service(ask_token)
        .service(show_token)
        .service(register_token)
        .service(sign_in_token)
        .service(enter_token);
}

/// Where the signing agents on people's own computers are.
#[utoipa::path(tag = "identity", responses((status = 200, body = TokenOptions)))]
#[get("/token")]
async fn token_options(state: web::Data<AppState>) -> web::Json<TokenOptions> {
    web::Json(service::options(&state))
}

/// Something for a token to sign. Sets the cookie by which the browser is known when it answers.
#[utoipa::path(
    tag = "identity",
    request_body = AskToken,
    responses((status = 200, body = TokenAsked), (status = "4XX", body = Problem))
)]
#[post("/token/challenges")]
async fn ask_token(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<AskToken>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    let asked = service::ask(&state, body.purpose, &visit).await?;
    Ok(HttpResponse::Ok()
        .cookie(browser_cookie(&state, asked.browser))
        .json(asked.view))
}

/// First step of registering with a token: shows whose it is.
#[utoipa::path(
    tag = "identity",
    request_body = TokenSigned,
    responses((status = 200, body = TokenFound), (status = "4XX", body = Problem))
)]
#[post("/registrations/token")]
async fn show_token(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<TokenSigned>,
) -> Result<web::Json<TokenFound>, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    Ok(web::Json(service::show(&state, body.into_inner(), &visit).await?))
}

/// Last step: makes the account and sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = RegisterToken,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/registrations/token/account")]
async fn register_token(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<RegisterToken>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    let opened = service::register(&state, body.into_inner(), visit).await?;
    Ok(entered(&state, opened))
}

/// Signs in with a token, or says that nobody has registered with it. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = TokenSigned,
    responses((status = 200, body = TokenSignIn), (status = "4XX", body = Problem))
)]
#[post("/session/token")]
async fn sign_in_token(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<TokenSigned>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    Ok(match service::sign_in(&state, body.into_inner(), visit).await? {
        SignedIn::Opened(opened) => {
            let cookie = cookie(&state, opened.token);
            HttpResponse::Ok()
                .cookie(cookie)
                .json(TokenSignIn::Session(opened.view))
        }
        SignedIn::Unregistered(found) => HttpResponse::Ok().json(TokenSignIn::Unregistered(found)),
    })
}

/// Signs in where registering found an account. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = EnterToken,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/session/token/flow")]
async fn enter_token(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<EnterToken>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let visit = visit(&state, &request, kept.as_deref());
    let opened = service::enter(&state, &body.flow, visit).await?;
    Ok(entered(&state, opened))
}

fn entered(state: &AppState, opened: Opened) -> HttpResponse {
    let cookie = cookie(state, opened.token);
    HttpResponse::Ok().cookie(cookie).json(opened.view)
}

pub(in crate::identity) fn visit<'a>(
    state: &AppState,
    request: &HttpRequest,
    browser: Option<&'a str>,
) -> Visit<'a> {
    Visit {
        browser,
        device: device(state, request),
        request_id: RequestId::of(request),
        lang: Language::of(request.headers()),
    }
}

/// Browsers take `__Host-` only with `Secure`, without a domain, for `/`.
fn cookie_name(state: &AppState) -> &'static str {
    if state.config.http.plain_cookies {
        "motcua-token"
    } else {
        "__Host-motcua-token"
    }
}

pub(in crate::identity) fn browser(state: &AppState, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(cookie_name(state))?;
    Some(cookie.value().to_owned())
}

/// Strict: nothing that begins at another site has to do with it.
pub(in crate::identity) fn browser_cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(state), value)
        .path("/")
        .http_only(true)
        .secure(!state.config.http.plain_cookies)
        .same_site(SameSite::Strict)
        .max_age(Duration::hours(1))
        .finish()
}
