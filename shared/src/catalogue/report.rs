//! What an import did: every record of the files is counted once, and what is odd about one is said.

use crate::text::{self, Lang};
use serde::{Deserialize, Serialize};

/// The report of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Records in the files.
    pub read: u32,
    /// New here.
    pub added: u32,
    /// Known, and now in a new version.
    pub changed: u32,
    /// Known and the same.
    pub unchanged: u32,
    /// Known and left as it is, because it was changed here or a fuller record is known.
    pub kept: u32,
    /// Not taken in.
    pub refused: u32,
    /// What is worth a look, in the order of the files.
    pub odd: Vec<Odd>,
}

impl ImportReport {
    /// Whether every record that was read is accounted for.
    pub const fn adds_up(&self) -> bool {
        self.read == self.added + self.changed + self.unchanged + self.kept + self.refused
    }
}

/// Something odd about a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Odd {
    /// Where: file and line, or place in the list.
    pub at: String,
    /// Code of the procedure, where it has one.
    pub code: Option<String>,
    /// Whether the record was not taken in for it.
    pub refused: bool,
    /// What.
    pub what: Oddity,
    /// What stood there.
    pub words: String,
}

/// What may be odd about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// It is no JSON.
    Unreadable,
    /// It is nothing that the catalogue keeps.
    NoRecord,
    /// It has no code.
    NoCode,
    /// It has no name.
    NoName,
    /// A rule of the catalogue is against it: path and rule.
    AgainstRule,
    /// The code holds blanks.
    CodeBlank,
    /// The code has not the form of the national codes.
    CodeForm,
    /// Another procedure has the code: the one it was given.
    CodeTaken,
    /// A procedure of this portal has the code, and stays.
    KeptOurs,
    /// No field of administration.
    NoField,
    /// Nobody is named who may file.
    NoApplicants,
    /// No level of government.
    NoLevel,
    /// No component.
    NoComponents,
    /// How the result is handed over is not said.
    NoDelivery,
    /// What the result is, is not said.
    NoResult,
    /// No time limit that can be counted.
    NoTime,
    /// The time limit is not of whole half days and was cut.
    TimeCut,
    /// Several cases have one code.
    CaseCodeTwice,
    /// Ways of filing that are none.
    UnknownChannel,
    /// Another unit of the file has the code.
    UnitTwice,
    /// The unit above is nowhere.
    ParentMissing,
    /// The unit above is named otherwise than it stands around this one.
    ParentDiffers,
    /// The unit stands above itself.
    Cycle,
    /// The name begins with no kind of unit of its level.
    UnitKind,
    /// The source says that it is not in force.
    UnitState,
    /// The last day is not behind the first.
    DaysOrder,
    /// The file says another number of entries than it has.
    CountDiffers,
}

impl Oddity {
    /// The sentence for administrators; `words` is what stood there.
    pub fn sentence(self, words: &str, lang: Lang) -> String {
        use text::imported as t;
        match self {
            Self::Unreadable => t::unreadable(lang, words),
            Self::NoRecord => t::no_record(lang).to_owned(),
            Self::NoCode => t::no_code(lang).to_owned(),
            Self::NoName => t::no_name(lang).to_owned(),
            Self::AgainstRule => t::against_rule(lang, words),
            Self::CodeBlank => t::code_blank(lang, words),
            Self::CodeForm => t::code_form(lang, words),
            Self::CodeTaken => t::code_taken(lang, words),
            Self::KeptOurs => t::kept_ours(lang).to_owned(),
            Self::NoField => t::no_field(lang).to_owned(),
            Self::NoApplicants => t::no_applicants(lang).to_owned(),
            Self::NoLevel => t::no_level(lang).to_owned(),
            Self::NoComponents => t::no_components(lang).to_owned(),
            Self::NoDelivery => t::no_delivery(lang).to_owned(),
            Self::NoResult => t::no_result(lang).to_owned(),
            Self::NoTime => t::no_time(lang, words),
            Self::TimeCut => t::time_cut(lang, words),
            Self::CaseCodeTwice => t::case_code_twice(lang).to_owned(),
            Self::UnknownChannel => t::unknown_channel(lang, words),
            Self::UnitTwice => t::unit_twice(lang, words),
            Self::ParentMissing => t::parent_missing(lang, words),
            Self::ParentDiffers => t::parent_differs(lang, words),
            Self::Cycle => t::cycle(lang, words),
            Self::UnitKind => t::unit_kind(lang, words),
            Self::UnitState => t::unit_state(lang, words),
            Self::DaysOrder => t::days_order(lang, words),
            Self::CountDiffers => t::count_differs(lang, words),
        }
    }
}
