//! Taking a dossier in from a person who stands at the desk (seed 002, appendix II; seed 001 §4): it is the person's own, in the
//! person's account, and an officer types and scans.

use crate::id::{DraftId, LookId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Begins, or goes on with what the unit began for the same person and procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginReception {
    /// The open look into the person's vault: who it is was checked for it.
    pub look_id: LookId,
    /// National code of the procedure.
    pub procedure_code: String,
}

/// What was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceptionView {
    /// The dossier being filled in.
    pub draft_id: DraftId,
    /// Whether the unit had begun it before.
    pub is_resumed: bool,
}

/// What the wizard needs to know at a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskSide {
    /// The look on whose consent it rests; ending it ends the reception.
    pub look_id: LookId,
    /// Name of the account, as it was proven.
    pub account_name: String,
    /// When the identity has to be checked anew.
    pub ends_at: Timestamp,
}
