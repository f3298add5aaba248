//! Fees of dossiers: the pages of who files, and what officers do with a fee on a dossier's page.
//!
//! Offers `card(id)`, what a dossier costs and the way to pay it, and `desk_block`, the same for officers.

mod card;
mod desk_block;
mod desk_form;
mod page_charge;
mod page_list;
mod page_receipt;
mod transfer;
mod vnpay;
mod words;

use crate::route::Route;

pub use card::card;
pub use desk_block::desk_block;

/// Fees that are due.
const HERE: &str = "/le-phi";

/// The pages of who files.
pub const ROUTES: &[Route] = &[
    ("/le-phi", page_list::page),
    ("/le-phi/:id", page_charge::page),
    ("/le-phi/:id/bien-nhan", page_receipt::page),
];
