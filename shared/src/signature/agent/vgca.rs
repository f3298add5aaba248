//! VGCA Sign Service: `wss://127.0.0.1:8987/`, a path for each function. One connection for each call: one message goes
//! in, the first message that comes back is the whole reply. `Status` of a reply is a number, 0 for success; `Status` of
//! what the upload handler answers to the agent is a boolean, and the agent takes nothing else.

use super::{AgentFailure, Loose, SignedText};
use serde::{Deserialize, Serialize};

/// Where the agent listens.
pub const ADDRESS: &str = "wss://127.0.0.1:8987";

/// One call: where to, and what to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Path of the connection.
    pub path: &'static str,
    /// The message.
    pub message: String,
}

impl Call {
    fn new(path: &'static str, message: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
        }
    }

    /// The version of the agent; agents of before 2025 do not know the question.
    pub fn version() -> Self {
        Self::new("/GetVersion", "GetVersion")
    }

    /// The certificate that the person chooses.
    pub fn certificate() -> Self {
        Self::new("/GetCertInfo", "get_cert_info")
    }

    /// Signs a SHA-256.
    pub fn sign_sha256(digest: &str) -> Self {
        let parts = [
            "{\"HashAlg\":\"SHA256\",\"HashValue\":\"",
            digest,
            "\",\"Encode\":\"RSA\"}",
        ];
        Self::new("/SignMsg", parts.concat())
    }

    /// The older form: signs content, which goes in as base64.
    pub fn sign_content(content: &str) -> Self {
        Self::new("/SignMsg", content)
    }

    /// Has the agent check what the older form gave.
    pub fn verify(content: &str, signature: &str) -> Self {
        let parts = [
            "{\"Base64Content\":\"",
            content,
            "\",\"Signature\":\"",
            signature,
            "\"}",
        ];
        Self::new("/VerifyMsg", parts.concat())
    }

    /// Signs a file that the agent fetches and hands in.
    pub fn sign_file(function: FileFunction, order: &FileOrder<'_>) -> Self {
        Self::new(function.path(), serde_json::to_string(order).unwrap_or_default())
    }
}

/// In which capacity a file is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFunction {
    /// The authority, with a picture of the signature.
    Approved,
    /// The clerk's office: number, date, seal.
    Issued,
    /// "Đến", on a document that came in.
    Income,
    /// "Sao y", on a copy.
    Copy,
}

impl FileFunction {
    const fn path(self) -> &'static str {
        match self {
            Self::Approved => "/SignApproved",
            Self::Issued => "/SignIssued",
            Self::Income => "/SignIncome",
            Self::Copy => "/SignCopy",
        }
    }
}

/// Parameters of file signing. The agent is a program of its own without the browser's cookies: both addresses carry what
/// lets it in, for this one file and once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FileOrder<'a> {
    /// Where the agent posts the signed file: form part `uploadfile`, `MetaData` as further parts.
    pub file_upload_handler: &'a str,
    /// Sent as a cookie, may be empty.
    pub session_id: &'a str,
    /// An alternative to it of newer agents, may be empty.
    #[serde(rename = "JWTToken")]
    pub token: &'a str,
    /// Where the agent fetches the file.
    pub file_name: &'a str,
    /// Comes back with the file.
    pub meta_data: Vec<MetaData<'a>>,
    /// Number of the document; for [`FileFunction::Issued`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<&'a str>,
    /// Its date; for [`FileFunction::Issued`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_date: Option<&'a str>,
}

/// A further part of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetaData<'a> {
    /// Its name.
    pub key: &'a str,
    /// Its content.
    pub value: &'a str,
}

/// What the upload handler answers to the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "PascalCase")]
pub struct HandlerAnswer {
    /// Whether the file was taken. A number here makes the agent fail with 0x0028.
    pub status: bool,
    /// For a person, where it was not.
    pub message: String,
    /// Name of the file.
    pub file_name: String,
    /// How the server calls it; the agent passes it on to the page. Empty would mean that nothing was taken.
    pub file_server: String,
}

/// A reply; what is not there is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Reply {
    /// 0 for success.
    pub status: Option<Loose>,
    /// In base64.
    pub signature: Loose,
    /// Certificate of the signer, in base64.
    pub cert_base64: Loose,
    /// What the upload handler called the file.
    pub file_server: Loose,
}

impl Reply {
    /// Whether it is a success.
    pub fn check(&self) -> Result<(), AgentFailure> {
        match &self.status {
            Some(Loose(status)) if status == "0" => Ok(()),
            Some(Loose(status)) if !status.is_empty() => Err(AgentFailure::Refused(status.clone())),
            _ => Err(AgentFailure::Unreadable),
        }
    }

    /// What [`Call::sign_sha256`] or [`Call::sign_content`] gave: with a certificate the signature is a bare one.
    pub fn signed(self) -> Result<SignedText, AgentFailure> {
        self.check()?;
        match (self.signature.0, self.cert_base64.0) {
            (signature, _) if signature.is_empty() => Err(AgentFailure::Unreadable),
            (cms, certificate) if certificate.is_empty() => Ok(SignedText::Cms { cms }),
            (signature, certificate) => Ok(SignedText::Raw {
                signature,
                certificate,
            }),
        }
    }

    /// How the server calls the file that the agent signed and handed in.
    pub fn handed_in(self) -> Result<String, AgentFailure> {
        self.check()?;
        if self.file_server.0.is_empty() {
            Err(AgentFailure::NotHandedIn)
        } else {
            Ok(self.file_server.0)
        }
    }
}
