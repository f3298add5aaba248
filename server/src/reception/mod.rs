//! Taking dossiers in from people who stand at the desk (seeds 001 §4, 002 appendix II). The dossier is the person's own, in the
//! person's account ("không sử dụng tài khoản cá nhân của mình để nộp thay"): the officer holds the pen while the look lasts that
//! the person agreed to, and takes it in by handing it in.

pub mod handler;
pub mod service;
pub mod slip;
pub mod store;
