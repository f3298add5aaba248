//! The portal through HTTP, on SQLite and PostgreSQL. One module per feature; the names of tests are sentences.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, and says where"
)]

mod identity;
