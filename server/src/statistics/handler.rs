//! `/api/v1/procedures/{code}/durations`: public; `/api/v1/catalogue/calendar/{day}/dossiers`: of administrators.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{get, web};
use motcua_shared::error::Problem;
use motcua_shared::id::UnitId;
use motcua_shared::statistics::dto::{DueOver, Durations};
use serde::Deserialize;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_durations)
        .service(read_due_over)
        .configure(super::figures::handler::routes);
}

/// Where.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct DurationQuery {
    /// At this unit as well.
    #[serde(default)]
    unit: Option<UnitId>,
}

/// How long dossiers of a procedure really took.
#[utoipa::path(
    tag = "statistics",
    params(("code" = String, Path, description = "Code of the procedure"), DurationQuery),
    responses((status = 200, body = Durations), (status = "4XX", body = Problem))
)]
#[get("/procedures/{code}/durations")]
async fn read_durations(
    state: web::Data<AppState>,
    code: web::Path<String>,
    query: web::Query<DurationQuery>,
) -> Result<web::Json<Durations>, AppError> {
    let today = state.clock.now().vietnam_date();
    let unit = query.into_inner().unit;
    let work = move |conn: &mut crate::db::DbConn| service::durations(conn, &code, unit, today);
    Ok(web::Json(state.db.read(work).await?))
}

/// How many open dossiers' time runs over a day that is to be changed in the calendar. Their due days stay as they were given.
#[utoipa::path(
    tag = "statistics",
    params(("day" = String, Path, description = "Such as 2026-11-20")),
    responses((status = 200, body = DueOver), (status = "4XX", body = Problem))
)]
#[get("/catalogue/calendar/{day}/dossiers")]
async fn read_due_over(
    _by: Administrator,
    state: web::Data<AppState>,
    day: web::Path<String>,
) -> Result<web::Json<DueOver>, AppError> {
    let work = move |conn: &mut crate::db::DbConn| service::due_over(conn, &day);
    Ok(web::Json(state.db.read(work).await?))
}
