//! What is asked for when a paper is prepared.

use super::look::Look;
use motcua_shared::time::Timestamp;

/// Bytes kept for a CMS when nothing else is said: what the Ban Cơ yếu tools keep, twice what any signature seen needs.
pub const USUAL_ROOM: usize = 12_385;
/// Most bytes that can be kept.
pub const MOST_ROOM: usize = 1 << 20;

/// One signature to be prepared.
#[derive(Debug, Clone)]
pub struct Request {
    /// A signature or a timestamp.
    pub kind: Kind,
    /// In which field.
    pub target: Target,
    /// What is seen of it.
    pub look: Option<Look>,
    /// Bytes kept for the CMS, [`USUAL_ROOM`] as a rule.
    pub room: usize,
}

impl Request {
    /// An invisible signature in a new field.
    pub fn signature(details: Details) -> Self {
        Self {
            kind: Kind::Signature(details),
            target: Target::Hidden { name: None },
            look: None,
            room: USUAL_ROOM,
        }
    }

    /// A document timestamp in a new field.
    pub fn timestamp() -> Self {
        Self {
            kind: Kind::DocumentTimestamp,
            target: Target::Hidden { name: None },
            look: None,
            room: USUAL_ROOM,
        }
    }

    /// The same, seen at `place`.
    pub fn shown(mut self, place: Place, look: Look) -> Self {
        let name = match self.target {
            Target::Hidden { name } | Target::New { name, .. } => name,
            Target::Existing(name) => Some(name),
        };
        self.target = Target::New { name, place };
        self.look = Some(look);
        self
    }

    /// The same, in the empty field of this name.
    pub fn in_field(mut self, name: &str) -> Self {
        self.target = Target::Existing(name.to_owned());
        self
    }
}

/// What is prepared.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Somebody's signature, `/SubFilter /ETSI.CAdES.detached` (ETSI EN 319 142-1 §6.3).
    Signature(Details),
    /// A document timestamp, `/SubFilter /ETSI.RFC3161` (ETSI EN 319 142-1 §5.4.3).
    DocumentTimestamp,
}

/// What the signature dictionary says (ISO 32000-2 §12.8.1, table 255).
#[derive(Debug, Clone)]
pub struct Details {
    /// `/M`: when the signer says that it is signed.
    pub moment: Timestamp,
    /// `/Name`.
    pub name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// What may be done to the paper afterwards; only for its first signature.
    pub certification: Option<Certification>,
    /// Which fields nobody may change afterwards.
    pub lock: Option<Lock>,
}

impl Details {
    /// Only the moment.
    pub fn at(moment: Timestamp) -> Self {
        Self {
            moment,
            name: None,
            reason: None,
            location: None,
            certification: None,
            lock: None,
        }
    }
}

/// `/P` of a certification (ISO 32000-2 §12.8.2.2, table 257).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certification {
    /// 1: nothing.
    Nothing,
    /// 2: filling in forms and signing.
    FormsAndSignatures,
    /// 3: that, and annotations.
    Annotations,
}

/// Which fields a signature locks (ISO 32000-2 §12.7.5.5, table 236; §12.8.2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// All of them.
    All,
    /// Those named.
    Only(Vec<String>),
    /// All but those named.
    AllBut(Vec<String>),
}

/// The field of a signature.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A new field that shows nothing, on the first page.
    Hidden {
        /// Its name; the next free `SignatureN` when not given.
        name: Option<String>,
    },
    /// A new field somewhere on a page.
    New {
        /// Its name; the next free `SignatureN` when not given.
        name: Option<String>,
        /// Where.
        place: Place,
    },
    /// The empty field of this fully qualified name. It keeps the place that it has.
    Existing(String),
}

/// A place on a page as the reader sees it: turned upright, cut to its crop box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The page, counting from 1.
    pub page: usize,
    /// Where on it, from its lower left corner.
    pub area: Area,
}

/// A rectangle, in points of 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the left edge.
    pub left: f32,
    /// From the lower edge.
    pub bottom: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

impl Area {
    /// From its lower left corner, its width and its height.
    pub const fn new(left: f32, bottom: f32, width: f32, height: f32) -> Self {
        Self {
            left,
            bottom,
            width,
            height,
        }
    }

    /// Whether it has an extent and lies within a page of that size, give or take a hundredth of a point.
    pub(super) fn is_within(&self, width: f32, height: f32) -> bool {
        let numbers = [self.left, self.bottom, self.width, self.height];
        numbers.iter().all(|number| number.is_finite())
            && self.width > 0.0
            && self.height > 0.0
            && self.left >= -0.01
            && self.bottom >= -0.01
            && self.left + self.width <= width + 0.01
            && self.bottom + self.height <= height + 0.01
    }
}
