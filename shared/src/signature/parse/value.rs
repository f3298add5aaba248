//! Objects of PDF syntax, ISO 32000-2 §7.3, as views of the bytes they stand in.

use super::text::{is_well_formed, string_bytes};
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

/// Equal when they stand for the same bytes: tools that write an object again escape as they like.
impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
            || (is_well_formed(self.raw)
                && is_well_formed(other.raw)
                && string_bytes(self.raw) == string_bytes(other.raw))
    }
}

/// One object. Two values are equal when they say the same: the order of dictionary keys, the escapes of names and
/// strings, and the zeros of numbers aside. A whole number and a real one differ, see [`PLACES`].
#[derive(Debug, Clone)]
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
            // Rust also reads exponents, infinities and what overflows elsewhere; other readers see another number.
            Self::Real(raw) => Decimal::read(raw)
                .and_then(|_| std::str::from_utf8(raw).ok()?.parse().ok())
                .filter(|number: &f64| number.abs() <= f64::from(i32::MAX)),
            _ => None,
        }
    }

    /// Whether this is the value of `key` as well as `other` is.
    fn is_same(&self, other: &Value<'_>, key: &[u8]) -> bool {
        self == other
            || PLACES.contains(&key)
                && match (self, other) {
                    (Self::Array(left), Value::Array(right)) => {
                        let is_box = BOXES.contains(&key);
                        let is_same = |(left, right): (&Value<'_>, &Value<'_>)| {
                            left.is_same_number(right) || is_box && left.is_near(right)
                        };
                        left.len() == right.len() && left.iter().zip(right).all(is_same)
                    }
                    (left, right) => left.is_same_number(right),
                }
    }

    /// Whether nobody sees the difference of two lengths: tools that hold numbers in 32 bits write others again.
    fn is_near(&self, other: &Value<'_>) -> bool {
        let both = self.as_number().zip(other.as_number());
        both.is_some_and(|(left, right)| (left - right).abs() < NEAR)
    }

    fn is_same_number(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Self::Integer(whole), Value::Real(real)) | (Self::Real(real), Value::Integer(whole)) => {
                Decimal::read(real).is_some_and(|real| real.is_whole(*whole))
            }
            (left, right) => left == right,
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

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Integer(left), Self::Integer(right)) => left == right,
            (Self::Real(left), Self::Real(right)) => {
                left == right || Decimal::read(left).is_some_and(|left| Some(left) == Decimal::read(right))
            }
            (Self::Name(left), Self::Name(right)) => left == right,
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::Array(left), Self::Array(right)) => left == right,
            (Self::Dict(left), Self::Dict(right)) => left == right,
            (Self::Ref(left), Self::Ref(right)) => left == right,
            _ => false,
        }
    }
}

/// Whether all readers read `word` as the same number: at most one sign, at most one point, and no more than 32 bits.
pub(super) fn is_number(word: &[u8]) -> bool {
    let most = f64::from(i32::MAX);
    Decimal::read(word).is_some()
        && std::str::from_utf8(word)
            .ok()
            .and_then(|word| word.parse::<f64>().ok())
            .is_some_and(|number| (-most - 1.0..=most).contains(&number))
}

/// What a real number says: sign, digits before the point and behind it, without needless zeros.
#[derive(PartialEq)]
struct Decimal<'a> {
    is_negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
}

impl<'a> Decimal<'a> {
    /// Digits in one number that all readers are trusted with.
    const DIGITS: usize = 32;

    /// §7.3.3: a sign, digits, a point, digits; one side of the point may have none.
    fn read(raw: &'a [u8]) -> Option<Self> {
        let (is_negative, digits) = match raw {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] => (false, digits),
            digits => (false, digits),
        };
        let mut sides = digits.splitn(2, |byte| *byte == b'.');
        let mut whole = sides.next().unwrap_or_default();
        let mut fraction = sides.next().unwrap_or_default();
        let count = whole.len().saturating_add(fraction.len());
        let mut all = whole.iter().chain(fraction);
        if count == 0 || count > Self::DIGITS || !all.all(u8::is_ascii_digit) {
            return None;
        }
        while let [b'0', rest @ ..] = whole {
            whole = rest;
        }
        while let [rest @ .., b'0'] = fraction {
            fraction = rest;
        }
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            is_negative: is_negative && !is_zero,
            whole,
            fraction,
        })
    }

    fn is_whole(&self, number: i64) -> bool {
        let size = self.whole.iter().try_fold(0_i64, |size, digit| {
            size.checked_mul(10)?
                .checked_add(i64::from(digit.saturating_sub(b'0')))
        });
        let signed = size.map(|size| {
            if self.is_negative {
                size.saturating_neg()
            } else {
                size
            }
        });
        self.fraction.is_empty() && signed == Some(number)
    }
}

/// Keys of places and colours, whose numbers every reader takes whole or real. Elsewhere the two differ: many readers
/// ignore `/F 2.0` or `/Rotate 90.0`.
const PLACES: [&[u8]; 14] = [
    b"ArtBox",
    b"BBox",
    b"BC",
    b"BG",
    b"BleedBox",
    b"Border",
    b"C",
    b"CA",
    b"CropBox",
    b"Matrix",
    b"MediaBox",
    b"QuadPoints",
    b"Rect",
    b"TrimBox",
];

/// Those of them that are lengths on a page, and points that are nothing there.
const BOXES: [&[u8]; 8] = [
    b"ArtBox",
    b"BBox",
    b"BleedBox",
    b"CropBox",
    b"MediaBox",
    b"QuadPoints",
    b"Rect",
    b"TrimBox",
];
const NEAR: f64 = 0.001;

/// Keys that pages and fields inherit (ISO 32000-2 §7.7.3.4, §12.7.4.1).
const INHERITED: [&[u8]; 12] = [
    b"CropBox",
    b"DA",
    b"DV",
    b"FT",
    b"Ff",
    b"MaxLen",
    b"MediaBox",
    b"Opt",
    b"Q",
    b"Resources",
    b"Rotate",
    b"V",
];

/// A dictionary, sorted by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dict<'a> {
    entries: Vec<(Cow<'a, [u8]>, Value<'a>)>,
    /// Some key is written more than once: readers disagree about what this dictionary says.
    pub(crate) has_duplicates: bool,
}

impl PartialEq for Dict<'_> {
    fn eq(&self, other: &Self) -> bool {
        let mut pairs = self.entries.iter().zip(&other.entries);
        self.has_duplicates == other.has_duplicates
            && self.entries.len() == other.entries.len()
            && pairs.all(|(left, right)| left.0 == right.0 && left.1.is_same(&right.1, &left.0))
    }
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
        self.as_written(key).filter(|value| **value != Value::Null)
    }

    /// The value of `key`, null or not.
    pub(crate) fn as_written(&self, key: &[u8]) -> Option<&Value<'a>> {
        let place = self
            .entries
            .binary_search_by(|entry| entry.0.as_ref().cmp(key))
            .ok()?;
        self.entries.get(place).map(|entry| &entry.1)
    }

    /// The same with this value of `key`.
    pub(crate) fn with(self, key: &'a [u8], value: Value<'a>) -> Self {
        let mut entries = self.entries;
        entries.retain(|entry| entry.0 != key);
        entries.push((Cow::Borrowed(key), value));
        Self {
            has_duplicates: self.has_duplicates,
            ..Self::new(entries)
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &Value<'a>)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// Whether `new` says the same but for the keys in `free`. A null may go (iText drops it), unless it stands where
    /// something is inherited, which it hides from some readers; none may come up.
    pub(crate) fn agrees_with(&self, new: &Dict<'_>, free: &[&[u8]]) -> bool {
        let covers = |left: &Dict<'_>, right: &Dict<'_>, may_lose: bool| {
            left.iter().all(|(key, value)| match right.as_written(key) {
                _ if free.contains(&key) => true,
                Some(right) => right.is_same(value, key),
                None => may_lose && *value == Value::Null && !INHERITED.contains(&key),
            })
        };
        !new.has_duplicates && covers(self, new, true) && covers(new, self, false)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &[u8]) -> Value<'_> {
        Value::Text(Text { raw, at: 0 })
    }

    #[test]
    fn numbers_are_read_as_every_reader_reads_them() {
        let number = |raw: &'static str| Value::Real(raw.as_bytes()).as_number();
        for (raw, expected) in [(".5", 0.5), ("5.", 5.0), ("-0.50", -0.5), ("+1.25", 1.25)] {
            assert_eq!(number(raw), Some(expected), "{raw}");
        }
        for raw in [
            "0e700",
            "1e3",
            "inf",
            "-inf",
            "nan",
            ".",
            "+",
            "--5",
            "1.2.3",
            "99999999999999",
        ] {
            assert_eq!(number(raw), None, "{raw}");
        }
    }

    #[test]
    fn values_that_say_the_same_are_equal() {
        for (left, right) in [(".1", "0.10"), ("595.", "595.000"), ("-.0", "0.0"), ("+.5", ".5")] {
            assert_eq!(Value::Real(left.as_bytes()), Value::Real(right.as_bytes()));
        }
        for (left, right) in [(".1", ".10001"), ("-.5", ".5"), ("1e1", "10."), ("0e700", "0.0")] {
            assert_ne!(Value::Real(left.as_bytes()), Value::Real(right.as_bytes()));
        }
        assert_eq!(text(b"(1.000)"), text(b"<312E 303030>"));
        assert_eq!(text(b"(a\\)\\050)"), text(b"(a\\051\\()"));
        assert_ne!(text(b"(1.000)"), text(b"(1.00)"));
        // What readers decode in several ways is what it is.
        assert_ne!(text(b"<31x>"), text(b"(1)"));
        assert_ne!(text(b"(\\461)"), text(b"(1)"));
        assert_ne!(text(b"(\r)"), text(b"(\\n)"));
    }

    #[test]
    fn whole_numbers_are_real_ones_only_in_places() {
        let dict = |key: &'static [u8], value| Dict::new(vec![(Cow::Borrowed(key), value)]);
        let list = |value| Value::Array(vec![Value::Integer(0), value]);
        let (whole, real) = (Value::Integer(595), Value::Real(b"595.0"));
        let (old, new) = (
            dict(b"Rect", list(whole.clone())),
            dict(b"Rect", list(real.clone())),
        );
        assert!(old == new && old.agrees_with(&new, &[]));
        let (old, new) = (dict(b"Rotate", whole), dict(b"Rotate", real));
        assert!(old != new && !old.agrees_with(&new, &[]));
        // A null that goes is nothing, but for what is inherited; one that comes is something.
        let (empty, nothing) = (Dict::default(), dict(b"Lang", Value::Null));
        assert!(nothing.agrees_with(&empty, &[]) && !empty.agrees_with(&nothing, &[]));
        assert!(!dict(b"Rotate", Value::Null).agrees_with(&empty, &[]));
        let other = dict(b"Rect", list(Value::Real(b"595.1")));
        assert!(other != dict(b"Rect", list(Value::Integer(595))));
    }
}
