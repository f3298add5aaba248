//! `/api/v1/paper-events…`

use super::reading::{self, EventQuery};
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::attached;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::PaperEventId;
use motcua_shared::page::Page;
use motcua_shared::text::share as words;
use motcua_shared::vault::log::{Object, PaperEventView};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(export_paper_events)
        .service(list_paper_events)
        .service(object_to_paper_event);
}

/// The log of the own vault, newest first.
#[utoipa::path(
    tag = "vault",
    params(EventQuery),
    responses((status = 200, body = Page<PaperEventView>), (status = "4XX", body = Problem))
)]
#[get("/paper-events")]
async fn list_paper_events(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<EventQuery>,
) -> Result<web::Json<Page<PaperEventView>>, AppError> {
    Ok(web::Json(reading::list(&state, filer, query.into_inner()).await?))
}

/// The same as a file for spreadsheets.
#[utoipa::path(
    tag = "vault",
    params(EventQuery),
    responses((status = 200, content_type = "text/csv"), (status = "4XX", body = Problem))
)]
#[get("/paper-events/csv")]
async fn export_paper_events(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<EventQuery>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let lines = reading::export(&state, filer, query.into_inner(), lang).await?;
    Ok(attached(words::csv_file_name(lang), "text/csv; charset=utf-8").streaming(lines))
}

/// "Tôi không đồng ý": ends what opened the paper, and tells the unit.
#[utoipa::path(
    tag = "vault",
    params(("id" = PaperEventId, Path, description = "Id of the line")),
    request_body = Object,
    responses((status = 200, body = PaperEventView), (status = "4XX", body = Problem))
)]
#[post("/paper-events/{id}/objection")]
async fn object_to_paper_event(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperEventId>,
    body: web::Json<Object>,
) -> Result<web::Json<PaperEventView>, AppError> {
    Ok(web::Json(
        reading::object(&state, filer, *id, body.into_inner()).await?,
    ))
}
