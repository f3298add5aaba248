//! Figures for Prometheus. Labels are route patterns, never addresses: an address holds ids.

use actix_web::http::Method;
use actix_web::{HttpResponse, web};
use motcua_shared::time::Timestamp;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};
use std::time::Duration;

/// The figures of one server.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    upkeep: IntGauge,
}

impl Metrics {
    /// Registers the figures.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("motcua_http_requests_total", "Requests answered"),
            &["method", "route", "status"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new("motcua_http_request_seconds", "Time to the head of the answer").buckets(
                vec![
                    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
                ],
            ),
            &["method", "route"],
        )?;
        let upkeep = IntGauge::new(
            "motcua_upkeep_finished_seconds",
            "When the hourly clean-up last came to its end, in Unix time; 0 before the first",
        )?;
        registry.register(Box::new(upkeep.clone()))?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        Ok(Self {
            registry,
            requests,
            seconds,
            upkeep,
        })
    }

    /// Takes up figures that a feature counts itself.
    pub fn register(&self, collector: Box<dyn prometheus::core::Collector>) -> Result<(), prometheus::Error> {
        self.registry.register(collector)
    }

    /// Notes that the hourly clean-up is through.
    pub fn upkeep_finished(&self, now: Timestamp) {
        self.upkeep.set(now.unix_seconds());
    }

    /// Counts one answer. Methods that somebody made up are one: labels are kept for ever.
    pub fn observe(&self, method: &Method, route: &str, status: u16, elapsed: Duration) {
        let method = match *method {
            Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE => {
                method.as_str()
            }
            _ => "other",
        };
        self.requests
            .with_label_values(&[method, route, &status.to_string()])
            .inc();
        self.seconds
            .with_label_values(&[method, route])
            .observe(elapsed.as_secs_f64());
    }
}

/// `GET /metrics`
pub async fn metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    let mut text = Vec::new();
    match TextEncoder::new().encode(&metrics.registry.gather(), &mut text) {
        Ok(()) => HttpResponse::Ok()
            .content_type("text/plain; version=0.0.4")
            .body(text),
        Err(error) => {
            tracing::error!(%error, "figures cannot be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}
