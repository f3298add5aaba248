//! `/api/v1/procedures/{code}/durations`: public.

use super::service;
use crate::error::AppError;
use crate::state::AppState;
use actix_web::{get, web};
use motcua_shared::error::Problem;
use motcua_shared::id::UnitId;
use motcua_shared::statistics::dto::Durations;
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_durations);
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
