//! `/agent/v1/vnpay/ipn`: what VNPAY says to the portal itself. No cookie and no header of ours: the signature is all there is.

use crate::http::observe::RequestId;
use crate::http::routes::Routes;
use crate::payment::word;
use crate::state::AppState;
use actix_web::{HttpRequest, get, web};
use motcua_shared::payment::dto::IpnAnswer;

/// The route for the gateway.
pub fn routes(config: &mut Routes<'_>) {
    config.service(hear_vnpay);
}

/// What came of a payment, signed by VNPAY (protocol 2.1.0). The answer is always 200; its code says what was done.
#[utoipa::path(tag = "payment", responses((status = 200, body = IpnAnswer)))]
#[get("/vnpay/ipn")]
async fn hear_vnpay(state: web::Data<AppState>, request: HttpRequest) -> web::Json<IpnAnswer> {
    let id = RequestId::of(&request);
    web::Json(word::hear(&state, request.query_string(), id).await)
}
