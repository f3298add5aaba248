//! What travels when somebody registers or signs in with a USB token.

use crate::identity::dto::{AccountKind, SessionView};
use crate::signature::agent::{SignedText, TokenPurpose};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where pages find the signing agents on people's own computers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenOptions {
    /// Addresses of VGCA Sign Service, to be tried in this order.
    pub agents: Vec<String>,
    /// Licence of the VNPT-CA plugin for this domain; without one the plugin is not asked.
    pub vnpt_licence: Option<String>,
}

/// Asks for something to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskToken {
    /// What for: `register` or `sign-in`.
    pub purpose: TokenPurpose,
}

/// Something to sign, for the browser that asked, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAsked {
    /// Goes into the statement.
    pub nonce: String,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// What the token signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenSigned {
    /// The nonce that was asked for.
    pub nonce: String,
    /// What the agent gave.
    pub signed: SignedText,
    /// The certificate that the person chose before, in base64, if the agent showed it.
    #[serde(default)]
    pub shown: Option<String>,
}

/// Whose token it is. Shown before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenFound {
    /// Hand back with the next step; works in this browser only.
    pub flow: String,
    /// When the flow ends.
    pub ends_at: Timestamp,
    /// Which kind of account the certificate gives.
    pub kind: AccountKind,
    /// Name of the organisation.
    pub name: String,
    /// The body above it, if the certificate names one.
    pub organisation: Option<String>,
    /// Its codes: `MNS:9990001`, `MST:9900000017`.
    pub codes: Vec<String>,
    /// First moment of validity.
    pub valid_from: Timestamp,
    /// Last moment of validity.
    pub valid_to: Timestamp,
    /// Who issued the certificate.
    pub issuer: String,
    /// Whether there is an account already.
    pub registered: bool,
}

/// What came of signing in with a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TokenSignIn {
    /// Signed in.
    Session(SessionView),
    /// Nobody has registered with this organisation: the flow leads on to that without signing again.
    Unregistered(TokenFound),
}

/// Last step of registering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterToken {
    /// The flow of the step before.
    pub flow: String,
    /// Where notices go.
    pub email: String,
    /// Further way to reach the organisation.
    #[serde(default)]
    pub phone: Option<String>,
    /// The terms are agreed to.
    pub terms: bool,
    /// That information is shared is agreed to.
    pub sharing: bool,
}

/// Signs in where registering found that there is an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnterToken {
    /// The flow of the step before.
    pub flow: String,
}
