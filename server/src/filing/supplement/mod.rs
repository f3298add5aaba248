//! What a filed dossier is supplemented with: the draft in which the asked parts gather, and putting them in the place of what
//! was filed. Who asks, and when, is a matter of `processing`.

pub mod service;
pub mod store;
