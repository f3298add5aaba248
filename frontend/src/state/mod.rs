//! What every page may need to know: the language, and who acts.

pub mod lang;
pub mod notice;
pub mod session;
