//! Looking up where a dossier stands without signing in.

use crate::filing::dto::DossierStatus;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Digits of the second thing.
pub const DIGITS: usize = 4;

/// Asks where a dossier stands: by the secret of its receipt, or by its code and the last digits of a number given with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookUp {
    /// What the code on the receipt leads to.
    #[serde(default)]
    pub token: Option<String>,
    /// "Mã hồ sơ".
    #[serde(default)]
    pub code: Option<String>,
    /// The last four digits of the phone or the identity number of who filed.
    #[serde(default)]
    pub digits: Option<String>,
}

/// Where it stands, and nothing else of it: no name, no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// "Mã hồ sơ".
    pub code: String,
    /// Where it stands.
    pub status: DossierStatus,
    /// Whether it was stopped because its filer took it back.
    pub is_withdrawn: bool,
    /// The unit that has it.
    pub unit: String,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// When its result is due, in a sentence.
    pub due: Option<String>,
}
