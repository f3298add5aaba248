//! Dossiers at the unit that receives them: the queue, one dossier with its papers, and what an officer does with it.

mod act;
mod act_return;
mod batch;
mod confirm;
mod extension;
mod handover;
mod hold;
mod opinion;
mod page_dossier;
mod page_opinion;
mod page_opinions;
mod page_queue;
mod page_ratings;
mod page_rules;
mod part_files;
mod refusal;
mod result_form;
mod settle;
mod supplement;
mod words;
mod work;

use crate::route::Route;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The queue.
const HERE: &str = "/can-bo/ho-so";

/// The pages of officers.
pub const ROUTES: &[Route] = &[
    ("/can-bo/ho-so", page_queue::page),
    ("/can-bo/ho-so/:id", page_dossier::page),
];

/// Those of officers that stand beside the dossiers, in a program of their own.
pub const UNIT_ROUTES: &[Route] = &[
    ("/can-bo/ho-so/danh-gia", page_ratings::page),
    ("/can-bo/ho-so/can-cu-tu-choi", page_rules::page),
    ("/can-bo/y-kien", page_opinions::page),
    ("/can-bo/y-kien/:id", page_opinion::page),
];
