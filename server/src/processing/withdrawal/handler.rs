//! `/api/v1/dossiers/{id}/withdrawal`: of who filed; `/api/v1/desk/dossiers/{id}/withdrawal`: of officers.

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::{DossierOfficer, Filer};
use crate::state::AppState;
use actix_web::{post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::withdrawal::{SettleWithdrawal, WithdrawDossier};

/// The routes of withdrawals.
pub fn routes(config: &mut Routes<'_>) {
    config.service(withdraw_dossier).service(settle_withdrawal);
}

/// Takes a dossier back that nobody took up, or asks its unit for that. Doing it again gives the same answer.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = WithdrawDossier,
    responses((status = 200, body = Course), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/withdrawal")]
async fn withdraw_dossier(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<WithdrawDossier>,
) -> Result<web::Json<Course>, AppError> {
    Ok(web::Json(
        service::withdraw(&state, filer, *id, body.into_inner(), lang).await?,
    ))
}

/// Gives a dossier back that was asked for, or says why not; its filer is told.
#[utoipa::path(
    tag = "processing",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    request_body = SettleWithdrawal,
    responses((status = 200, body = DeskDossier), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/withdrawal")]
async fn settle_withdrawal(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<SettleWithdrawal>,
) -> Result<web::Json<DeskDossier>, AppError> {
    Ok(web::Json(
        service::settle(&state, officer, *id, body.into_inner(), lang).await?,
    ))
}
