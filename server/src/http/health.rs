//! Whether the process lives, and whether it can work.

use crate::db::migrate;
use crate::error::AppError;
use crate::state::AppState;
use actix_web::{HttpResponse, web};

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /readyz`: database and files answer too, and the database is at the version of this program.
pub async fn ready(state: web::Data<AppState>) -> HttpResponse {
    // Reads a table: a SQLite file that is gone still answers what needs none.
    let database = state
        .db
        .read(|conn| migrate::is_current(conn).map_err(AppError::unavailable))
        .await
        .inspect_err(|error| tracing::warn!(cause = ?error.cause, "database is not ready"))
        .unwrap_or(false);
    let files = state.files.is_ready().await;
    let word = |ready: bool| if ready { "ready" } else { "not ready" };
    let body = format!("database: {}\nfiles: {}\n", word(database), word(files));
    let mut builder = if database && files {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    builder.content_type("text/plain; charset=utf-8").body(body)
}
