//! What people are told: queued in the transaction of the change, sent by jobs.

pub mod esms;
pub mod job;
pub mod service;
