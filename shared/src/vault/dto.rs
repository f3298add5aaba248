//! What travels about papers.

use crate::flat::{self, OwnFields};
use crate::id::{PaperId, UploadId};
use crate::signature::dto::CurrentReport;
use crate::signature::report::{Verdict, VerificationReport};
use crate::time::Timestamp;
use crate::upload::dto::ScanState;
use chrono::NaiveDate;
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize};

/// Which vault a paper lies in ("Loại kho").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VaultKind {
    /// "Cá nhân/Tổ chức": its owner put it in.
    Own,
    /// "Kho cơ quan nhà nước, tổ chức": an authority issued it through this portal.
    Authority,
    /// It was taken from another system's vault.
    Partner,
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
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// "Tên chủ hồ sơ": whom the paper is about; the owner of the vault unless it says otherwise.
    #[serde(default)]
    pub owner_name: Option<String>,
}

/// What a paper says of itself, as far as it could be read: proposals, to be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperReading {
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// "Trích yếu".
    pub summary: Option<String>,
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
    /// Name of the other system, for papers taken from there.
    #[serde(default)]
    pub source: Option<String>,
    /// "Mã giấy tờ KQGQ".
    #[serde(default)]
    pub result_code: Option<String>,
    /// "Tên chủ hồ sơ".
    #[serde(default)]
    pub owner_name: String,
    /// "Số định danh" of the owner.
    pub identifier: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// "Số lần sử dụng".
    pub times_used: u32,
    /// "Hiển thị".
    pub is_visible: bool,
    /// "Chia sẻ".
    pub is_shared: bool,
    /// The verdict over its signatures, as it is today.
    pub verdict: Verdict,
    /// Whether an undecided verdict lacks nothing but word of revocation.
    #[serde(default)]
    pub lacks_revocation: bool,
    /// Name of the last signer's certificate.
    pub signed_by: Option<String>,
    /// Trusted time of the last signature, else the claimed one.
    pub signed_at: Option<Timestamp>,
    /// When it was put in.
    pub added_at: Timestamp,
    /// Hand back with every change.
    #[serde(default)]
    pub version: u32,
    /// Which of its files this is, counted from 1.
    #[serde(default)]
    pub file_version: u32,
    /// What the antivirus says of the file; told of one's own papers.
    #[serde(default)]
    pub scan: ScanState,
}

/// A paper with its signature report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperView {
    /// The columns of the list.
    #[serde(flatten)]
    pub item: PaperListItem,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// The report of the day it was put in.
    pub report: VerificationReport,
    /// What the last verification since then found.
    pub current: Option<CurrentReport>,
    /// Files that stood under it before, newest first.
    pub struck: Vec<StruckVersion>,
    /// When its owner took it out of the vault.
    pub removed_at: Option<Timestamp>,
}

/// A file that stood under a paper before: it stays, for whoever relied on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StruckVersion {
    /// Counted from 1.
    pub number: u32,
    /// Name of the file.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// The verdict over its signatures when it was put in.
    pub verdict: Verdict,
    /// Name of the last signer's certificate.
    pub signed_by: Option<String>,
    /// When it was put in.
    pub added_at: Timestamp,
    /// When it was struck out.
    pub struck_at: Timestamp,
    /// By whom.
    pub struck_by: Option<String>,
    /// Why.
    pub why: StruckWhy,
    /// In their own words.
    pub note: Option<String>,
    /// In how many dossiers it was used.
    pub used_in: u32,
}

/// Why a file was struck out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StruckWhy {
    /// The owner put another file in its place.
    Replaced,
    /// The authority that issued it did.
    ReplacedByAuthority,
    /// The owner took the paper out of the vault.
    Removed,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PaperSort {
    /// Put in last comes first.
    #[default]
    Newest,
    /// Put in first comes first.
    Oldest,
    /// By name.
    Name,
    /// Issued last comes first.
    IssuedOn,
    /// Used most comes first.
    TimesUsed,
}

/// What is looked for in a vault. Sent in a body: an address is no place for identity numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchPapers {
    /// Words in any of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// "Tên giấy tờ".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// "Mã giấy tờ/Mã giấy tờ KQGQ".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// "Số quyết định".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_number: Option<String>,
    /// "Tên chủ hồ sơ".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// "Số định danh".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// "Trích yếu".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Only of this type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<String>,
    /// Only of this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category_code: Option<String>,
    /// Only of this vault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vault_kind: Option<VaultKind>,
    /// Only shown ones, or only hidden ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    /// Only with this verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The order.
    pub sort: PaperSort,
    /// `next` or `previous` of an earlier page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Jumps to the page of this number, counted from 1; the last one if there are fewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Rows on a page, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One page of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperPage {
    /// The papers, in the order asked for.
    pub items: Vec<PaperListItem>,
    /// Hand back as `cursor` for the next page; absent on the last.
    pub next: Option<String>,
    /// Hand back as `cursor` for the page before; absent on the first.
    pub previous: Option<String>,
    /// How many papers fit.
    pub total: u64,
    /// There are more than `total`: counting stopped there.
    pub has_more: bool,
    /// Number of this page where it is known: of the first, and of one that was jumped to.
    pub number: Option<u32>,
}

/// What the owner changes of a paper, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePaper {
    /// Version that was seen; another one is refused.
    pub version: u32,
    /// Code of its category.
    pub category_code: String,
    /// Name as it will be listed.
    pub name: String,
    /// "Hiển thị".
    pub is_visible: bool,
    /// "Chia sẻ".
    pub is_shared: bool,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// "Tên chủ hồ sơ".
    #[serde(default)]
    pub owner_name: Option<String>,
}

/// "Xoá tệp tin cũ, chọn tệp tin mới".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplaceFile {
    /// Version of the paper that was seen.
    pub version: u32,
    /// The new file.
    pub upload_id: UploadId,
    /// Why, in the owner's words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Takes a paper out of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemovePaper {
    /// Version that was seen.
    pub version: u32,
    /// Why, in the owner's words.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Default)]
struct OwnOfPaper {
    sha256: Option<String>,
    report: Option<VerificationReport>,
    current: Option<CurrentReport>,
    struck: Vec<StruckVersion>,
    removed_at: Option<Timestamp>,
}

impl<'de> OwnFields<'de> for OwnOfPaper {
    fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "sha256" => self.sha256 = Some(map.next_value()?),
            "report" => self.report = Some(map.next_value()?),
            "current" => self.current = map.next_value()?,
            "struck" => self.struck = map.next_value()?,
            "removed_at" => self.removed_at = map.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl<'de> Deserialize<'de> for PaperView {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (own, item) = flat::read::<D, OwnOfPaper, _>(deserializer)?;
        Ok(Self {
            item,
            sha256: flat::required(own.sha256, "sha256")?,
            report: flat::required(own.report, "report")?,
            current: own.current,
            struck: own.struck,
            removed_at: own.removed_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_reads_what_it_wrote_whatever_the_order_of_its_fields() {
        let text = r#"{"sha256":"00","id":"01926f3e-0000-7000-8000-000000000000","code":"C","name":"N","file_name":"f.pdf",
            "size":1,"type_name":"T","category_name":"K","category_code":"KC","vault_kind":"own","identifier":"1",
            "decision_number":null,"issued_on":"2024-02-02","times_used":0,"is_visible":true,
            "report":{"verdict":"TOTAL-PASSED","reasons":[],"warnings":[],"signatures":[]},"is_shared":false,
            "verdict":"TOTAL-PASSED","signed_at":null,"added_at":"2024-02-02T00:00:00Z","of_a_newer_server":[1]}"#;
        let paper: PaperView = serde_json::from_str(text).unwrap();
        assert_eq!(paper.item.name, "N");
        let again: PaperView = serde_json::from_value(serde_json::to_value(&paper).unwrap()).unwrap();
        assert_eq!(again, paper);
        assert!(serde_json::from_str::<PaperView>(&text.replace("sha256", "sha")).is_err());
    }
}
