//! What a token signs to show whose it is. The statement names who asks and what for, so that a signature made for one
//! place and purpose is worth nothing at another; the nonce makes it worth nothing a second time.

use serde::{Deserialize, Serialize};

/// Characters of a nonce: 32 bytes in base64url without padding.
pub const NONCE_LENGTH: usize = 43;

/// What a challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TokenPurpose {
    /// Registering an account.
    Register,
    /// Signing in.
    SignIn,
    /// Adding this way of signing in to an account, or raising its assurance level.
    Link,
}

impl TokenPurpose {
    /// The word in the statement, the same as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::SignIn => "sign-in",
            Self::Link => "link",
        }
    }
}

/// A challenge of the server. The browser takes the origin from its own address bar, the server from its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenChallenge<'a> {
    nonce: &'a str,
    origin: &'a str,
    purpose: TokenPurpose,
}

/// The parts make no challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChallengeError;

impl<'a> TokenChallenge<'a> {
    /// Takes a nonce of [`NONCE_LENGTH`] characters and an origin such as `https://dichvucong.example`.
    pub fn new(nonce: &'a str, origin: &'a str, purpose: TokenPurpose) -> Result<Self, ChallengeError> {
        let is_nonce = nonce.len() == NONCE_LENGTH
            && nonce
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        // No line may look like another one.
        let is_origin = origin.contains("://") && origin.bytes().all(|byte| byte.is_ascii_graphic());
        if is_nonce && is_origin {
            Ok(Self {
                nonce,
                origin,
                purpose,
            })
        } else {
            Err(ChallengeError)
        }
    }

    /// The bytes whose SHA-256 is signed. The first line names this use and its version: nothing else that a token signs
    /// begins so.
    pub fn statement(&self) -> String {
        let Self {
            nonce,
            origin,
            purpose,
        } = self;
        let purpose = purpose.as_str();
        [
            "motcua-token-challenge-v1",
            "\norigin=",
            origin,
            "\npurpose=",
            purpose,
            "\nnonce=",
            nonce,
            "\n",
        ]
        .concat()
    }
}
