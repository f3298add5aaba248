//! The frame of every page: header, who acts, footer, and the guard of pages that need an account.

mod acting;
pub mod confirm;
mod expiry;
mod footer;
mod guard;
mod header;
mod keeping;

pub use acting::Acting;
pub use expiry::Expiry;
pub use footer::Footer;
pub use guard::{sign_in_address, signed_in, signed_in_at};
pub use header::Header;
pub use keeping::keeping_tabs;
