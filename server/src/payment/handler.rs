//! `/api/v1/charges`, `/api/v1/dossiers/{id}/charge…`: of who filed; `/api/v1/desk/dossiers/{id}/charge`: of officers;
//! `/api/v1/payments/vnpay/return`: of browsers that come back.

use super::{desk, service, word};
use crate::error::AppError;
use crate::http::client_address::client_address;
use crate::http::idempotency::idempotency_key;
use crate::http::language::Language;
use crate::http::routes::Routes;
use crate::identity::guard::{DossierOfficer, Filer};
use crate::state::AppState;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::DossierId;
use motcua_shared::payment::dto::{ChargeView, DeskAct, DeskCharge, DueCharge, PaymentStarted, StartPayment};

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(list_charges)
        .service(read_charge)
        .service(read_charge_qr)
        .service(start_payment)
        .service(return_from_vnpay)
        .service(read_desk_charge)
        .service(act_on_charge);
}

/// Fees of the own dossiers that are due, newest dossier first.
#[utoipa::path(
    tag = "payment",
    responses((status = 200, body = Vec<DueCharge>), (status = "4XX", body = Problem))
)]
#[get("/charges")]
async fn list_charges(
    filer: Filer,
    state: web::Data<AppState>,
) -> Result<web::Json<Vec<DueCharge>>, AppError> {
    let account = filer.id();
    Ok(web::Json(
        state
            .db
            .read(move |conn| service::list_due(conn, account))
            .await?,
    ))
}

/// What a dossier costs and how it was settled; nothing where it costs nothing.
#[utoipa::path(
    tag = "payment",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = ChargeView), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/charge")]
async fn read_charge(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<ChargeView>, AppError> {
    Ok(web::Json(service::load(&state, filer, *id, lang).await?))
}

/// The VietQR code that pays a fee, as a picture; while it is due and its unit takes transfers.
#[utoipa::path(
    tag = "payment",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, content_type = "image/png"), (status = "4XX", body = Problem))
)]
#[get("/dossiers/{id}/charge/qr")]
async fn read_charge_qr(
    filer: Filer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
) -> Result<HttpResponse, AppError> {
    let picture = service::qr_code(&state, filer, *id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/png"))
        .body(picture))
}

/// Begins a payment with VNPAY. Repeating it with the same `Idempotency-Key` gives the same payment.
#[utoipa::path(
    tag = "payment",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per payment")
    ),
    request_body = StartPayment,
    responses((status = 201, body = PaymentStarted), (status = "4XX", body = Problem))
)]
#[post("/dossiers/{id}/charge/payments")]
async fn start_payment(
    filer: Filer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<StartPayment>,
) -> Result<HttpResponse, AppError> {
    let key = idempotency_key(&request)?;
    let address = client_address(&request, state.config.http.trust_forwarded);
    let begun = service::start(&state, filer, *id, (body.into_inner(), key), (address, lang)).await?;
    Ok(HttpResponse::Created().json(begun))
}

/// Where VNPAY sends the browser back to: leads on to the page of the fee and changes nothing.
#[utoipa::path(tag = "payment", responses((status = 303, description = "To the page of the fee")))]
#[get("/payments/vnpay/return")]
async fn return_from_vnpay(state: web::Data<AppState>, request: HttpRequest) -> HttpResponse {
    let place = word::came_back(&state, request.query_string()).await;
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .finish()
}

/// What a dossier of the officer's unit costs and how it was settled; nothing where it costs nothing.
#[utoipa::path(
    tag = "payment",
    params(("id" = DossierId, Path, description = "Id of the dossier")),
    responses((status = 200, body = DeskCharge), (status = "4XX", body = Problem))
)]
#[get("/desk/dossiers/{id}/charge")]
async fn read_desk_charge(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    id: web::Path<DossierId>,
    Language(lang): Language,
) -> Result<web::Json<DeskCharge>, AppError> {
    Ok(web::Json(desk::load(&state, officer, *id, lang).await?))
}

/// Notes that a fee was paid at the desk or by transfer, waives it, or notes a refund or that there is none. Repeating it with the same
/// `Idempotency-Key` is harmless.
#[utoipa::path(
    tag = "payment",
    params(
        ("id" = DossierId, Path, description = "Id of the dossier"),
        ("idempotency-key" = String, Header, description = "Chosen by the client, one per act")
    ),
    request_body = DeskAct,
    responses((status = 200, body = DeskCharge), (status = "4XX", body = Problem))
)]
#[post("/desk/dossiers/{id}/charge")]
async fn act_on_charge(
    DossierOfficer(officer): DossierOfficer,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<DossierId>,
    Language(lang): Language,
    body: web::Json<DeskAct>,
) -> Result<web::Json<DeskCharge>, AppError> {
    let key = idempotency_key(&request)?;
    Ok(web::Json(
        desk::act(&state, officer, *id, (body.into_inner(), key), lang).await?,
    ))
}
