//! The key of a request that a bad line may repeat.

use crate::error::AppError;
use actix_web::HttpRequest;
use motcua_shared::error::ErrorCode;
use motcua_shared::path::IDEMPOTENCY_HEADER;

/// The longest key that is kept.
const MAX_KEY: usize = 100;

/// The key of a request that a bad line may repeat.
pub fn idempotency_key(request: &HttpRequest) -> Result<String, AppError> {
    let key = request
        .headers()
        .get(IDEMPOTENCY_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let is_fine = (8..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_fine {
        Ok(key.to_owned())
    } else {
        Err(AppError::field(IDEMPOTENCY_HEADER, ErrorCode::Required))
    }
}
