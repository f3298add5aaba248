//! `/api/v1/dossiers/{id}/messages…`: of who filed, and of officers of the unit.

use super::service;
use crate::db::DbConn;
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::identity::guard::Signed;
use crate::state::AppState;
use actix_web::{HttpRequest, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::thread::{ReadMessages, SendMessage, Thread};

/// The routes of threads.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_messages)
        .service(send_message)
        .service(read_messages);
}

/// What was written about a dossier, oldest first.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = Thread), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/messages")]
async fn list_messages(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<web::Json<Thread>, AppError> {
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::load(conn, &principal.account, *id))
            .await?,
    ))
}

/// Writes a message. The same key again gives the same answer.
#[utoipa::path(
    tag = "processing",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per message")
    ),
    request_body = SendMessage,
    responses((status = 200, body = Thread), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/messages")]
async fn send_message(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<DossierId>,
    body: web::Json<SendMessage>,
) -> Result<web::Json<Thread>, AppError> {
    let key = idempotency_key(&request)?;
    let request_id = RequestId::of(&request);
    Ok(web::Json(
        service::send(
            &state,
            principal.account,
            *id,
            (body.into_inner(), key),
            request_id,
        )
        .await?,
    ))
}

/// Marks what the other side wrote as read, up to a message.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = ReadMessages,
    responses((status = 200, body = Thread), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/messages/read")]
async fn read_messages(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    body: web::Json<ReadMessages>,
) -> Result<web::Json<Thread>, AppError> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| service::mark_read(conn, &principal.account, *id, &body, now);
    Ok(web::Json(state.db.write(work).await?))
}
