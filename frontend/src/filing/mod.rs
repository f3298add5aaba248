//! Filling in a dossier step by step, filing it, and looking at what was filed.

mod again;
mod answers;
mod check_rows;
mod conflict;
mod course;
mod dossiers_asking;
mod draft;
mod edits;
mod form;
mod leave;
mod log;
mod model;
mod page_dossier;
mod page_dossiers;
mod page_lookup;
mod page_supplement;
mod page_view;
pub mod page_wizard;
mod part;
mod part_actions;
mod picker;
mod picker_list;
mod picker_tabs;
mod rate;
mod receipt;
mod renewal;
pub mod rounds;
mod saving;
mod seal;
mod sending;
mod step_check;
mod step_components;
mod step_delivery;
mod step_form;
mod step_parties;
mod step_unit;
mod stow;
mod transfer;
mod withdraw;
mod wording;

use crate::route::Route;

/// The addresses of the wizard.
pub const ROUTES: &[Route] = &[
    ("/nop/:draft", page_wizard::page),
    ("/nop/:draft/:step", page_wizard::page),
];

/// The addresses of filed dossiers.
pub const DOSSIER_ROUTES: &[Route] = &[
    ("/ho-so", page_dossiers::page),
    ("/ho-so/:id", page_dossier::page),
    ("/tra-cuu", page_lookup::page),
];

/// What a unit asks for once more; the wizard's way of choosing papers is a program's weight.
pub const SUPPLEMENT_ROUTES: &[Route] = &[("/ho-so/:id/bo-sung", page_supplement::page)];

/// Files shown beside the form; these belong to the program that can show them.
pub const VIEW_ROUTES: &[Route] = &[
    ("/xem/nhap/:id/:component", page_view::of_draft),
    ("/xem/ho-so/:id/:component", page_view::of_dossier),
];
