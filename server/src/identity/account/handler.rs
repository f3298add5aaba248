//! `/api/v1/account…`

use super::super::guard::{Leaving, Signed};
use super::super::handler::{device, opened};
use super::{password, service, switch};
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::page::ListQuery;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::LinkId;
use motcua_shared::identity::account::{
    AccountOverview, ChangePassword, DeviceKey, EventView, OtherAccount, Preferences, SwitchAccount,
};
use motcua_shared::identity::dto::SessionView;
use motcua_shared::page::Page;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_account)
        .service(device_key)
        .service(change_password)
        .service(set_preferences)
        .service(list_events)
        .service(unlink_identity)
        .service(list_other_accounts)
        .service(switch_account);
}

/// The account that acts, as its holder sees it.
#[utoipa::path(tag = "account", responses((status = 200, body = AccountOverview), (status = "4XX", body = Problem)))]
#[get("/account")]
async fn read_account(
    Signed(principal): Signed,
    state: web::Data<AppState>,
) -> Result<web::Json<AccountOverview>, AppError> {
    Ok(web::Json(service::overview(&state, principal).await?))
}

/// With what photographs of the account that were not sent yet are sealed on its devices. Each account has its own key, and
/// no device keeps it.
#[utoipa::path(tag = "account", responses((status = 200, body = DeviceKey), (status = "4XX", body = Problem)))]
#[get("/account/device-key")]
async fn device_key(
    Signed(principal): Signed,
    state: web::Data<AppState>,
) -> Result<web::Json<DeviceKey>, AppError> {
    Ok(web::Json(service::device_key(&state, &principal)))
}

/// Another password. All other sessions end.
#[utoipa::path(
    tag = "account",
    request_body = ChangePassword,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/account/password")]
async fn change_password(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<ChangePassword>,
) -> Result<HttpResponse, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    let lang = Language::of(request.headers());
    let id = RequestId::of(&request);
    password::change(&state, principal, body.into_inner(), address, lang, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the holder wants to be told, and how.
#[utoipa::path(
    tag = "account",
    request_body = Preferences,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[put("/account/preferences")]
async fn set_preferences(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<Preferences>,
) -> Result<HttpResponse, AppError> {
    service::prefer(&state, principal, body.into_inner(), RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What happened to the account, the newest first.
#[utoipa::path(
    tag = "account",
    params(ListQuery),
    responses((status = 200, body = Page<EventView>), (status = "4XX", body = Problem))
)]
#[get("/account/events")]
async fn list_events(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Page<EventView>>, AppError> {
    Ok(web::Json(
        service::events(&state, principal, query.into_inner()).await?,
    ))
}

/// Takes an identity from elsewhere off the account.
#[utoipa::path(tag = "account", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/account/identities/{id}")]
async fn unlink_identity(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = LinkId::parse(&id).ok_or(ErrorCode::NotFound)?;
    service::unlink(&state, principal, id, RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Accounts of the same person that the session may go on with.
#[utoipa::path(tag = "account", responses((status = 200, body = Vec<OtherAccount>), (status = "4XX", body = Problem)))]
#[get("/account/others")]
async fn list_other_accounts(
    Leaving(principal): Leaving,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<OtherAccount>>, AppError> {
    Ok(web::Json(switch::list(&state, principal).await?))
}

/// Acts as another account of the same person. Sets a new session cookie.
#[utoipa::path(
    tag = "account",
    request_body = SwitchAccount,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem))
)]
#[post("/account/switch")]
async fn switch_account(
    Leaving(principal): Leaving,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<SwitchAccount>,
) -> Result<HttpResponse, AppError> {
    let device = device(&state, &request);
    let id = RequestId::of(&request);
    let session = switch::switch(&state, principal, body.into_inner(), device, id).await?;
    Ok(opened(&state, session))
}
