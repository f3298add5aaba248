//! The sandbox's authorities: keys, certificates, revocation lists, signatures and timestamps.

mod authorities;
pub mod certificate;
pub mod cms;
pub mod holders;
pub mod key;
pub mod ocsp;
pub mod revocation;
pub mod store;
pub mod timestamp;
pub mod world;
