//! Search keys of papers written anew, when what they are made of changed elsewhere: the name of a category, the signers that
//! a new verification names, what the portal puts into them.

pub mod service;
pub mod store;
