//! The proof of one dossier's part of the audit log: its entries, and of everything else only digests. Written down in
//! docs/audit.md.

use super::chain::{file, from_hex, to_hex};
use crate::id::AccountId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Name and version of the format.
pub const FORMAT: &str = "motcua-audit-proof-1";

/// Longer files are not read.
pub const MOST_BYTES: usize = 64 << 20;

/// What was recorded about one dossier, with what is needed to reckon the chain from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`FORMAT`].
    pub format: String,
    /// The dossier, as people call it; the portal's word.
    pub dossier_code: String,
    /// The account that filed it.
    pub account_id: AccountId,
    /// When the proof was made, by the portal's clock.
    pub made_at: Timestamp,
    /// What the entries are about: the dossier, and the drafts that it was written in.
    pub subjects: Vec<String>,
    /// The entries, oldest first.
    pub entries: Vec<ProvedEntry>,
    /// Where there are more: what to ask for as `after`.
    pub next: Option<String>,
    /// The seals that tie them.
    pub seals: Vec<ProvedSeal>,
    /// The timestamps over those.
    pub stamps: Vec<ProvedStamp>,
    /// Of the file itself, with nothing in the place of these digits: says that no byte of it changed on the way.
    pub digest: String,
}

/// An entry: its text, or where that is for officers alone its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProvedEntry {
    /// The bytes that are hashed.
    pub entry: Option<String>,
    /// In their place.
    pub withheld: Option<Withheld>,
    /// Where it is tied; nothing while no seal ties it, which takes a minute.
    pub place: Option<Place>,
}

/// An entry whose bytes are for officers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// What it is; the portal's word.
    pub kind: WithheldKind,
    /// When; the portal's word.
    pub recorded_at: Timestamp,
    /// Its leaf.
    pub leaf: String,
}

/// What a withheld entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WithheldKind {
    /// An officer opened the dossier or something of it.
    Reading,
    /// An act of officers on it.
    Work,
}

/// Where an entry stands in a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The number of the seal.
    pub seal: u64,
    /// Its place there, from 0.
    pub index: u64,
    /// From its leaf to the root of the seal.
    pub path: Vec<String>,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProvedSeal {
    /// From 1.
    pub number: u64,
    /// How many entries it ties.
    pub entries: u64,
    /// The head of the chain before it.
    pub previous_head: String,
    /// The root of its tree.
    pub root: String,
    /// What covers it; nothing while no timestamp does, which takes a day.
    pub stamp: Option<UnderStamp>,
}

/// Where a seal stands under a timestamp: as many places behind the first as its number is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnderStamp {
    /// The last seal of the timestamp.
    pub last: u64,
    /// From the leaf of its head to the root of the timestamp.
    pub path: Vec<String>,
}

/// A timestamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProvedStamp {
    /// The first seal under it.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// The head of the chain after that.
    pub last_head: String,
    /// The root of the tree over the heads.
    pub root: String,
    /// When it was asked for, by the portal's clock; the authority's own time is in the token.
    pub asked_at: Timestamp,
    /// RFC 3161, in DER, as base64.
    pub token: String,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is longer than any proof.
    TooLong,
    /// It is no proof; the reader's reason.
    NoProof(String),
    /// It is of another version.
    OtherFormat,
    /// It is not the file that was handed out.
    Altered,
}

impl Proof {
    /// The file, which is kept and handed on as it is.
    pub fn write(self) -> serde_json::Result<String> {
        let bare = serde_json::to_string(&Self {
            digest: String::new(),
            ..self
        })?;
        let digest = to_hex(&file(bare.as_bytes()));
        let open = bare.strip_suffix(END).unwrap_or(&bare);
        Ok(format!("{open}{digest}{END}"))
    }

    /// Reads the file.
    pub fn read(bytes: &[u8]) -> Result<Self, Unread> {
        if bytes.len() > MOST_BYTES {
            return Err(Unread::TooLong);
        }
        let proof: Self =
            serde_json::from_slice(bytes).map_err(|error| Unread::NoProof(error.to_string()))?;
        match proof.format == FORMAT {
            true if is_as_written(bytes).unwrap_or(false) => Ok(proof),
            true => Err(Unread::Altered),
            false => Err(Unread::OtherFormat),
        }
    }
}

/// Behind the digits of the digest.
const END: &str = "\"}";

/// Whether the file ends with its own digest.
fn is_as_written(bytes: &[u8]) -> Option<bool> {
    let open = bytes.strip_suffix(END.as_bytes())?;
    let (before, digits) = open.split_at_checked(open.len().checked_sub(64)?)?;
    let bare = [before, END.as_bytes()].concat();
    Some(from_hex(std::str::from_utf8(digits).ok()?)? == file(&bare))
}
