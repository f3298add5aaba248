//! The server of Một Cửa. One feature, one folder; `handler → service → {domain, store}`, see ARCHITECTURE.md.
//!
//! Features: `identity`, `directory`, `catalogue`, `signature`, `upload`, `vault`, `feedback`, `petition`, `filing`, `processing`, `reception`, `payment`, `notification`, `audit`.
//! Infrastructure that knows no feature: `clock`, `config` (and `config_*`), `db`, `error`, `files`, `heavy`, `outbound`, `typeface`, `http` (save the router) and
//! `job` (save the registry).

pub mod audit;
pub mod boot;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod config_certified;
mod config_feedback;
mod config_filing;
mod config_note;
mod config_notification;
pub mod config_oidc;
pub mod config_payment;
mod config_petition;
pub mod config_processing;
mod config_registry;
mod config_signature;
pub mod config_sim;
mod config_site;
mod config_statistics;
pub mod config_upload;
pub mod config_vault;
pub mod db;
pub mod delegation;
pub mod demo;
pub mod directory;
pub mod error;
pub mod feedback;
pub mod files;
mod files_unfinished;
pub mod filing;
pub mod heavy;
pub mod http;
pub mod identity;
pub mod job;
pub mod news;
pub mod notification;
pub mod outbound;
pub mod payment;
pub mod petition;
pub mod processing;
pub mod reception;
pub mod secret;
pub mod signature;
pub mod signing;
pub mod state;
pub mod statistics;
pub mod telemetry;
pub mod typeface;
pub mod upload;
pub mod vault;
