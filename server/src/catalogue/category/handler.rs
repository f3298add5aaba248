//! `/api/v1/catalogue…`: for administrators.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use motcua_shared::catalogue::kept::{AddCategory, AddType, ChangeKept, KeptType};
use motcua_shared::error::Problem;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_kept_types)
        .service(add_type)
        .service(change_type)
        .service(add_category)
        .service(change_category);
}

/// Paper types and categories, those that were retired as well.
#[utoipa::path(tag = "catalogue", responses((status = 200, body = Vec<KeptType>), (status = "4XX", body = Problem)))]
#[get("/catalogue/paper-types")]
async fn list_kept_types(
    _by: Administrator,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<KeptType>>, AppError> {
    Ok(web::Json(service::list(&state).await?))
}

/// Adds a type; the answer is the whole list.
#[utoipa::path(
    tag = "catalogue",
    request_body = AddType,
    responses((status = 201, body = Vec<KeptType>), (status = "4XX", body = Problem))
)]
#[post("/catalogue/paper-types")]
async fn add_type(
    by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<AddType>,
) -> Result<HttpResponse, AppError> {
    let types = service::add_type(&state, by, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(types))
}

/// Names a type otherwise, retires it with all its categories, or takes it up again.
#[utoipa::path(
    tag = "catalogue",
    params(("id" = String, Path, description = "Id of the type")),
    request_body = ChangeKept,
    responses((status = 200, body = Vec<KeptType>), (status = "4XX", body = Problem))
)]
#[put("/catalogue/paper-types/{id}")]
async fn change_type(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<String>,
    body: web::Json<ChangeKept>,
) -> Result<web::Json<Vec<KeptType>>, AppError> {
    let types = service::change_type(&state, by, id.into_inner(), body.into_inner()).await?;
    Ok(web::Json(types))
}

/// Adds a category; the answer is the whole list.
#[utoipa::path(
    tag = "catalogue",
    request_body = AddCategory,
    responses((status = 201, body = Vec<KeptType>), (status = "4XX", body = Problem))
)]
#[post("/catalogue/paper-categories")]
async fn add_category(
    by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<AddCategory>,
) -> Result<HttpResponse, AppError> {
    let types = service::add_category(&state, by, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(types))
}

/// Names a category otherwise, retires it, or takes it up again.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the category")),
    request_body = ChangeKept,
    responses((status = 200, body = Vec<KeptType>), (status = "4XX", body = Problem))
)]
#[put("/catalogue/paper-categories/{code}")]
async fn change_category(
    by: Administrator,
    state: web::Data<AppState>,
    code: web::Path<String>,
    body: web::Json<ChangeKept>,
) -> Result<web::Json<Vec<KeptType>>, AppError> {
    let types = service::change_category(&state, by, code.into_inner(), body.into_inner()).await?;
    Ok(web::Json(types))
}
