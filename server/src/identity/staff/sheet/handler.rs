//! `/api/v1/staff/table`

use super::super::super::guard::Administrator;
use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::identity::staff::SheetReport;
use serde::Deserialize;

/// Largest file, in bytes: fifty thousand rows have half of it.
const MAX_FILE: usize = 8_000_000;
/// What xlsx is called.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(export_staff).service(import_staff);
}

/// Officers and what they may do, as a spreadsheet.
#[utoipa::path(
    tag = "staff",
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = "4XX", body = Problem)
    )
)]
#[get("/staff/table")]
async fn export_staff(by: Administrator, state: web::Data<AppState>) -> Result<HttpResponse, AppError> {
    let bytes = service::export(&state, by).await?;
    Ok(send_file::attachment("bang-phan-quyen.xlsx", XLSX, bytes))
}

/// How a table is taken in.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct TakeQuery {
    /// `seen` of the report before: takes the table in, if that is still what it does. Without it the table is only looked at.
    #[serde(default)]
    seen: Option<String>,
}

/// Takes such a table in, whole or not at all.
#[utoipa::path(
    tag = "staff",
    params(TakeQuery),
    request_body(content = String, content_type = "application/octet-stream", description = "xlsx"),
    responses((status = 200, body = SheetReport), (status = "4XX", body = Problem))
)]
#[post("/staff/table")]
async fn import_staff(
    by: Administrator,
    state: web::Data<AppState>,
    Language(lang): Language,
    query: web::Query<TakeQuery>,
    body: web::Payload,
) -> Result<web::Json<SheetReport>, AppError> {
    let bytes = match body.to_bytes_limited(MAX_FILE).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(ErrorCode::BadRequest.into()),
        Err(_) => return Err(ErrorCode::BodyTooLarge.into()),
    };
    let seen = query.into_inner().seen.filter(|seen| !seen.is_empty());
    Ok(web::Json(service::take(&state, by, bytes, lang, seen).await?))
}
