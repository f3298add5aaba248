//! `/api/v1/paper-types`, `/api/v1/procedures…`: public.

use super::service::{self, Wanted};
use crate::error::AppError;
use crate::http::page::page_limit;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, web};
use motcua_shared::catalogue::dto::{FieldCount, PaperType, ProcedurePage, ProcedureView, UnitView};
use motcua_shared::catalogue::life_event::{LifeEvent, LifeEventCount};
use motcua_shared::error::Problem;
use serde::Deserialize;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_paper_types)
        .configure(super::category::handler::routes)
        .configure(super::keep::handler::routes)
        .configure(super::calendar::handler::routes)
        .service(list_procedures)
        .service(list_procedure_fields)
        .service(list_life_events)
        .service(list_procedure_units)
        .service(read_procedure);
}

/// Paper types with their categories.
#[utoipa::path(tag = "catalogue", responses((status = 200, body = Vec<PaperType>)))]
#[get("/paper-types")]
async fn list_paper_types(state: web::Data<AppState>) -> Result<web::Json<Vec<PaperType>>, AppError> {
    Ok(web::Json(state.db.read(service::list_paper_types).await?))
}

/// Which procedures, and which page of them.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct ProcedureQuery {
    /// Words to look for, with or without Vietnamese marks.
    #[serde(default)]
    q: Option<String>,
    /// Only of this field of administration.
    #[serde(default)]
    field: Option<String>,
    /// Only of this event of life.
    #[serde(default)]
    life_event: Option<LifeEvent>,
    /// Only what can be filed here.
    #[serde(default)]
    online: bool,
    /// `next` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Procedures by words of their code, name or field.
#[utoipa::path(
    tag = "catalogue",
    params(ProcedureQuery),
    responses((status = 200, body = ProcedurePage), (status = "4XX", body = Problem))
)]
#[get("/procedures")]
async fn list_procedures(
    state: web::Data<AppState>,
    query: web::Query<ProcedureQuery>,
) -> Result<web::Json<ProcedurePage>, AppError> {
    let query = query.into_inner();
    let limit = page_limit(query.limit);
    let wanted = Wanted {
        readings: Vec::new(),
        field: query.field.filter(|field| !field.is_empty()),
        life_event: query.life_event,
        only_online: query.online,
        after: service::read_cursor(query.cursor.as_deref())?,
    };
    let typed = query.q.unwrap_or_default();
    let found = state
        .db
        .read(move |conn| service::search(conn, &typed, wanted, limit));
    Ok(web::Json(found.await?))
}

/// Fields of administration with how many procedures they have.
#[utoipa::path(tag = "catalogue", responses((status = 200, body = Vec<FieldCount>)))]
#[get("/procedure-fields")]
async fn list_procedure_fields(state: web::Data<AppState>) -> Result<web::Json<Vec<FieldCount>>, AppError> {
    Ok(web::Json(state.db.read(service::list_fields).await?))
}

/// Events of life that have procedures.
#[utoipa::path(tag = "catalogue", responses((status = 200, body = Vec<LifeEventCount>)))]
#[get("/life-events")]
async fn list_life_events(state: web::Data<AppState>) -> Result<web::Json<Vec<LifeEventCount>>, AppError> {
    Ok(web::Json(state.db.read(service::list_life_events).await?))
}

/// One procedure, in the version in force.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the procedure")),
    responses((status = 200, body = ProcedureView), (status = 404, body = Problem))
)]
#[get("/procedures/{code}")]
async fn read_procedure(
    state: web::Data<AppState>,
    code: web::Path<String>,
) -> Result<web::Json<ProcedureView>, AppError> {
    Ok(web::Json(
        state.db.read(move |conn| service::load(conn, &code)).await?,
    ))
}

/// Units that receive a procedure.
#[utoipa::path(
    tag = "catalogue",
    params(("code" = String, Path, description = "Code of the procedure")),
    responses((status = 200, body = Vec<UnitView>), (status = 404, body = Problem))
)]
#[get("/procedures/{code}/units")]
async fn list_procedure_units(
    state: web::Data<AppState>,
    code: web::Path<String>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    let today = state.clock.now().vietnam_date();
    let units = state.db.read(move |conn| {
        let procedure = service::load(conn, &code)?;
        service::list_units(conn, &procedure.definition, today)
    });
    Ok(web::Json(units.await?))
}
