//! "Giới thiệu" and "Tin tức": what everybody reads; `keep` is where administrators write it.

pub mod keep;
mod page_list;
mod page_one;

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    ("/gioi-thieu", page_one::introduction),
    ("/tin-tuc", page_list::page),
    ("/tin-tuc/:slug", page_one::news),
];
