//! The words that a browser and the signing agent on its computer exchange: VGCA Sign Service of Ban Cơ yếu and the VNPT-CA
//! plugin, as messages to send and replies to read, and the statement that a token signs to show whose it is.
//!
//! Whoever calls reads JSON with a reader of their own and hands the reply over: the browser's is a fraction of
//! `serde_json` in size. Bytes travel as base64 texts, as they do in both protocols.

mod challenge;
mod loose;
pub mod vgca;
pub mod vnpt;

pub use challenge::{ChallengeError, NONCE_LENGTH, TokenChallenge, TokenPurpose};
pub use loose::{Loose, find_certificate};

use crate::error::ErrorCode;
use serde::{Deserialize, Serialize};

/// How long the browser waits for the agent to take the connection: an agent that runs does it at once.
pub const CONNECT_MS: i32 = 3_000;
/// How long it waits for the reply: the person reads, chooses a certificate and types a PIN.
pub const REPLY_MS: i32 = 300_000;

/// Why an agent did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentFailure {
    /// Nobody takes the connection: not installed, not running, or its certificate is not trusted.
    NotFound,
    /// It took the connection and hung up, or never answered.
    NoAnswer,
    /// It answered something else than agreed.
    Unreadable,
    /// The person closed its dialog.
    Cancelled,
    /// It has no certificate: no token is plugged in.
    NoCertificate,
    /// It does not take the portal's licence.
    LicenceRefused,
    /// It signed the file and could not hand it in.
    NotHandedIn,
    /// It said no, with a number of its own; a wrong PIN is among them.
    Refused(String),
}

impl AgentFailure {
    /// The code of the sentence for it; that of [`Self::Refused`] mentions `code`.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::AgentNotFound,
            Self::NoAnswer => ErrorCode::AgentNoAnswer,
            Self::Unreadable => ErrorCode::AgentUnreadable,
            Self::Cancelled => ErrorCode::AgentCancelled,
            Self::NoCertificate => ErrorCode::AgentNoCertificate,
            Self::LicenceRefused => ErrorCode::AgentLicenceRefused,
            Self::NotHandedIn => ErrorCode::AgentNotHandedIn,
            Self::Refused(_) => ErrorCode::AgentRefused,
        }
    }
}

/// A challenge that a token signed, as the browser got it: base64 texts, to be handed to the server as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SignedText {
    /// RSA PKCS #1 v1.5 or ECDSA over the SHA-256 of the statement, and the certificate of the key.
    Raw {
        /// Signature value.
        signature: String,
        /// Certificate, DER.
        certificate: String,
    },
    /// A CMS over the statement, which brings its certificate along.
    Cms {
        /// The CMS, carrying its content or not.
        cms: String,
    },
}

#[cfg(test)]
mod tests;
