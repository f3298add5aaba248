//! To whom papers are shown. The letter's "Chia sẻ" is the grant to whichever unit receives a dossier of the owner.

pub mod service;
pub mod store;
