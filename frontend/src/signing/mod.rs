//! "Ký số tệp tin": a PDF is sent, signed by the token on this computer, and judged by the server.

mod act;
mod goal;
mod model;
mod page_goal;
mod page_sign;
mod state;

use crate::route::Route;

/// The addresses of this feature; they belong to the program of the pages around an account.
pub const ROUTES: &[Route] = &[("/ky-so", page_sign::page)];
