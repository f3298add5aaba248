//! JSON that is larger than forms are, of those who may send it: read only after the handler knows who asks.

use crate::error::AppError;
use actix_web::dev::JsonBody;
use actix_web::{HttpRequest, web};
use serde::de::DeserializeOwned;

/// Reads at most `limit` bytes of JSON.
pub async fn read<T: DeserializeOwned + 'static>(
    request: &HttpRequest,
    body: web::Payload,
    limit: usize,
) -> Result<T, AppError> {
    JsonBody::new(request, &mut body.into_inner(), None, true)
        .limit(limit)
        .await
        .map_err(|error| super::problem::json_refusal(&error))
}
