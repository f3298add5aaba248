//! `/api/v1/certified-copies…` for owners, `/api/v1/certifying-offices…` for owners and administrators.

use super::office::service as office;
use super::{ask, desk};
use crate::error::AppError;
use crate::http::idempotency::idempotency_key;
use crate::http::page::PageQuery;
use crate::http::routes::Routes;
use crate::identity::guard::{Administrator, Filer};
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use motcua_shared::error::Problem;
use motcua_shared::id::{CertifiedCopyId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::vault::certified::{
    AskCopy, ChooseAppointment, CopyView, OfficeSettings, OfficesView, SeenVersion, SetOffice,
};

/// The routes of this part.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_offices)
        .service(read_office)
        .service(set_office)
        .service(list_copies)
        .service(ask_copy)
        .service(read_copy)
        .service(choose_appointment)
        .service(cancel_copy)
        .configure(desk::handler::routes);
}

/// Units that certify copies, with the half days that can be chosen.
#[utoipa::path(tag = "certified", responses((status = 200, body = OfficesView), (status = "4XX", body = Problem)))]
#[get("/certifying-offices")]
async fn list_offices(_: Filer, state: web::Data<AppState>) -> Result<web::Json<OfficesView>, AppError> {
    Ok(web::Json(office::list(&state).await?))
}

/// How a unit certifies.
#[utoipa::path(
    tag = "certified",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    responses((status = 200, body = OfficeSettings), (status = "4XX", body = Problem))
)]
#[get("/certifying-offices/{id}")]
async fn read_office(
    _: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
) -> Result<web::Json<OfficeSettings>, AppError> {
    Ok(web::Json(office::read(&state, *id).await?))
}

/// Has a unit certify, or otherwise than before.
#[utoipa::path(
    tag = "certified",
    params(("id" = UnitId, Path, description = "Id of the unit")),
    request_body = SetOffice,
    responses((status = 200, body = OfficeSettings), (status = "4XX", body = Problem))
)]
#[put("/certifying-offices/{id}")]
async fn set_office(
    administrator: Administrator,
    state: web::Data<AppState>,
    id: web::Path<UnitId>,
    body: web::Json<SetOffice>,
) -> Result<web::Json<OfficeSettings>, AppError> {
    let settings = office::set(&state, administrator, *id, body.into_inner()).await?;
    Ok(web::Json(settings))
}

/// Certified copies that the account asked for, newest first.
#[utoipa::path(
    tag = "certified",
    params(PageQuery),
    responses((status = 200, body = Page<CopyView>), (status = "4XX", body = Problem))
)]
#[get("/certified-copies")]
async fn list_copies(
    filer: Filer,
    state: web::Data<AppState>,
    query: web::Query<PageQuery>,
) -> Result<web::Json<Page<CopyView>>, AppError> {
    Ok(web::Json(ask::list(&state, filer, query.into_inner()).await?))
}

/// Asks for a certified copy. Doing it again with the same key gives the same request.
#[utoipa::path(
    tag = "certified",
    params(("idempotency-key" = String, Header, description = "Chosen by the client, one per request")),
    request_body = AskCopy,
    responses((status = 201, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/certified-copies")]
async fn ask_copy(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Json<AskCopy>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let view = ask::ask(&state, filer, body.into_inner(), key).await?;
    Ok(HttpResponse::Created().json(view))
}

/// One of them.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[get("/certified-copies/{id}")]
async fn read_copy(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(ask::load(&state, filer, *id).await?))
}

/// Chooses the day on which the owner comes with the original, or another one.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = ChooseAppointment,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[put("/certified-copies/{id}/appointment")]
async fn choose_appointment(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<ChooseAppointment>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(
        ask::choose(&state, filer, *id, body.into_inner()).await?,
    ))
}

/// Calls a request off, as long as the original was not seen.
#[utoipa::path(
    tag = "certified",
    params(("id" = CertifiedCopyId, Path)),
    request_body = SeenVersion,
    responses((status = 200, body = CopyView), (status = "4XX", body = Problem))
)]
#[post("/certified-copies/{id}/cancellation")]
async fn cancel_copy(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<CertifiedCopyId>,
    body: web::Json<SeenVersion>,
) -> Result<web::Json<CopyView>, AppError> {
    Ok(web::Json(ask::cancel(&state, filer, *id, body.version).await?))
}
