//! `/api/v1/paper-types`, `/api/v1/procedures…`: public.

use super::service;
use crate::error::AppError;
use crate::http::page::ListQuery;
use crate::state::AppState;
use actix_web::{get, web};
use motcua_shared::catalogue::dto::{PaperType, ProcedureListItem, ProcedureView, UnitView};
use motcua_shared::error::Problem;
use motcua_shared::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_paper_types)
        .configure(super::category::handler::routes)
        .service(list_procedures)
        .service(list_procedure_units)
        .service(read_procedure);
}

/// Paper types with their categories.
#[utoipa::path(tag = "catalogue", responses((status = 200, body = Vec<PaperType>)))]
#[get("/paper-types")]
async fn list_paper_types(state: web::Data<AppState>) -> Result<web::Json<Vec<PaperType>>, AppError> {
    Ok(web::Json(state.db.read(service::list_paper_types).await?))
}

/// Procedures by words of their code, name or field.
#[utoipa::path(tag = "catalogue", params(ListQuery), responses((status = 200, body = Page<ProcedureListItem>)))]
#[get("/procedures")]
async fn list_procedures(
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Page<ProcedureListItem>>, AppError> {
    let words = query.words().unwrap_or_default();
    Ok(web::Json(
        state.db.read(move |conn| service::search(conn, &words)).await?,
    ))
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
