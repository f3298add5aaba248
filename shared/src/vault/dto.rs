//! What travels about papers.

use crate::id::{PaperId, UploadId};
use crate::signature::report::{Verdict, VerificationReport};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which vault a paper lies in ("Loại kho").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VaultKind {
    /// "Kho cá nhân".
    Personal,
    /// "Kho cơ quan nhà nước, tổ chức".
    Organisation,
}

/// Puts a sent file into the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddPaper {
    /// The file.
    pub upload_id: UploadId,
    /// Code of its category.
    pub category_code: String,
    /// Name as it will be listed.
    pub name: String,
    /// "Hiển thị": offered when a dossier is filled in.
    pub is_visible: bool,
    /// "Chia sẻ": receiving units may look it up.
    pub is_shared: bool,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue; proposed from the signature.
    pub issued_on: Option<NaiveDate>,
}

/// A paper in a list, with all the columns of the letter (seed 000, appendix 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperListItem {
    /// Its id.
    pub id: PaperId,
    /// "Mã giấy tờ".
    pub code: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// "Tệp".
    pub file_name: String,
    /// "Dung lượng tệp tin", bytes.
    pub size: u64,
    /// "Loại giấy tờ".
    pub type_name: String,
    /// "Danh mục giấy tờ".
    pub category_name: String,
    /// Code of the category.
    pub category_code: String,
    /// "Loại kho".
    pub vault_kind: VaultKind,
    /// "Số định danh" of the owner.
    pub identifier: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// "Số lần sử dụng".
    pub times_used: u32,
    /// "Hiển thị".
    pub is_visible: bool,
    /// "Chia sẻ".
    pub is_shared: bool,
    /// The verdict over its signatures when it was put in.
    pub verdict: Verdict,
    /// Name of the last signer's certificate.
    pub signed_by: Option<String>,
    /// Trusted time of the last signature, else the claimed one.
    pub signed_at: Option<Timestamp>,
    /// When it was put in.
    pub added_at: Timestamp,
}

/// A paper with its signature report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperView {
    /// The columns of the list.
    #[serde(flatten)]
    pub item: PaperListItem,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// The report of the day it was put in.
    pub report: VerificationReport,
}
