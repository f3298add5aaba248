//! Hands a stored file to the browser so that nothing in it runs as our page (ASVS 5.0 v3.2.1, v5.4.1).

use crate::error::AppResult;
use crate::files::Files;
use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use futures::Stream;
use motcua_shared::id::UploadId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// How a file is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
pub struct FileQuery {
    /// `true` shows it in the browser instead of saving it.
    #[serde(default)]
    pub view: bool,
}

/// A stored file and what it is called.
#[derive(Debug, Clone)]
pub struct FileRef {
    /// Digest that names it in the store.
    pub sha256: String,
    /// Name for the person.
    pub file_name: String,
    /// Content type found when it came in.
    pub media_type: String,
    /// Bytes to send: all of them, or as many as had been there when somebody signed.
    pub size: u64,
}

/// RFC 8187 attr-char: what may stand unescaped in `filename*`.
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A PDF that was made for this answer, to be kept.
pub fn pdf(file_name: &str, bytes: Vec<u8>) -> HttpResponse {
    attachment(file_name, "application/pdf", bytes)
}

/// Bytes to be saved and never shown by the browser itself.
pub fn attachment(file_name: &str, media_type: &'static str, bytes: Vec<u8>) -> HttpResponse {
    attached(file_name, media_type).body(bytes)
}

/// The same for what is not all there yet.
pub fn attached(file_name: &str, media_type: &'static str) -> HttpResponseBuilder {
    let name = utf8_percent_encode(file_name, ATTR_CHAR);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"));
    answer
}

/// The name with an ending that fits the bytes: a picture that calls itself a page is not saved as one.
fn with_ending(name: &str, media_type: &str) -> String {
    let endings: &[&str] = match media_type {
        "application/pdf" => &["pdf"],
        "image/jpeg" => &["jpg", "jpeg"],
        "image/png" => &["png"],
        _ => return name.to_owned(),
    };
    let fits = name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)));
    match endings.first() {
        Some(ending) if !fits => format!("{name}.{ending}"),
        _ => name.to_owned(),
    }
}

/// Streams a stored file.
pub async fn send(files: &Files, file: FileRef, query: FileQuery) -> AppResult<HttpResponse> {
    let stream = files.open_stored(&file.sha256, file.size).await?;
    Ok(answer(stream, file, query))
}

/// Streams a file that waits to be put to use.
pub async fn send_staged(files: &Files, id: UploadId, file: FileRef) -> AppResult<HttpResponse> {
    let stream = files.open_staged(id, &file.sha256).await?;
    Ok(answer(stream, file, FileQuery::default()))
}

fn answer<S>(stream: S, file: FileRef, query: FileQuery) -> HttpResponse
where
    S: Stream<Item = object_store::Result<Bytes>> + 'static,
{
    let how = if query.view { "inline" } else { "attachment" };
    let name = with_ending(&file.file_name, &file.media_type);
    let name = utf8_percent_encode(&name, ATTR_CHAR);
    // A viewer inside the browser needs to style and script itself, but in an origin of its own.
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; img-src 'self' data:; \
                  frame-ancestors 'self'";
    let body = actix_web::body::SizedStream::new(file.size, stream);
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media_type))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("{how}; filename*=UTF-8''{name}"),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(body)
}
