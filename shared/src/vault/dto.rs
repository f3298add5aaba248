//! What travels about papers.

use crate::flat::{self, OwnFields};
use crate::id::{PaperId, UploadId};
use crate::signature::dto::CurrentReport;
use crate::signature::report::{Verdict, VerificationReport};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize};

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
    #[serde(default, with = "crate::time::optional_day")]
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
    #[serde(default, with = "crate::time::optional_day")]
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
}

#[derive(Default)]
struct OwnOfPaper {
    sha256: Option<String>,
    report: Option<VerificationReport>,
    current: Option<CurrentReport>,
}

impl<'de> OwnFields<'de> for OwnOfPaper {
    fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "sha256" => self.sha256 = Some(map.next_value()?),
            "report" => self.report = Some(map.next_value()?),
            "current" => self.current = map.next_value()?,
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
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_reads_what_it_wrote_whatever_the_order_of_its_fields() {
        let text = r#"{"sha256":"00","id":"01926f3e-0000-7000-8000-000000000000","code":"C","name":"N","file_name":"f.pdf",
            "size":1,"type_name":"T","category_name":"K","category_code":"KC","vault_kind":"personal","identifier":"1",
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
