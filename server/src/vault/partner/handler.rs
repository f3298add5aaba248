//! `/api/v1/partner-vaults…`

use super::service;
use crate::error::AppError;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::Filer;
use crate::state::AppState;
use actix_web::{get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::partner::{PartnerPage, PartnerVaultView, SearchPartner, TakePaper};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_partner_vaults)
        .service(search_partner_vault)
        .service(take_partner_paper);
}

/// Other systems' vaults that the account may ask for its papers.
#[utoipa::path(
    tag = "vault",
    responses((status = 200, body = Vec<PartnerVaultView>), (status = "4XX", body = Problem))
)]
#[get("/partner-vaults")]
async fn list_partner_vaults(filer: Filer, state: web::Data<AppState>) -> web::Json<Vec<PartnerVaultView>> {
    web::Json(service::list(&state, &filer))
}

/// Papers of the account in another system's vault, with which of them were taken. A body, because what is looked for may
/// be an identity number.
#[utoipa::path(
    tag = "vault",
    params(("id" = String, Path, description = "Id of the other system")),
    request_body = SearchPartner,
    responses(
        (status = 200, body = PartnerPage),
        (status = "4XX", body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
    )
)]
#[post("/partner-vaults/{id}/papers")]
async fn search_partner_vault(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<String>,
    body: web::Json<SearchPartner>,
    Language(lang): Language,
) -> Result<web::Json<PartnerPage>, AppError> {
    Ok(web::Json(service::search(&state, filer, &id, &body, lang).await?))
}

/// Takes a paper from there into the own vault, or the newer file of one that was taken. Doing it again gives the same
/// paper.
#[utoipa::path(
    tag = "vault",
    params(("id" = String, Path, description = "Id of the other system")),
    request_body = TakePaper,
    responses(
        (status = 200, body = PaperView),
        (status = "4XX", body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
    )
)]
#[post("/partner-vaults/{id}/taking")]
async fn take_partner_paper(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<String>,
    body: web::Json<TakePaper>,
) -> Result<web::Json<PaperView>, AppError> {
    Ok(web::Json(service::take(&state, filer, &id, &body).await?))
}
