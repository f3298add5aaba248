//! The steps in which a unit works on dossiers of a procedure ("quy trình giải quyết", TT 03/2025/TT-VPCP, form 06): data of the
//! procedure, so that a dossier keeps those with which it was filed.

use crate::identity::desk::StaffRole;
use crate::text::{self, Lang};
use serde::{Deserialize, Serialize};

/// Most steps of a procedure.
pub const MAX_STEPS: usize = 20;

/// Most working days of a step.
pub const MAX_STEP_DAYS: u32 = 365;

/// What is done at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// It is given to somebody.
    Assign,
    /// It is looked into.
    Examine,
    /// Other bodies are asked.
    Consult,
    /// The result is signed.
    Sign,
    /// The result is given back: nowhere else, where a procedure has steps.
    Return,
}

impl WorkKind {
    /// All of them, in the order in which they mostly come.
    pub const ALL: [Self; 5] = [
        Self::Assign,
        Self::Examine,
        Self::Consult,
        Self::Sign,
        Self::Return,
    ];

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Assign => text::work::kind_assign(lang),
            Self::Examine => text::work::kind_examine(lang),
            Self::Consult => text::work::kind_consult(lang),
            Self::Sign => text::work::kind_sign(lang),
            Self::Return => text::work::kind_return(lang),
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkStep {
    /// Its own within the procedure.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// What is done.
    pub kind: WorkKind,
    /// Who does it: officers of the unit with this role.
    pub role: StaffRole,
    /// In how many working days; the time of the dossier alone where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}
