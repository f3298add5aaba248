//! What is noted of a paper.

use serde::{Deserialize, Serialize};

/// What was done with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PaperAct {
    /// Put into the vault.
    Added,
    /// What is said of it was changed.
    Edited,
    /// Another file stands under it.
    Replaced,
    /// Taken out of the vault.
    Removed,
    /// Its file was looked at.
    Viewed,
    /// Its file was saved.
    Downloaded,
    /// A report about its signatures was printed.
    Checked,
    /// It was filed with a dossier.
    Attached,
    /// Somebody else saw it in a list.
    Listed,
    /// It was shared.
    Shared,
    /// A share was withdrawn, or ended.
    ShareEnded,
    /// Its owner said that something is wrong with it.
    Reported,
}
