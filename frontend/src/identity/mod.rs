//! Signing in: password, then a one-time code.

mod model;
mod page_sign_in;
mod step_code;
mod step_password;

pub use page_sign_in::page as page_sign_in;
