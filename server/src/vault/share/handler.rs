//! `/api/v1/papers/{id}/grants`, `/api/v1/grants…`, `/api/v1/grantees…`

use super::service;
use crate::error::AppError;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::identity::guard::{Filer, Signed};
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::id::{GrantId, PaperId};
use motcua_shared::page::Page;
use motcua_shared::vault::share::{FindGrantee, FoundGrantee, GivePaper, GrantView};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_grantee_units)
        .service(find_grantee)
        .service(list_paper_grants)
        .service(give_paper)
        .service(list_grants)
        .service(withdraw_grant);
}

/// Units that a paper can be shown to.
#[utoipa::path(
    tag = "vault",
    responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem))
)]
#[get("/grantees/units")]
async fn list_grantee_units(
    _: Filer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    Ok(web::Json(service::units(&state).await?))
}

/// The organisation that has a number, so that the owner can see whether it is the right one.
#[utoipa::path(
    tag = "vault",
    request_body = FindGrantee,
    responses((status = 200, body = FoundGrantee), (status = "4XX", body = Problem))
)]
#[post("/grantees")]
async fn find_grantee(
    filer: Filer,
    state: web::Data<AppState>,
    body: web::Json<FindGrantee>,
) -> Result<web::Json<FoundGrantee>, AppError> {
    Ok(web::Json(
        service::find_grantee(&state, filer, body.into_inner()).await?,
    ))
}

/// To whom a paper of the own vault is or was shown.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper"), PageQuery),
    responses((status = 200, body = Page<GrantView>), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/grants")]
async fn list_paper_grants(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<GrantView>>, AppError> {
    Ok(web::Json(
        service::list(&state, filer, Some(*id), query.into_inner()).await?,
    ))
}

/// Shows a paper of the own vault to a unit, an organisation, or the unit of an own dossier.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    request_body = GivePaper,
    responses((status = 201, body = GrantView), (status = "4XX", body = Problem))
)]
#[post("/papers/{id}/grants")]
async fn give_paper(
    filer: Filer,
    Signed(principal): Signed,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
    body: web::Json<GivePaper>,
) -> Result<HttpResponse, AppError> {
    let grant = service::give(&state, filer, principal, *id, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(grant))
}

/// To whom papers of the own vault are or were shown.
#[utoipa::path(
    tag = "vault",
    params(PageQuery),
    responses((status = 200, body = Page<GrantView>), (status = "4XX", body = Problem))
)]
#[get("/grants")]
async fn list_grants(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<GrantView>>, AppError> {
    Ok(web::Json(
        service::list(&state, filer, None, query.into_inner()).await?,
    ))
}

/// Takes a grant back. What was filed already stays.
#[utoipa::path(
    tag = "vault",
    params(("id" = GrantId, Path, description = "Id of the grant")),
    responses((status = 200, body = GrantView), (status = "4XX", body = Problem))
)]
#[post("/grants/{id}/withdrawal")]
async fn withdraw_grant(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<GrantId>,
) -> Result<web::Json<GrantView>, AppError> {
    Ok(web::Json(service::withdraw(&state, filer, *id).await?))
}
