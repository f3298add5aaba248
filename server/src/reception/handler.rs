//! `/api/v1/desk/receptions`, and what is printed at a desk

use super::service;
use super::slip::{self, Slip};
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::http::send_file::pdf;
use crate::identity::guard::{DossierOfficer, Officer};
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::reception::{BeginReception, ReceptionView};

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(begin_reception)
        .service(print_acceptance)
        .service(print_control_slip);
}

/// Begins to take a dossier in from the person whose vault is looked into, or goes on with what the unit began. From then on the
/// draft is open to the officer while the look is.
#[utoipa::path(
    tag = "desk",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per dossier")),
    request_body = BeginReception,
    responses((status = 201, body = ReceptionView), (status = "4XX", body = Problem))
)]
#[post("/desk/receptions")]
async fn begin_reception(
    officer: Officer,
    state: web::Data<AppState>,
    request: HttpRequest,
    Language(lang): Language,
    body: web::Json<BeginReception>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let view = service::begin(&state, officer, body.into_inner(), key, lang).await?;
    Ok(HttpResponse::Created().json(view))
}

/// "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" as a PDF, to be handed to the person.
#[utoipa::path(
    tag = "desk",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/acceptance")]
async fn print_acceptance(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = slip::print(&state, officer, *id, Slip::Acceptance).await?;
    Ok(pdf(&name, bytes))
}

/// "Phiếu kiểm soát quá trình giải quyết hồ sơ" as a PDF, to go along with the dossier.
#[utoipa::path(
    tag = "desk",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/control-slip")]
async fn print_control_slip(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let (name, bytes) = slip::print(&state, officer, *id, Slip::Control).await?;
    Ok(pdf(&name, bytes))
}
