//! Writing into the log.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::id::{AccountId, DossierId, PaperId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;

/// Who did something with a paper. Names are noted as they are today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the vault.
    Owner(AccountId),
    /// An officer.
    Officer {
        /// The account.
        id: AccountId,
        /// Name of the person.
        name: String,
        /// Name of the unit.
        unit: String,
        /// The unit, which reads what the owner objects to.
        unit_id: UnitId,
    },
    /// Another account, which it was shared with.
    Account {
        /// The account.
        id: AccountId,
        /// Its name.
        name: String,
    },
    /// The portal by itself.
    Portal,
}

impl Actor {
    /// The account that acted, if one did.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Owner(id) | Self::Officer { id, .. } | Self::Account { id, .. } => Some(*id),
            Self::Portal => None,
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Owner of the vault.
    pub account: AccountId,
    /// The paper.
    pub paper: PaperId,
    /// Which of its files.
    pub file_version: u32,
    /// What was done.
    pub act: PaperAct,
    /// By whom.
    pub actor: Actor,
    /// For which dossier: its id and its code.
    pub dossier: Option<(DossierId, String)>,
    /// On which ground, in words or as a code of the feature that writes.
    pub ground: Option<String>,
    /// What was there before, as JSON.
    pub detail: Option<String>,
}

impl Entry {
    /// What the owner did with a file of a paper.
    pub fn of_owner(account: AccountId, paper: PaperId, file_version: u32, act: PaperAct) -> Self {
        Self {
            account,
            paper,
            file_version,
            act,
            actor: Actor::Owner(account),
            dossier: None,
            ground: None,
            detail: None,
        }
    }
}

/// Writes a line, in the transaction of what it tells of.
pub fn note(conn: &mut DbConn, entry: Entry, now: Timestamp) -> AppResult<()> {
    store::insert(conn, &[entry], now)
}

/// Writes several lines at once.
pub fn note_all(conn: &mut DbConn, entries: &[Entry], now: Timestamp) -> AppResult<()> {
    store::insert(conn, entries, now)
}
