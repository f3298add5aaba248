//! What a verdict stood on and the paper does not carry itself. Kept beside the paper, it proves the same in ten years,
//! when the authorities no longer answer for their old certificates.

pub mod store;

use super::authority::Authority;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Pieces kept for one paper; a paper with a hundred signatures below three authorities needs fewer.
const PIECES: usize = 64;

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// As it was found.
    pub der: Arc<[u8]>,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PieceKind {
    /// A certificate on the way to an anchor.
    Certificate,
    /// A revocation list.
    List,
    /// An OCSP response.
    Answer,
    /// A timestamp over the whole file.
    Stamp,
}

impl PieceKind {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Certificate, "certificate"),
        (Self::List, "list"),
        (Self::Answer, "answer"),
        (Self::Stamp, "stamp"),
    ];

    /// As it is written in the database.
    pub fn as_str(self) -> &'static str {
        let mut names = Self::NAMES.iter();
        names.find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// As it was written in the database.
    pub fn parse(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names.find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// Gathers what is worth keeping while a paper is judged.
#[derive(Debug, Default)]
pub struct Keeps(RefCell<BTreeSet<Piece>>);

impl Keeps {
    /// Notes a piece that decided something.
    pub fn add(&self, piece: Piece) {
        let mut pieces = self.0.borrow_mut();
        if pieces.len() < PIECES {
            pieces.insert(piece);
        }
    }

    /// Notes those links of `path` between its ends that lie outside the paper. The anchor is not one of them: it counts
    /// because the operator keeps it.
    pub fn path<'a>(&self, path: &[&'a Authority], outside: impl Iterator<Item = &'a Authority> + Clone) {
        let links = path.iter().take(path.len().saturating_sub(1));
        for link in links.filter(|link| outside.clone().any(|known| known.is(link))) {
            self.add(Piece {
                kind: PieceKind::Certificate,
                der: Arc::clone(&link.der),
            });
        }
    }

    /// All of them, each once.
    pub fn into_list(self) -> Vec<Piece> {
        self.0.into_inner().into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_as_they_are_written() {
        for (kind, name) in PieceKind::NAMES {
            assert_eq!((kind.as_str(), PieceKind::parse(name)), (name, Some(kind)));
        }
        assert_eq!(PieceKind::parse("letter"), None);
    }

    #[test]
    fn a_piece_is_kept_once_and_not_without_end() {
        let keeps = Keeps::default();
        for number in 0..200_u8 {
            for _ in 0..2 {
                keeps.add(Piece {
                    kind: PieceKind::List,
                    der: [number].as_slice().into(),
                });
            }
        }
        assert_eq!(keeps.into_list().len(), PIECES);
    }
}
