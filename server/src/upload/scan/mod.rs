//! What the antivirus says of bytes, by their digest. Nothing is skipped because it is down: bytes of which it has not
//! spoken are kept, and leave the portal only once it has.

mod clamd;
pub mod service;
pub mod store;
