//! Officers who look into a vault before they scan a paper anew (seeds 001 §4, 002).

use crate::id::{LookId, PaperEventId};
use crate::identity::dto::Challenge;
use crate::time::Timestamp;
use crate::vault::log::PaperAct;
use crate::vault::share::ShownPaper;
use serde::{Deserialize, Serialize};

/// By what an officer may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LookConsent {
    /// The owner reads out a code that went to the owner's phone.
    Code,
    /// The owner stands at the desk, and the officer has checked the identity card.
    Presence,
    /// Only what the owner has shared with the unit.
    Grant,
}

/// Begins a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginLook {
    /// Identity number of a person, or number of an organisation.
    pub identifier: String,
    /// For which procedure or what else.
    pub purpose: String,
    /// By what.
    pub consent: LookConsent,
    /// The identity card was compared with who stands there; needed for `presence`.
    #[serde(default)]
    pub card_checked: bool,
}

/// Where a look stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LookState {
    /// The code is awaited.
    Waiting,
    /// Papers can be looked at.
    Open,
    /// Its time is over, or somebody ended it.
    Over,
}

/// A look as its officer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookView {
    /// Its id.
    pub id: LookId,
    /// The number, masked.
    pub identifier: String,
    /// What for.
    pub purpose: String,
    /// By what.
    pub consent: LookConsent,
    /// Where it stands.
    pub state: LookState,
    /// The owner ended it.
    pub ended_by_owner: bool,
    /// The code that is awaited.
    pub challenge: Option<Challenge>,
    /// When it is over.
    pub ends_at: Timestamp,
}

/// The code that the owner read out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenLook {
    /// Six digits.
    pub code: String,
}

/// What an owner said of something that an officer of the unit did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObjectionView {
    /// The line of the log that it is about.
    pub event_id: PaperEventId,
    /// What was done.
    pub act: PaperAct,
    /// By whom.
    pub officer: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Name of the paper's category: its name may tell more than the unit needs.
    pub category_name: String,
    /// What the owner wrote.
    pub note: Option<String>,
    /// When.
    pub objected_at: Timestamp,
}

/// Papers that a look shows.
pub type LookedPaper = ShownPaper;
