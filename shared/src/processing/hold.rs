//! "Đang được X xử lý": who has a dossier open to work on it.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a dossier is held after its page last asked for it, in seconds.
pub const HOLD_SECONDS: u32 = 180;

/// How often an open page asks, in seconds: two may be lost.
pub const RENEW_SECONDS: u32 = 55;

/// Asks to hold a dossier, or to go on holding it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TakeHold {
    /// Also where somebody else holds it; that is written down.
    pub take_over: bool,
}

/// Who holds a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    /// Their name.
    pub officer: String,
    /// Whether that is who asks.
    pub is_mine: bool,
    /// Since when.
    pub since: Timestamp,
}
