//! What is noted of a paper.

use crate::id::{DossierId, GrantId, PaperEventId, PaperId};
use crate::time::Timestamp;
use chrono::NaiveDate;
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

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EventActor {
    /// The owner of the vault.
    Owner,
    /// An officer.
    Officer,
    /// Another account, which it was shared with.
    Account,
    /// The portal by itself.
    Portal,
}

/// On which ground somebody else did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The owner had shared it.
    Grant,
    /// The owner read a code out at the desk.
    Code,
    /// The owner stood at the desk with the identity card.
    Presence,
}

/// A line of the log as the owner reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperEventView {
    /// Its id.
    pub id: PaperEventId,
    /// The paper.
    pub paper_id: PaperId,
    /// Its name today.
    pub paper_name: String,
    /// Which of its files, counted from 1.
    pub file_version: u32,
    /// What was done.
    pub act: PaperAct,
    /// Who.
    pub actor: EventActor,
    /// Name of who it was, unless it was the owner or the portal.
    pub actor_name: Option<String>,
    /// Unit of the officer.
    pub unit_name: Option<String>,
    /// For which dossier.
    pub dossier_id: Option<DossierId>,
    /// Its code.
    pub dossier_code: Option<String>,
    /// On which ground somebody else did it.
    pub ground: Option<Ground>,
    /// What was said about it.
    pub words: Option<String>,
    /// For what somebody else did it, as they said.
    pub purpose: Option<String>,
    /// What was said of the paper until then, where that was changed.
    #[serde(default)]
    pub was: Option<PaperWas>,
    /// When.
    pub at: Timestamp,
    /// When the owner objected.
    pub objected_at: Option<Timestamp>,
    /// What may be withdrawn because of it.
    pub grant_id: Option<GrantId>,
}

/// What was said of a paper before it was changed: part of the paper as it stood in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperWas {
    /// Its name.
    pub name: String,
    /// Name of its category.
    pub category_name: String,
    /// "Số quyết định".
    #[serde(default)]
    pub decision_number: Option<String>,
    /// "Trích yếu".
    #[serde(default)]
    pub summary: Option<String>,
    /// Day of issue.
    #[serde(default, with = "crate::time::optional_day")]
    pub issued_on: Option<NaiveDate>,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
}

/// "Tôi không đồng ý".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Why, in the owner's words.
    #[serde(default)]
    pub note: Option<String>,
}
