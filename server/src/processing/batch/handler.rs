//! `/api/v1/desk/dossier-batches`: of officers.

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::DossierOfficer;
use crate::state::AppState;
use actix_web::{post, web};
use motcua_shared::error::Problem;
use motcua_shared::processing::batch::{BatchDone, DoBatch};

/// The routes of batches.
pub fn routes(config: &mut Routes<'_>) {
    config.service(do_batch);
}

/// Does one thing with many dossiers; those that cannot be are left out and named with the reason. Sent again, what was done stands
/// and is named among them.
#[utoipa::path(
    tag = "processing",
    request_body = DoBatch,
    responses((status = 200, body = BatchDone), (status = "4XX", body = Problem))
)]
#[post("/desk/dossier-batches")]
async fn do_batch(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    Language(lang): Language,
    body: web::Json<DoBatch>,
) -> Result<web::Json<BatchDone>, AppError> {
    Ok(web::Json(
        service::run_all(&state, officer, body.into_inner(), lang).await?,
    ))
}
