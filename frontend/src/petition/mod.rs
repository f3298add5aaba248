//! "Phản ánh, kiến nghị": the pages of writers, those of officers (`desk`), and what everybody reads (`public`).

mod desk;
mod doing;
mod kept;
mod page_list;
mod page_one;
mod page_send;
mod public;
mod words;

use crate::layout::signed_in;
use crate::route::Route;

/// Where writers find theirs.
const HERE: &str = "/kien-nghi";

/// The pages of writers.
pub const ROUTES: &[Route] = &[
    ("/kien-nghi", || signed_in(page_list::page)),
    ("/kien-nghi/gui", || signed_in(page_send::page)),
    ("/kien-nghi/:id", || signed_in(page_one::page)),
];

/// The pages of officers.
pub const STAFF_ROUTES: &[Route] = desk::ROUTES;

/// What everybody reads.
pub const PUBLIC_ROUTES: &[Route] = public::ROUTES;
