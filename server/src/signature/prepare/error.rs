//! Why a paper cannot be prepared or completed.

use motcua_shared::signature::Reason;

/// Why a paper cannot be prepared for signing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PrepareError {
    /// The file cannot be read, or is encrypted: nothing may be added to it.
    #[error("the file cannot be read for signing: {0}")]
    Unreadable(Reason),
    /// A part of the file that must be extended is not what the standard says.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// An earlier signature no longer holds; signing over it would hide that.
    #[error("signature field {field} no longer covers what was signed: {reason}")]
    AlreadyChanged {
        /// Its field.
        field: String,
        /// What happened to it.
        reason: Reason,
    },
    /// An earlier signature forbids this one, by certification (ISO 32000-2 §12.8.2.2) or by locking fields (§12.8.2.4).
    #[error("signature field {field} forbids it: {reason}")]
    Forbidden {
        /// The field of the earlier signature.
        field: String,
        /// What would be wrong with it afterwards.
        reason: Reason,
    },
    /// Only the first signature of a paper can certify it (§12.8.2.2).
    #[error("only the first signature can certify a paper")]
    NotTheFirst,
    /// The paper has no such page; pages count from 1.
    #[error("there is no page {0}")]
    NoSuchPage(usize),
    /// The place is not on the page, or is no place at all.
    #[error("the place is not within the visible page of {width} × {height} points")]
    OutsideThePage {
        /// Width of the visible page, in points.
        width: f32,
        /// Its height.
        height: f32,
    },
    /// The paper has no unsigned signature field of that name.
    #[error("there is no empty signature field {0:?}")]
    NoSuchField(String),
    /// A field of that name exists, or the name is empty or has a full stop (§12.7.4.2).
    #[error("{0:?} cannot name a new field")]
    BadFieldName(String),
    /// The room asked for is 0, or beyond [`super::MOST_ROOM`] bytes.
    #[error("{0} bytes cannot be kept for a signature")]
    BadRoom(usize),
    /// A picture cannot be used.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The typeface cannot be embedded; a fault of this program.
    #[error("the typeface cannot be embedded: {0}")]
    Typeface(String),
}

impl From<Reason> for PrepareError {
    fn from(reason: Reason) -> Self {
        Self::Unreadable(reason)
    }
}

/// Why a picture cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes or points than a signature or seal can need.
    #[error("the picture is too large")]
    TooLarge,
    /// Not a PNG, or a damaged one.
    #[error("the picture is not a readable PNG: {0}")]
    NotAPng(String),
}

/// Why a CMS cannot be put into a prepared paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    /// It is longer than the room that was kept for it. Prepare again with more.
    #[error("the signature has {length} bytes, but only {room} were kept for it")]
    TooLong {
        /// Bytes of the CMS.
        length: usize,
        /// Bytes that were kept.
        room: usize,
    },
    /// It is not a CMS of exactly one signer.
    #[error("not a signature: {0}")]
    NotASignature(Reason),
    /// It signs other bytes than the prepared ones.
    #[error("the signature is over something else than this paper")]
    OfSomethingElse,
    /// The gap is not the empty `/Contents` of a signature at the end of this file.
    #[error("the file is not a prepared paper, or its signature is already there")]
    NotPrepared,
}
