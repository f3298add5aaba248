//! Signing in: password, then a one-time code.

mod model;
mod page_sign_in;
mod step_code;
mod step_password;

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[("/dang-nhap", page_sign_in::page)];

/// Those of the pages around an account, which are a program of their own.
pub const ACCOUNT_ROUTES: &[Route] = &[];
