//! The timestamp server (RFC 3161 over HTTP).

use std::path::Path;

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use anyhow::Result;
use tracing::{info, warn};

use crate::clock;
use crate::pki::certificate::Identity;
use crate::pki::{store, timestamp};

/// Who stamps.
pub struct Authority {
    signer: Identity,
    root: Identity,
}

impl Authority {
    /// The G2 authority of the set in `dir`.
    pub fn read(dir: &Path) -> Result<Self> {
        Ok(Authority {
            signer: store::read(dir, "tsa-g2")?,
            root: store::read(dir, "root-g2")?,
        })
    }
}

/// `POST /tsa`
pub async fn stamp(
    request: HttpRequest,
    body: web::Bytes,
    authority: web::Data<Authority>,
) -> impl Responder {
    let kind = request
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("application/timestamp-query") {
        return HttpResponse::BadRequest().body("application/timestamp-query expected\n");
    }
    match timestamp::answer(&authority.signer, &authority.root, &body, clock::now()) {
        Ok(reply) => {
            info!("timestamp given");
            HttpResponse::Ok()
                .content_type("application/timestamp-reply")
                .body(reply)
        }
        Err(error) => {
            warn!(%error, "no timestamp request");
            HttpResponse::BadRequest().body("no timestamp request\n")
        }
    }
}

/// `GET /tsa`
pub async fn refuse() -> impl Responder {
    HttpResponse::Forbidden().finish()
}
