//! What a one-stop desk may refuse dossiers for by a letter (seed 000, §2): a dossier of an agency that comes from a personal
//! account, or with parts that nobody signed.

use crate::identity::dto::AccountKind;
use crate::text::{self, Lang};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest name of a letter, in characters.
pub const MAX_LEGAL_GROUND: usize = 300;

/// What is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// A procedure of agencies, filed from a personal account.
    PersonalAccount,
    /// Parts of an agency's dossier that are neither signed nor certified electronically.
    UnsignedComponent,
}

impl RefusalKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::PersonalAccount, Self::UnsignedComponent];

    /// As it travels in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::PersonalAccount => "personal-account",
            Self::UnsignedComponent => "unsigned-component",
        }
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::PersonalAccount => text::ground::personal_account(lang),
            Self::UnsignedComponent => text::ground::unsigned_component(lang),
        }
    }
}

/// Whether a procedure for these accounts is there for agencies and for nobody in person.
pub fn is_of_agencies(applicants: &[AccountKind]) -> bool {
    applicants.contains(&AccountKind::Agency) && !applicants.contains(&AccountKind::Citizen)
}

/// A rule as everybody may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalRule {
    /// What is refused.
    pub kind: RefusalKind,
    /// The letter that says so.
    pub legal_ground: String,
    /// From this day on.
    #[serde(with = "crate::time::day")]
    pub starts_on: NaiveDate,
    /// Whether that day has come.
    pub is_in_force: bool,
    /// Hand back with a change.
    pub version: u32,
}

/// Changes a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetRefusalRule {
    /// Version that was seen.
    pub version: u32,
    /// The letter that says so.
    pub legal_ground: String,
    /// From this day on: `2024-09-11`.
    pub starts_on: String,
}

/// What was found in a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalGround {
    /// By which rule.
    pub kind: RefusalKind,
    /// What its filer reads when it is refused for that.
    pub words: String,
    /// From which day on it may be refused for that.
    #[serde(with = "crate::time::day")]
    pub starts_on: NaiveDate,
    /// Whether that day has come.
    pub is_in_force: bool,
}
