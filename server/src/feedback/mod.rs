//! Feedback on a result (seed 001): the owner of a paper says what is wrong with it, the unit that issued it compares and
//! puts the right file in place or says why it is right. `desk` is the officers' side, `tell` what people hear of it.

pub mod address;
pub mod desk;
pub mod domain;
pub mod handler;
pub mod job;
pub mod service;
pub mod store;
pub mod tell;
