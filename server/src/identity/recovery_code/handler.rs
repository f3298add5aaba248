//! `/api/v1/account/recovery-codes`

use super::super::guard::Signed;
use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, post, web};
use motcua_shared::error::Problem;
use motcua_shared::identity::account::RecoveryCodes;

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config.service(make_recovery_codes);
}

/// Makes ten new recovery codes, shown this once. Earlier ones are void.
#[utoipa::path(tag = "account", responses((status = 200, body = RecoveryCodes), (status = "4XX", body = Problem)))]
#[post("/account/recovery-codes")]
async fn make_recovery_codes(
    Signed(principal): Signed,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<web::Json<RecoveryCodes>, AppError> {
    let lang = Language::of(request.headers());
    let codes = service::make(&state, principal, lang, RequestId::of(&request)).await?;
    Ok(web::Json(codes))
}
