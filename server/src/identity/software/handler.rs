//! `/api/v1/support-software`

use super::super::guard::Administrator;
use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, put, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::software::SupportSoftwareList;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(read_software).service(replace_software);
}

/// Software that people need on their own computers.
#[utoipa::path(tag = "identity", responses((status = 200, body = SupportSoftwareList)))]
#[get("/support-software")]
async fn read_software(state: web::Data<AppState>) -> Result<web::Json<SupportSoftwareList>, AppError> {
    Ok(web::Json(service::read(&state).await?))
}

/// Puts another list in its place.
#[utoipa::path(
    tag = "identity",
    request_body = SupportSoftwareList,
    responses((status = 200, body = SupportSoftwareList), (status = "4XX", body = Problem))
)]
#[put("/support-software")]
async fn replace_software(
    by: Administrator,
    state: web::Data<AppState>,
    body: web::Json<SupportSoftwareList>,
) -> Result<web::Json<SupportSoftwareList>, AppError> {
    Ok(web::Json(service::replace(&state, body.into_inner(), by).await?))
}
