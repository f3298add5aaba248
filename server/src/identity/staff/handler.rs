//! `/api/v1/staff…`

use super::super::guard::Administrator;
use super::{check, officers, password, removal, tree};
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{
    AddOfficer, ChangeOfficer, OfficerRow, OfficerView, RemoveOfficer, SearchOfficers, StaffUnit,
    SuspendOfficer,
};
use motcua_shared::page::Page;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    // Before the accounts, whose id may be any one part of the address.
    super::sheet::handler::routes(config);
    super::closing::handler::routes(config);
    super::shared::handler::routes(config);
    config
        .service(search_officers)
        .service(list_staff_units)
        .service(read_staff_tree)
        .service(add_officer)
        .service(read_officer)
        .service(change_officer)
        .service(suspend_officer)
        .service(send_officer_password_link)
        .service(check_officer_identity)
        .service(remove_officer);
}

/// Officers and administrators.
#[utoipa::path(
    tag = "staff",
    request_body = SearchOfficers,
    responses((status = 200, body = Page<OfficerRow>), (status = "4XX", body = Problem))
)]
#[post("/staff/searches")]
async fn search_officers(
    _by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<SearchOfficers>,
) -> Result<web::Json<Page<OfficerRow>>, AppError> {
    Ok(web::Json(officers::search(&state, body.into_inner()).await?))
}

/// Units where officers work.
#[utoipa::path(tag = "staff", responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem)))]
#[get("/staff/units")]
async fn list_staff_units(
    _by: Administrator,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    Ok(web::Json(officers::units(&state).await?))
}

/// The same units as a tree, with how many officers each has.
#[utoipa::path(tag = "staff", responses((status = 200, body = Vec<StaffUnit>), (status = "4XX", body = Problem)))]
#[get("/staff/tree")]
async fn read_staff_tree(
    _by: Administrator,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<StaffUnit>>, AppError> {
    Ok(web::Json(tree::load(&state).await?))
}

/// Adds an officer, who reaches the account with the electronic identity of this number.
#[utoipa::path(
    tag = "staff",
    request_body = AddOfficer,
    responses((status = 201, body = OfficerView), (status = "4XX", body = Problem))
)]
#[post("/staff")]
async fn add_officer(
    by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<AddOfficer>,
) -> Result<HttpResponse, AppError> {
    let view = officers::add(&state, by, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(view))
}

/// One of them, with what was done to the account.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    responses((status = 200, body = OfficerView), (status = "4XX", body = Problem))
)]
#[get("/staff/{id}")]
async fn read_officer(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
) -> Result<web::Json<OfficerView>, AppError> {
    Ok(web::Json(officers::load(&state, by, *id).await?))
}

/// Changes what an officer may do, where they work and how they are reached. Other rights end their sessions.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    request_body = ChangeOfficer,
    responses((status = 200, body = OfficerView), (status = "4XX", body = Problem))
)]
#[put("/staff/{id}")]
async fn change_officer(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
    body: web::Json<ChangeOfficer>,
) -> Result<web::Json<OfficerView>, AppError> {
    Ok(web::Json(
        officers::change(&state, by, *id, body.into_inner()).await?,
    ))
}

/// Suspends an officer, whose sessions end at once, or takes them up again.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    request_body = SuspendOfficer,
    responses((status = 200, body = OfficerView), (status = "4XX", body = Problem))
)]
#[put("/staff/{id}/suspension")]
async fn suspend_officer(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
    body: web::Json<SuspendOfficer>,
) -> Result<web::Json<OfficerView>, AppError> {
    Ok(web::Json(
        officers::suspend(&state, by, *id, body.into_inner()).await?,
    ))
}

/// Sends an officer a link to another password; the one before opens nothing any more.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    responses((status = 200, body = OfficerView), (status = "4XX", body = Problem))
)]
#[post("/staff/{id}/password-link")]
async fn send_officer_password_link(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
) -> Result<web::Json<OfficerView>, AppError> {
    Ok(web::Json(password::reset(&state, by, *id).await?))
}

/// Compares what is written of an officer's card with the register of the population.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    responses((status = 200, body = OfficerView), (status = "4XX", body = Problem))
)]
#[post("/staff/{id}/identity-check")]
async fn check_officer_identity(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
) -> Result<web::Json<OfficerView>, AppError> {
    Ok(web::Json(check::service::check(&state, by, *id).await?))
}

/// Closes an officer's account for ever. What it did keeps its name.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    request_body = RemoveOfficer,
    responses((status = 204), (status = "4XX", body = Problem))
)]
#[post("/staff/{id}/removal")]
async fn remove_officer(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
    body: web::Json<RemoveOfficer>,
) -> Result<HttpResponse, AppError> {
    removal::remove(&state, by, *id, body.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
