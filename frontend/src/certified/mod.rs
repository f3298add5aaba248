//! Certified electronic copies: the owner asks and looks, the desk takes, has signed and issues.

mod desk_act;
mod desk_copy;
mod desk_end;
mod desk_list;
mod desk_new;
mod desk_take;
mod office;
mod office_signers;
mod own_appointment;
mod own_list;
mod own_new;
mod slots;
mod words;

use crate::layout;
use crate::route::Route;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The pages of officers.
pub const DESK_ROUTES: &[Route] = &[
    ("/can-bo/chung-thuc", || {
        layout::signed_in_at(SIGN_IN, desk_list::page)
    }),
    ("/can-bo/chung-thuc/moi", || {
        layout::signed_in_at(SIGN_IN, desk_new::page)
    }),
    ("/can-bo/chung-thuc/noi-chung-thuc", || {
        layout::signed_in_at(SIGN_IN, office::page)
    }),
    ("/can-bo/chung-thuc/:id", || {
        layout::signed_in_at(SIGN_IN, desk_copy::page)
    }),
];

/// The pages of owners. They stand before those of single papers.
pub const ROUTES: &[Route] = &[
    ("/kho/chung-thuc", || layout::signed_in(own_list::page)),
    ("/kho/chung-thuc/moi", || layout::signed_in(own_new::page)),
];
