//! Where every object of every revision is: all cross-reference sections as one sorted list.

use crate::signature::reason::Reason;

/// What a cross-reference section says of one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Not in use.
    Free,
    /// At this place in the file.
    At { offset: usize, generation: u16 },
    /// The `place`-th object of the object stream `container`.
    In { container: u32, place: u32 },
}

/// An entry and the section it comes from, 0 being the newest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexEntry {
    pub(crate) number: u32,
    pub(crate) section: u16,
    pub(crate) entry: Entry,
}

/// All entries, by object number, newest section first.
#[derive(Debug)]
pub(crate) struct Index {
    entries: Vec<IndexEntry>,
    /// The revision of each section, 0 being the oldest.
    revision_of: Vec<usize>,
    /// Objects that the table of a hybrid section calls free and its stream does not, with the revision.
    hidden: Vec<(u32, usize)>,
}

impl Index {
    /// Refuses a section that says two things of one object. In a hybrid section, though, an object that the table
    /// calls free may be in use in the stream (ISO 32000-2 §7.5.8.4).
    pub(crate) fn new(mut entries: Vec<IndexEntry>, revision_of: Vec<usize>) -> Result<Self, Reason> {
        entries.sort_unstable_by_key(|entry| (entry.number, entry.section, entry.entry == Entry::Free));
        let revision_at = |section: u16| {
            let revision = revision_of.get(usize::from(section));
            revision.copied().unwrap_or(usize::MAX)
        };
        let mut contradiction = false;
        let mut hidden = Vec::new();
        entries.dedup_by(|later, earlier| {
            let same = later.number == earlier.number && later.section == earlier.section;
            if same && later.entry == Entry::Free && earlier.entry != Entry::Free {
                hidden.push((earlier.number, revision_at(earlier.section)));
            }
            contradiction |= same && later.entry != Entry::Free && later.entry != earlier.entry;
            same
        });
        entries.shrink_to_fit();
        if contradiction {
            Err(Reason::Damaged)
        } else {
            Ok(Self {
                entries,
                revision_of,
                hidden,
            })
        }
    }

    fn revision(&self, entry: &IndexEntry) -> usize {
        self.revision_of
            .get(usize::from(entry.section))
            .copied()
            .unwrap_or(usize::MAX)
    }

    /// What holds for an object in `revision`, and the revision that said so.
    pub(crate) fn find(&self, number: u32, revision: usize) -> Option<(Entry, usize)> {
        let place = self.entries.partition_point(|entry| {
            entry.number < number || entry.number == number && self.revision(entry) > revision
        });
        let entry = self.entries.get(place).filter(|entry| entry.number == number)?;
        Some((entry.entry, self.revision(entry)))
    }

    /// The generation that an object has in `revision`.
    pub(crate) fn generation(&self, number: u32, revision: usize) -> u16 {
        match self.find(number, revision) {
            Some((Entry::At { generation, .. }, _)) => generation,
            _ => 0,
        }
    }

    /// Objects that only readers of hybrid files see, with the revision that says so (§7.5.8.4).
    pub(crate) fn hidden(&self) -> &[(u32, usize)] {
        &self.hidden
    }

    /// Everything all sections say, with the revision that says it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, Entry, usize)> {
        self.entries
            .iter()
            .map(|entry| (entry.number, entry.entry, self.revision(entry)))
    }
}
