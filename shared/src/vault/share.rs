//! Showing a paper to somebody: to whom, for what, until when, how often.

use crate::id::{DossierId, GrantId, PaperId, UnitId};
use crate::signature::report::{Verdict, VerificationReport};
use crate::time::Timestamp;
use crate::vault::dto::PaperListItem;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest purpose of a grant or a look, in characters.
pub const MAX_PURPOSE: usize = 200;
/// How often a grant may be used at most.
pub const MAX_USES: u32 = 1_000;
/// Grants of one paper that hold at a time.
pub const MAX_GRANTS: u32 = 50;

/// What a grant is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GranteeKind {
    /// The letter's "Chia sẻ": whichever unit receives a dossier of the owner.
    ReceivingUnits,
    /// A unit.
    Unit,
    /// The account of an organisation.
    Account,
    /// The unit that has this dossier of the owner.
    Dossier,
}

/// Whom a paper shall be shown to. People are nobody's to guess: only organisations are named by their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GrantTo {
    /// A unit.
    Unit(UnitId),
    /// An organisation by its tax or budget code.
    Organisation(String),
    /// One of the own dossiers.
    Dossier(DossierId),
}

/// Shows a paper to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GivePaper {
    /// Whom.
    pub to: GrantTo,
    /// For what, in the owner's words.
    #[serde(default)]
    pub purpose: Option<String>,
    /// The last day on which it holds.
    #[serde(default, with = "crate::time::optional_day")]
    pub ends_on: Option<NaiveDate>,
    /// How often its file may be opened.
    #[serde(default)]
    pub max_uses: Option<u32>,
}

/// Who has this number?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FindGrantee {
    /// Tax or budget code of an organisation.
    pub identifier: String,
}

/// The organisation that has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundGrantee {
    /// The number as it is kept.
    pub identifier: String,
    /// Its name.
    pub name: String,
}

/// Whether a grant holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GrantState {
    /// It holds.
    Open,
    /// Its owner took it back, or the paper left the vault.
    Withdrawn,
    /// Its last day is over.
    Ended,
    /// It was used as often as it may be.
    UsedUp,
}

/// A grant as the owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GrantView {
    /// Its id.
    pub id: GrantId,
    /// The paper.
    pub paper_id: PaperId,
    /// Its name.
    pub paper_name: String,
    /// What it is to.
    pub to: GranteeKind,
    /// Name of the unit or organisation, code of the dossier.
    pub name: Option<String>,
    /// For what.
    pub purpose: Option<String>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// How often its file may be opened.
    pub max_uses: Option<u32>,
    /// How often it was.
    pub uses: u32,
    /// Since when.
    pub granted_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// Whether it holds.
    pub state: GrantState,
}

/// What somebody sees of a paper that is another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownPaper {
    /// Its id.
    pub id: PaperId,
    /// "Mã giấy tờ".
    pub code: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// "Tệp".
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// "Loại giấy tờ".
    pub type_name: String,
    /// "Danh mục giấy tờ".
    pub category_name: String,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// The verdict over its signatures, as it is today.
    pub verdict: Verdict,
    /// Whether an undecided verdict lacks nothing but word of revocation.
    #[serde(default)]
    pub lacks_revocation: bool,
    /// Name of the last signer's certificate.
    pub signed_by: Option<String>,
    /// When it was put in.
    pub added_at: Timestamp,
}

impl From<PaperListItem> for ShownPaper {
    fn from(paper: PaperListItem) -> Self {
        Self {
            id: paper.id,
            code: paper.code,
            name: paper.name,
            file_name: paper.file_name,
            size: paper.size,
            type_name: paper.type_name,
            category_name: paper.category_name,
            owner_name: paper.owner_name,
            decision_number: paper.decision_number,
            summary: paper.summary,
            issued_on: paper.issued_on,
            verdict: paper.verdict,
            lacks_revocation: paper.lacks_revocation,
            signed_by: paper.signed_by,
            added_at: paper.added_at,
        }
    }
}

/// A paper that somebody shares with the account that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedPaper {
    /// The grant, by which it is opened.
    pub grant_id: GrantId,
    /// Who shares it.
    pub from: String,
    /// For what.
    pub purpose: Option<String>,
    /// Since when.
    pub granted_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// How often its file may still be opened.
    pub uses_left: Option<u32>,
    /// The paper.
    pub paper: ShownPaper,
}

/// The same with the newest verdict over its signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedPaperView {
    /// The paper and its grant.
    pub shared: SharedPaper,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What was found about its signatures.
    pub report: VerificationReport,
    /// When.
    pub verified_at: Timestamp,
}
