//! What travels when somebody signs in.

use crate::delegation::dto::ActingFor;
use crate::id::{AccountId, ChallengeId, UnitId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// In which capacity an account acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// A person for themselves.
    Citizen,
    /// A company.
    Enterprise,
    /// A state agency or public unit.
    Agency,
    /// An officer of a unit.
    Staff,
    /// Who runs the portal.
    Administrator,
}

impl AccountKind {
    /// Whether this account has a vault and files dossiers. Staff accounts cannot file (seeds 002, 004).
    pub const fn files_dossiers(self) -> bool {
        matches!(self, Self::Citizen | Self::Enterprise | Self::Agency)
    }

    /// Whether this account acts for the state: shorter sessions, a sign-in of its own.
    pub const fn is_officer(self) -> bool {
        matches!(self, Self::Staff | Self::Administrator)
    }
}

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignInMethod {
    /// Password and one-time code.
    Password,
    /// USB token.
    Token,
    /// Signing SIM.
    Sim,
    /// VNeID or the National Public Service Portal.
    Oidc,
}

/// The account that acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Name of the person or body.
    pub name: String,
    /// Identity number of a citizen (9 or 12 digits), tax or budget code of a body.
    pub identifier: String,
    /// Phone for one-time codes and notices, if there is one.
    pub phone: Option<String>,
    /// E-mail, if one was given.
    pub email: Option<String>,
    /// Postal address, if one was given.
    pub address: Option<String>,
    /// Identity assurance level, 1–3.
    pub assurance_level: u8,
    /// The unit of a staff account.
    pub unit_id: Option<UnitId>,
}

/// Who is signed in, if anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The account that acts; absent when nobody is signed in.
    pub account: Option<AccountView>,
    /// For whom it works, where that is not itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Box<ActingFor>>,
    /// When the session ends at the latest.
    pub ends_at: Option<Timestamp>,
    /// Seconds without a request after which it ends.
    pub idle_seconds: u64,
    /// Size of a file in bytes that the server takes at most.
    pub max_upload_bytes: u64,
    /// Whether this is a demonstration with made-up accounts.
    pub demo: bool,
    /// Where else people can sign in.
    #[serde(default)]
    pub providers: Vec<ProviderView>,
    /// Whether people can register and sign in with a USB token.
    #[serde(default)]
    pub token: bool,
    /// Whether they can with a signing SIM.
    #[serde(default)]
    pub sim: bool,
    /// Whether officers may sign in with a password.
    #[serde(default)]
    pub staff_password: bool,
    /// Whose portal this is, e.g. "Dịch vụ công tỉnh Gia Lai".
    #[serde(default)]
    pub place: Option<String>,
    /// The number that people call for help.
    #[serde(default)]
    pub helpline: Option<String>,
}

/// A provider of electronic identities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderView {
    /// Its id in addresses.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose accounts it knows, in words.
    pub description: String,
}

/// Signed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the session at the provider of the identity is ended, if there may be one.
    pub provider_url: Option<String>,
}

/// First step of signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Identity number, tax code or account name; blanks, dots and hyphens do not matter.
    pub login: String,
    /// The password.
    pub password: String,
    /// Solved proof of work, once a refusal has asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// The second step is waiting for its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Hand back with the code.
    pub id: ChallengeId,
    /// Where the code went, e.g. `*** *** 123`.
    pub sent_to: String,
    /// When the code ends.
    pub ends_at: Timestamp,
    /// Seconds until a new code may be asked for.
    pub resend_after: u64,
    /// Officers: from this day on passwords open the account no longer.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::optional_day"
    )]
    pub closed_from: Option<NaiveDate>,
}

/// Second step of signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmCode {
    /// The challenge of the first step.
    pub challenge_id: ChallengeId,
    /// Six digits; blanks and hyphens do not matter.
    pub code: String,
}

/// Asks for a new code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResendCode {
    /// The challenge of the first step.
    pub challenge_id: ChallengeId,
}
