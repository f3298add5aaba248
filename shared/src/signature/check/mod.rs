//! One rule, one function, with the clause it comes from. Checks take parsed values; they read nothing themselves.

pub(crate) mod changes;
pub(crate) mod geometry;
pub(crate) mod permission;
