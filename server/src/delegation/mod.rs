//! "Ủy quyền giải quyết": an officer has another one of the same unit, or of one above or below, work on dossiers in their place.
//! It begins and ends by itself, and holds only while both have what it rests on; every request of a session that works by
//! it looks at that anew.
//!
//! Offers to others: `service::acting` and `require` (whether it holds), `end_of` (somebody lost a right).

pub mod domain;
mod giving;
pub mod handler;
pub mod job;
pub mod service;
mod store;
