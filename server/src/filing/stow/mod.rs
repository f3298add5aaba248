//! "Cất vào kho": files of the device that were filed go into the vault of who filed, so that nobody asks for them twice.

pub mod handler;
pub mod service;
