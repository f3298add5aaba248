//! What the national catalogue tells people about a procedure beside its rules: how to proceed, where, for how much. It is
//! shown, and decides nothing.

use super::time_limit::TimeLimit;
use serde::{Deserialize, Serialize};

/// Everything that is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Guidance {
    /// "Trình tự thực hiện".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// "Cách thức thực hiện".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// "Yêu cầu, điều kiện thực hiện".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirements: Option<String>,
    /// "Đối tượng thực hiện", as the source names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// "Cơ quan thực hiện", as the source names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    /// Who published the procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_by: Option<String>,
    /// The decision it was published with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

impl Guidance {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A step of the proceeding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is done.
    pub text: String,
}

/// How a dossier reaches the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Over a portal.
    Online,
    /// At the desk.
    Direct,
    /// By public post.
    Post,
}

/// One way of filing, with its time and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which.
    pub kind: ChannelKind,
    /// Time, where it is a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeLimit>,
    /// Time where it is not, and other words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Fees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
}

/// What kind of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FeeKind {
    /// "Phí".
    Fee,
    /// "Lệ phí".
    Charge,
    /// A price list.
    Price,
}

/// A fee as the source names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Which kind.
    pub kind: FeeKind,
    /// In đồng; absent where only words say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
