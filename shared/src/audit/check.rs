//! Reckons a proof again: each entry up to the root of its seal, each seal up to the root of its timestamp. What the timestamp
//! itself is worth is said by its token, which whoever has certificates checks.

use super::chain::{BEGINNING, Hash, from_hex, head, leaf, root_by, stamped};
use super::proof::{Place, Proof, ProvedEntry, ProvedSeal, ProvedStamp, UnderStamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// No tree is deeper.
const LONGEST_PATH: usize = 64;

/// What is wrong. Entries are named by their place in the file, from 1; timestamps by their last seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// The text is none of an entry, or something is missing or doubled.
    EntryUnreadable {
        /// Which.
        entry: usize,
    },
    /// It is about something else.
    EntryForeign {
        /// Which.
        entry: usize,
    },
    /// It is not what was sealed there.
    EntryNotTied {
        /// Which.
        entry: usize,
        /// The seal.
        seal: u64,
    },
    /// Another one stands in its place.
    EntryTwice {
        /// Which.
        entry: usize,
        /// The seal.
        seal: u64,
    },
    /// Its seal is not in the file.
    SealMissing {
        /// The seal.
        seal: u64,
    },
    /// Two of one number.
    SealTwice {
        /// The seal.
        seal: u64,
    },
    /// What it says is no digest, or it ties nothing.
    SealUnreadable {
        /// The seal.
        seal: u64,
    },
    /// It does not follow the one before.
    ChainBroken {
        /// The seal.
        seal: u64,
    },
    /// Its timestamp was made over something else.
    SealNotStamped {
        /// The seal.
        seal: u64,
    },
    /// Its timestamp is not in the file.
    StampMissing {
        /// The last seal under it.
        last: u64,
    },
    /// Two that end there.
    StampTwice {
        /// The last seal under it.
        last: u64,
    },
    /// What it says is no digest, or it covers nothing.
    StampUnreadable {
        /// The last seal under it.
        last: u64,
    },
}

/// How far an entry is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "proved", rename_all = "kebab-case")]
pub enum Standing {
    /// Up to a timestamp.
    Stamped {
        /// Its last seal.
        last: u64,
    },
    /// Up to a seal that no timestamp covers yet.
    Sealed,
    /// Not sealed yet.
    Open,
    /// Something is wrong with it.
    Broken,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// Of each entry, in their order.
    pub standings: Vec<Standing>,
    /// The last seal of each timestamp that can be read, and what its token must be over.
    pub imprints: BTreeMap<u64, Hash>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl Finding {
    /// How many entries stand so.
    pub fn count(&self, standing: impl Fn(Standing) -> bool) -> usize {
        self.standings.iter().filter(|one| standing(**one)).count()
    }
}

/// What an entry says, as far as somebody who reads it wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who did it; absent for what no account did.
    pub account_id: Option<String>,
    /// The stable name of what was done.
    pub action: String,
    /// What it was done to.
    pub subject_id: String,
    /// When.
    pub recorded_at: String,
}

impl Said {
    /// Out of the fields of an entry's text.
    pub fn of(fields: Vec<Option<String>>) -> Option<Self> {
        let [version, id, account_id, action, subject, detail, request, at] =
            <[Option<String>; 8]>::try_from(fields).ok()?;
        if version? != "motcua-audit-1" || id.is_none() || detail.is_none() || request.is_none() {
            return None;
        }
        Some(Self {
            account_id,
            action: action?,
            subject_id: subject?,
            recorded_at: at?,
        })
    }
}

/// Reckons it. `fields` reads a JSON array of texts and nulls: each side has its own reader.
pub fn check(proof: &Proof, fields: impl Fn(&str) -> Option<Vec<Option<String>>>) -> Finding {
    let mut finding = Finding::default();
    let stamps = read_stamps(&proof.stamps, &mut finding);
    let seals = read_seals(&proof.seals, &stamps, &mut finding);
    let mut taken = BTreeSet::new();
    for (place, entry) in proof.entries.iter().enumerate() {
        let found = read_entry(entry, place + 1, &proof.subjects, &fields)
            .and_then(|leaf| tie(entry.place.as_ref(), (place + 1, leaf), &seals, &mut taken));
        finding.standings.push(found.unwrap_or_else(|fault| {
            finding.faults.push(fault);
            Standing::Broken
        }));
    }
    finding
}

/// A timestamp whose digests are read.
struct Stamp {
    first: u64,
    last_head: Hash,
    root: Hash,
}

fn read_stamps(stamps: &[ProvedStamp], finding: &mut Finding) -> BTreeMap<u64, Stamp> {
    let mut known = BTreeMap::new();
    for stamp in stamps {
        let (first, last) = (stamp.first, stamp.last);
        let (Some(last_head), Some(root), true) = (
            from_hex(&stamp.last_head),
            from_hex(&stamp.root),
            (1..=last).contains(&first),
        ) else {
            finding.faults.push(Fault::StampUnreadable { last });
            continue;
        };
        let imprint = stamped(&last_head, (first, last), &root);
        finding.imprints.insert(last, imprint);
        let stamp = Stamp {
            first,
            last_head,
            root,
        };
        if known.insert(last, stamp).is_some() {
            finding.faults.push(Fault::StampTwice { last });
        }
    }
    known
}

/// A seal that was reckoned.
struct Seal {
    entries: u64,
    root: Hash,
    head: Hash,
    standing: Standing,
}

fn read_seals(
    seals: &[ProvedSeal],
    stamps: &BTreeMap<u64, Stamp>,
    finding: &mut Finding,
) -> BTreeMap<u64, Seal> {
    let mut known: BTreeMap<u64, Seal> = BTreeMap::new();
    let mut before = BTreeMap::new();
    for seal in seals {
        let number = seal.number;
        let (Some(previous), Some(root), true) = (
            from_hex(&seal.previous_head),
            from_hex(&seal.root),
            number > 0 && seal.entries > 0,
        ) else {
            finding.faults.push(Fault::SealUnreadable { seal: number });
            continue;
        };
        let head = head(&previous, number, seal.entries, &root);
        let standing = match &seal.stamp {
            None => Ok(Standing::Sealed),
            Some(under) => cover((number, &head), under, stamps),
        };
        let standing = standing.unwrap_or_else(|fault| {
            finding.faults.push(fault);
            Standing::Broken
        });
        before.insert(number, previous);
        let seal = Seal {
            entries: seal.entries,
            root,
            head,
            standing,
        };
        if known.insert(number, seal).is_some() {
            finding.faults.push(Fault::SealTwice { seal: number });
        }
    }
    for (number, previous) in before {
        let expected = match number {
            1 => Some(BEGINNING),
            _ => known.get(&(number - 1)).map(|seal| seal.head),
        };
        if expected.is_some_and(|head| head != previous) {
            finding.faults.push(Fault::ChainBroken { seal: number });
            if let Some(seal) = known.get_mut(&number) {
                seal.standing = Standing::Broken;
            }
        }
    }
    known
}

/// Whether a seal lies under its timestamp.
fn cover(
    (number, head): (u64, &Hash),
    under: &UnderStamp,
    stamps: &BTreeMap<u64, Stamp>,
) -> Result<Standing, Fault> {
    let last = under.last;
    let stamp = stamps.get(&last).ok_or(Fault::StampMissing { last })?;
    let lies = || {
        let (at, count) = (number.checked_sub(stamp.first)?, last - stamp.first + 1);
        let root = lead(leaf(head), (at, count), &under.path)?;
        // Its own head is said a second time there.
        Some(root == stamp.root && (number != last || *head == stamp.last_head))
    };
    match lies() {
        Some(true) => Ok(Standing::Stamped { last }),
        _ => Err(Fault::SealNotStamped { seal: number }),
    }
}

/// The leaf of an entry that is about what the file is about.
fn read_entry(
    entry: &ProvedEntry,
    number: usize,
    subjects: &[String],
    fields: impl Fn(&str) -> Option<Vec<Option<String>>>,
) -> Result<Hash, Fault> {
    let unreadable = Fault::EntryUnreadable { entry: number };
    match (&entry.entry, &entry.withheld) {
        (Some(text), None) => {
            let said = fields(text).and_then(Said::of).ok_or(unreadable)?;
            match subjects.contains(&said.subject_id) {
                true => Ok(leaf(text.as_bytes())),
                false => Err(Fault::EntryForeign { entry: number }),
            }
        }
        (None, Some(withheld)) => from_hex(&withheld.leaf).ok_or(unreadable),
        _ => Err(unreadable),
    }
}

/// Whether a leaf is what was sealed in its place.
fn tie(
    place: Option<&Place>,
    (entry, leaf): (usize, Hash),
    seals: &BTreeMap<u64, Seal>,
    taken: &mut BTreeSet<(u64, u64)>,
) -> Result<Standing, Fault> {
    let Some(Place { seal, index, path }) = place else {
        return Ok(Standing::Open);
    };
    let (seal, index) = (*seal, *index);
    let sealed = seals.get(&seal).ok_or(Fault::SealMissing { seal })?;
    if lead(leaf, (index, sealed.entries), path) != Some(sealed.root) {
        return Err(Fault::EntryNotTied { entry, seal });
    }
    match taken.insert((seal, index)) {
        true => Ok(sealed.standing),
        false => Err(Fault::EntryTwice { entry, seal }),
    }
}

/// The root that a path of digits leads to.
fn lead(leaf: Hash, (at, count): (u64, u64), path: &[String]) -> Option<Hash> {
    if path.len() > LONGEST_PATH {
        return None;
    }
    let path: Vec<Hash> = path.iter().map(|text| from_hex(text)).collect::<Option<_>>()?;
    let place = (usize::try_from(at).ok()?, usize::try_from(count).ok()?);
    root_by(leaf, place, &path)
}

#[cfg(test)]
mod tests;
