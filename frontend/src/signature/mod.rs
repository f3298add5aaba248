//! Checking a signed file in the browser: the worker's client and the words for its reports.

pub mod client;
pub mod describe;
pub mod look;
pub mod outcome;
pub mod report_view;
