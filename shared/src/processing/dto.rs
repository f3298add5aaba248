//! What travels about a dossier after it was filed.

use crate::catalogue::dto::UnitView;
use crate::filing::dto::{DossierStatus, DossierView};
use crate::id::{DossierId, PaperId, UploadId};
use crate::payment::dto::RefundWaits;
use crate::processing::extension::Extension;
use crate::processing::opinion::OpinionView;
use crate::processing::rating::Rating;
use crate::processing::refusal::{RefusalGround, RefusalKind};
use crate::processing::supplement::{Question, Round};
use crate::processing::withdrawal::{Withdrawal, WithdrawalWay};
use crate::processing::work::WorkView;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A dossier in the queue of its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskDossierItem {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// "Chủ hồ sơ".
    pub owner_name: String,
    /// Where it stands.
    pub status: DossierStatus,
    /// Whether it was stopped because its filer took it back.
    #[serde(default)]
    pub is_withdrawn: bool,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// The last day for the result, once it was received.
    #[serde(default, with = "crate::time::optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Working days until then, negative when it is over; absent when no time runs.
    pub days_left: Option<i32>,
    /// Messages of its filer that no officer read.
    #[serde(default)]
    pub unread: u32,
    /// Whether money of its fee waits to go back.
    #[serde(default)]
    pub refund: Option<RefundWaits>,
    /// Whether it waits to be received and may be refused by a letter.
    #[serde(default)]
    pub has_ground: bool,
    /// Hand back with every act.
    #[serde(default)]
    pub version: u32,
    /// Who works on it.
    #[serde(default)]
    pub holder: Option<String>,
    /// The step at which it stands.
    #[serde(default)]
    pub step: Option<String>,
}

/// Dossiers of the officer's unit that are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchDossiers {
    /// The code, with or without the unit in front and however it is written; else words of the owner's name, with or without
    /// marks.
    pub find: String,
    /// `next` of an earlier page.
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    pub limit: Option<u32>,
}

/// How many dossiers of a unit wait in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateCount {
    /// The state.
    pub status: DossierStatus,
    /// How many.
    pub count: u32,
}

/// A signed file that a dossier ended with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierResult {
    /// Counted from 1.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// "Danh mục giấy tờ".
    pub category_name: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// Who signed last.
    pub signed_by: Option<String>,
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub size: u64,
    /// The paper in its owner's vault; absent where there was no vault to put it into.
    pub paper_id: Option<PaperId>,
}

/// Into whose vault a result goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResultGoes {
    /// That of who filed.
    ToFiler,
    /// That of the owner of the matter, who is somebody else.
    ToOwner,
    /// Nowhere: the owner of the matter has no account, or none any more.
    NoAccount,
    /// Nowhere: the number of the owner of the matter belongs to an account under another name.
    OtherName,
}

impl ResultGoes {
    /// Whether there is a vault.
    pub const fn is_somewhere(self) -> bool {
        matches!(self, Self::ToFiler | Self::ToOwner)
    }
}

/// One dossier, as officers of its unit see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskDossier {
    /// What was filed.
    pub dossier: DossierView,
    /// The unit that has it, where that is another than the officer's: they read it and do nothing.
    #[serde(default)]
    pub lies_at: Option<String>,
    /// The unit that it goes to when it is received here.
    #[serde(default)]
    pub goes_to: Option<String>,
    /// Hand back with every act.
    pub version: u32,
    /// The last day for the result, once it was received.
    #[serde(default, with = "crate::time::optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Working days until then, negative when it is over; absent when no time runs.
    pub days_left: Option<i32>,
    /// The day that it would be due if it were received today.
    #[serde(default, with = "crate::time::optional_day")]
    pub due_if_received: Option<NaiveDate>,
    /// Into whose vault a result goes.
    pub goes: ResultGoes,
    /// What comes out of the procedure, as the catalogue names it.
    pub results_named: Vec<String>,
    /// The category that this points to.
    pub proposed_category: Option<String>,
    /// The timeline, oldest first.
    pub steps: Vec<CourseStep>,
    /// What it ended with.
    pub results: Vec<DossierResult>,
    /// What it may be refused for by a letter; only while it waits to be received.
    #[serde(default)]
    pub grounds: Vec<RefusalGround>,
    /// What was asked for again, oldest first.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// Whether the last day for the answer to the open round is over.
    #[serde(default)]
    pub is_answer_late: bool,
    /// The last withdrawal that was asked for.
    #[serde(default)]
    pub withdrawal: Option<Withdrawal>,
    /// Questions of the form whose answers may be asked for once more; only while something may be asked for.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Who works on it, and at which step it stands.
    #[serde(default)]
    pub work: Option<WorkView>,
    /// What other units were asked, oldest first.
    #[serde(default)]
    pub opinions: Vec<OpinionView>,
    /// The later day that was promised.
    #[serde(default)]
    pub extension: Option<Extension>,
    /// Whether a later day may be promised now.
    #[serde(default)]
    pub may_extend: bool,
    /// Whether its procedure has templates of which the unit writes the result itself, and it is worked on.
    #[serde(default)]
    pub may_draft: bool,
    /// Units to which it may be passed on, because its own is no more and they took over.
    #[serde(default)]
    pub may_go_to: Vec<UnitView>,
}

/// Receives a dossier, or begins to work on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepDossier {
    /// Version that was seen.
    pub version: u32,
}

/// Ends a dossier with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseDossier {
    /// Version that was seen.
    pub version: u32,
    /// Why, in at least a sentence; may be empty where rules say it.
    #[serde(default)]
    pub ground: String,
    /// Rules by which it is refused; what they say comes first.
    #[serde(default)]
    pub rules: Vec<RefusalKind>,
}

/// Ends a dossier with its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnDossier {
    /// Version that was seen.
    pub version: u32,
    /// The signed files.
    pub results: Vec<SignedResult>,
}

/// One signed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignedResult {
    /// The file, sent for the vault.
    pub upload_id: UploadId,
    /// "Danh mục giấy tờ".
    pub category_code: String,
    /// "Số quyết định".
    #[serde(default)]
    pub decision_number: Option<String>,
    /// "Trích yếu".
    #[serde(default)]
    pub summary: Option<String>,
    /// Day of issue; it is part of the paper's code.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
}

/// How a dossier goes on, as its filer reads it: in sentences, so that the first page that everybody loads stays small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Course {
    /// When the result is due.
    pub due: Option<String>,
    /// The timeline, oldest first.
    pub steps: Vec<CourseStep>,
    /// What it ended with.
    pub results: Vec<CourseResult>,
    /// What was asked for again, oldest first.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// The last withdrawal that was asked for.
    #[serde(default)]
    pub withdrawal: Option<Withdrawal>,
    /// What taking it back would mean now.
    #[serde(default)]
    pub may_withdraw: Option<WithdrawalWay>,
    /// What taking it back would mean for its fee; nothing where it has none.
    #[serde(default)]
    pub fee_if_withdrawn: Option<String>,
    /// What becomes of a fee that was paid for a dossier that ended without a result.
    #[serde(default)]
    pub fee_after_end: Option<String>,
    /// How its filer found the service.
    #[serde(default)]
    pub rating: Option<Rating>,
    /// Whether that can be said, or said anew, now.
    #[serde(default)]
    pub may_rate: bool,
    /// The later day that was promised, with a letter to keep.
    #[serde(default)]
    pub extension: Option<Extension>,
}

/// What a line of the timeline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The dossier went on.
    Act,
    /// Its fee.
    Fee,
    /// Somebody wrote.
    Message,
    /// The service was rated.
    Rating,
}

/// A line of the timeline, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CourseStep {
    /// What it is about.
    pub kind: StepKind,
    /// What was done.
    pub title: String,
    /// By whom and when.
    pub by: String,
    /// Why.
    pub words: Option<String>,
    /// What that did to the day the result is due.
    #[serde(default)]
    pub due: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CourseResult {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: String,
    /// The paper, where it lies in the vault of who asks.
    pub paper_id: Option<PaperId>,
}
