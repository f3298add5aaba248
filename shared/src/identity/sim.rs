//! What travels when somebody registers or signs in with a signing SIM. Which page it leads to is as with a token.

use crate::identity::dto::SessionView;
use crate::identity::token::TokenFound;
use crate::signature::agent::TokenPurpose;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Milliseconds between two questions whether the phone has signed.
pub const POLL_MS: i32 = 3_000;

/// Asks that something to sign be sent to a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskSim {
    /// What for: `register` or `sign-in`.
    pub purpose: TokenPurpose,
    /// The phone with the SIM.
    pub phone: String,
    /// Solved proof of work: a phone is not made to ring for nothing.
    pub proof: String,
}

/// It was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimAsked {
    /// Hand back to ask whether the phone has signed; works in this browser only.
    pub wait: String,
    /// Shown on the phone, too: who sees another one there does not sign.
    pub code: String,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Asks whether the phone has signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimWait {
    /// As it was given out.
    pub wait: String,
}

/// Where registering with a SIM stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SimFound {
    /// The phone has not signed yet.
    Waiting,
    /// Whose SIM it is.
    Found(TokenFound),
}

/// Where signing in with a SIM stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SimSignIn {
    /// The phone has not signed yet.
    Waiting,
    /// Signed in.
    Session(SessionView),
    /// Nobody has registered with this organisation: the flow leads on to that without signing again.
    Unregistered(TokenFound),
}
