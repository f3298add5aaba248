//! Updates behind a signature, read once more and to the letter. A reader that finds a section damaged repairs it: it
//! scans the whole file and believes every `N G obj` that it meets, listed or not. So behind a signature no section may
//! look damaged to anybody, and nothing may stand there that the sections do not speak of, be it in a string or a
//! stream. Some repair the file, too, when they follow a reference and find nothing. What was signed may be as odd as it
//! is: the signer saw what the readers made of it.

use super::document::Document;
use super::exact::{self, skip_blanks, skip_idle};
use super::index::Entry;
use super::lexer::Lexer;
use super::object::{Dict, Object, ObjectId, Value, parse_header, parse_value};
use super::repair;
use super::revision::Revision;
use super::section_form::{rows_of_stream, size_of, take_number, take_table};
use super::stream;
use crate::signature::{budget::Budget, reason::Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes that an object with its row takes at the least: numbers do not grow faster than the file, or else some readers
/// take them for damage.
const LEAST: usize = 4;

/// Keys of an object stream (§7.5.7 table 16).
const CONTAINER: [&[u8]; 7] = [
    b"DecodeParms",
    b"Extends",
    b"Filter",
    b"First",
    b"Length",
    b"N",
    b"Type",
];

/// What is wrong with the updates behind `first`, by revision.
pub(crate) fn inexact_updates(
    document: &Document<'_>,
    first: usize,
    budget: &mut Budget,
) -> Result<BTreeMap<usize, Reason>, Reason> {
    let mut spoken_of: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut highest: BTreeMap<usize, u32> = BTreeMap::new();
    for (number, entry, revision) in document.index().iter() {
        if revision > first {
            spoken_of.entry(revision).or_default().push(number);
        }
        if entry != Entry::Free {
            let most = highest.entry(revision).or_insert(number);
            *most = number.max(*most);
        }
    }
    let sections = document
        .revisions()
        .iter()
        .enumerate()
        .skip(first.saturating_add(1));
    let sections: BTreeSet<u32> = sections
        .filter_map(|(number, _)| document.section_number(number))
        .collect();
    let mut found = BTreeMap::new();
    let mut in_use = highest.range(..=first).map(|(_, number)| *number).max();
    let updates = document.revisions().windows(2).enumerate().skip(first);
    for (before, pair) in updates {
        let [older, newer] = pair else { continue };
        let number = before.saturating_add(1);
        let mut update = Update {
            document,
            number,
            older,
            newer,
            bytes: document.as_of(number),
            numbers: spoken_of.remove(&number).unwrap_or_default(),
            sections: &sections,
            packed: 0,
            words: Vec::new(),
        };
        match update.read(in_use, budget) {
            Ok(()) => {}
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            Err(Reason::TrailingBytes) => drop(found.insert(number, Reason::TrailingBytes)),
            Err(_) => drop(found.insert(number, Reason::ChangeUnreadable)),
        }
        in_use = in_use.max(highest.get(&number).copied());
    }
    Ok(found)
}

/// One update: what `newer` added to `older`.
pub(super) struct Update<'u, 'd> {
    pub(super) document: &'u Document<'d>,
    /// The number of `newer`.
    pub(super) number: usize,
    pub(super) older: &'u Revision<'d>,
    newer: &'u Revision<'d>,
    /// The file up to the end of `newer`.
    bytes: &'d [u8],
    /// The objects that its section speaks of.
    pub(super) numbers: Vec<u32>,
    /// The streams that sections of updates are.
    pub(super) sections: &'u BTreeSet<u32>,
    /// How many objects its object streams hold.
    packed: usize,
    /// Where the words stand that make it a file, in their order.
    words: Vec<usize>,
}

impl<'d> Update<'_, 'd> {
    fn read(&mut self, in_use: Option<u32>, budget: &mut Budget) -> Result<(), Reason> {
        self.check_size(in_use)?;
        let (listed, packed) = self.listed()?;
        let mut listed = listed.iter().peekable();
        let mut lexer = Lexer::new(self.bytes, self.older.end);
        loop {
            let from = lexer.position();
            skip_idle(&mut lexer);
            lexer.charge(from, budget)?;
            let at = lexer.position();
            if at == self.newer.section_at && self.take_word(&mut lexer, b"xref") {
                self.read_table(&mut lexer, budget)?;
                break;
            }
            let id = parse_header(&mut lexer).ok_or(Reason::TrailingBytes)?;
            if lexer.since(at) != format!("{} {} obj", id.number, id.generation).as_bytes() {
                return Err(Reason::Damaged);
            }
            self.words.push(lexer.position().saturating_sub(3));
            let is_here = |offset: usize| {
                let before = self.bytes.get(offset.max(from)..at).unwrap_or_default();
                (from..=at).contains(&offset) && memchr::memchr(b'%', before).is_none()
            };
            let is_listed = listed
                .next_if(|(offset, listed)| *listed == id && is_here(*offset))
                .is_some();
            let is_section = at == self.newer.section_at;
            if is_section {
                self.check_section(id, is_listed)?;
            } else if !is_listed {
                return Err(Reason::TrailingBytes);
            }
            self.read_object(&mut lexer, id, is_section, budget)?;
            if is_section {
                break;
            }
        }
        if listed.next().is_some() || self.packed != packed {
            return Err(Reason::Damaged);
        }
        self.read_end_mark(&mut lexer, budget)?;
        let (from, to) = (self.older.end, self.newer.end);
        Budget::spend(&mut budget.compared_bytes, to.saturating_sub(from))?;
        if repair::finds_more(self.bytes, from, to, &self.words) {
            return Err(Reason::Damaged);
        }
        Ok(())
    }

    /// Takes a word that is part of the file, not of what stands in it.
    fn take_word(&mut self, lexer: &mut Lexer<'d>, word: &[u8]) -> bool {
        let at = lexer.position();
        let found = lexer.take_keyword(word);
        if found {
            // What is looked for in them stands at the end of two.
            let head = match word {
                b"endobj" => 3,
                b"startxref" => 5,
                _ => 0,
            };
            self.words.push(at.saturating_add(head));
        }
        found
    }

    /// `/Size` is above all object numbers, or else readers take the section for damaged, or the object for missing
    /// (§7.5.5). `in_use` is the highest number before.
    fn check_size(&self, in_use: Option<u32>) -> Result<(), Reason> {
        let size = size_of(&self.newer.trailer)?;
        let is_above = |number: u32| usize::try_from(number).is_ok_and(|number| number < size);
        let before = size_of(&self.older.trailer).ok();
        let next = in_use.and_then(|most| usize::try_from(most).ok()?.checked_add(1));
        // What was above it when it was signed must not come up, and what was below must not go.
        let had_all = before >= next;
        let keeps = if had_all {
            next <= Some(size)
        } else {
            before == Some(size)
        };
        let room = self.newer.end.saturating_sub(self.older.end) / LEAST;
        let most = before.max(next).unwrap_or_default().saturating_add(room);
        let root = self.document.root(self.number)?.number;
        let highest = self.numbers.iter().copied().max().unwrap_or_default();
        if self.newer.sections == 1
            && self.newer.stream_at.is_none()
            && keeps
            && is_above(root.max(highest))
            && size <= most
        {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }

    /// The stream that the section is: readers that meet it take it for the object of its number, listed or not.
    fn check_section(&self, id: ObjectId, is_listed: bool) -> Result<(), Reason> {
        let before = self
            .document
            .index()
            .find(id.number, self.number.saturating_sub(1));
        let is_new = id.number > 0 && before.is_none_or(|(entry, _)| entry == Entry::Free);
        let size = size_of(&self.newer.trailer)?;
        let is_in_size = usize::try_from(id.number).is_ok_and(|number| number <= size);
        // iText lists it as free: nothing may refer to it, listed or not.
        let entry = self.document.index().find(id.number, self.number);
        let is_free = entry.is_none_or(|(entry, _)| entry == Entry::Free);
        let is_missing = !is_listed && !is_free;
        if is_new && is_in_size && !is_missing && id.generation == 0 && !self.newer.has_surplus {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }

    /// The objects that the update wrote, as they follow each other, and how many stand in its object streams. What it
    /// says of others is what was said before. A generation stays what it was, or references lead nowhere.
    fn listed(&self) -> Result<(Vec<(usize, ObjectId)>, usize), Reason> {
        let index = self.document.index();
        let (mut listed, mut packed) = (Vec::new(), 0_usize);
        let mut is_in_use = false;
        for number in &self.numbers {
            let number = *number;
            let find = |revision: usize| index.find(number, revision).map(|(entry, _)| entry);
            let (before, entry) = (find(self.number.saturating_sub(1)), find(self.number));
            is_in_use |= entry != Some(Entry::Free);
            match entry {
                Some(Entry::Free) => {}
                _ if number == 0 => return Err(Reason::Damaged),
                Some(Entry::At { offset, generation }) if offset >= self.older.end => {
                    let known = match before {
                        Some(Entry::At { generation, .. }) => generation,
                        _ => 0,
                    };
                    if generation != known {
                        return Err(Reason::Damaged);
                    }
                    listed.push((offset, ObjectId { number, generation }));
                }
                entry if entry == before => {}
                Some(Entry::In { .. }) => packed = packed.saturating_add(1),
                _ => return Err(Reason::Damaged),
            }
        }
        if !is_in_use {
            return Err(Reason::Damaged);
        }
        listed.sort_unstable_by_key(|(offset, _)| *offset);
        Ok((listed, packed))
    }

    /// What follows the header of an object, to its `endobj`.
    fn read_object(
        &mut self,
        lexer: &mut Lexer<'d>,
        id: ObjectId,
        is_section: bool,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let from = lexer.position();
        let value = parse_value(lexer, budget)?;
        let raw = lexer.since(from);
        if is_section {
            let rows = rows_of_stream(value.as_dict().ok_or(Reason::Damaged)?)?;
            self.check_trailer(&value, raw, rows, true, budget)?;
        } else {
            self.check_value(id, &value, raw, budget)?;
        }
        let from = lexer.position();
        skip_blanks(lexer);
        let is_stream = value.as_dict().is_some() && lexer.take_keyword(b"stream");
        let is_container = value.as_dict().is_some_and(|dict| dict.is_type(b"ObjStm"));
        if is_container && !exact::is_plain(raw) {
            return Err(Reason::Damaged);
        }
        self.check_kind(id, &value, is_stream, is_section, budget)?;
        if is_stream {
            if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
                return Err(Reason::Damaged);
            }
            self.skip_data(lexer, value, budget)?;
        } else {
            lexer.charge(from, budget)?;
        }
        let from = lexer.position();
        skip_blanks(lexer);
        let ends = self.take_word(lexer, b"endobj");
        lexer.charge(from, budget)?;
        if ends { Ok(()) } else { Err(Reason::Damaged) }
    }

    /// Readers that repair a file know sections, object streams and the catalog by their `/Type`.
    fn check_kind(
        &mut self,
        id: ObjectId,
        value: &Value<'_>,
        is_stream: bool,
        is_section: bool,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let kind = match value.as_dict().and_then(|dict| dict.get(b"Type")) {
            None => return Ok(()),
            Some(Value::Name(kind)) => kind.as_ref(),
            Some(_) => return Err(Reason::Damaged),
        };
        match kind {
            b"ObjStm" if is_stream => {
                let keys = value.as_dict().into_iter().flat_map(Dict::iter);
                if keys.into_iter().any(|(key, _)| !CONTAINER.contains(&key)) {
                    return Err(Reason::Damaged);
                }
                self.read_packed(id, budget)
            }
            b"Catalog" if self.document.root(self.number)? != id => Err(Reason::Damaged),
            b"XRef" if !is_section => Err(Reason::Damaged),
            _ => Ok(()),
        }
    }

    /// All that an object stream holds is what the sections say.
    fn read_packed(&mut self, id: ObjectId, budget: &mut Budget) -> Result<(), Reason> {
        let unpacked = self.document.container(id.number, self.number, budget)?;
        for (place, packed) in unpacked.objects.iter().enumerate() {
            let entry = self.document.index().find(packed.number, self.number);
            let is_listed = u32::try_from(place).is_ok_and(|place| {
                let container = id.number;
                entry == Some((Entry::In { container, place }, self.number))
            });
            let data = unpacked.data.get(..packed.place.end).unwrap_or_default();
            let mut lexer = Lexer::new(data, packed.place.start);
            let value = parse_value(&mut lexer, budget)?;
            let raw = lexer.since(packed.place.start);
            skip_blanks(&mut lexer);
            if !is_listed || !lexer.rest().is_empty() {
                return Err(Reason::Damaged);
            }
            let id = ObjectId {
                number: packed.number,
                generation: 0,
            };
            self.check_value(id, &value, raw, budget)?;
            self.check_kind(id, &value, false, false, budget)?;
        }
        self.packed = self.packed.saturating_add(unpacked.objects.len());
        Ok(())
    }

    /// The data of a stream, to their `endstream`. Where its length cannot be told from here, only the end matters.
    fn skip_data(
        &mut self,
        lexer: &mut Lexer<'d>,
        value: Value<'d>,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let at = lexer.position();
        let object = Object {
            value,
            stream_at: Some(at),
        };
        match self.document.stream_length(&object, self.number, budget)? {
            Some(length) => {
                let data = stream::raw_data(self.bytes, at, length, budget)?;
                lexer.advance(data.len());
            }
            None => {
                let found = memchr::memmem::find(lexer.rest(), b"endstream");
                lexer.advance(found.unwrap_or(lexer.rest().len()));
                lexer.charge(at, budget)?;
            }
        }
        let from = lexer.position();
        skip_blanks(lexer);
        lexer.charge(from, budget)?;
        if self.take_word(lexer, b"endstream") {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }

    /// §7.5.4, the table and its trailer.
    fn read_table(&mut self, lexer: &mut Lexer<'d>, budget: &mut Budget) -> Result<(), Reason> {
        let from = lexer.position();
        let rows = take_table(lexer, size_of(&self.newer.trailer)?);
        lexer.charge(from, budget)?;
        let from = lexer.position();
        skip_blanks(lexer);
        if !self.take_word(lexer, b"trailer") {
            return Err(Reason::Damaged);
        }
        skip_blanks(lexer);
        lexer.charge(from, budget)?;
        if lexer.peek() != Some(b'<') {
            return Err(Reason::Damaged);
        }
        let from = lexer.position();
        let trailer = parse_value(lexer, budget)?;
        self.check_trailer(&trailer, lexer.since(from), rows?, false, budget)
    }

    /// `startxref`, the number and `%%EOF`, each on a line of its own.
    fn read_end_mark(&mut self, lexer: &mut Lexer<'d>, budget: &mut Budget) -> Result<(), Reason> {
        let from = lexer.position();
        skip_idle(lexer);
        lexer.charge(from, budget)?;
        if !self.take_word(lexer, b"startxref") {
            return Err(Reason::TrailingBytes);
        }
        take_line_end(lexer)?;
        // Some writers mean the line end before it, which all readers bear with; more of them repair the file.
        if take_number(lexer)?.saturating_add(1) < self.newer.section_at {
            return Err(Reason::Damaged);
        }
        take_line_end(lexer)?;
        if lexer.take(b"%%EOF") && lexer.position() == self.newer.end {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }
}

fn take_line_end(lexer: &mut Lexer<'_>) -> Result<(), Reason> {
    if lexer.take(b"\r\n") || lexer.take(b"\n") || lexer.take(b"\r") {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}
