//! Why a token does not show whose it is. Each has its own code and sentence.

use crate::error::AppError;
use motcua_shared::{error::ErrorCode, signature::Reason, time::Timestamp};

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// Certificate or signature cannot be read.
    Unreadable,
    /// Not a signature of this certificate over this challenge.
    SignatureWrong,
    /// Signed with another certificate than was shown.
    OtherCertificate,
    /// Key or algorithm prove nothing any more.
    WeakAlgorithm,
    /// No path to an accepted root.
    Foreign,
    /// Has expired.
    Expired {
        /// When.
        since: Timestamp,
    },
    /// Begins later.
    NotYetValid {
        /// When.
        from: Timestamp,
    },
    /// Was revoked.
    Revoked {
        /// When.
        since: Timestamp,
    },
    /// Whether it was revoked cannot be told, and the policy asks for it.
    RevocationUnknown,
    /// A person's, where an organisation's is needed.
    Personal,
    /// An organisation's without a code.
    NoIdentifier,
}

impl TokenRefusal {
    /// The code of its sentence.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Unreadable => ErrorCode::TokenUnreadable,
            Self::SignatureWrong => ErrorCode::TokenSignatureWrong,
            Self::OtherCertificate => ErrorCode::TokenOtherCertificate,
            Self::WeakAlgorithm => ErrorCode::TokenWeakAlgorithm,
            Self::Foreign => ErrorCode::TokenForeign,
            Self::Expired { .. } => ErrorCode::TokenExpired,
            Self::NotYetValid { .. } => ErrorCode::TokenNotYetValid,
            Self::Revoked { .. } => ErrorCode::TokenRevoked,
            Self::RevocationUnknown => ErrorCode::TokenRevocationUnknown,
            Self::Personal => ErrorCode::TokenPersonal,
            Self::NoIdentifier => ErrorCode::TokenNoIdentifier,
        }
    }

    /// What a finding about the signature or the path means here.
    pub(super) const fn of(reason: Reason) -> Self {
        match reason {
            Reason::SignatureInvalid | Reason::DigestMismatch | Reason::SigningCertificateMismatch => {
                Self::SignatureWrong
            }
            Reason::AlgorithmNotSupported
            | Reason::Sha1Signature
            | Reason::KeyTooShort
            | Reason::AlgorithmExpired => Self::WeakAlgorithm,
            Reason::UntrustedIssuer
            | Reason::ChainInvalid
            | Reason::ExpiredWithoutProofOfTime
            | Reason::KeyUsageForbids
            | Reason::LimitExceeded => Self::Foreign,
            _ => Self::Unreadable,
        }
    }
}

impl From<TokenRefusal> for AppError {
    fn from(refusal: TokenRefusal) -> Self {
        let error = Self::new(refusal.code());
        match refusal {
            TokenRefusal::Expired { since } | TokenRefusal::Revoked { since } => {
                error.with("since", since.vietnam_day())
            }
            TokenRefusal::NotYetValid { from } => error.with("from", from.vietnam_day()),
            _ => error,
        }
    }
}
