//! A new draft made of a dossier that was filed before.

use crate::filing::dto::DraftView;
use serde::{Deserialize, Serialize};

/// The draft, and what could not be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopiedDraft {
    /// The draft.
    pub draft: DraftView,
    /// Names of what is to be filled in anew.
    pub gone: Vec<String>,
}
