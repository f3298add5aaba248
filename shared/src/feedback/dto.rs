//! What travels about feedback on a result.

use crate::catalogue::dto::UnitView;
use crate::id::{FeedbackId, PaperId, UnitId, UploadId};
use crate::signature::dto::CurrentReport;
use crate::signature::report::VerificationReport;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is wrong: the three sentences of the letter (seed 001), to choose one from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackReason {
    /// "Tệp tin kết quả điện tử bị sai lệch thông tin công dân."
    WrongData,
    /// "Tệp tin kết quả điện tử của công dân không phải là kết quả công dân được giải quyết."
    WrongResult,
    /// "Tệp tin kết quả của công dân chưa được ký bằng chứng thư số được cấp bởi Ban cơ yếu chính phủ."
    NotSigned,
}

impl FeedbackReason {
    /// All of them, in the order of the letter.
    pub const ALL: [Self; 3] = [Self::WrongData, Self::WrongResult, Self::NotSigned];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongData => "wrong-data",
            Self::WrongResult => "wrong-result",
            Self::NotSigned => "not-signed",
        }
    }

    /// Of what travels.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// Where a feedback stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackState {
    /// It lies with the agency.
    Sent,
    /// An officer has seen it and compares.
    Comparing,
    /// The right file stands in place of the wrong one.
    Replaced,
    /// The agency said why the file is right.
    Refused,
    /// The owner took it back.
    Withdrawn,
}

/// Sends a feedback on a paper of the own vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendFeedback {
    /// Version of the paper that was seen.
    pub version: u32,
    /// The file that was seen.
    pub file_version: u32,
    /// What is wrong.
    pub reason: FeedbackReason,
    /// In the owner's words.
    #[serde(default)]
    pub explanation: Option<String>,
    /// On which page, counted from 1.
    #[serde(default)]
    pub page: Option<u32>,
    /// To which unit, where the paper does not say it.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
}

/// Who did a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepBy {
    /// The owner of the paper.
    Owner,
    /// An officer.
    Officer,
}

/// One step of a feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackStep {
    /// Where it stood after it.
    pub state: FeedbackState,
    /// Who.
    pub by: StepBy,
    /// Name of the person as it was.
    pub name: String,
    /// Name of the officer's unit.
    pub unit: Option<String>,
    /// What was said with it.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A feedback in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackItem {
    /// Its id.
    pub id: FeedbackId,
    /// The paper.
    pub paper_id: PaperId,
    /// Its code.
    pub paper_code: String,
    /// Its name.
    pub paper_name: String,
    /// Whose paper it is.
    pub owner_name: String,
    /// The unit that answers.
    pub unit_name: String,
    /// What is wrong.
    pub reason: FeedbackReason,
    /// Where it stands.
    pub state: FeedbackState,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The last day for an answer.
    #[serde(with = "crate::time::day")]
    pub due_on: NaiveDate,
    /// Working days until then; negative when it is over.
    pub days_left: i32,
    /// Hand back with every change.
    pub version: u32,
}

/// One feedback, as its owner reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackView {
    /// The columns of the list.
    pub item: FeedbackItem,
    /// Which file of the paper it is about.
    pub file_version: u32,
    /// Name of that file.
    pub file_name: String,
    /// In the owner's words.
    pub explanation: Option<String>,
    /// On which page.
    pub page: Option<u32>,
    /// The file that took its place.
    pub new_file_version: Option<u32>,
    /// Each step, oldest first.
    pub steps: Vec<FeedbackStep>,
}

/// What is known of feedback on one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperFeedback {
    /// Name of the paper.
    pub paper_name: String,
    /// Name of its file.
    pub file_name: String,
    /// Version of the paper; hand back.
    pub version: u32,
    /// Its file; hand back.
    pub file_version: u32,
    /// The unit that is known to have issued it.
    pub unit: Option<UnitView>,
    /// What was said of it so far, newest first.
    pub items: Vec<FeedbackItem>,
    /// Working days that an answer takes at most.
    pub working_days: u32,
}

/// The owner takes a feedback back, or an officer begins to compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepFeedback {
    /// Version that was seen.
    pub version: u32,
}

/// The right file in place of the wrong one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectResult {
    /// Version that was seen.
    pub version: u32,
    /// The right file.
    pub upload_id: UploadId,
    /// What was wrong, as the owner reads it.
    #[serde(default)]
    pub note: Option<String>,
}

/// The file is right as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseFeedback {
    /// Version that was seen.
    pub version: u32,
    /// Why, in at least a sentence.
    pub ground: String,
}

/// One feedback, as officers of its unit read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskFeedback {
    /// What its owner reads.
    pub feedback: FeedbackView,
    /// "Số định danh" of the owner.
    pub owner_identifier: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// What the verifier said of the file that is complained about when it came in.
    pub report: VerificationReport,
    /// What the last verification since then found.
    #[serde(default)]
    pub current: Option<CurrentReport>,
    /// That file still stands under the paper: nobody replaced or removed it meanwhile.
    pub is_current: bool,
    /// In how many dossiers that file was used.
    pub used_in: u32,
}
