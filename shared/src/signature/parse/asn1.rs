//! Tag, length and value of DER (X.690), as views. What an encoder wrote stays what a digest is taken over.

use crate::signature::reason::Reason;

/// One value and the bytes it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The identifier octet; numbers above 30 do not occur in what is read here.
    pub tag: u8,
    /// Identifier, length and content.
    pub whole: &'a [u8],
    /// Content only.
    pub content: &'a [u8],
}

/// BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub const OID: u8 = 0x06;
/// SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// SET.
pub const SET: u8 = 0x31;
/// `[n]` constructed.
pub const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// Reads values one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Begins at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next value, whatever it is.
    pub fn read(&mut self) -> Result<Tlv<'a>, Reason> {
        let malformed = Reason::CmsMalformed;
        let (header, length) = header(self.rest).ok_or(malformed)?;
        let length = length.ok_or(malformed)?;
        let total = header.checked_add(length).ok_or(malformed)?;
        let (whole, rest) = self.rest.split_at_checked(total).ok_or(malformed)?;
        let (tag, content) = (
            whole.first().ok_or(malformed)?,
            whole.get(header..).ok_or(malformed)?,
        );
        self.rest = rest;
        Ok(Tlv {
            tag: *tag,
            whole,
            content,
        })
    }

    /// The next value, which must have `tag`.
    pub fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, Reason> {
        self.optional(tag)?.ok_or(Reason::CmsMalformed)
    }

    /// The next value if it has `tag`.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Reason> {
        if self.rest.first() == Some(&tag) {
            self.read().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Nothing may be left.
    pub fn finish(self) -> Result<(), Reason> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Reason::CmsMalformed)
        }
    }
}

impl<'a> Tlv<'a> {
    /// Reads the values inside.
    pub fn reader(&self) -> Reader<'a> {
        Reader::new(self.content)
    }
}

/// Length of identifier and length octets, and the length they state; `None` inside for the indefinite form.
pub(super) fn header(bytes: &[u8]) -> Option<(usize, Option<usize>)> {
    let (tag, rest) = bytes.split_first()?;
    if tag & 0x1F == 0x1F {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    match first {
        0x80 => Some((2, None)),
        0x00..=0x7F => Some((2, Some(usize::from(*first)))),
        _ => {
            let count = usize::from(first & 0x7F);
            let octets = rest.get(..count).filter(|octets| octets.len() <= 4)?;
            let length = octets.iter().try_fold(0_usize, |length, octet| {
                length.checked_mul(256)?.checked_add(usize::from(*octet))
            })?;
            Some((2_usize.checked_add(count)?, Some(length)))
        }
    }
}
