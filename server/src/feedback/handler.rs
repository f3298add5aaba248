//! `/api/v1/feedback…`, `/api/v1/papers/{id}/feedback`: of owners.

use super::service;
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::language::Language;
use crate::http::page::{ListQuery, PageQuery};
use crate::http::routes::Routes;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::Problem;
use motcua_shared::feedback::dto::{FeedbackItem, FeedbackView, PaperFeedback, SendFeedback, StepFeedback};
use motcua_shared::id::{FeedbackId, PaperId};
use motcua_shared::page::Page;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(read_paper_feedback)
        .service(send_feedback)
        .service(list_feedback_units)
        .service(list_feedback)
        .service(withdraw_feedback)
        .service(read_feedback)
        .configure(super::desk::handler::routes);
}

/// What was said of a paper of the own vault, and to which unit more would go.
#[utoipa::path(
    tag = "feedback",
    params(("id" = PaperId, Path, description = "Id of the paper")),
    responses((status = 200, body = PaperFeedback), (status = "4XX", body = Problem))
)]
#[get("/papers/{id}/feedback")]
async fn read_paper_feedback(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<PaperId>,
) -> Result<web::Json<PaperFeedback>, AppError> {
    let (owner, today) = (filer.id(), state.clock.now().vietnam_date());
    let working_days = state.config.feedback.working_days;
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::of_paper(conn, owner, *id, working_days, today))
            .await?,
    ))
}

/// Says that the file of a paper is wrong. Repeating it with the same `Idempotency-Key` is harmless.
#[utoipa::path(
    tag = "feedback",
    params(
        ("id" = PaperId, Path, description = "Id of the paper"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per feedback")
    ),
    request_body = SendFeedback,
    responses((status = 201, body = FeedbackView), (status = "4XX", body = Problem))
)]
#[post("/papers/{id}/feedback")]
async fn send_feedback(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<PaperId>,
    body: web::Json<SendFeedback>,
    Language(lang): Language,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let sent = service::send(&state, filer, (*id, key), body.into_inner(), lang).await?;
    Ok(HttpResponse::Created().json(sent))
}

/// Units that a feedback can be sent to, by words of their name.
#[utoipa::path(
    tag = "feedback",
    params(ListQuery),
    responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem))
)]
#[get("/feedback-units")]
async fn list_feedback_units(
    _filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<ListQuery>,
) -> Result<web::Json<Vec<UnitView>>, AppError> {
    let today = state.clock.now().vietnam_date();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list_units(conn, &query, today))
            .await?,
    ))
}

/// What the account said of its results, newest first.
#[utoipa::path(
    tag = "feedback",
    params(PageQuery),
    responses((status = 200, body = Page<FeedbackItem>), (status = "4XX", body = Problem))
)]
#[get("/feedback")]
async fn list_feedback(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<FeedbackItem>>, AppError> {
    let (owner, today) = (filer.id(), state.clock.now().vietnam_date());
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list(conn, owner, &query, today))
            .await?,
    ))
}

/// One feedback with each step.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem))
)]
#[get("/feedback/{id}")]
async fn read_feedback(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
) -> Result<web::Json<FeedbackView>, AppError> {
    let (owner, today) = (filer.id(), state.clock.now().vietnam_date());
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::load(conn, owner, *id, today))
            .await?,
    ))
}

/// Takes a feedback back that was not answered yet.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    request_body = StepFeedback,
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem))
)]
#[post("/feedback/{id}/withdrawal")]
async fn withdraw_feedback(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
    body: web::Json<StepFeedback>,
) -> Result<web::Json<FeedbackView>, AppError> {
    Ok(web::Json(
        service::withdraw(&state, filer, *id, body.into_inner()).await?,
    ))
}
