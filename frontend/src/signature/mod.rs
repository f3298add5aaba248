//! Checking a signed file: the worker's client, the words for its reports, and the page for anybody. Signing: `agent`.

pub mod agent;
pub mod check;
pub mod client;
pub mod describe;
pub mod desk_sign;
pub mod look;
pub mod outcome;
mod page_check;
pub mod report_view;

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[("/kiem-tra-chu-ky", page_check::page)];
