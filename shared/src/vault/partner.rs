//! Papers that lie in another system's vault, and may be taken from there.

use crate::id::PaperId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest search of another system's vault, in characters.
pub const MAX_QUERY: usize = 200;
/// Longest name that another system gives to one of its papers, or to a page of its list, in bytes.
pub const MAX_THEIR_ID: usize = 200;

/// Another system's vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerVaultView {
    /// Stands in addresses.
    pub id: String,
    /// "Kho Quy Nhơn".
    pub name: String,
    /// The account's holder is known well enough for it.
    pub is_open: bool,
}

/// Looks for papers of the account there. Sent in a body: an address is no place for identity numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchPartner {
    /// Words in name, number or abstract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `next` of an earlier page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Where a paper of the other system stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PartnerState {
    /// It was not taken.
    Untaken,
    /// The vault has it.
    Taken,
    /// The vault has an older file of it.
    Newer,
    /// The file that lies there was refused when it was taken.
    Refused,
}

/// A paper that lies in the other system's vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerPaper {
    /// What the other system calls it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<String>,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// Who issued it, as the other system says.
    pub issuer: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Where it stands here.
    pub state: PartnerState,
    /// The paper of the vault, where there is one.
    pub paper_id: Option<PaperId>,
    /// Why it was refused.
    pub why: Option<String>,
}

/// A page of the other system's vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerPage {
    /// The papers, in the order of the other system.
    pub items: Vec<PartnerPaper>,
    /// Hand back as `cursor` for the next page; absent on the last.
    pub next: Option<String>,
}

/// "Lấy về kho": the paper, or the newer file of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakePaper {
    /// What the other system calls it.
    pub id: String,
}
