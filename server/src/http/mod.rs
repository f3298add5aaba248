//! The edge: routing, refusals as problem+json, who asks, what browsers are told. Knows no feature save in `router`.

pub mod cached;
pub mod client_address;
pub mod file_name;
pub mod header;
pub mod health;
pub mod idempotency;
pub mod language;
pub mod large_json;
pub mod metrics;
pub mod observe;
pub mod openapi;
pub mod page;
pub mod problem;
pub mod router;
pub mod routes;
pub mod same_origin;
pub mod send_file;
pub mod site;
