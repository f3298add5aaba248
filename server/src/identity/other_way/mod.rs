//! "Chọn phương thức xác thực khác": another phone for the code of a sign-in, or a recovery code in its place.

pub mod handler;
pub mod service;
