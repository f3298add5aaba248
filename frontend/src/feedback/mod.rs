//! Feedback on a result: the owner's pages beside the vault, and the officers' pages.
//!
//! Offers `on_paper(id)`: what was said of a paper, and the way to say more.

mod desk_answer;
mod desk_list;
mod desk_one;
mod form;
mod on_paper;
mod page_list;
mod page_one;
mod page_send;
mod words;

use crate::route::Route;

pub use on_paper::{card_link, on_paper};

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The pages of owners; they stand before those of the vault, which take any word for a paper.
pub const ROUTES: &[Route] = &[
    ("/kho/phan-anh", page_list::page),
    ("/kho/phan-anh/:id", page_one::page),
    ("/kho/:id/phan-anh", page_send::page),
];

/// The pages of officers.
pub const STAFF_ROUTES: &[Route] = &[
    ("/can-bo/phan-anh", desk_list::page),
    ("/can-bo/phan-anh/:id", desk_one::page),
];
