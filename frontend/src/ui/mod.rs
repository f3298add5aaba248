//! Components that know no feature, on native elements. One file each, with a style file of the same name.

pub mod button;
pub mod checkbox;
pub mod code;
pub mod dialog;
pub mod error_summary;
pub mod facts;
pub mod failure;
pub mod field;
pub mod file_button;
pub mod file_picker;
pub mod heading;
pub mod load_view;
pub mod notice;
pub mod pager;
pub mod progress;
pub mod radios;
pub mod select;
pub mod skeleton;
#[allow(dead_code, reason = "the filing wizard is its caller")]
pub mod steps;
pub mod tag;
pub mod verdict;

pub use button::Button;
pub use checkbox::Checkbox;
pub use code::Code;
pub use dialog::Dialog;
pub use error_summary::{ErrorSummary, FormErrors};
pub use failure::{Empty, FailureBox};
pub use field::TextField;
pub use file_button::FileButton;
pub use file_picker::FilePicker;
pub use heading::PageHeading;
pub use load_view::load_view;
pub use notice::Notice;
pub use pager::Pager;
pub use progress::Progress;
pub use radios::{RadioChoice, Radios};
pub use select::{Choice, Select};
pub use skeleton::Skeleton;
#[allow(unused_imports, reason = "the filing wizard is its caller")]
pub use steps::Steps;
pub use tag::{Tag, Tone};
pub use verdict::Verdict;
