//! What a program that adds to a paper must know of it: its objects as values of their own, and where an incremental
//! update (ISO 32000-2 §7.5.6) has to begin. Values keep the way they are written, so that writing an object again
//! changes nothing but what was meant.

use super::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, ObjectId, Value},
        section::read_end_mark,
        text::decode_text,
    },
    reason::Reason,
};

/// A value of PDF syntax, ISO 32000-2 §7.3.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a real number, as written.
    Number(Vec<u8>),
    /// A name without its slash, with `#xx` undone.
    Name(Vec<u8>),
    /// A string as written, delimiters included.
    Text(Vec<u8>),
    /// An array.
    Array(Vec<Item>),
    /// A dictionary, each key once.
    Dict(Vec<(Vec<u8>, Item)>),
    /// A reference: object number and generation.
    Ref(u32, u16),
}

impl Item {
    /// The value of `key`, if this is a dictionary that has it.
    pub fn get(&self, key: &[u8]) -> Option<&Self> {
        let Self::Dict(entries) = self else { return None };
        entries
            .iter()
            .find(|(own, value)| own == key && *value != Self::Null)
            .map(|(_, value)| value)
    }

    /// Sets `key` of a dictionary; does nothing to other values.
    pub fn set(&mut self, key: &[u8], value: Self) {
        let Self::Dict(entries) = self else { return };
        match entries.iter_mut().find(|(own, _)| own == key) {
            Some((_, old)) => *old = value,
            None => entries.push((key.to_vec(), value)),
        }
    }

    /// The members, if this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The name, if this is one.
    pub fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self {
            Some(name)
        } else {
            None
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        let Self::Number(digits) = self else { return None };
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// Object number and generation, if this is a reference.
    pub fn as_ref(&self) -> Option<(u32, u16)> {
        if let Self::Ref(number, generation) = self {
            Some((*number, *generation))
        } else {
            None
        }
    }

    /// What a text string says (§7.9.2.2), in NFC.
    pub fn text(&self) -> Option<String> {
        if let Self::Text(raw) = self {
            Some(decode_text(raw))
        } else {
            None
        }
    }

    fn of(value: &Value<'_>) -> Result<Self, Reason> {
        Ok(match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Integer(number) => Self::Number(number.to_string().into_bytes()),
            Value::Real(digits) => Self::Number(digits.to_vec()),
            Value::Name(name) => Self::Name(name.to_vec()),
            Value::Text(text) => Self::Text(text.raw.to_vec()),
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect::<Result<_, _>>()?),
            Value::Dict(dict) => Self::of_dict(dict)?,
            Value::Ref(id) => Self::Ref(id.number, id.generation),
        })
    }

    /// Readers disagree about what a key that is written twice says: such a dictionary is not taken further.
    fn of_dict(dict: &Dict<'_>) -> Result<Self, Reason> {
        if dict.has_duplicates {
            return Err(Reason::DuplicateKey);
        }
        let entries = dict
            .iter()
            .map(|(key, value)| Ok((key.to_vec(), Self::of(value)?)));
        Ok(Self::Dict(entries.collect::<Result<_, Reason>>()?))
    }
}

/// A paper as its newest revision has it.
#[derive(Debug)]
pub struct Outline<'a> {
    document: Document<'a>,
    budget: Budget,
    section_at: usize,
}

impl<'a> Outline<'a> {
    /// Reads the cross-reference sections of `bytes`. Refuses what the signature check refuses, encrypted files too.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let mut budget = Budget::for_file(bytes.len());
        let document = Document::open(bytes, &mut budget)?;
        let mark_at = memchr::memmem::rfind(bytes, b"startxref").ok_or(Reason::Truncated)?;
        let mark = read_end_mark(bytes, mark_at, &mut budget)?.ok_or(Reason::Truncated)?;
        Ok(Self {
            document,
            budget,
            section_at: mark.section_at,
        })
    }

    /// Where the newest cross-reference section begins: `/Prev` of the next one.
    pub fn section_at(&self) -> usize {
        self.section_at
    }

    /// Whether that section is a stream (§7.5.8); otherwise it is a table, perhaps with a stream beside it.
    pub fn has_section_stream(&self) -> bool {
        let section = self.document.bytes().get(self.section_at..);
        !section.is_some_and(|section| section.starts_with(b"xref"))
    }

    /// An object number that nothing in the file uses, and no number above it.
    pub fn next_number(&self) -> u32 {
        let highest = self.document.index().iter().map(|(number, _, _)| number).max();
        let size = self
            .document
            .revisions()
            .last()
            .and_then(|revision| revision.trailer.get(b"Size"));
        let size = size
            .and_then(Value::as_usize)
            .and_then(|size| u32::try_from(size).ok());
        size.unwrap_or_default()
            .max(highest.unwrap_or_default().saturating_add(1))
    }

    /// The value of `key` in the newest trailer (§7.5.5).
    pub fn trailer(&self, key: &[u8]) -> Result<Option<Item>, Reason> {
        let newest = self.document.revisions().last();
        let value = newest.and_then(|revision| revision.trailer.get(key));
        value.map(Item::of).transpose()
    }

    /// The catalog (§7.7.2) with its number and generation.
    pub fn catalog(&mut self) -> Result<((u32, u16), Item), Reason> {
        let last = self.document.last_revision();
        let id = self.document.root(last)?;
        let catalog = self.document.catalog(last, &mut self.budget)?;
        Ok(((id.number, id.generation), Item::of_dict(&catalog)?))
    }

    /// The object with this number and generation, of a stream its dictionary; null when it is not defined.
    pub fn object(&mut self, (number, generation): (u32, u16)) -> Result<Item, Reason> {
        let (id, last) = (ObjectId { number, generation }, self.document.last_revision());
        match self.document.object(id, last, &mut self.budget)? {
            Some(object) => Item::of(&object.value),
            None => Ok(Item::Null),
        }
    }

    /// What a reference leads to; other values are what they are.
    pub fn resolve(&mut self, item: &Item) -> Result<Item, Reason> {
        match item {
            Item::Ref(number, generation) => self.object((*number, *generation)),
            other => Ok(other.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::Pdf;

    #[test]
    fn a_paper_is_read_with_the_way_it_is_written() {
        let mut pdf = Pdf::new();
        pdf.sign();
        let bytes = pdf.bytes().to_vec();
        let mut outline = Outline::open(&bytes).unwrap();
        let (id, mut catalog) = outline.catalog().unwrap();
        assert_eq!(outline.trailer(b"Root").unwrap(), Some(Item::Ref(id.0, id.1)));
        assert!(!outline.has_section_stream());
        assert!(bytes[outline.section_at()..].starts_with(b"xref"));
        let next = outline.next_number();
        assert_eq!(outline.object((next, 0)), Ok(Item::Null));
        assert_eq!(next, 99, "one more than the trailer says is used");
        assert_ne!(outline.object(id), Ok(Item::Null));
        let form = outline.resolve(catalog.get(b"AcroForm").unwrap()).unwrap();
        assert!(!form.get(b"Fields").unwrap().as_array().unwrap().is_empty());
        catalog.set(b"Lang", Item::Text(b"(vi)".to_vec()));
        assert_eq!(catalog.get(b"Lang").unwrap().text().as_deref(), Some("vi"));
    }
}
