//! The dialog that asks again who it is, for pages of any feature: it knows how people show that.

pub use crate::identity::account::confirm::{Confirm, dialog};
pub use crate::identity::code_step::Answer;
