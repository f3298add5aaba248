//! "Giới thiệu" and "Tin tức": what administrators write and everybody reads, from its day on and until it is taken down.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
