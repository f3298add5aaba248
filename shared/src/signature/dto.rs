//! What travels about a file that is checked and not kept.

use super::report::{StructureReport, VerificationReport};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the server found out about a file at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckStatement {
    /// Name on the sender's device.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// When it was checked.
    pub checked_at: Timestamp,
    /// The final word over its signatures.
    pub report: VerificationReport,
}

/// A statement that the server recognises as its own when it is shown again: nothing is stored meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileCheck {
    /// What was found.
    pub statement: CheckStatement,
    /// Keyed digest of the statement.
    pub seal: String,
}

/// What the browser found out by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalReport {
    /// The structure; a signed digest that the content does not have is among its reasons.
    pub structure: StructureReport,
    /// Whether the content was compared with the signed digest of every signature.
    pub is_content_compared: bool,
}

/// What a later verification of a stored paper found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurrentReport {
    /// When it was verified last.
    pub verified_at: Timestamp,
    /// The verdict then.
    pub report: VerificationReport,
    /// What a timestamp over the whole file says that the portal had made, if it has one that holds.
    pub stamped_at: Option<Timestamp>,
    /// How many certificates, revocation lists, OCSP answers and timestamps are kept beside the file.
    pub evidence: u32,
}
