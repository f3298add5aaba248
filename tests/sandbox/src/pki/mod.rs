//! The sandbox's authorities: keys, certificates, revocation lists, signatures and timestamps.

pub mod certificate;
pub mod cms;
pub mod key;
pub mod revocation;
pub mod store;
pub mod timestamp;
pub mod world;
