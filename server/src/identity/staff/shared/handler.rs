//! `/api/v1/staff/shared…`

use super::service;
use crate::error::AppError;
use crate::http::routes::Routes;
use crate::identity::guard::Administrator;
use crate::state::AppState;
use actix_web::{get, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{NoteShared, SharedAccount};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(list_shared_accounts).service(note_shared_account);
}

/// Accounts that look as if several people used them, with the signs of it.
#[utoipa::path(tag = "staff", responses((status = 200, body = Vec<SharedAccount>), (status = "4XX", body = Problem)))]
#[get("/staff/shared")]
async fn list_shared_accounts(
    _by: Administrator,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<SharedAccount>>, AppError> {
    Ok(web::Json(service::list(&state).await?))
}

/// Notes what an administrator found when looking into one of them. Other signs make it new again.
#[utoipa::path(
    tag = "staff",
    params(("id" = AccountId, Path)),
    request_body = NoteShared,
    responses((status = 200, body = Vec<SharedAccount>), (status = "4XX", body = Problem))
)]
#[put("/staff/shared/{id}/note")]
async fn note_shared_account(
    by: Administrator,
    state: web::Data<AppState>,
    id: web::Path<AccountId>,
    body: web::Json<NoteShared>,
) -> Result<web::Json<Vec<SharedAccount>>, AppError> {
    Ok(web::Json(
        service::note(&state, by, *id, body.into_inner()).await?,
    ))
}
