//! What every page may need to know: the language, and who acts.

pub mod ground;
pub mod lang;
pub mod notice;
pub mod session;
