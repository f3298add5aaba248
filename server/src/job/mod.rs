//! Work outside requests: network, mail, cleaning up. A job is a row, written in the transaction of the change that
//! asks for it, and harmless when it runs twice.

pub mod care;
pub mod figures;
pub mod queue;
pub mod registry;
pub mod scan;
pub mod seal;
pub mod upkeep;
pub mod worker;
