//! What happens to a dossier after it was filed: its unit receives it, works on it, and ends it with a signed result, which
//! lands in its owner's vault, or with a reason. `returning` is the end with a result, `course` what the filer reads of it,
//! `timeline` what happened in one order, `waiting` results whose owner has no account yet, `tell` what people hear, `supplement` what is asked for once
//! more, `withdrawal` taking it back, `thread` what both sides
//! write to each other, `rating` how the filer found the service, `refusal` what letters let
//! a desk refuse, `work` who works on it and at which step, `hold` who has it open, `opinion` what other units think, `batch` one act on many, `extension` a later
//! day, `handover` dossiers whose unit is no more, `drafting` results that the unit writes, signs and seals itself. States: docs/states/dossier.md.

pub mod batch;
pub mod course;
pub mod domain;
pub mod drafting;
pub mod extension;
pub mod fee;
pub mod handler;
pub mod handover;
pub mod hold;
pub mod opinion;
pub mod queue;
pub mod rating;
pub mod refusal;
pub mod returning;
pub mod service;
pub mod store;
pub mod supplement;
pub mod tell;
pub mod thread;
pub mod timeline;
pub mod waiting;
pub mod withdrawal;
pub mod work;
