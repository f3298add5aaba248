//! Paper types and categories, as administrators keep them.

mod form;
mod page;
mod state;
mod types;

use crate::layout;
use crate::route::Route;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The addresses of this part; the server lets administrators in and nobody else.
pub const ROUTES: &[Route] = &[("/can-bo/danh-muc", || layout::signed_in_at(SIGN_IN, page::page))];
