//! Who works on a dossier, and at which step of its procedure it stands.

use crate::catalogue::workflow::WorkKind;
use crate::id::AccountId;
use crate::identity::desk::StaffRole;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a dossier goes among the steps of its procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WorkMove {
    /// To the next step.
    Forward,
    /// To the step before, with words.
    Back,
    /// Nowhere: only who works on it changes.
    Stay,
}

/// Passes a dossier on within its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassOn {
    /// Version of the dossier that was seen.
    pub version: u32,
    /// Where to.
    pub to: WorkMove,
    /// Who works on it from now on; whoever has the role where nobody is named.
    #[serde(default)]
    pub officer_id: Option<AccountId>,
    /// What they should know; needed on the way back.
    #[serde(default)]
    pub words: Option<String>,
}

/// A step of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepView {
    /// Its name.
    pub name: String,
    /// What is done there.
    pub kind: WorkKind,
    /// Who does it.
    pub role: StaffRole,
    /// In how many working days.
    pub days: Option<u32>,
}

/// Who works on a dossier, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkView {
    /// The steps of its procedure; none where it has none.
    pub steps: Vec<StepView>,
    /// Which of them it stands at, counted from 0; none before somebody began.
    pub at: Option<u32>,
    /// Who works on it; nobody was named where absent.
    pub holder: Option<String>,
    /// Whether that is who asks.
    pub is_mine: bool,
    /// The day the step is to be done.
    #[serde(default, with = "crate::time::optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Working days until then, negative when it is over.
    pub days_left: Option<i32>,
    /// Whether who asks has the role of the step.
    pub may_act: bool,
}

/// An officer to whom a dossier may be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkColleague {
    /// Their account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// "Chức vụ".
    pub position: Option<String>,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// Open dossiers that they work on.
    pub open: u32,
}
