//! `/api/v1/refusal-rules`: read by everybody, kept by administrators.

use super::service;
use crate::db::DbConn;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{get, put, web};
use motcua_shared::error::Problem;
use motcua_shared::processing::refusal::{RefusalKind, RefusalRule, SetRefusalRule};

/// The routes of rules.
pub fn routes(config: &mut Routes<'_>) {
    config.service(list_refusal_rules).service(set_refusal_rule);
}

/// What one-stop desks may refuse dossiers for, by which letter and from which day on.
#[utoipa::path(
    tag = "processing",
    responses((status = 200, body = Vec<RefusalRule>), (status = "4XX", body = Problem))
)]
#[get("/refusal-rules")]
async fn list_refusal_rules(state: web::Data<AppState>) -> Result<web::Json<Vec<RefusalRule>>, AppError> {
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut DbConn| service::rules(conn, today);
    Ok(web::Json(state.db.read(work).await?))
}

/// Changes the letter and the day of a rule.
#[utoipa::path(
    tag = "processing",
    params(("rule" = RefusalKind, Path, description = "Which rule")),
    request_body = SetRefusalRule,
    responses((status = 200, body = Vec<RefusalRule>), (status = "4XX", body = Problem))
)]
#[put("/refusal-rules/{rule}")]
async fn set_refusal_rule(
    by: Administrator,
    state: web::Data<AppState>,
    kind: web::Path<RefusalKind>,
    body: web::Json<SetRefusalRule>,
) -> Result<web::Json<Vec<RefusalRule>>, AppError> {
    Ok(web::Json(
        service::set_rule(&state, by, *kind, body.into_inner()).await?,
    ))
}
