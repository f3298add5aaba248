//! What travels when somebody registers, forgets a password, or finds an account that is not theirs.

use crate::identity::dto::Challenge;
use crate::identity::password::PasswordPolicy;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a citizen registers at assurance level 2 (seed 003).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationMethod {
    /// Mobile phone: compared with the operator's record of the subscriber.
    Phone,
    /// Social insurance number.
    Insurance,
    /// Account of the post office.
    Post,
}

/// What may be done here, and what a password must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationOptions {
    /// Ways that this portal is connected to.
    pub methods: Vec<RegistrationMethod>,
    /// What is asked of a password.
    pub password: PasswordPolicy,
}

/// First step of registering. Blanks, dots and hyphens in numbers do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// By which record.
    pub method: RegistrationMethod,
    /// CMND of 9 or CCCD of 12 digits.
    pub identity_number: String,
    /// As on the card.
    pub name: String,
    /// Day of birth.
    #[serde(with = "crate::time::optional_day")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub birth_date: Option<NaiveDate>,
    /// The number, account or phone that the record is found by.
    pub record: String,
    /// Further address for notices.
    #[serde(default)]
    pub email: Option<String>,
    /// The person looked again at what seemed to contradict itself.
    #[serde(default)]
    pub confirmed: bool,
    /// Solved proof of work: the payload of the ALTCHA protocol.
    pub proof: String,
}

/// A flow that waits for its one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlowStarted {
    /// Hand back with every further step; whoever has it can go on, so it is kept like a password.
    pub flow: String,
    /// The code. `sent_to` is empty where it would tell whether there is an account.
    pub challenge: Challenge,
}

/// Second step: the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmFlow {
    /// The flow of the first step.
    pub flow: String,
    /// Six digits; blanks and hyphens do not matter.
    pub code: String,
}

/// Asks for a new code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResendFlow {
    /// The flow of the first step.
    pub flow: String,
}

/// The code was right: what the password must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlowConfirmed {
    /// What is asked of a password.
    pub password: PasswordPolicy,
}

/// Last step: the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The flow of the first step.
    pub flow: String,
    /// The new password.
    pub password: String,
}

/// First step after a forgotten password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Recover {
    /// Identity number, tax code or account name.
    pub login: String,
    /// Solved proof of work.
    pub proof: String,
}

/// Somebody says that an account under their number is not theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimAccount {
    /// Their identity number.
    pub identity_number: String,
    /// Their name.
    pub name: String,
    /// Where the desk reaches them.
    pub phone: String,
    /// What they want to add.
    #[serde(default)]
    pub note: Option<String>,
    /// Solved proof of work.
    pub proof: String,
}

/// A proof of work to be solved, in the words of the ALTCHA protocol, version 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProofChallenge {
    /// What to do.
    pub parameters: ProofParameters,
    /// That this server asked for it.
    pub signature: String,
}

/// What to do: find the counter whose key begins with `keyPrefix`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProofParameters {
    /// `PBKDF2/SHA-256`
    pub algorithm: String,
    /// Rounds of one try.
    pub cost: u32,
    /// Seconds since 1970.
    pub expires_at: i64,
    /// Bytes of a key.
    pub key_length: u32,
    /// How the key begins, in hexadecimal.
    pub key_prefix: String,
    /// By which the server knows the whole key again.
    pub key_signature: String,
    /// In hexadecimal.
    pub nonce: String,
    /// In hexadecimal.
    pub salt: String,
}

/// What a solved proof is sent as, in base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofPayload {
    /// As it came.
    pub challenge: ProofChallenge,
    /// What was found.
    pub solution: ProofSolution,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofSolution {
    /// Which try it was.
    pub counter: u32,
    /// Its key, in hexadecimal.
    pub derived_key: String,
}
