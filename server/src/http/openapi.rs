//! The OpenAPI 3.1 document, made from the handlers and the types that they exchange.

use crate::error::AppError;
use actix_web::{HttpResponse, web};
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;
use utoipa::openapi::{Components, Info, License, OpenApi, RefOr};

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

/// Adds the schema of a type.
pub fn add_schema<T: ToSchema>(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    components.schemas.insert(T::name().into_owned(), T::schema());
}

/// Gives every answer the description that OpenAPI 3.1 asks for: what its status says.
pub fn describe_answers(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
            &mut item.head,
            &mut item.options,
        ];
        for operation in operations.into_iter().flatten() {
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    response.description = describe(status).to_owned();
                }
            }
        }
    }
}

fn describe(status: &str) -> &'static str {
    match status {
        "200" => "Done.",
        "201" => "Made, or made before by the same request.",
        "204" => "Done; there is nothing to tell.",
        _ => "Refused; `code` says why.",
    }
}

/// The document as it is served, made when somebody asks for it first.
#[derive(Clone, Default)]
pub struct Document(Arc<OnceLock<web::Bytes>>);

impl Document {
    fn bytes(&self) -> Result<web::Bytes, AppError> {
        if let Some(bytes) = self.0.get() {
            return Ok(bytes.clone());
        }
        let made = serde_json::to_vec(&super::router::document())?;
        Ok(self.0.get_or_init(|| made.into()).clone())
    }
}

/// `GET /api/openapi.json`
pub async fn read(document: web::Data<Document>) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(document.bytes()?))
}
