//! Rounds of supplement: what a unit asks for once more, and what came.

use crate::catalogue::form::Answers;
use crate::filing::dto::{Attachment, DraftView};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest reason of one part, in characters.
pub const MAX_REASON: usize = 500;

/// Asks for parts of a dossier again, or for parts that were left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskSupplement {
    /// Version of the dossier that was seen.
    pub version: u32,
    /// What it is about, in at least a sentence. That of another round is not taken again.
    pub words: String,
    /// Every part that is needed, once.
    #[serde(default)]
    pub parts: Vec<AskPart>,
    /// Every answer of the electronic form that is wrong, once. Of parts and answers there is at least one.
    #[serde(default)]
    pub answers: Vec<AskAnswer>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskPart {
    /// Id of the component in the procedure.
    pub component_id: String,
    /// What is wrong with it, or why it is needed.
    pub reason: String,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskAnswer {
    /// Name of its field in the form.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Sends what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplyParts {
    /// Version of the round's draft that was seen.
    pub version: u32,
    /// Digest of what was seen; another content is refused.
    pub digest: String,
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RoundState {
    /// It waits for who filed.
    Open,
    /// What was asked for came.
    Supplied,
    /// The dossier ended before.
    Ended,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Round {
    /// Counted from 1.
    pub number: u32,
    /// Where it stands.
    pub state: RoundState,
    /// What it is about.
    pub words: String,
    /// The unit that asked.
    pub unit: String,
    /// The officer; only officers read it.
    pub officer: Option<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The last day for the answer; after it the unit may end the dossier.
    #[serde(with = "crate::time::day")]
    pub answer_until: NaiveDate,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Whether the answer came after its last day.
    pub was_late: bool,
    /// Digest over what was supplied.
    pub digest: Option<String>,
    /// Its parts.
    pub parts: Vec<RoundPart>,
    /// Its answers: those that were asked for, and those that changed with them.
    pub answers: Vec<RoundAnswer>,
}

impl Round {
    /// How much is asked for: parts and answers.
    pub fn count(&self) -> usize {
        let asked = self.answers.iter().filter(|one| one.reason.is_some());
        self.parts.len() + asked.count()
    }
}

/// A question of the electronic form of a dossier, for its officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// Name of its field in the form.
    pub field: String,
    /// The question.
    pub title: String,
    /// What was answered, as people read it.
    pub answer: Option<String>,
}

/// One answer of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoundAnswer {
    /// Name of its field in the form.
    pub field: String,
    /// The question.
    pub question: String,
    /// Why it is asked for; nothing where it changed with another answer.
    pub reason: Option<String>,
    /// What had been answered, as people read it; it stays, struck out.
    pub old: Option<String>,
    /// What was answered now, as people read it. The same as before: who filed says that it was right.
    pub new: Option<String>,
}

/// One part of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoundPart {
    /// Id of the component.
    pub component_id: String,
    /// Name of the component.
    pub name: String,
    /// Why it is asked for.
    pub reason: String,
    /// What had been filed; it stays, struck out.
    pub old: Option<Attachment>,
    /// What was supplied.
    pub new: Option<Attachment>,
}

/// The open round, with the draft in which its parts gather.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenRound {
    /// What was asked for.
    pub round: Round,
    /// The draft: its procedure has the asked components only, and its form where answers are asked for.
    pub draft: DraftView,
    /// The answers of the dossier as they were filed, as they are kept; empty where none is asked for.
    pub filed: Answers,
}
