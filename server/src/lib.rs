//! The server of Một Cửa. One feature, one folder; `handler → service → {domain, store}`, see ARCHITECTURE.md.

pub mod signature;
