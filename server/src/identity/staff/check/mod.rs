//! "Xác thực tài khoản VNeID": what is written of an officer's card is compared with the register of the population. Which field
//! is other there is said; what stands there is not.

pub mod service;
pub mod store;
