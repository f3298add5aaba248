//! Checking a signed file in the browser: the worker's client and the words for its reports.

pub mod describe;
