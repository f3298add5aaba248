//! `/api/v1/dossiers/{id}/audit`: of who filed.

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::http::send_file::attachment;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{HttpResponse, get, web};
use motcua_shared::audit::proof::Proof;
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use serde::Deserialize;
use uuid::Uuid;

/// The routes of proofs.
pub fn routes(config: &mut Routes<'_>) {
    config.service(read_dossier_audit);
}

/// Where a proof begins.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct ProofQuery {
    /// `next` of the proof before.
    #[serde(default)]
    after: Option<Uuid>,
}

/// What was recorded about a dossier, with the proof that it is what was recorded then (docs/audit.md).
#[utoipa::path(
    tag = "audit",
    params(("id" = DossierId, Path, description = "Id of the dossier"), ProofQuery),
    responses((status = 200, body = Proof), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/audit")]
async fn read_dossier_audit(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    query: web::Query<ProofQuery>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = service::prove(&state, filer, *id, query.after).await?;
    Ok(attachment(&name, "application/json", bytes))
}
