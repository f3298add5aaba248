//! Photographs made into one PDF, for papers that need no signature. Nothing leaves the device before the person says so.

mod back;
mod corners;
mod header;
mod heic;
mod hold;
mod keeper;
mod left;
mod page_scan;
mod picture;
mod quad;
mod record;
mod send;
mod sheet;
mod sheets;
mod shelf;
mod state;
mod write;

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[("/chup-giay-to", page_scan::page)];
