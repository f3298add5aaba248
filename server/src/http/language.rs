//! Which language an answer is written in.

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use motcua_shared::text::Lang;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// The language that the request asks for: `lang=vi` or `lang=en` in the address, for links that a browser opens by
/// itself, else `Accept-Language`.
#[derive(Debug, Clone, Copy)]
pub struct Language(pub Lang);

impl Language {
    /// Reads `Accept-Language`.
    pub fn of(headers: &HeaderMap) -> Lang {
        let value = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        value.map(Lang::from_accept_language).unwrap_or_default()
    }
}

impl FromRequest for Language {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let named = request.query_string().split('&').find_map(|pair| match pair {
            "lang=vi" => Some(Lang::Vi),
            "lang=en" => Some(Lang::En),
            _ => None,
        });
        ready(Ok(Self(named.unwrap_or_else(|| Self::of(request.headers())))))
    }
}
