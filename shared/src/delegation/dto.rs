//! What travels of delegations.

use crate::id::{AccountId, DelegationId};
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An officer as others choose them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    /// The account.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Where they work.
    pub unit: String,
}

/// A procedure that a delegation names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegatedProcedure {
    /// Its code.
    pub code: String,
    /// Its name, where it is still known.
    pub name: String,
}

/// Looks for officers. Travels as a body: names have no place in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SearchColleagues {
    /// Words of the name, with or without marks.
    pub name: String,
    /// Whom they would work for; an officer asks for themselves. Without it an administrator finds all who may delegate.
    pub delegator_id: Option<AccountId>,
}

/// Gives a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveDelegation {
    /// For whom, where an administrator gives it for an officer who is away.
    #[serde(default)]
    pub delegator_id: Option<AccountId>,
    /// Who is to work.
    #[serde(default)]
    pub delegate_id: Option<AccountId>,
    /// Codes of the procedures; all of them when absent.
    #[serde(default)]
    pub procedures: Option<Vec<String>>,
    /// First day, `2026-11-23`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Why.
    pub reason: String,
}

/// Where a delegation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DelegationState {
    /// Its first day is still to come.
    Coming,
    /// It holds.
    Running,
    /// Its last day is over.
    Over,
    /// It was withdrawn.
    Withdrawn,
    /// One of the two was suspended, moved, or has the role no longer.
    RightsLost,
}

impl DelegationState {
    /// Whether it holds, or will.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Coming | Self::Running)
    }
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DelegationView {
    /// Its id.
    pub id: DelegationId,
    /// For whom, with the unit whose dossiers it is about.
    pub delegator: Colleague,
    /// Who works.
    pub delegate: Colleague,
    /// The administrator who gave it, where the delegator did not.
    pub given_by: Option<String>,
    /// The procedures; all of them when absent.
    pub procedures: Option<Vec<DelegatedProcedure>>,
    /// First day.
    #[serde(with = "crate::time::day")]
    pub from: NaiveDate,
    /// Last day.
    #[serde(with = "crate::time::day")]
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: DelegationState,
    /// When it was ended before its last day.
    pub ended_at: Option<Timestamp>,
    /// Whether the account that asks may withdraw it.
    pub may_withdraw: bool,
}

/// For whom a session works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActingFor {
    /// The delegation.
    pub id: DelegationId,
    /// Name of the delegator.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// Last day.
    #[serde(with = "crate::time::day")]
    pub until: NaiveDate,
    /// Whether it still holds.
    pub holds: bool,
}
