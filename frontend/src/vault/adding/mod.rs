//! Papers put into the vault, and what is said of them changed: a program of its own, because the forms and what looks at a
//! file in the browser weigh more than the list.

mod add_send;
mod edit_send;
mod fields;
mod file;
mod file_view;
mod form;
mod model;
mod page_add;
mod page_edit;

use crate::route::Route;

/// The addresses of this part.
pub const ROUTES: &[Route] = &[("/kho/them", page_add::page), ("/kho/:id/sua", page_edit::page)];
