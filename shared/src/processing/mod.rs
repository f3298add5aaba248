//! A dossier after it was filed: officers receive it, work on it, and end it with a result or a reason.

pub mod batch;
pub mod drafting;
pub mod dto;
pub mod extension;
pub mod handover;
pub mod hold;
pub mod opinion;
pub mod rating;
pub mod refusal;
pub mod rule;
pub mod supplement;
pub mod thread;
pub mod withdrawal;
pub mod words;
pub mod work;
