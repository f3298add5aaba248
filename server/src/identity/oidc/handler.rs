//! `/api/v1/session/providers…`, `/api/v1/session/link…`. The first two are pages that a browser goes to, so they always
//! lead to a page, also when they refuse.

use super::super::guard::Anyone;
use super::super::handler::{self, cookie, device};
use super::super::session::Principal;
use super::domain::{Purpose, ReturnPath};
use super::service::{self, Arrival, Returned};
use super::staff;
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::desk::{ChooseStaff, StaffChoice};
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode, SessionView, SignedOut};
use serde::Deserialize;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(start)
        .service(callback)
        .service(ask_proof)
        .service(prove)
        .service(resend)
        .service(sign_out)
        .service(staff_choices)
        .service(choose_staff);
}

/// How somebody leaves for a provider.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct StartQuery {
    /// Page to come back to; one of this portal.
    #[serde(default)]
    tiep: Option<String>,
    /// `link` joins the identity to the account that is signed in; `staff` signs an officer in.
    #[serde(default)]
    purpose: Option<String>,
}

/// What a provider sends along.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct CallbackQuery {
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    iss: Option<String>,
}

fn arrival<'a>(
    state: &AppState,
    request: &HttpRequest,
    browser: Option<&'a str>,
    principal: Option<Principal>,
) -> Arrival<'a> {
    Arrival {
        browser,
        principal,
        device: device(state, request),
        request_id: RequestId::of(request),
    }
}

fn browser(state: &AppState, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(state.config.provider_cookie_name())?;
    Some(cookie.value().to_owned())
}

fn to(location: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, location));
    answer
}

/// Leaves for a provider.
#[utoipa::path(tag = "identity", params(("id" = String, Path), StartQuery), responses((status = 303)))]
#[get("/session/providers/{id}/start")]
async fn start(
    Anyone(principal): Anyone,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<StartQuery>,
) -> HttpResponse {
    let purpose = match query.purpose.as_deref() {
        Some("link") => Purpose::Link,
        Some("staff") => Purpose::Staff,
        _ => Purpose::SignIn,
    };
    let path = ReturnPath::parse(query.tiep.as_deref().unwrap_or(purpose.home()));
    let kept = browser(&state, &request);
    let arrival = arrival(&state, &request, kept.as_deref(), principal);
    match service::start(&state, &id, purpose, path.clone(), &arrival).await {
        Ok(started) => to(&started.location)
            .cookie(browser_cookie(&state, started.browser))
            .finish(),
        Err(error) => to(&service::refusal_page(purpose, error.code, &path)).finish(),
    }
}

/// Comes back from a provider.
#[utoipa::path(tag = "identity", params(("id" = String, Path), CallbackQuery), responses((status = 303)))]
#[get("/session/providers/{id}/callback")]
async fn callback(
    Anyone(principal): Anyone,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<CallbackQuery>,
) -> HttpResponse {
    let kept = browser(&state, &request);
    let returned = Returned {
        state: query.state.as_deref(),
        code: query.code.as_deref(),
        error: query.error.as_deref(),
        issuer: query.iss.as_deref(),
    };
    let arrival = arrival(&state, &request, kept.as_deref(), principal);
    let landing = service::finish(&state, &id, returned, arrival).await;
    let mut answer = to(&landing.path);
    if let Some((token, device_key)) = landing.token {
        answer.cookie(cookie(&state, token));
        answer.cookie(handler::device_cookie(&state, device_key));
    }
    answer.finish()
}

/// Sends the code that joins the identity that just came back to the account that was there before.
#[utoipa::path(tag = "identity", responses((status = 200, body = Challenge), (status = "4XX", body = Problem)))]
#[post("/session/link")]
async fn ask_proof(
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<web::Json<Challenge>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let kept = browser(&state, &request);
    let challenge = service::ask_proof(&state, kept.as_deref(), address, lang).await?;
    Ok(web::Json(challenge))
}

/// That code. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = ConfirmCode,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/session/link/code")]
async fn prove(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmCode>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let arrival = arrival(&state, &request, kept.as_deref(), None);
    let opened = service::prove(&state, body.into_inner(), arrival).await?;
    Ok(handler::opened(&state, opened))
}

/// Sends another code.
#[utoipa::path(
    tag = "identity",
    request_body = ResendCode,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/session/link/code/resend")]
async fn resend(
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

/// Signs out, if somebody is signed in, and says where to sign out at the provider of the identity.
#[utoipa::path(tag = "identity", responses((status = 200, body = SignedOut), (status = "4XX", body = Problem)))]
#[post("/session/sign-out")]
async fn sign_out(
    Anyone(principal): Anyone,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    let provider_url = match principal {
        Some(principal) => service::sign_out(&state, principal, RequestId::of(&request)).await?,
        None => None,
    };
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::Ok()
        .cookie(gone)
        .insert_header((
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\", \"storage\"",
        ))
        .json(SignedOut { provider_url }))
}

/// Staff accounts of the officer who just came from a provider and has several.
#[utoipa::path(tag = "identity", responses((status = 200, body = Vec<StaffChoice>), (status = "4XX", body = Problem)))]
#[post("/session/staff")]
async fn staff_choices(
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<web::Json<Vec<StaffChoice>>, AppError> {
    let kept = browser(&state, &request);
    Ok(web::Json(staff::choices(&state, kept.as_deref()).await?))
}

/// The one to act as. Sets the session cookie.
#[utoipa::path(
    tag = "identity",
    request_body = ChooseStaff,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/session/staff/choice")]
async fn choose_staff(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChooseStaff>,
) -> Result<HttpResponse, AppError> {
    let kept = browser(&state, &request);
    let arrival = arrival(&state, &request, kept.as_deref(), None);
    let opened = staff::choose(&state, body.id, arrival).await?;
    let cookie = cookie(&state, opened.token);
    Ok(HttpResponse::Ok().cookie(cookie).json(opened.view))
}

/// Lax, because the browser must send it when it comes back from another site.
fn browser_cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(state.config.provider_cookie_name(), value)
        .path("/")
        .http_only(true)
        .secure(!state.config.http.plain_cookies)
        .same_site(SameSite::Lax)
        // The flow, and the proof after it.
        .max_age(Duration::minutes(20))
        .finish()
}
