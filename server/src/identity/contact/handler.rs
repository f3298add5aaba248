//! `/api/v1/account/phones…`, `/api/v1/account/email…`, `/api/v1/phone-changes…`

use super::super::code::Purpose;
use super::super::guard::Signed;
use super::{change, email, phone};
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, post, put, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::PhoneChangeId;
use motcua_shared::identity::account::{ChosenEmail, ChosenPhone, LinkSecret, PhoneChangeView};
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode};
use motcua_shared::text::Lang;
use std::net::IpAddr;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(add_phone)
        .service(confirm_phone)
        .service(resend_phone)
        .service(choose_phone)
        .service(remove_phone)
        .service(change_email)
        .service(remove_email)
        .service(confirm_email)
        .service(resend_email)
        .service(cancel_own_change)
        .service(read_change)
        .service(cancel_change);
}

fn asker(state: &AppState, request: &HttpRequest) -> (Option<IpAddr>, Lang) {
    let address = client_address(request, state.config.http.trust_forwarded);
    (address, Language::of(request.headers()))
}

fn done() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// A further phone: sends a code there.
#[utoipa::path(
    tag = "account",
    request_body = ChosenPhone,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/account/phones")]
async fn add_phone(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChosenPhone>,
) -> Result<web::Json<Challenge>, AppError> {
    let (address, lang) = asker(&state, &request);
    let challenge = phone::begin(&state, principal, body.into_inner(), address, lang).await?;
    Ok(web::Json(challenge))
}

/// That code.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmCode,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/account/phones/code")]
async fn confirm_phone(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmCode>,
) -> Result<HttpResponse, AppError> {
    let (_, lang) = asker(&state, &request);
    phone::confirm(
        &state,
        principal,
        body.into_inner(),
        lang,
        RequestId::of(&request),
    )
    .await?;
    Ok(done())
}

/// Sends another one.
#[utoipa::path(
    tag = "account",
    request_body = ResendCode,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/account/phones/code/resend")]
async fn resend_phone(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendCode>,
) -> Result<web::Json<Challenge>, AppError> {
    let (address, lang) = asker(&state, &request);
    let flow = (body.challenge_id, Purpose::AddPhone);
    Ok(web::Json(
        phone::resend(&state, principal, flow, address, lang).await?,
    ))
}

/// Which phone is asked first.
#[utoipa::path(
    tag = "account",
    request_body = ChosenPhone,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[put("/account/phones/first")]
async fn choose_phone(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChosenPhone>,
) -> Result<HttpResponse, AppError> {
    let (_, lang) = asker(&state, &request);
    phone::choose(
        &state,
        principal,
        body.into_inner(),
        lang,
        RequestId::of(&request),
    )
    .await?;
    Ok(done())
}

/// Takes a phone away. The number stands in the body: addresses are written into logs.
#[utoipa::path(
    tag = "account",
    request_body = ChosenPhone,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/account/phones/remove")]
async fn remove_phone(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChosenPhone>,
) -> Result<HttpResponse, AppError> {
    let (_, lang) = asker(&state, &request);
    phone::remove(
        &state,
        principal,
        body.into_inner(),
        lang,
        RequestId::of(&request),
    )
    .await?;
    Ok(done())
}

/// Another e-mail address: sends a code there.
#[utoipa::path(
    tag = "account",
    request_body = ChosenEmail,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/account/email")]
async fn change_email(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChosenEmail>,
) -> Result<web::Json<Challenge>, AppError> {
    let (address, lang) = asker(&state, &request);
    let challenge = email::begin(&state, principal, body.into_inner(), address, lang).await?;
    Ok(web::Json(challenge))
}

/// Takes the e-mail address away.
#[utoipa::path(tag = "account", responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/account/email")]
async fn remove_email(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    let (_, lang) = asker(&state, &request);
    email::remove(&state, principal, lang, RequestId::of(&request)).await?;
    Ok(done())
}

/// That code.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmCode,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/account/email/code")]
async fn confirm_email(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ConfirmCode>,
) -> Result<HttpResponse, AppError> {
    let (_, lang) = asker(&state, &request);
    email::confirm(
        &state,
        principal,
        body.into_inner(),
        lang,
        RequestId::of(&request),
    )
    .await?;
    Ok(done())
}

/// Sends another one.
#[utoipa::path(
    tag = "account",
    request_body = ResendCode,
    responses((status = 200, body = Challenge), (status = "4XX", body = Problem))
)]
#[post("/account/email/code/resend")]
async fn resend_email(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ResendCode>,
) -> Result<web::Json<Challenge>, AppError> {
    let (address, lang) = asker(&state, &request);
    let flow = (body.challenge_id, Purpose::AddEmail);
    Ok(web::Json(
        phone::resend(&state, principal, flow, address, lang).await?,
    ))
}

/// Calls off a change of phone of one's own account.
#[utoipa::path(
    tag = "account",
    params(("id" = String, Path)),
    responses((status = 200, body = PhoneChangeView), (status = "4XX", body = Problem))
)]
#[post("/account/phone-changes/{id}/cancel")]
async fn cancel_own_change(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<web::Json<PhoneChangeView>, AppError> {
    let (_, lang) = asker(&state, &request);
    let id = PhoneChangeId::parse(&id).ok_or(ErrorCode::NotFound)?;
    let view = change::cancel_own(&state, principal, id, lang, RequestId::of(&request)).await?;
    Ok(web::Json(view))
}

/// What the link in a notice is about; changes nothing.
#[utoipa::path(
    tag = "account",
    request_body = LinkSecret,
    responses((status = 200, body = PhoneChangeView), (status = "4XX", body = Problem))
)]
#[post("/phone-changes/read")]
async fn read_change(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<LinkSecret>,
) -> Result<web::Json<PhoneChangeView>, AppError> {
    let (address, _) = asker(&state, &request);
    Ok(web::Json(change::read(&state, body.into_inner(), address).await?))
}

/// Calls the change off, once, without signing in.
#[utoipa::path(
    tag = "account",
    request_body = LinkSecret,
    responses((status = 200, body = PhoneChangeView), (status = "4XX", body = Problem))
)]
#[post("/phone-changes/cancel")]
async fn cancel_change(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<LinkSecret>,
) -> Result<web::Json<PhoneChangeView>, AppError> {
    let (address, lang) = asker(&state, &request);
    let id = RequestId::of(&request);
    let view = change::cancel_by_link(&state, body.into_inner(), address, lang, id).await?;
    Ok(web::Json(view))
}
