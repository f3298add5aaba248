//! `/api/v1/desk/feedback…`: of officers.

use super::service::{self as desk, Asked};
use crate::error::AppError;
use crate::http::file_name::announced_name;
use crate::http::idempotency::idempotency_key;
use crate::http::routes::Routes;
use crate::http::send_file::{FileQuery, send};
use crate::identity::guard::Officer;
use crate::state::AppState;
use crate::upload::service::{self as upload, Announced};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::feedback::dto::{CorrectResult, DeskFeedback, FeedbackItem, RefuseFeedback, StepFeedback};
use motcua_shared::id::FeedbackId;
use motcua_shared::page::Page;
use motcua_shared::upload::dto::{Purpose, UploadView};
use serde::Deserialize;

/// The routes of officers.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_desk_feedback)
        .service(send_right_file)
        .service(compare_feedback)
        .service(replace_wrong_file)
        .service(refuse_feedback)
        .service(read_wrong_file)
        .service(read_desk_feedback);
}

/// Which list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct QueueQuery {
    /// `true` lists what is over instead of what waits.
    #[serde(default)]
    over: bool,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// Feedback that the officer's unit and those below it answer: what is due first comes first.
#[utoipa::path(
    tag = "feedback",
    params(QueueQuery),
    responses((status = 200, body = Page<FeedbackItem>), (status = "4XX", body = Problem))
)]
#[get("/desk/feedback")]
async fn list_desk_feedback(
    officer: Officer,
    state: web::Data<AppState>,
    query: web::Query<QueueQuery>,
) -> Result<web::Json<Page<FeedbackItem>>, AppError> {
    let QueueQuery { over, cursor, limit } = query.into_inner();
    let asked = Asked {
        is_over: over,
        cursor,
        limit,
    };
    let today = state.clock.now().vietnam_date();
    Ok(web::Json(
        state
            .db
            .read(move |conn| desk::list(conn, &officer, &asked, today))
            .await?,
    ))
}

/// Sends a right file: its bytes are the body, and it is judged as for a vault. Only officers who answer feedback
/// may.
#[utoipa::path(
    tag = "feedback",
    params(
        ("x-file-name" = String, Header, description = "Name of the file, percent-encoded UTF-8"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per file")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadView), (status = "4XX", body = Problem))
)]
#[post("/desk/feedback-files")]
async fn send_right_file(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, AppError> {
    let announced = Announced {
        purpose: Purpose::Vault,
        file_name: announced_name(&request)?,
        idempotency_key: idempotency_key(&request)?,
    };
    let asking = officer.clone();
    state
        .db
        .read(move |conn| desk::on_duty(conn, &asking).map(|_| ()))
        .await?;
    let view = upload::receive(&state, &officer.account, announced, payload).await?;
    Ok(HttpResponse::Created().json(view))
}

/// The file that a feedback is about; its owner reads in the log who had it.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback"), FileQuery),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/feedback/{id}/file")]
async fn read_wrong_file(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
    query: web::Query<FileQuery>,
) -> Result<HttpResponse, AppError> {
    let file = desk::open_file(&state, officer, *id, query.view).await?;
    send(&state.files, file, *query).await
}

/// One feedback beside what is known of its paper.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    responses((status = 200, body = DeskFeedback), (status = "4XX", body = Problem))
)]
#[get("/desk/feedback/{id}")]
async fn read_desk_feedback(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
) -> Result<web::Json<DeskFeedback>, AppError> {
    Ok(web::Json(desk::load(&state, officer, *id).await?))
}

/// Begins to compare; the owner is told.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    request_body = StepFeedback,
    responses((status = 200, body = DeskFeedback), (status = "4XX", body = Problem))
)]
#[post("/desk/feedback/{id}/comparison")]
async fn compare_feedback(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
    body: web::Json<StepFeedback>,
) -> Result<web::Json<DeskFeedback>, AppError> {
    Ok(web::Json(
        desk::compare(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Puts the right file in place of the wrong one; the owner and every dossier that used it are told.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    request_body = CorrectResult,
    responses((status = 200, body = DeskFeedback), (status = "4XX", body = Problem))
)]
#[post("/desk/feedback/{id}/replacement")]
async fn replace_wrong_file(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
    body: web::Json<CorrectResult>,
) -> Result<web::Json<DeskFeedback>, AppError> {
    Ok(web::Json(
        desk::replace(&state, officer, *id, body.into_inner()).await?,
    ))
}

/// Says why the file is right as it is; the owner is told.
#[utoipa::path(
    tag = "feedback",
    params(("id" = FeedbackId, Path, description = "Id of the feedback")),
    request_body = RefuseFeedback,
    responses((status = 200, body = DeskFeedback), (status = "4XX", body = Problem))
)]
#[post("/desk/feedback/{id}/refusal")]
async fn refuse_feedback(
    officer: Officer,
    state: web::Data<AppState>,
    id: web::Path<FeedbackId>,
    body: web::Json<RefuseFeedback>,
) -> Result<web::Json<DeskFeedback>, AppError> {
    Ok(web::Json(
        desk::refuse(&state, officer, *id, body.into_inner()).await?,
    ))
}
