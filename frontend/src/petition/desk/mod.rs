//! The pages of the province's desk and of units.

mod acts;
mod page_list;
mod page_one;
mod part_publish;
mod part_route;

use crate::layout::signed_in_at;
use crate::route::Route;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// Where officers find petitions.
const HERE: &str = "/can-bo/kien-nghi";

/// The pages.
pub const ROUTES: &[Route] = &[
    ("/can-bo/kien-nghi", || signed_in_at(SIGN_IN, page_list::page)),
    ("/can-bo/kien-nghi/:id", || signed_in_at(SIGN_IN, page_one::page)),
];
