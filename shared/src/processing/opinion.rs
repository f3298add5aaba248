//! What another unit thinks of a dossier ("lấy ý kiến").

use crate::filing::dto::Attachment;
use crate::id::{OpinionId, UnitId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most working days that a unit is given.
pub const MAX_OPINION_DAYS: u32 = 60;

/// Most units that are asked about one dossier.
pub const MAX_OPINIONS: usize = 20;

/// Asks another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskOpinion {
    /// Whom.
    pub unit_id: UnitId,
    /// What, in at least a sentence.
    pub question: String,
    /// Within how many working days, 1 to 60.
    pub days: u32,
}

/// What it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// It agrees.
    Agree,
    /// It does not.
    Disagree,
    /// Neither: it says something.
    Remark,
}

/// Answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerOpinion {
    /// Yes, no, or neither.
    pub stance: Stance,
    /// Why, in at least a sentence.
    pub words: String,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionAnswer {
    /// Yes, no, or neither.
    pub stance: Stance,
    /// Why.
    pub words: String,
    /// The officer.
    pub officer: String,
    /// When.
    pub at: Timestamp,
    /// Whether the last day was over.
    pub was_late: bool,
}

/// A question to another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionView {
    /// Its id.
    pub id: OpinionId,
    /// Code of the dossier.
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Who asks.
    pub asked_by: String,
    /// Their unit.
    pub asking_unit: String,
    /// Who is asked.
    pub unit: String,
    /// What.
    pub question: String,
    /// When.
    pub asked_at: Timestamp,
    /// The last day for the answer.
    #[serde(with = "crate::time::day")]
    pub until: NaiveDate,
    /// Working days until then, negative when it is over; absent once it was answered.
    pub days_left: Option<i32>,
    /// Whether the dossier is over, so that nobody waits any more.
    pub is_over: bool,
    /// What was answered.
    pub answer: Option<OpinionAnswer>,
}

/// A question with what the asked unit may read for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionCase {
    /// The question.
    pub opinion: OpinionView,
    /// Whose matter it is, by name; absent once it was answered.
    pub owner_name: Option<String>,
    /// What was filed; nothing once it was answered.
    pub files: Vec<OpinionFile>,
}

/// A filed part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionFile {
    /// Id of the component.
    pub component_id: String,
    /// Its name.
    pub name: String,
    /// The file.
    pub file: Attachment,
}
