//! `/api/v1/dossiers/{id}/receipt`: of who filed; `/api/v1/dossier-lookups`: of anybody.

use super::{lookup, service};
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::pdf;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::filing::lookup::{LookUp, Standing};
use motcua_shared::id::DossierId;

/// The routes of receipts.
pub fn routes(config: &mut Routes<'_>) {
    config.service(read_receipt).service(look_up_dossier);
}

/// The receipt of a dossier as a PDF; the same bytes whenever it is asked for.
#[utoipa::path(
    tag = "filing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/receipt")]
async fn read_receipt(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::print(&state, filer, *id).await?;
    Ok(pdf(&name, bytes))
}

/// Where a dossier stands, by the secret of its receipt, or by its code and the last digits of a number given with it.
#[utoipa::path(
    tag = "filing",
    request_body = LookUp,
    responses((status = 200, body = Standing), (status = "4XX", body = Problem))
)]
#[post("/dossier-lookups")]
async fn look_up_dossier(
    state: web::Data<AppState>,
    request: HttpRequest,
    Language(lang): Language,
    body: web::Json<LookUp>,
) -> Result<web::Json<Standing>, AppError> {
    let address = client_address(&request, state.config.http.trust_forwarded);
    Ok(web::Json(
        lookup::look_up(&state, body.into_inner(), address, lang).await?,
    ))
}
