//! Updates behind a signature, read once more and to the letter. A reader that finds a section damaged repairs it: it
//! scans the whole file and believes every `N G obj` that it meets, listed or not. So behind a signature no section may
//! look damaged to anybody, and nothing may stand there that the sections do not speak of, be it in a string or a
//! stream. Some repair the file, too, when they follow a reference and find nothing. What was signed may be as odd as it
//! is: the signer saw what the readers made of it.

use super::document::Document;
use super::exact;
use super::index::Entry;
use super::lexer::Lexer;
use super::object::{Dict, Object, ObjectId, Value, parse_header, parse_value};
use super::repair;
use super::revision::Revision;
use super::stream;
use crate::signature::{budget::Budget, reason::Reason};
use std::collections::{BTreeMap, BTreeSet};

/// One more than the highest object number that readers take for possible (ISO 32000-1 annex C).
const MOST_OBJECTS: usize = 8_388_608;

/// Bytes of one row of a table, line end included (ISO 32000-2 §7.5.4).
const ROW: usize = 20;

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
    let mut found = BTreeMap::new();
    let mut in_use = highest.range(..=first).map(|(_, number)| *number).max();
    let updates = document.revisions().windows(2).enumerate().skip(first);
    for (before, pair) in updates {
        let [older, newer] = pair else { continue };
        let number = before.saturating_add(1);
        in_use = in_use.max(highest.get(&number).copied());
        let mut update = Update {
            document,
            number,
            older,
            newer,
            bytes: document.as_of(number),
            words: Vec::new(),
        };
        let numbers = spoken_of.remove(&number).unwrap_or_default();
        match update.read(&numbers, in_use, budget) {
            Ok(()) => {}
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            Err(Reason::TrailingBytes) => drop(found.insert(number, Reason::TrailingBytes)),
            Err(_) => drop(found.insert(number, Reason::ChangeUnreadable)),
        }
    }
    Ok(found)
}

/// One update: what `newer` added to `older`.
struct Update<'u, 'd> {
    document: &'u Document<'d>,
    /// The number of `newer`.
    number: usize,
    older: &'u Revision<'d>,
    newer: &'u Revision<'d>,
    /// The file up to the end of `newer`.
    bytes: &'d [u8],
    /// Where the words stand that make it a file, in their order.
    words: Vec<usize>,
}

impl<'d> Update<'_, 'd> {
    fn read(&mut self, numbers: &[u32], in_use: Option<u32>, budget: &mut Budget) -> Result<(), Reason> {
        self.check_size(numbers, in_use)?;
        let listed = self.listed(numbers, budget)?;
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
            if memchr::memchr(b'%', lexer.since(at)).is_some() {
                return Err(Reason::Damaged);
            }
            self.words.push(lexer.position().saturating_sub(3));
            let is_listed = listed
                .next_if(|(offset, listed)| (from..=at).contains(offset) && *listed == id)
                .is_some();
            let is_section = at == self.newer.section_at || Some(at) == self.newer.stream_at;
            if !is_listed && !is_section {
                return Err(Reason::TrailingBytes);
            }
            self.read_object(&mut lexer, id, is_section, budget)?;
            if at == self.newer.section_at {
                break;
            }
        }
        if listed.next().is_some() {
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
    /// (§7.5.5).
    fn check_size(&self, numbers: &[u32], in_use: Option<u32>) -> Result<(), Reason> {
        let size = size_of(&self.newer.trailer)?;
        let is_above = |number: u32| usize::try_from(number).is_ok_and(|number| number < size);
        // Too small it may have been already when it was signed.
        let hides_nothing =
            size_of(&self.older.trailer).is_ok_and(|before| before <= size) || in_use.is_none_or(is_above);
        let root = self.document.root(self.number)?.number;
        let highest = numbers.iter().copied().max().unwrap_or_default();
        if self.newer.sections == 1 && hides_nothing && is_above(root.max(highest)) {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }

    /// The objects that the update wrote, as they follow each other. What it lists elsewhere must be there, too.
    fn listed(&self, numbers: &[u32], budget: &mut Budget) -> Result<Vec<(usize, ObjectId)>, Reason> {
        let index = self.document.index();
        let mut listed = Vec::new();
        for number in numbers {
            let number = *number;
            let find = |revision: usize| index.find(number, revision).map(|(entry, _)| entry);
            let entry = find(self.number);
            match entry {
                Some(Entry::At { offset, generation }) => {
                    let id = ObjectId { number, generation };
                    if (self.older.end..self.newer.end).contains(&offset) {
                        listed.push((offset, id));
                    } else if find(self.number.saturating_sub(1)) != entry {
                        let mut lexer = Lexer::new(self.bytes, offset);
                        let header = parse_header(&mut lexer);
                        lexer.charge(offset, budget)?;
                        header.filter(|header| *header == id).ok_or(Reason::Damaged)?;
                    }
                }
                Some(Entry::In { container, .. }) if !self.document.is_in_file(container, self.number) => {
                    return Err(Reason::Damaged);
                }
                _ => {}
            }
        }
        listed.sort_unstable_by_key(|(offset, _)| *offset);
        Ok(listed)
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
        self.check_value(id, &value, lexer.since(from), budget)?;
        if is_section {
            check_ranges(value.as_dict().ok_or(Reason::Damaged)?)?;
        }
        let from = lexer.position();
        lexer.skip_white();
        let is_stream = value.as_dict().is_some() && lexer.take_keyword(b"stream");
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
        lexer.skip_white();
        let ends = self.take_word(lexer, b"endobj");
        lexer.charge(from, budget)?;
        if ends { Ok(()) } else { Err(Reason::Damaged) }
    }

    /// What all readers must see as one thing: the syntax, the keys, and where references lead.
    fn check_value(
        &self,
        id: ObjectId,
        value: &Value<'_>,
        raw: &[u8],
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        if !exact::is_exact(raw) || exact::has_duplicates(value) {
            return Err(Reason::Damaged);
        }
        let mut dangling = Vec::new();
        exact::references(value, &mut dangling);
        self.retain_dangling(&mut dangling);
        if dangling.is_empty() {
            return Ok(());
        }
        // What was there when the paper was signed may be written again.
        let before = self.document.object(id, self.number.saturating_sub(1), budget)?;
        let mut known = Vec::new();
        if let Some(before) = before {
            exact::references(&before.value, &mut known);
        }
        are_among(&dangling, known)
    }

    /// Keeps the references that lead nowhere, or to an object of another generation: some readers find nothing there
    /// and repair the file, others do not mind the generation.
    fn retain_dangling(&self, references: &mut Vec<ObjectId>) {
        let index = self.document.index();
        references.retain(|id| match index.find(id.number, self.number) {
            Some((Entry::At { generation, .. }, _)) => generation != id.generation,
            Some((Entry::In { .. }, _)) => id.generation != 0,
            _ => true,
        });
    }

    /// Readers that repair a file know sections, object streams and the catalog by their `/Type`.
    fn check_kind(
        &self,
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
            b"ObjStm" if is_stream => self.read_packed(id, budget),
            b"Catalog" if self.document.root(self.number)? != id => Err(Reason::Damaged),
            b"XRef" if !is_section => Err(Reason::Damaged),
            _ => Ok(()),
        }
    }

    /// All that an object stream holds is what the sections say.
    fn read_packed(&self, id: ObjectId, budget: &mut Budget) -> Result<(), Reason> {
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
            lexer.skip_white();
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
        lexer.skip_white();
        lexer.charge(from, budget)?;
        if self.take_word(lexer, b"endstream") {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }

    /// §7.5.4, byte for byte: readers that look for the n-th row go there without reading the others.
    fn read_table(&mut self, lexer: &mut Lexer<'d>, budget: &mut Budget) -> Result<(), Reason> {
        let from = lexer.position();
        let size = size_of(&self.newer.trailer)?;
        take_line_end(lexer)?;
        while lexer.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            let first = take_usize(lexer)?;
            if !lexer.take(b" ") {
                return Err(Reason::Damaged);
            }
            let count = take_usize(lexer)?;
            take_line_end(lexer)?;
            if first.checked_add(count).is_none_or(|end| end > size) {
                return Err(Reason::Damaged);
            }
            for _ in 0..count {
                if !lexer.rest().get(..ROW).is_some_and(is_row) {
                    return Err(Reason::Damaged);
                }
                lexer.advance(ROW);
            }
        }
        lexer.skip_white();
        if !self.take_word(lexer, b"trailer") {
            return Err(Reason::Damaged);
        }
        lexer.skip_white();
        lexer.charge(from, budget)?;
        if lexer.peek() != Some(b'<') {
            return Err(Reason::Damaged);
        }
        let from = lexer.position();
        let trailer = parse_value(lexer, budget)?;
        if !exact::is_exact(lexer.since(from)) || exact::has_duplicates(&trailer) {
            return Err(Reason::Damaged);
        }
        let (mut dangling, mut known) = (Vec::new(), Vec::new());
        exact::references(&trailer, &mut dangling);
        exact::references_of(&self.older.trailer, &mut known);
        self.retain_dangling(&mut dangling);
        are_among(&dangling, known)
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
        if lexer.peek() == Some(b'0') {
            return Err(Reason::Damaged);
        }
        take_usize(lexer)?;
        take_line_end(lexer)?;
        if lexer.take(b"%%EOF") && lexer.position() == self.newer.end {
            Ok(())
        } else {
            Err(Reason::Damaged)
        }
    }
}

/// Skips white space and comments that nobody could take for anything else; iText puts its name before `startxref`.
fn skip_idle(lexer: &mut Lexer<'_>) {
    loop {
        lexer.skip_white();
        let rest = lexer.rest();
        if lexer.peek() != Some(b'%') || rest.starts_with(b"%%EOF") {
            return;
        }
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        let words = [&b"obj"[..], b"xref", b"trailer", b"stream", b"%PDF"];
        if words
            .iter()
            .any(|word| memchr::memmem::find(line, word).is_some())
        {
            return;
        }
        lexer.advance(end);
    }
}

fn take_line_end(lexer: &mut Lexer<'_>) -> Result<(), Reason> {
    while lexer.take(b" ") {}
    if lexer.take(b"\r\n") || lexer.take(b"\n") || lexer.take(b"\r") {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

fn take_usize(lexer: &mut Lexer<'_>) -> Result<usize, Reason> {
    let number = lexer.take_unsigned().ok_or(Reason::Damaged)?;
    usize::try_from(number).map_err(|_| Reason::Damaged)
}

/// `nnnnnnnnnn ggggg n` and two bytes of line end.
fn is_row(row: &[u8]) -> bool {
    let is_digits = |range: std::ops::Range<usize>| {
        row.get(range)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    is_digits(0..10)
        && row.get(10) == Some(&b' ')
        && is_digits(11..16)
        && matches!(row.get(16..18), Some(b" n" | b" f"))
        && matches!(row.get(18..), Some(b" \n" | b" \r" | b"\r\n"))
}

/// Whether all references in `found` are in `known`, too.
fn are_among(found: &[ObjectId], known: Vec<ObjectId>) -> Result<(), Reason> {
    let known: BTreeSet<ObjectId> = known.into_iter().collect();
    if found.iter().all(|id| known.contains(id)) {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

fn size_of(trailer: &Dict<'_>) -> Result<usize, Reason> {
    let size = trailer.get(b"Size").and_then(Value::as_usize);
    size.filter(|size| *size <= MOST_OBJECTS).ok_or(Reason::Damaged)
}

/// §7.5.8.2: the ranges of a cross-reference stream stay below its `/Size`, even those that are empty.
fn check_ranges(dict: &Dict<'_>) -> Result<(), Reason> {
    let size = size_of(dict)?;
    let ranges = dict
        .get(b"Index")
        .map_or(Some(&[][..]), Value::as_array)
        .ok_or(Reason::Damaged)?;
    let ends_below = |range: &[Value<'_>]| {
        let mut ends = range.iter().map(Value::as_usize);
        let end = ends.try_fold(0_usize, |sum, next| sum.checked_add(next?));
        end.is_some_and(|end| end <= size)
    };
    if ranges.chunks(2).all(ends_below) {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}
