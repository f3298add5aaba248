//! What is wrong with a table, where it stands, and the sentence for it.

use super::columns::letters;
use crate::error::FieldFault;
use crate::http::problem;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::staff::SheetFault;
use motcua_shared::text::{self, Lang};
use std::collections::BTreeMap;

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row as spreadsheets count; without one it is the file that is wrong.
    pub row: Option<u32>,
    /// The column, from nought on.
    pub column: Option<u32>,
    /// What.
    pub what: What,
}

/// What may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is no xlsx, or a broken one.
    NotASheet,
    /// It unpacks to far more than a table of officers.
    Unsafe,
    /// It has more rows than are taken in at once.
    TooManyRows(usize),
    /// No row has the headings.
    NoHeadings,
    /// Headings that are missing.
    Missing(String),
    /// A heading that is none of ours.
    UnknownColumn(String),
    /// A heading that stands there twice.
    ColumnTwice(String),
    /// A cell is calculated.
    Formula,
    /// A cell holds an error of the spreadsheet.
    Broken,
    /// A cell holds more than any of ours.
    TooLong,
    /// Digits that the spreadsheet took for a number: noughts at the front are lost.
    NoughtsLost(String),
    /// Digits that were rounded to something like 1.23E+11.
    Rounded(String),
    /// A number where there is text.
    NotText,
    /// Neither "x" nor nothing.
    NotAMark,
    /// There is no such unit.
    UnknownUnit(String),
    /// Several units have this name.
    UnitTwice(String),
    /// The code is that of another unit.
    OtherUnit(String),
    /// The same person in the same unit, in an earlier row.
    Twice(u32),
    /// Name or day of birth of somebody whose identity is confirmed.
    Confirmed,
    /// A rule of the form is against it.
    Rule(ErrorCode, BTreeMap<String, String>),
}

impl Fault {
    /// Of the file as a whole.
    pub fn of_file(what: What) -> Self {
        Self {
            row: None,
            column: None,
            what,
        }
    }

    /// Of a rule that a field breaks.
    pub fn of_field(row: u32, column: Option<u32>, fault: FieldFault) -> Self {
        Self {
            row: Some(row),
            column,
            what: What::Rule(fault.code, fault.params),
        }
    }

    /// In words. `headings` are those of the table by column.
    pub fn told(&self, headings: &BTreeMap<u32, &'static str>, lang: Lang) -> SheetFault {
        let at = match (self.row, self.column) {
            (None, _) => String::new(),
            (Some(row), None) => text::sheet::row(lang, row),
            (Some(row), Some(column)) => {
                let name = letters(column);
                match headings.get(&column) {
                    Some(heading) => text::sheet::cell(lang, name, *heading, row),
                    None => text::sheet::bare_cell(lang, name, row),
                }
            }
        };
        SheetFault {
            at,
            sentence: self.what.sentence(lang),
        }
    }
}

impl What {
    fn sentence(&self, lang: Lang) -> String {
        use text::sheet as t;
        match self {
            Self::NotASheet => t::not_a_sheet(lang).to_owned(),
            Self::Unsafe => t::unsafe_file(lang).to_owned(),
            Self::TooManyRows(max) => t::too_many_rows(lang, max),
            Self::NoHeadings => t::no_headings(lang).to_owned(),
            Self::Missing(names) => t::missing(lang, names),
            Self::UnknownColumn(name) => t::unknown_column(lang, name),
            Self::ColumnTwice(name) => t::column_twice(lang, name),
            Self::Formula => t::formula(lang).to_owned(),
            Self::Broken => t::broken(lang).to_owned(),
            Self::TooLong => t::too_long(lang).to_owned(),
            Self::NoughtsLost(digits) => t::noughts_lost(lang, digits),
            Self::Rounded(digits) => t::rounded(lang, digits),
            Self::NotText => t::not_text(lang).to_owned(),
            Self::NotAMark => t::not_a_mark(lang).to_owned(),
            Self::UnknownUnit(name) => t::unknown_unit(lang, name),
            Self::UnitTwice(name) => t::unit_twice(lang, name),
            Self::OtherUnit(name) => t::other_unit(lang, name),
            Self::Twice(row) => t::twice(lang, row),
            Self::Confirmed => t::confirmed(lang).to_owned(),
            Self::Rule(code, params) => problem::sentence(*code, params, lang),
        }
    }
}
