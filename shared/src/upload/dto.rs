//! What travels about a file that was sent.

use crate::id::UploadId;
use crate::signature::report::VerificationReport;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a file is sent for; decides what is refused at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A paper for the vault: a PDF signed under a trusted root.
    Vault,
    /// A component that takes signed papers only.
    SignedComponent,
    /// A component that takes any PDF or picture.
    Component,
}

impl Purpose {
    /// The value in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vault => "vault",
            Self::SignedComponent => "signed-component",
            Self::Component => "component",
        }
    }
}

/// What the server found the bytes to be, whatever the name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    /// A PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A JPEG picture.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A PNG picture.
    #[serde(rename = "image/png")]
    Png,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A file that the server has received, hashed and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadView {
    /// Hand back when the file is put to use.
    pub id: UploadId,
    /// Name on the sender's device.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// What the bytes are.
    pub media_type: MediaType,
    /// The final word over its signatures; absent for pictures.
    pub report: Option<VerificationReport>,
    /// When it is forgotten unless put to use.
    pub ends_at: Timestamp,
}
