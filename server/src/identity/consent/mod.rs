//! What the vault asks of accounts: whose number it is, whether the owner agrees, telling them.

pub mod service;
