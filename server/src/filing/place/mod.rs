//! "Nơi nộp hồ sơ": a one-stop desk that takes in a dossier which another unit decides, and hands it on.

pub mod domain;
pub mod service;
pub mod store;
