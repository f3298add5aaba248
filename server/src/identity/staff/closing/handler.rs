//! `/api/v1/staff/units/{id}/password-closing`

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::UnitId;
use motcua_shared::identity::staff::{SetClosing, StaffUnit};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(set_password_closing);
}

/// Sets the first day on which passwords open no account of a unit, or of those below it. A day that is there ends what
/// passwords opened at once.
#[utoipa::path(
    tag = "staff",
    params(("id" = UnitId, Path)),
    request_body = SetClosing,
    responses((status = 200, body = Vec<StaffUnit>), (status = "4XX", body = Problem))
)]
#[put("/staff/units/{id}/password-closing")]
async fn set_password_closing(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
    body: web::Json<SetClosing>,
) -> Result<web::Json<Vec<StaffUnit>>, AppError> {
    Ok(web::Json(service::set(&state, by, *id, body.into_inner()).await?))
}
