//! Answers that everybody gets alike: the same bytes again are not sent again.

use crate::secret::sha256_hex;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

/// Answers with `text` unless the caller has it. `cache` says how long it may be shown without asking.
pub fn cached(request: &HttpRequest, text: String, kind: &'static str, cache: &'static str) -> HttpResponse {
    let tag = format!("\"{}\"", sha256_hex(text.as_bytes()));
    let known = request.headers().get(header::IF_NONE_MATCH);
    let is_known = known
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.contains(&tag));
    let mut answer = match is_known {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "accept-language"));
    match is_known {
        true => answer.finish(),
        false => answer.insert_header((header::CONTENT_TYPE, kind)).body(text),
    }
}
