//! `/api/v1/signing-orders`

use super::service;
use crate::error::AppError;
use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::http::send_file::send_staged;
use crate::identity::guard::Sender;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use motcua_shared::error::Problem;
use motcua_shared::id::SigningOrderId;
use motcua_shared::signing::dto::{OpenSigningOrder, SigningOrderView};
use motcua_shared::upload::dto::UploadView;

/// The routes of this feature.
pub fn routes(config: &mut Routes<'_>) {
    config
        .service(open_order)
        .service(judge_result)
        .service(read_result);
}

/// Hands a sent file out to be signed, at two addresses that let in once each.
#[utoipa::path(
    tag = "signing",
    request_body = OpenSigningOrder,
    responses((status = 201, body = SigningOrderView), (status = "4XX", body = Problem))
)]
#[post("/signing-orders")]
async fn open_order(
    signer: Sender,
    state: web::Data<AppState>,
    body: web::Json<OpenSigningOrder>,
) -> Result<HttpResponse, AppError> {
    let view = service::open(&state, &signer, body.into_inner()).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Judges what the agent handed in: the file that was handed out and one signature of the certificate that was shown.
/// From then on it is a file that was sent for the vault. Asking again gives the same answer.
#[utoipa::path(
    tag = "signing",
    params(("id" = SigningOrderId, Path, description = "Id of the order")),
    responses((status = 200, body = UploadView), (status = "4XX", body = Problem))
)]
#[post("/signing-orders/{id}/result")]
async fn judge_result(
    signer: Sender,
    state: web::Data<AppState>,
    request: HttpRequest,
    id: web::Path<SigningOrderId>,
) -> Result<web::Json<UploadView>, AppError> {
    let request_id = RequestId::of(&request);
    Ok(web::Json(
        service::result(&state, &signer, *id, request_id).await?,
    ))
}

/// The signed file, until it is put to use.
#[utoipa::path(
    tag = "signing",
    params(("id" = SigningOrderId, Path, description = "Id of the order")),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem))
)]
#[get("/signing-orders/{id}/file")]
async fn read_result(
    signer: Sender,
    state: web::Data<AppState>,
    id: web::Path<SigningOrderId>,
) -> Result<HttpResponse, AppError> {
    let (upload, file) = service::open_result(&state, &signer, *id).await?;
    send_staged(&state.files, upload, file).await
}
