//! `/api/v1/catalogue/calendar…`: for administrators.

use super::keeping;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{get, post, put, web};
use motcua_shared::catalogue::calendar::{CalendarYear, RemoveDay, WriteDay};
use motcua_shared::error::Problem;
use serde::Deserialize;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_calendar)
        .service(write_calendar_day)
        .service(remove_calendar_day);
}

/// Which year.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct YearQuery {
    /// From 2000 to 2100; this year without it.
    #[serde(default)]
    year: Option<i32>,
}

/// The days of a year that are not as their weekday says, and what was changed of them.
#[utoipa::path(
    tag = "catalogue",
    params(YearQuery),
    responses((status = 200, body = CalendarYear), (status = "4XX", body = Problem))
)]
#[get("/catalogue/calendar")]
async fn read_calendar(
    _by: Administrator,
    state: web::Data<AppState>,
    query: web::Query<YearQuery>,
) -> Result<web::Json<CalendarYear>, AppError> {
    Ok(web::Json(keeping::read(&state, query.year).await?))
}

/// Puts a day in or says something else of it. Time limits that were given before do not move.
#[utoipa::path(
    tag = "catalogue",
    params(("day" = String, Path, description = "Such as 2026-11-20")),
    request_body = WriteDay,
    responses((status = 200, body = CalendarYear), (status = "4XX", body = Problem))
)]
#[put("/catalogue/calendar/{day}")]
async fn write_calendar_day(
    by: Administrator,
    state: web::Data<AppState>,
    day: web::Path<String>,
    body: web::Json<WriteDay>,
) -> Result<web::Json<CalendarYear>, AppError> {
    let year = keeping::write(&state, by, &day, body.into_inner()).await?;
    Ok(web::Json(year))
}

/// Takes a day out: it is as its weekday says.
#[utoipa::path(
    tag = "catalogue",
    params(("day" = String, Path, description = "Such as 2026-11-20")),
    request_body = RemoveDay,
    responses((status = 200, body = CalendarYear), (status = "4XX", body = Problem))
)]
#[post("/catalogue/calendar/{day}/removal")]
async fn remove_calendar_day(
    by: Administrator,
    state: web::Data<AppState>,
    day: web::Path<String>,
    body: web::Json<RemoveDay>,
) -> Result<web::Json<CalendarYear>, AppError> {
    let year = keeping::remove(&state, by, &day, body.into_inner()).await?;
    Ok(web::Json(year))
}
