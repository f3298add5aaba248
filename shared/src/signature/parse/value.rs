//! Objects of PDF syntax, ISO 32000-2 §7.3, as views of the bytes they stand in.

use std::borrow::Cow;

/// Object number and generation, §7.3.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId {
    pub(crate) number: u32,
    pub(crate) generation: u16,
}

/// A string as it is written, delimiters included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) raw: &'a [u8],
    /// Where it begins in the bytes that were parsed.
    pub(crate) at: usize,
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

/// One object. Two values are equal when they are written alike, the order of dictionary keys aside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// A real number, as written.
    Real(&'a [u8]),
    Name(Cow<'a, [u8]>),
    Text(Text<'a>),
    Array(Vec<Value<'a>>),
    Dict(Dict<'a>),
    Ref(ObjectId),
}

impl<'a> Value<'a> {
    pub(crate) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    pub(crate) fn as_usize(&self) -> Option<usize> {
        usize::try_from(self.as_integer()?).ok()
    }

    /// An integer or a real number that is one (§7.3.3).
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => i32::try_from(*value).ok().map(f64::from),
            Self::Real(raw) => std::str::from_utf8(raw)
                .ok()?
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    pub(crate) fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self {
            Some(name)
        } else {
            None
        }
    }

    pub(crate) fn as_text(&self) -> Option<Text<'a>> {
        if let Self::Text(text) = self {
            Some(*text)
        } else {
            None
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Value<'a>]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    pub(crate) fn as_dict(&self) -> Option<&Dict<'a>> {
        if let Self::Dict(dict) = self {
            Some(dict)
        } else {
            None
        }
    }

    pub(crate) fn as_ref(&self) -> Option<ObjectId> {
        if let Self::Ref(id) = self { Some(*id) } else { None }
    }
}

/// A dictionary, sorted by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Dict<'a> {
    entries: Vec<(Cow<'a, [u8]>, Value<'a>)>,
    /// Some key is written more than once: readers disagree about what this dictionary says.
    pub(crate) has_duplicates: bool,
}

impl<'a> Dict<'a> {
    pub(super) fn new(mut entries: Vec<(Cow<'a, [u8]>, Value<'a>)>) -> Self {
        entries.sort_by(|left, right| left.0.cmp(&right.0));
        let has_duplicates = entries
            .windows(2)
            .any(|pair| matches!(pair, [left, right] if left.0 == right.0));
        Self {
            entries,
            has_duplicates,
        }
    }

    /// The value of `key`; a key whose value is null counts as absent (§7.3.7).
    pub(crate) fn get(&self, key: &[u8]) -> Option<&Value<'a>> {
        let place = self
            .entries
            .binary_search_by(|entry| entry.0.as_ref().cmp(key))
            .ok()?;
        self.entries
            .get(place)
            .map(|entry| &entry.1)
            .filter(|value| **value != Value::Null)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &Value<'a>)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// Whether `new` says the same but for the keys in `free`.
    pub(crate) fn agrees_with(&self, new: &Dict<'_>, free: &[&[u8]]) -> bool {
        let covers = |left: &Dict<'_>, right: &Dict<'_>| {
            left.iter().all(|(key, value)| {
                free.contains(&key) || right.get(key) == Some(value) || *value == Value::Null
            })
        };
        !new.has_duplicates && covers(self, new) && covers(new, self)
    }

    /// Whether `/Type` is `name`.
    pub(crate) fn is_type(&self, name: &[u8]) -> bool {
        self.get(b"Type").and_then(Value::as_name) == Some(name)
    }
}

/// An indirect object: its value and, for a stream, where its data begin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Object<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) stream_at: Option<usize>,
}

impl<'a> Object<'a> {
    /// The dictionary, if this is a dictionary and not a stream.
    pub(crate) fn as_plain_dict(&self) -> Option<&Dict<'a>> {
        self.value.as_dict().filter(|_| self.stream_at.is_none())
    }
}
