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

/// What is known of a file's harmlessness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ScanState {
    /// No antivirus was set up when it came in.
    #[default]
    Unscanned,
    /// "Đang kiểm tra": the antivirus has not answered yet. Until then nobody gets the bytes.
    Waiting,
    /// The antivirus found nothing.
    Clean,
    /// It found something. Nobody gets the bytes any more.
    Infected,
}

impl ScanState {
    /// Whether the bytes may be handed out.
    pub const fn is_clear(self) -> bool {
        matches!(self, Self::Unscanned | Self::Clean)
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
    /// What the antivirus says.
    #[serde(default)]
    pub scan: ScanState,
    /// When it is forgotten unless put to use.
    pub ends_at: Timestamp,
}
