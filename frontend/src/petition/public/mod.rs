//! Answers that everybody reads.

mod page_list;
mod page_one;

use crate::route::Route;

/// The pages.
pub const ROUTES: &[Route] = &[
    ("/phan-anh", page_list::page),
    ("/phan-anh/:code", page_one::page),
];
