//! Results that a unit writes itself: `fill` puts what is known of a dossier into a template, `page` makes the PDF in the form of
//! administrative documents (`paper`), `register` gives the number, `sign` has it signed by who leads the unit and sealed by the agency.
//! It is given back as any signed file is (`returning`).

pub mod domain;
pub mod fill;
pub mod handler;
pub mod page;
pub mod paper;
pub mod register;
pub mod service;
pub mod sign;
pub mod store;
pub mod view;
