//! The OpenAPI 3.1 document, made from the handlers and the types that they exchange.

use actix_web::{HttpResponse, web};
use utoipa::openapi::{Info, License, OpenApi};

/// What the document says of itself.
pub fn frame() -> OpenApi {
    let mut info = Info::new("Một Cửa", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Cổng thủ tục hành chính. Every refusal is application/problem+json with a stable code. Requests that change \
         something carry the header x-motcua-client and come from the portal's own origin."
            .to_owned(),
    );
    info.license = Some(License::new("MIT OR Apache-2.0"));
    utoipa::openapi::OpenApiBuilder::new().info(info).build()
}

/// The document as it is served.
#[derive(Clone)]
pub struct Document(pub web::Bytes);

/// `GET /api/openapi.json`
pub async fn read(document: web::Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(document.0.clone())
}
