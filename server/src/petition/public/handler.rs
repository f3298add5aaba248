//! `/api/v1/published-answers…`: public.

use super::service;
use crate::error::AppError;
use crate::http::cached::cached;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::http::site::{self, Site};
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::page::Page;
use motcua_shared::petition::dto::{AnswerItem, AnswerView};
use serde::Serialize;

/// What is taken down is gone with the next question: browsers keep answers, and ask each time whether they still hold.
const ASK_EACH_TIME: &str = "public, no-cache";

/// The routes that everybody may ask.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_published_answers)
        .service(read_published_answer);
}

fn answer<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, AppError> {
    let text = serde_json::to_string(body)?;
    Ok(cached(request, text, "application/json", ASK_EACH_TIME))
}

/// Answers to petitions that may be published, the newest first.
#[utoipa::path(
    tag = "petition",
    params(PageQuery),
    responses(
        (status = 200, body = Page<AnswerItem>),
        (status = 304, description = "nothing is new"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/published-answers")]
async fn list_published_answers(
    request: HttpRequest,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, AppError> {
    answer(&request, &service::list(&state, query.into_inner()).await?)
}

/// One of them; none that was taken down.
#[utoipa::path(
    tag = "petition",
    params(("code" = String, Path, description = "Code of the petition")),
    responses(
        (status = 200, body = AnswerView),
        (status = 304, description = "nothing is new"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/published-answers/{code}")]
async fn read_published_answer(
    request: HttpRequest,
    state: web::Data<AppState>,
    code: web::Path<String>,
) -> Result<HttpResponse, AppError> {
    answer(&request, &service::read(&state, code.into_inner()).await?)
}

/// The page of a published answer, which is found only while it is shown.
pub async fn answer_page(
    request: HttpRequest,
    state: web::Data<AppState>,
    site: web::Data<Site>,
    code: web::Path<String>,
) -> HttpResponse {
    match service::read(&state, code.into_inner()).await {
        Err(error) if error.code == ErrorCode::NotFound => site::gone(&request, &site),
        // Where the database does not answer, the page says so itself.
        _ => site::serve(request, site).await,
    }
}
