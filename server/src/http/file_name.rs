//! The name of a file that is sent as a body.

use crate::error::AppError;
use actix_web::HttpRequest;
use actix_web::http::header;
use motcua_shared::error::ErrorCode;
use motcua_shared::path::FILE_NAME_HEADER;

/// The name in `X-File-Name` of a request whose body is the bytes of a file.
pub fn announced_name(request: &HttpRequest) -> Result<String, AppError> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text(header::CONTENT_TYPE.as_str()) != Some("application/octet-stream") {
        return Err(ErrorCode::WrongContentType.into());
    }
    let encoded = text(FILE_NAME_HEADER).unwrap_or_default();
    let name = percent_encoding::percent_decode_str(encoded)
        .decode_utf8()
        .map_err(|_| AppError::field_refusal("file", ErrorCode::FileNameHasPath))?;
    Ok(name.into_owned())
}
