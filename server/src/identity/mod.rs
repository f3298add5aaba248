//! Accounts, registering, ways of signing in, one-time codes, sessions.
//!
//! Offers to others: `guard` (who asks), `service::load_account`.

pub mod account;
pub mod assisted;
mod begun;
pub mod claim;
pub mod code;
mod common_password;
pub mod confirmation;
pub mod consent;
pub mod contact;
pub mod device;
pub mod domain;
pub mod guard;
pub mod handler;
pub mod job;
pub mod lost_phone;
mod new_password;
pub mod oidc;
pub mod other_way;
mod pace;
pub mod password;
pub mod password_link;
pub mod proof;
mod proven;
pub mod recovery;
pub mod recovery_code;
pub mod registration;
pub mod registry;
pub mod service;
pub mod session;
pub mod sign_in;
pub mod sim;
pub mod software;
pub mod staff;
pub mod store;
mod tell;
pub mod throttle;
pub mod token;
