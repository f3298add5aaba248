//! Whether the process lives, and whether it can work.

use crate::state::AppState;
use actix_web::{HttpResponse, web};

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /readyz`: database and files answer too.
pub async fn ready(state: web::Data<AppState>) -> HttpResponse {
    use diesel::RunQueryDsl;
    let database = state
        .db
        .read(|conn| diesel::sql_query("SELECT 1").execute(conn).map_err(Into::into))
        .await
        .inspect_err(|error| tracing::warn!(cause = ?error.cause, "database is not ready"))
        .is_ok();
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
