//! What people are told: written into the outbox in the transaction of the change, sent by jobs.
//!
//! `service::send` is all that other features need. `notice` holds what can be told, `domain` the way of a message
//! through the channels, `channel` the trait that they share.

pub mod channel;
mod delegation_news;
pub mod domain;
mod dossier_news;
mod email;
mod esms;
pub mod figures;
mod http_gateway;
pub mod job;
mod notice;
mod notice_words;
mod petition_news;
pub mod service;
pub mod store;
mod typed;
mod zalo;
mod zalo_token;
