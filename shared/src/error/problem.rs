//! The body of a refusal.

use super::ErrorCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field in the request, `.` between levels: `owner.phone`.
    pub path: String,
    /// Stable code.
    pub code: ErrorCode,
    /// The sentence for this field, in the language asked for.
    pub title: String,
    /// Values that the sentence mentions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// The body of every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:motcua:error:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence that says what to do, in the language asked for (Vietnamese unless asked otherwise).
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: ErrorCode,
    /// Tell this to the helpdesk.
    pub request_id: String,
    /// One entry per field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}
