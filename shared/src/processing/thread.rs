//! What who filed and the unit write to each other about a dossier.

use crate::error::ErrorCode;
use crate::time::Timestamp;
use crate::vault::rule::required_text;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest message, in characters.
pub const MAX_MESSAGE: usize = 2000;

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Who filed.
    Filer,
    /// An officer of the unit.
    Unit,
}

/// A message to be sent; plain text, line breaks stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// What it says.
    pub words: String,
}

/// Everything up to a message was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadMessages {
    /// The last message that was seen.
    pub last: Uuid,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierMessage {
    /// Its id.
    pub id: Uuid,
    /// Who wrote.
    pub side: Side,
    /// In whose name; to who filed a unit speaks as one.
    pub name: String,
    /// What it says.
    pub words: String,
    /// When.
    pub sent_at: Timestamp,
    /// When the other side first had it before it.
    pub read_at: Option<Timestamp>,
}

/// The messages about a dossier, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thread {
    /// The side of who asks.
    pub own: Side,
    /// All of them.
    pub messages: Vec<DossierMessage>,
}

/// A message without what is not seen; 1 to [`MAX_MESSAGE`] characters.
pub fn check_message(text: &str) -> Result<String, ErrorCode> {
    required_text(text, MAX_MESSAGE)
}
