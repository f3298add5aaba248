//! `/api/v1/delegations…`

use super::service::{self, Asking};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::identity::guard::Signed;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::delegation::dto::{Colleague, DelegationView, GiveDelegation, SearchColleagues};
use motcua_shared::error::Problem;
use motcua_shared::id::DelegationId;
use motcua_shared::page::Page;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_delegations)
        .service(search_colleagues)
        .service(give_delegation)
        .service(withdraw_delegation);
}

/// Delegations that the account has to do with, newest first; for an administrator all of them.
#[utoipa::path(
    tag = "delegation",
    params(PageQuery),
    responses((status = 200, body = Page<DelegationView>), (status = "4XX", body = Problem))
)]
#[get("/delegations")]
async fn list_delegations(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<DelegationView>>, AppError> {
    let asking = Asking::of(principal)?;
    Ok(web::Json(
        service::list(&state, asking, query.into_inner()).await?,
    ))
}

/// Officers to whom one may delegate.
#[utoipa::path(
    tag = "delegation",
    request_body = SearchColleagues,
    responses((status = 200, body = Vec<Colleague>), (status = "4XX", body = Problem))
)]
#[post("/delegations/colleagues")]
async fn search_colleagues(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    body: web::Json<SearchColleagues>,
) -> Result<web::Json<Vec<Colleague>>, AppError> {
    let asking = Asking::of(principal)?;
    Ok(web::Json(
        service::colleagues(&state, asking, body.into_inner()).await?,
    ))
}

/// Gives a delegation. Two of the same pair never overlap, so that repeating it gives none a second time.
#[utoipa::path(
    tag = "delegation",
    request_body = GiveDelegation,
    responses((status = 201, body = DelegationView), (status = "4XX", body = Problem))
)]
#[post("/delegations")]
async fn give_delegation(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<GiveDelegation>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let asking = Asking::of(principal)?;
    let id = RequestId::of(&request);
    let view = service::give(&state, asking, body.into_inner(), lang, id).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Withdraws a delegation: its delegate is refused from the next request on.
#[utoipa::path(
    tag = "delegation",
    params(("id" = DelegationId, Path)),
    responses((status = 200, body = DelegationView), (status = "4XX", body = Problem))
)]
#[post("/delegations/{id}/withdrawal")]
async fn withdraw_delegation(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<DelegationId>,
) -> Result<web::Json<DelegationView>, AppError> {
    let asking = Asking::of(principal)?;
    let request_id = RequestId::of(&request);
    Ok(web::Json(
        service::withdraw(&state, asking, *id, request_id).await?,
    ))
}
