//! An incremental update, ISO 32000-2 §7.5.6: what is there stays byte for byte, new objects and a cross-reference
//! section of the same form follow.

use super::{
    error::PrepareError,
    syntax::{name, whole, write},
};
use motcua_shared::signature::outline::{Item, Outline};
use ring::digest::{SHA256, digest};
use std::collections::BTreeMap;

/// The bytes to append, growing.
pub(super) struct Update {
    /// How long the file was.
    length: usize,
    added: Vec<u8>,
    /// Where each written object begins, with its generation.
    written: BTreeMap<u32, (usize, u16)>,
    next: u32,
}

impl Update {
    /// Begins behind `bytes`.
    pub(super) fn new(bytes: &[u8], outline: &Outline<'_>) -> Self {
        let ends_a_line = bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r'));
        Self {
            length: bytes.len(),
            added: if ends_a_line { Vec::new() } else { vec![b'\n'] },
            written: BTreeMap::new(),
            next: outline.next_number(),
        }
    }

    /// A number for a new object.
    pub(super) fn new_number(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// Writes an object; returns where in the whole file its value begins.
    pub(super) fn put(&mut self, (number, generation): (u32, u16), body: &[u8]) -> usize {
        let at = self.length.saturating_add(self.added.len());
        self.written.insert(number, (at, generation));
        self.added
            .extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        let body_at = self.length.saturating_add(self.added.len());
        self.added.extend_from_slice(body);
        self.added.extend_from_slice(b"\nendobj\n");
        body_at
    }

    /// Writes a value.
    pub(super) fn put_item(&mut self, id: (u32, u16), item: &Item) {
        let mut body = Vec::new();
        write(&mut body, item);
        self.put(id, &body);
    }

    /// Writes a new object and gives its reference.
    pub(super) fn add(&mut self, item: &Item) -> Item {
        let number = self.new_number();
        self.put_item((number, 0), item);
        Item::Ref(number, 0)
    }

    /// Writes a new stream object (§7.3.8) and gives its reference. `head` lacks `/Length` only.
    pub(super) fn add_stream(&mut self, mut head: Item, data: &[u8]) -> Item {
        head.set(b"Length", whole(data.len()));
        let mut body = Vec::new();
        write(&mut body, &head);
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        let number = self.new_number();
        self.put((number, 0), &body);
        Item::Ref(number, 0)
    }

    /// Ends the update with its cross-reference section and gives what is to be appended.
    pub(super) fn finish(mut self, outline: &Outline<'_>) -> Result<Vec<u8>, PrepareError> {
        let section_at = self.length.saturating_add(self.added.len());
        let mut trailer = Item::Dict(Vec::new());
        for key in [&b"Root"[..], b"Info"] {
            if let Some(value) = outline.trailer(key)? {
                trailer.set(key, value);
            }
        }
        if let Some(identifier) = self.identifier(outline)? {
            trailer.set(b"ID", identifier);
        }
        trailer.set(b"Prev", whole(outline.section_at()));
        if outline.has_section_stream() {
            self.section_stream(section_at, trailer);
        } else {
            self.section_table(trailer);
        }
        self.added
            .extend_from_slice(format!("startxref\n{section_at}\n%%EOF\n").as_bytes());
        Ok(self.added)
    }

    /// §14.4: the first half stays, the second is of this revision.
    fn identifier(&self, outline: &Outline<'_>) -> Result<Option<Item>, PrepareError> {
        let Some(Item::Array(halves)) = outline.trailer(b"ID")? else {
            return Ok(None);
        };
        let Some(first) = halves.first() else {
            return Ok(None);
        };
        let of_this = digest(&SHA256, &self.added);
        let digits: String = of_this
            .as_ref()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02X}"))
            .collect();
        Ok(Some(Item::Array(vec![
            first.clone(),
            Item::Text(format!("<{digits}>").into_bytes()),
        ])))
    }

    /// §7.5.4. Entries are 20 bytes, their numbers ten and five digits.
    fn section_table(&mut self, mut trailer: Item) {
        self.added.extend_from_slice(b"xref\n");
        for run in runs(&self.written) {
            if let Some((first, _)) = run.first() {
                self.added
                    .extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
            }
            for (_, (at, generation)) in run {
                self.added
                    .extend_from_slice(format!("{at:010} {generation:05} n \n").as_bytes());
            }
        }
        trailer.set(b"Size", whole(self.next));
        self.added.extend_from_slice(b"trailer\n");
        write(&mut self.added, &trailer);
        self.added.push(b'\n');
    }

    /// §7.5.8, which lists itself as well.
    fn section_stream(&mut self, at: usize, mut head: Item) {
        let own = self.new_number();
        self.written.insert(own, (at, 0));
        let (mut index, mut data) = (Vec::new(), Vec::new());
        for run in runs(&self.written) {
            if let Some((first, _)) = run.first() {
                index.extend([whole(first), whole(run.len())]);
            }
            for (_, (at, generation)) in run {
                data.push(1);
                data.extend_from_slice(&u64::try_from(at).unwrap_or(u64::MAX).to_be_bytes());
                data.extend_from_slice(&generation.to_be_bytes());
            }
        }
        head.set(b"Type", name("XRef"));
        head.set(b"Size", whole(self.next));
        head.set(b"W", Item::Array(vec![whole(1), whole(8), whole(2)]));
        head.set(b"Index", Item::Array(index));
        head.set(b"Length", whole(data.len()));
        self.added.extend_from_slice(format!("{own} 0 obj\n").as_bytes());
        write(&mut self.added, &head);
        self.added.extend_from_slice(b"\nstream\n");
        self.added.extend_from_slice(&data);
        self.added.extend_from_slice(b"\nendstream\nendobj\n");
    }
}

/// Objects of consecutive numbers.
fn runs(written: &BTreeMap<u32, (usize, u16)>) -> Vec<Vec<(u32, (usize, u16))>> {
    let mut runs: Vec<Vec<(u32, (usize, u16))>> = Vec::new();
    for (number, place) in written {
        let follows = |run: &Vec<(u32, (usize, u16))>| {
            run.last()
                .is_some_and(|(last, _)| last.checked_add(1) == Some(*number))
        };
        match runs.last_mut().filter(|run| follows(run)) {
            Some(run) => run.push((*number, *place)),
            None => runs.push(vec![(*number, *place)]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_numbers_share_a_subsection() {
        let written = [3, 4, 7, 9, 10].map(|number| (number, (0, 0))).into();
        let lengths: Vec<usize> = runs(&written).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1, 2]);
    }
}
