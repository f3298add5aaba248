//! Requests that change something must come from our own pages (ASVS 5.0 v3.5.1–3): the browser says so in
//! `Sec-Fetch-Site` or, if it is an old one, in `Origin`; and a header that no foreign form can send is there.

use crate::error::AppError;
use crate::state::AppState;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{ResponseError, web};
use motcua_shared::error::ErrorCode;
use motcua_shared::path::CLIENT_HEADER;

/// Middleware for everything under /api.
pub async fn same_origin<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if !request.method().is_safe() {
        let settings = request
            .app_data::<web::Data<AppState>>()
            .map(|state| &state.config.http);
        let own = settings.map(|http| http.public_url.as_str());
        let is_plain = settings.is_some_and(|http| http.plain_cookies);
        if !comes_from_us(request.headers(), own, is_plain) {
            return Ok(request.into_response(AppError::new(ErrorCode::CrossSite).error_response()));
        }
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// `is_plain`: a demonstration over plain HTTP, where browsers do not send `Sec-Fetch-Site`.
fn comes_from_us(headers: &HeaderMap, own: Option<&str>, is_plain: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text(CLIENT_HEADER).is_none() {
        return false;
    }
    let origin = text(header::ORIGIN.as_str());
    match (text("sec-fetch-site"), origin) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => {
            site == "same-origin" && (Some(origin) == own || is_host(headers, origin))
        }
        (None, Some(origin)) => Some(origin) == own || is_plain && is_host(headers, origin),
        (None, None) => false,
    }
}

/// Behind an address that the settings do not name (a phone in the same network trying a demonstration), the browser's
/// own word `same-origin` together with the host it asked is proof enough.
fn is_host(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    origin.split_once("://").map(|(_, rest)| rest) == host && host.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        judged_when(pairs, false)
    }

    fn judged_when(pairs: &[(&'static str, &'static str)], is_plain: bool) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        comes_from_us(&headers, Some("https://mot-cua.example"), is_plain)
    }

    #[test]
    fn our_own_pages_pass() {
        assert!(judged(&[(CLIENT_HEADER, "1"), ("sec-fetch-site", "same-origin")]));
        assert!(judged(&[
            (CLIENT_HEADER, "1"),
            ("origin", "https://mot-cua.example")
        ]));
    }

    #[test]
    fn a_phone_in_the_same_network_may_try_a_demonstration() {
        let phone = [
            (CLIENT_HEADER, "1"),
            ("origin", "http://192.0.2.7:8080"),
            ("host", "192.0.2.7:8080"),
        ];
        assert!(judged_when(&phone, true));
        assert!(!judged_when(&phone, false), "only where cookies are plain, too");
        let elsewhere = [
            (CLIENT_HEADER, "1"),
            ("origin", "http://evil.example"),
            ("host", "192.0.2.7:8080"),
        ];
        assert!(!judged_when(&elsewhere, true));
    }

    #[test]
    fn other_sites_and_bare_requests_do_not() {
        assert!(!judged(&[("sec-fetch-site", "same-origin")]));
        assert!(!judged(&[(CLIENT_HEADER, "1")]));
        assert!(!judged(&[(CLIENT_HEADER, "1"), ("sec-fetch-site", "same-site")]));
        assert!(!judged(&[(CLIENT_HEADER, "1"), ("sec-fetch-site", "none")]));
        assert!(!judged(&[
            (CLIENT_HEADER, "1"),
            ("origin", "https://evil.example")
        ]));
        let lying = [
            (CLIENT_HEADER, "1"),
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://evil.example"),
        ];
        assert!(!judged(&lying));
    }
}
