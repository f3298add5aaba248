//! Links by which people set the first password of an account that the desk made for them. Whoever made the account never
//! sees the link: it goes to the phone that was proven, works once, and its secret stands behind `#`, where no log sees it.

pub mod handler;
pub mod service;
mod store;
