//! Fees of dossiers. `service` makes a charge when a dossier is filed, shows it to who filed, begins online payments, and tells
//! the end of a dossier what is owed; `word` takes what the gateway says; `desk` is what officers of the unit do. `gateway` is
//! what is asked of a gateway, `vnpay` its protocol, `qr` the picture of a VietQR code. States: docs/states/charge.md.

pub mod agent;
pub mod desk;
pub mod domain;
pub mod gateway;
pub mod handler;
mod qr;
pub mod service;
mod store;
mod strike;
mod tell;
mod view;
pub mod vnpay;
mod word;
