//! One log line, one set of figures and one id per request.

use crate::http::metrics::Metrics;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument;

/// The id of a request: in its log lines, its answer and its audit entries. They say as well where it was done in the place of
/// somebody else.
#[derive(Debug, Clone)]
pub struct RequestId {
    id: String,
    in_place: Option<Arc<InPlace>>,
}

/// In whose place a request acts.
#[derive(Debug, Clone)]
pub struct InPlace {
    /// The delegation.
    pub delegation: String,
    /// "X thay Y".
    pub words: String,
}

impl RequestId {
    /// The id that the middleware gave; empty outside of it.
    pub fn of(request: &impl HttpMessage) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(|| Self::plain(String::new()))
    }

    /// An id for work that no request asked for.
    pub fn of_job(job: &str) -> Self {
        Self::plain(format!("job-{job}"))
    }

    const fn plain(id: String) -> Self {
        Self { id, in_place: None }
    }

    /// The same, done in the place of somebody else.
    pub fn in_place_of(self, in_place: InPlace) -> Self {
        Self {
            in_place: Some(Arc::new(in_place)),
            ..self
        }
    }

    /// In whose place, if in anybody's.
    pub fn in_place(&self) -> Option<&InPlace> {
        self.in_place.as_deref()
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.id)
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Middleware: the outermost one.
pub async fn observe<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let id = RequestId::plain(uuid::Uuid::now_v7().simple().to_string());
    request.extensions_mut().insert(id.clone());
    let metrics = request.app_data::<web::Data<Metrics>>().cloned();
    let method = request.method().clone();
    let started = Instant::now();
    let span = tracing::info_span!("request", id = %id);
    let result = next.call(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    let _entered = span.entered();
    match result {
        Ok(mut response) => {
            let route = response
                .request()
                .match_pattern()
                .unwrap_or_else(|| "(site)".to_owned());
            let status = response.status().as_u16();
            if let Some(metrics) = metrics {
                metrics.observe(&method, &route, status, elapsed);
            }
            tracing::info!(%method, route, status, micros = elapsed.as_micros(), "answered");
            if let Ok(value) = HeaderValue::from_str(&id.id) {
                response.headers_mut().insert(REQUEST_ID, value);
            }
            Ok(response)
        }
        Err(error) => {
            tracing::error!(%method, %error, "failed before an answer was made");
            Err(error)
        }
    }
}
