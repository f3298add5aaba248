//! What travels when a file is to be signed.

use crate::id::{SigningOrderId, UploadId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Asks for a file to be handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenSigningOrder {
    /// The PDF, as it was sent.
    pub upload_id: UploadId,
    /// The certificate that the person was shown and is going to sign with: DER in base64. Where the agent shows none,
    /// whoever signs must be the organisation whose account this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// A file that is handed out. Both addresses are absolute, because a program beside the browser uses them; each lets in
/// whoever has it, for this file, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningOrderView {
    /// Its id.
    pub id: SigningOrderId,
    /// Where the file is fetched.
    pub download_url: String,
    /// Where the signed file is posted, as part `uploadfile` of a form.
    pub upload_url: String,
    /// When both addresses end.
    pub ends_at: Timestamp,
}
