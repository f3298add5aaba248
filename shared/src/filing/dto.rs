//! What travels while a dossier is filled in and after it was filed.

use super::acting::Acting;
use crate::catalogue::dto::{DeliveryMethod, ProcedureView, UnitView};
use crate::catalogue::form::Answers;
use crate::id::{DossierId, DraftId, PaperId, UnitId, UploadId};
use crate::reception::DeskSide;
use crate::signature::report::Verdict;
use crate::time::Timestamp;
use crate::vault::dto::PaperListItem;
use crate::vault::rule::Fit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Opens a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenDraft {
    /// Code of the procedure.
    pub procedure_code: String,
}

/// A person or body named in a dossier ("Người nộp", "Chủ hồ sơ").
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Identity number, tax or budget code.
    pub identifier: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Postal address.
    #[serde(default)]
    pub address: Option<String>,
}

/// How the result is received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The way.
    pub method: DeliveryMethod,
    /// Postal address, needed for the post.
    #[serde(default)]
    pub address: Option<String>,
}

/// How originals come to the unit ("Hình thức nộp hồ sơ"). What is filed online is filed all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SubmissionMethod {
    /// Not at all: everything is online.
    #[default]
    Online,
    /// Brought to the unit.
    AtUnit,
    /// Collected by the public post, paid to the post.
    ByPost,
    /// The whole dossier was brought to a desk. Nobody chooses it: a dossier that an officer took in has it.
    AtDesk,
}

impl SubmissionMethod {
    /// Those that a filer chooses from.
    pub const ALL: [Self; 3] = [Self::Online, Self::AtUnit, Self::ByPost];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::AtUnit => "at-unit",
            Self::ByPost => "by-post",
            Self::AtDesk => "at-desk",
        }
    }

    /// A choice of a filer, read back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

/// The way, where the post comes to, and at which desk it is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The way.
    pub method: SubmissionMethod,
    /// Where the post collects, needed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The one-stop desk that takes it in and hands it on ("Nơi nộp hồ sơ"); absent where it goes to the deciding unit at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<UnitId>,
}

/// Changes a draft; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeDraft {
    /// Version that was seen; another one is refused.
    pub version: u32,
    /// The receiving unit.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
    /// The case.
    #[serde(default)]
    pub case_id: Option<String>,
    /// The owner, when it is not the filer; the filer is always the account.
    #[serde(default)]
    pub owner: Option<Party>,
    /// On which ground one files for another.
    #[serde(default)]
    pub acting: Option<Acting>,
    /// Contact of the filer for this dossier.
    #[serde(default)]
    pub filer: Option<Party>,
    /// Answers of the electronic form, all of them.
    #[serde(default)]
    pub answers: Option<Answers>,
    /// How the result is received.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// How originals come to the unit.
    #[serde(default)]
    pub submission: Option<Submission>,
}

/// Attaches a file to a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// Version of the draft that was seen.
    pub version: u32,
    /// What is attached.
    pub source: AttachSource,
}

/// Where an attached file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AttachSource {
    /// A paper of the vault ("Lấy từ kho").
    Paper(PaperId),
    /// A file of the device ("Tải từ máy").
    Upload(UploadId),
}

/// Who attached a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AttachedBy {
    /// The portal, because it was the only paper that fits.
    Portal,
    /// The person.
    Person,
}

const fn yes() -> bool {
    true
}

/// A file attached to a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The paper it comes from; absent when it comes from the device.
    pub paper_id: Option<PaperId>,
    /// Name of the paper or file.
    pub name: String,
    /// File name.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// The verdict over its signatures, that of today in a draft, that of the day in what was filed; absent for pictures.
    pub verdict: Option<Verdict>,
    /// Whether an undecided verdict lacks nothing but word of revocation: nothing else was taken while this was not noted.
    #[serde(default = "yes")]
    pub lacks_revocation: bool,
    /// Name of the last signer's certificate.
    pub signed_by: Option<String>,
    /// Time of the last signature.
    pub signed_at: Option<Timestamp>,
    /// The day that its age counts from, as far as it is known: of issue, but none later than its signature where the time
    /// of that is proven.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// Who attached it.
    pub attached_by: AttachedBy,
}

/// A component of a draft and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftComponent {
    /// Id of the component in the procedure.
    pub component_id: String,
    /// What is attached.
    pub attachment: Option<Attachment>,
    /// How many papers of the vault fit.
    pub fitting: u32,
    /// How many would, and are older than the component takes.
    #[serde(default)]
    pub too_old: u32,
    /// The last day on which what is attached is young enough; absent where age does not matter or is not known.
    #[serde(default, with = "crate::time::optional_day")]
    pub fresh_until: Option<NaiveDate>,
}

/// A dossier being filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftView {
    /// Its id.
    pub id: DraftId,
    /// Hand back with every change.
    pub version: u32,
    /// The procedure, in the version that the dossier will be filed under.
    pub procedure: ProcedureView,
    /// The receiving unit.
    pub unit: Option<UnitView>,
    /// The case.
    pub case_id: Option<String>,
    /// Who files.
    pub filer: Party,
    /// Whose matter it is.
    pub owner: Party,
    /// Whether that is somebody else than who files.
    pub for_another: bool,
    /// That other, as typed; kept while the matter is one's own.
    pub other: Party,
    /// On which ground one files for another, as typed.
    pub acting: Acting,
    /// Answers of the electronic form, as typed.
    pub answers: Answers,
    /// Components in the order of the procedure.
    pub components: Vec<DraftComponent>,
    /// How the result is received.
    pub delivery: Option<Delivery>,
    /// How originals come to the unit.
    #[serde(default)]
    pub submission: Submission,
    /// The one-stop desk of `submission.place`.
    #[serde(default)]
    pub place: Option<UnitView>,
    /// Digest over everything the check page shows; hand back when submitting.
    pub digest: String,
    /// What still stands in the way of filing: path and code, in the order of the wizard.
    pub missing: Vec<crate::error::FieldError>,
    /// What does not stand in the way and may end it at the desk, in sentences.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The day in Viet Nam on which it was looked at, by the clock of the server.
    #[serde(with = "crate::time::day")]
    pub today: NaiveDate,
    /// Last change.
    pub changed_at: Timestamp,
    /// When it goes, unless it is changed before.
    pub kept_until: Timestamp,
    /// What the browser seals edits with that could not be sent yet: base64 of 32 bytes. Only in memory.
    pub seal_key: String,
    /// The dossier it became.
    pub dossier_id: Option<DossierId>,
    /// The filed dossier whose parts gather here, asked for once more; such a draft is sent from that dossier's page.
    #[serde(default)]
    pub supplement_of: Option<DossierId>,
    /// For an officer who takes it in at a desk.
    #[serde(default)]
    pub desk: Option<DeskSide>,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftListItem {
    /// Its id.
    pub id: DraftId,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Last change.
    pub changed_at: Timestamp,
    /// When it goes, unless it is changed before.
    pub kept_until: Timestamp,
}

/// A paper offered for a component, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The paper.
    pub paper: PaperListItem,
    /// Why it is offered.
    pub fit: Fit,
    /// The last day on which it is, or was, young enough; absent where age does not matter or is not known.
    #[serde(default, with = "crate::time::optional_day")]
    pub fresh_until: Option<NaiveDate>,
}

/// Files the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitDraft {
    /// Version that was seen.
    pub version: u32,
    /// Digest of the check page; another content is refused.
    pub digest: String,
}

/// State of a dossier; each maps to one of the national exchange (research: 1 to 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DossierStatus {
    /// "Mới đăng ký".
    Submitted,
    /// "Được tiếp nhận".
    Received,
    /// "Không được tiếp nhận".
    Refused,
    /// "Đang xử lý".
    InProcess,
    /// "Yêu cầu bổ sung giấy tờ".
    AwaitingSupplement,
    /// "Yêu cầu thực hiện nghĩa vụ tài chính".
    AwaitingPayment,
    /// "Công dân yêu cầu rút hồ sơ".
    WithdrawalRequested,
    /// "Dừng xử lý".
    Stopped,
    /// "Đã xử lý xong".
    Completed,
    /// "Đã trả kết quả".
    Returned,
}

/// A filed dossier in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierListItem {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Name of the receiving unit.
    pub unit_name: String,
    /// State.
    pub status: DossierStatus,
    /// Whether it was stopped because its filer took it back.
    #[serde(default)]
    pub is_withdrawn: bool,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// The day that was promised for the result, while that counts.
    #[serde(default, with = "crate::time::optional_day")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub due_on: Option<NaiveDate>,
    /// Whether its fee waits to be paid.
    #[serde(default)]
    pub is_fee_due: bool,
    /// Messages of its unit that were not read.
    #[serde(default)]
    pub unread: u32,
}

/// One component of a filed dossier: what was filed, provable by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierComponent {
    /// Id of the component in the procedure.
    pub component_id: String,
    /// Name of the component.
    pub name: String,
    /// What was filed; absent when an optional component was left out.
    pub attachment: Option<Attachment>,
    /// The verdict of today, where it is another than at filing.
    #[serde(default)]
    pub verdict_today: Option<Verdict>,
    /// Whether that lacks nothing but word of revocation.
    #[serde(default)]
    pub lacks_revocation_today: bool,
    /// The same in a sentence: both verdicts, and what to do.
    #[serde(default)]
    pub verdict_note: Option<String>,
}

/// An answer of the electronic form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answered {
    /// Name of the field.
    pub name: String,
    /// The question.
    pub question: String,
    /// The answer, as it is read.
    pub answer: String,
}

/// A filed dossier: its receipt and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierView {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// The unit that decides.
    pub unit: UnitView,
    /// The one-stop desk where it was handed in, if that is another one's.
    #[serde(default)]
    pub place: Option<UnitView>,
    /// Name of the case.
    pub case_name: String,
    /// How long the case may take; it runs from the day of receipt.
    pub working_time: crate::catalogue::time_limit::TimeLimit,
    /// Fee in đồng.
    pub fee: i64,
    /// Who filed.
    pub filer: Party,
    /// Whose matter it is.
    pub owner: Party,
    /// On which ground it was filed for another.
    #[serde(default)]
    pub acting: Option<Acting>,
    /// The answers of its electronic form, question by question.
    #[serde(default)]
    pub answers: Vec<Answered>,
    /// How the result is received.
    pub delivery: Delivery,
    /// How originals come to the unit.
    #[serde(default)]
    pub submission: Submission,
    /// Components in the order of the procedure.
    pub components: Vec<DossierComponent>,
    /// State.
    pub status: DossierStatus,
    /// Whether it was stopped because its filer took it back.
    #[serde(default)]
    pub is_withdrawn: bool,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// Digest over everything that was filed, as the person saw it.
    pub digest: String,
    /// Whether its fee waits to be paid.
    #[serde(default)]
    pub is_fee_due: bool,
    /// What became known of its papers since, in sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}
