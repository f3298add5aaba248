//! `/api/v1/account/sessions…`

use super::super::guard::Signed;
use super::service;
use crate::error::AppError;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::id::SessionId;
use motcua_shared::identity::account::SessionEntry;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_sessions)
        .service(end_other_sessions)
        .service(end_session);
}

/// Where the account is signed in.
#[utoipa::path(tag = "account", responses((status = 200, body = Vec<SessionEntry>), (status = "4XX", body = Problem)))]
#[get("/account/sessions")]
async fn list_sessions(
    Signed(principal): Signed,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<SessionEntry>>, AppError> {
    Ok(web::Json(service::list(&state, principal).await?))
}

/// Signs out everywhere else.
#[utoipa::path(tag = "account", responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/account/sessions")]
async fn end_other_sessions(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, AppError> {
    service::end_others(&state, principal, RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Signs out in one place.
#[utoipa::path(tag = "account", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
#[delete("/account/sessions/{id}")]
async fn end_session(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = SessionId::parse(&id).ok_or(ErrorCode::NotFound)?;
    service::end(&state, principal, id, RequestId::of(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
