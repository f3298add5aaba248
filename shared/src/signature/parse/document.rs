//! A PDF in all its revisions. Objects are read one at a time, where they are needed.

use super::container::{self, Packed};
use super::exact;
use super::index::{Entry, Index};
use super::lexer::Lexer;
use super::object::{Dict, Object, ObjectId, Value, parse_header, parse_indirect, parse_value};
use super::revision::{Revision, read_revisions};
use super::stream;
use crate::signature::{budget::Budget, reason::Reason};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes in which some readers look for the words of a linearized file.
const HEAD: usize = 65_536;

/// The file and what its cross-reference sections say.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    bytes: &'a [u8],
    revisions: Vec<Revision<'a>>,
    index: Index,
    /// Object streams by their place in the file, unpacked when first needed.
    containers: BTreeMap<usize, OnceCell<Result<Box<Container>, Reason>>>,
}

/// An unpacked object stream, ISO 32000-2 §7.5.7.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) data: Vec<u8>,
    pub(crate) objects: Vec<Packed>,
}

impl<'a> Document<'a> {
    /// Reads the cross-reference sections; no object yet.
    pub(crate) fn open(bytes: &'a [u8], budget: &mut Budget) -> Result<Self, Reason> {
        if bytes.is_empty() {
            return Err(Reason::Empty);
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(Reason::NotAPdf);
        }
        let (revisions, index) = read_revisions(bytes, budget)?;
        let numbers: BTreeSet<u32> = index
            .iter()
            .filter_map(|(_, entry, _)| {
                if let Entry::In { container, .. } = entry {
                    Some(container)
                } else {
                    None
                }
            })
            .collect();
        let mut containers = BTreeMap::new();
        for (number, entry, _) in index.iter() {
            if let Entry::At { offset, .. } = entry
                && numbers.contains(&number)
            {
                containers.insert(offset, OnceCell::new());
                if containers.len() > Budget::CONTAINERS {
                    return Err(Reason::LimitExceeded);
                }
            }
        }
        Ok(Self {
            bytes,
            revisions,
            index,
            containers,
        })
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Oldest first; never empty.
    pub(crate) fn revisions(&self) -> &[Revision<'a>] {
        &self.revisions
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The number of the newest revision.
    pub(crate) fn last_revision(&self) -> usize {
        self.revisions.len().saturating_sub(1)
    }

    /// The object number of the stream that the last section of `revision` is.
    pub(crate) fn section_number(&self, revision: usize) -> Option<u32> {
        let section_at = self.revisions.get(revision)?.section_at;
        let mut lexer = Lexer::new(self.bytes, section_at);
        parse_header(&mut lexer).map(|id| id.number)
    }

    /// The catalog's reference in `revision`.
    pub(crate) fn root(&self, revision: usize) -> Result<ObjectId, Reason> {
        let trailer = self.revisions.get(revision).map(|revision| &revision.trailer);
        trailer
            .and_then(|trailer| trailer.get(b"Root"))
            .and_then(Value::as_ref)
            .ok_or(Reason::Damaged)
    }

    /// The catalog in `revision`, §7.7.2.
    pub(crate) fn catalog(&self, revision: usize, budget: &mut Budget) -> Result<Dict<'_>, Reason> {
        let object = self
            .object(self.root(revision)?, revision, budget)?
            .ok_or(Reason::Damaged)?;
        let catalog = object.as_plain_dict().ok_or(Reason::Damaged)?;
        if catalog.has_duplicates || catalog.get(b"Pages").is_none() {
            return Err(Reason::Damaged);
        }
        Ok(catalog.clone())
    }

    /// The object `id` as `revision` has it; `None` for null, which is what undefined objects are (§7.3.10).
    pub(crate) fn object(
        &self,
        id: ObjectId,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<Object<'_>>, Reason> {
        Budget::spend(&mut budget.visits, 1)?;
        match self.index.find(id.number, revision) {
            Some((Entry::At { offset, generation }, said_in)) if generation == id.generation => {
                self.object_at(offset, id, said_in, budget).map(Some)
            }
            Some((Entry::In { container, place }, _)) if id.generation == 0 => {
                self.object_in(container, place, id, revision, budget).map(Some)
            }
            _ => Ok(None),
        }
        .map(|object| object.filter(|object| object.value != Value::Null))
    }

    fn object_at(
        &self,
        offset: usize,
        id: ObjectId,
        said_in: usize,
        budget: &mut Budget,
    ) -> Result<Object<'_>, Reason> {
        // A revision cannot speak of bytes that were written after it, neither to begin nor to end there.
        parse_indirect(self.as_of(said_in), offset, Some(id), budget)
    }

    /// The file as it was when `revision` was its last.
    pub(crate) fn as_of(&self, revision: usize) -> &'a [u8] {
        let end = self.revisions.get(revision).map_or(0, |revision| revision.end);
        self.bytes.get(..end).unwrap_or_default()
    }

    fn object_in(
        &self,
        container: u32,
        place: u32,
        id: ObjectId,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Object<'_>, Reason> {
        let unpacked = self.container(container, revision, budget)?;
        let place = usize::try_from(place).map_err(|_| Reason::Damaged)?;
        let packed = unpacked.objects.get(place).ok_or(Reason::Damaged)?;
        if packed.number != id.number {
            return Err(Reason::Damaged);
        }
        let mut lexer = Lexer::new(&unpacked.data, packed.place.start);
        let value = parse_value(&mut lexer, budget)?;
        // Where the next one begins, some readers cut it.
        if lexer.position() > packed.place.end {
            return Err(Reason::Damaged);
        }
        Ok(Object {
            value,
            stream_at: None,
        })
    }

    /// The object stream `number`, unpacked.
    pub(crate) fn container(
        &self,
        number: u32,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<&Container, Reason> {
        // By another generation than 0 some readers do not find it (§7.5.7).
        let Some((
            Entry::At {
                offset,
                generation: 0,
            },
            said_in,
        )) = self.index.find(number, revision)
        else {
            return Err(Reason::Damaged);
        };
        let cell = self.containers.get(&offset).ok_or(Reason::Damaged)?;
        let id = ObjectId {
            number,
            generation: 0,
        };
        let unpacked = cell.get_or_init(|| self.unpack(offset, id, said_in, budget).map(Box::new));
        unpacked.as_deref().map_err(|reason| *reason)
    }

    fn unpack(
        &self,
        offset: usize,
        id: ObjectId,
        said_in: usize,
        budget: &mut Budget,
    ) -> Result<Container, Reason> {
        let stream = self.object_at(offset, id, said_in, budget)?;
        let dict = stream
            .value
            .as_dict()
            .filter(|dict| dict.is_type(b"ObjStm"))
            .ok_or(Reason::Damaged)?;
        let packed = self.stream_data(id.number, &stream, said_in, budget)?;
        let data = stream::decode(dict, packed, budget)?;
        let number = |key| dict.get(key).and_then(Value::as_usize).ok_or(Reason::Damaged);
        let (count, first) = (number(b"N")?, number(b"First")?);
        Budget::spend(&mut budget.entries, count)?;
        let objects = container::objects(&data, count, first)?;
        Ok(Container { data, objects })
    }

    /// Whether an object stands in the file itself, not in an object stream.
    pub(crate) fn is_in_file(&self, number: u32, revision: usize) -> bool {
        matches!(self.index.find(number, revision), Some((Entry::At { .. }, _)))
    }

    /// Whether anything but white space follows the last revision.
    pub(crate) fn has_trailing_bytes(&self) -> bool {
        self.revisions
            .last()
            .is_none_or(|last| last.white_end < self.bytes.len())
    }

    /// The data of the stream `number` as they stand in the file in `revision`.
    pub(crate) fn stream_data(
        &self,
        number: u32,
        stream: &Object<'_>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<&'a [u8], Reason> {
        let (whole, at) = self.stream_place(number, stream, revision)?;
        let length = self.stream_length(stream, revision, budget)?;
        stream::raw_data(whole, at, length.ok_or(Reason::Damaged)?, budget)
    }

    /// Whether the data of a stream may reach beyond the end of the file as it was when the stream was written: then what
    /// is appended later would become part of it without any object being changed. Where the length is wrong, readers
    /// look for `endstream`.
    pub(crate) fn is_open_ended(
        &self,
        number: u32,
        stream: &Object<'_>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        if stream.stream_at.is_none() {
            return Ok(false);
        }
        let (whole, at) = self.stream_place(number, stream, revision)?;
        let length = self.stream_length(stream, revision, budget)?.unwrap_or_default();
        if at.saturating_add(length) > whole.len() {
            return Ok(true);
        }
        match stream::raw_data(whole, at, length, budget) {
            Ok(_) => Ok(false),
            Err(Reason::LimitExceeded) => Err(Reason::LimitExceeded),
            Err(_) => {
                let rest = whole.get(at..).unwrap_or_default();
                let end = memchr::memmem::find(rest, b"endstream");
                Budget::spend(&mut budget.syntax_bytes, end.unwrap_or(rest.len()))?;
                Ok(end.is_none())
            }
        }
    }

    /// Whether `length` is what the first object says that a linearized file has (ISO 32000-2 annex F): readers believe
    /// its other words, too, when that is how long the file is. Where it says so in an odd way it may be any length.
    pub(crate) fn promises_length(&self, length: usize, budget: &mut Budget) -> Result<bool, Reason> {
        let mut lexer = Lexer::new(self.bytes, 0);
        lexer.skip_space();
        let header = parse_header(&mut lexer);
        let from = lexer.position();
        let value = match parse_value(&mut lexer, budget) {
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            value => value.ok().filter(|_| header.is_some()),
        };
        let end = match value {
            Some(_) => lexer.position(),
            None => from.saturating_add(HEAD),
        };
        let raw = self
            .bytes
            .get(from..end.min(self.bytes.len()))
            .unwrap_or_default();
        if !exact::spells(raw, b"Linearized") {
            return Ok(false);
        }
        let dict = value.as_ref().and_then(Value::as_dict);
        let promised = dict.and_then(|dict| dict.get(b"L")).and_then(Value::as_usize);
        let is_said_well = dict.is_some_and(|dict| !dict.has_duplicates)
            && exact::is_exact(raw)
            && memchr::memchr(b'#', raw).is_none();
        Ok(!is_said_well || promised.is_none_or(|promised| promised == length))
    }

    /// The file as it was when the stream was written, and where its data begin.
    fn stream_place(
        &self,
        number: u32,
        stream: &Object<'_>,
        revision: usize,
    ) -> Result<(&'a [u8], usize), Reason> {
        let said_in = self.index.find(number, revision).map(|(_, said_in)| said_in);
        said_in
            .zip(stream.stream_at)
            .map(|(said_in, at)| (self.as_of(said_in), at))
            .ok_or(Reason::Damaged)
    }

    /// `/Length` of a stream, which may be an object of its own (§7.3.8.2).
    pub(crate) fn stream_length(
        &self,
        stream: &Object<'_>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<usize>, Reason> {
        let length = stream.value.as_dict().and_then(|dict| dict.get(b"Length"));
        Ok(match length {
            // The length of an object stream cannot lie in an object stream, so this ends.
            Some(Value::Ref(id)) => match self.index.find(id.number, revision) {
                Some((Entry::At { offset, .. }, said_in)) => {
                    self.object_at(offset, *id, said_in, budget)?.value.as_usize()
                }
                _ => None,
            },
            Some(value) => value.as_usize(),
            None => None,
        })
    }

    /// Follows a reference; other values are what they are. Chains of references are not allowed (§7.3.10).
    pub(crate) fn resolve<'d>(
        &'d self,
        value: &Value<'d>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<Object<'d>>, Reason> {
        match value {
            Value::Ref(id) => self.object(*id, revision, budget),
            Value::Null => Ok(None),
            other => Ok(Some(Object {
                value: other.clone(),
                stream_at: None,
            })),
        }
    }
}
