//! Files of the device in a filed dossier on their way into the vault, so that they are not asked for again.

use crate::catalogue::dto::PaperCategory;
use crate::id::PaperId;
use serde::{Deserialize, Serialize};

/// A file of the device that may go into the vault of who filed, or lies there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stowable {
    /// The component that it stands for.
    pub component_id: String,
    /// As what it may go in: what the component asks for, the likeliest first.
    pub categories: Vec<PaperCategory>,
    /// The paper of the vault that is this very file.
    pub paper: Option<Stowed>,
}

/// Puts it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StowFile {
    /// One of the categories that it may go in as.
    pub category_code: String,
}

/// Where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stowed {
    /// The paper.
    pub paper_id: PaperId,
    /// Its name in the vault.
    pub name: String,
    /// Whether the vault had this very file before.
    pub was_there: bool,
}
