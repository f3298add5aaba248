//! Components that know no feature, on native elements. One file each, with a style file of the same name.

pub mod button;
pub mod checkbox;
pub mod code;
pub mod dialog;
pub mod error_summary;
pub mod facts;
pub mod failure;
pub mod field;
pub mod file_picker;
pub mod heading;
pub mod load_view;
pub mod notice;
pub mod pager;
pub mod progress;
pub mod select;
pub mod skeleton;
pub mod steps;
pub mod tag;
pub mod verdict;

#[allow(
    unused_imports,
    reason = "a set of components is whole before every one of them has its page"
)]
mod offered {
    pub use super::button::Button;
    pub use super::checkbox::Checkbox;
    pub use super::code::Code;
    pub use super::dialog::Dialog;
    pub use super::error_summary::{ErrorSummary, FormErrors};
    pub use super::failure::{Empty, FailureBox};
    pub use super::field::TextField;
    pub use super::file_picker::FilePicker;
    pub use super::heading::PageHeading;
    pub use super::load_view::LoadView;
    pub use super::notice::Notice;
    pub use super::pager::Pager;
    pub use super::progress::Progress;
    pub use super::select::{Choice, Select};
    pub use super::skeleton::Skeleton;
    pub use super::steps::Steps;
    pub use super::tag::{Tag, Tone};
    pub use super::verdict::Verdict;
}
pub use offered::*;
