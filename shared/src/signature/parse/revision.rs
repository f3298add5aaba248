//! The revisions of a file, ISO 32000-2 §7.5.6: each is the file up to some `%%EOF`, read from its own last section.

use super::index::{Entry, Index, IndexEntry};
use super::object::Dict;
use super::section::{EndMark, Section, normal_offset, read_end_mark, read_section};
use crate::signature::{budget::Budget, reason::Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Readers look for the last `startxref` in this many bytes at the end of the file; some look further, but those that
/// do not would repair what others read.
const TAIL: usize = 1_024;

/// One state of the document, as a reader saw it when the file ended at `end`.
#[derive(Debug)]
pub(crate) struct Revision<'a> {
    /// Behind its `%%EOF`.
    pub(crate) end: usize,
    /// Behind the white space that follows.
    pub(crate) white_end: usize,
    pub(crate) trailer: Dict<'a>,
    /// Where its last section begins.
    pub(crate) section_at: usize,
    /// What its `startxref` says of that.
    pub(crate) named_at: usize,
    /// Where the stream of that section begins, if it is hybrid.
    pub(crate) stream_at: Option<usize>,
    /// Whether that section has data behind its last row.
    pub(crate) has_surplus: bool,
    /// How many sections belong to it.
    pub(crate) sections: usize,
}

/// All revisions, oldest first, and the index over them.
pub(crate) fn read_revisions<'a>(
    bytes: &'a [u8],
    budget: &mut Budget,
) -> Result<(Vec<Revision<'a>>, Index), Reason> {
    let mut entries = Vec::new();
    let sections = read_sections(bytes, &mut entries, budget)?;
    group(sections, entries, bytes.len())
}

/// Follows `/Prev` from the last `startxref`, newest first. No section is read twice, so that loops end.
fn read_sections<'a>(
    bytes: &'a [u8],
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<Vec<Section<'a>>, Reason> {
    let tail_at = bytes.len().saturating_sub(TAIL);
    let tail = bytes.get(tail_at..).unwrap_or_default();
    let found = memchr::memmem::rfind(tail, b"startxref").ok_or(Reason::Truncated)?;
    let last = read_end_mark(bytes, tail_at.saturating_add(found), budget)?.ok_or(Reason::Truncated)?;

    let mut sections = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = Some(last.section_at);
    while let Some(at) = next {
        Budget::spend(&mut budget.sections, 1)?;
        if at >= bytes.len() {
            return Err(Reason::Truncated);
        }
        if !seen.insert(at) {
            return Err(Reason::Damaged);
        }
        let number = u16::try_from(sections.len()).map_err(|_| Reason::LimitExceeded)?;
        let at = normal_offset(bytes, at, budget)?;
        let section = read_section(bytes, at, number, entries, budget)?;
        if section.trailer.get(b"Encrypt").is_some() {
            return Err(Reason::Encrypted);
        }
        next = section.previous;
        sections.push(section);
    }
    Ok(sections)
}

/// A section begins a revision if some `startxref` behind it, or behind an older section, names it. The others belong
/// to the revision that led to them: the second section of a linearized file (ISO 32000-2 annex F) is one.
fn group(
    sections: Vec<Section<'_>>,
    entries: Vec<IndexEntry>,
    length: usize,
) -> Result<(Vec<Revision<'_>>, Index), Reason> {
    let mut marks: BTreeMap<usize, EndMark> = BTreeMap::new();
    for mark in sections.iter().rev().filter_map(|section| section.end_mark) {
        marks.entry(mark.section_at).or_insert(mark);
    }
    for section in &sections {
        if let Some(mark) = section.end_mark.filter(|mark| mark.section_at == section.at) {
            marks.insert(section.at, mark);
        }
    }

    let mut revisions: Vec<Revision<'_>> = Vec::new();
    let mut newest_first = Vec::with_capacity(sections.len());
    for section in sections {
        if let Some(mark) = marks.get(&section.at) {
            // A revision ends behind its sections and behind its predecessor; anything else is a chain tied in a knot.
            if mark.end <= section.at || revisions.last().is_some_and(|newer| newer.end <= mark.end) {
                return Err(Reason::Damaged);
            }
            revisions.push(Revision {
                end: mark.end,
                white_end: mark.white_end,
                trailer: section.trailer,
                section_at: section.at,
                named_at: mark.named_at,
                stream_at: section.stream_at,
                has_surplus: section.has_surplus,
                sections: 0,
            });
        }
        let revision = revisions.last_mut().ok_or(Reason::Damaged)?;
        // What lies behind a revision was written later, and can be no part of it.
        if section.end > revision.end {
            return Err(Reason::Damaged);
        }
        revision.sections = revision.sections.saturating_add(1);
        newest_first.push(revisions.len());
    }
    let count = revisions.len();
    revisions.reverse();
    let revision_of = newest_first
        .into_iter()
        .map(|place| count.saturating_sub(place))
        .collect();
    let index = Index::new(entries, revision_of)?;
    // Some readers repair a file whose objects lie behind its end: what they saw in it is gone when it grew that far.
    let has_future = index.iter().any(|(_, entry, revision)| match entry {
        Entry::At { offset, .. } => {
            let end = revisions.get(revision).map_or(0, |revision| revision.end);
            (end..length).contains(&offset)
        }
        _ => false,
    });
    if has_future {
        return Err(Reason::Damaged);
    }
    Ok((revisions, index))
}
