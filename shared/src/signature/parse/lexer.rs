//! Tokens of PDF syntax, ISO 32000-2 §7.2.

use crate::signature::{budget::Budget, reason::Reason};

/// White space, §7.2.3 table 1.
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Delimiters, §7.2.3 table 2.
pub(crate) const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// A place in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn advance(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }

    /// The bytes from `start` to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// Skips white space only.
    pub(crate) fn skip_white(&mut self) {
        let skipped = self.rest().iter().take_while(|byte| is_space(**byte)).count();
        self.advance(skipped);
    }

    /// Skips white space and comments; with `%%EOF` not taken for a comment, because it ends a revision.
    pub(crate) fn skip_space(&mut self) {
        loop {
            self.skip_white();
            if self.peek() != Some(b'%') || self.rest().starts_with(b"%%EOF") {
                return;
            }
            let line = memchr::memchr2(b'\r', b'\n', self.rest()).unwrap_or(self.rest().len());
            self.advance(line);
        }
    }

    /// Pays for the way from `start` to here.
    pub(crate) fn charge(&self, start: usize, budget: &mut Budget) -> Result<(), Reason> {
        let way = self.at.min(self.bytes.len()).saturating_sub(start);
        Budget::spend(&mut budget.syntax_bytes, way.saturating_add(16))
    }

    /// Something was looked for to the end of the bytes in vain: that way was gone, and is to be paid for.
    pub(crate) fn open_end(&mut self) -> Reason {
        self.at = self.bytes.len();
        Reason::Damaged
    }

    /// Takes `literal` if it stands here.
    pub(crate) fn take(&mut self, literal: &[u8]) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.advance(literal.len());
        }
        found
    }

    /// Takes the word `keyword` if it stands here as a whole word. Looks no further than that, so that asking in vain
    /// costs nothing.
    pub(crate) fn take_keyword(&mut self, keyword: &[u8]) -> bool {
        let ends = |rest: &[u8]| {
            rest.first()
                .is_none_or(|next| is_space(*next) || is_delimiter(*next))
        };
        let found = self.rest().strip_prefix(keyword).is_some_and(ends);
        if found {
            self.advance(keyword.len());
        }
        found
    }

    /// The run of regular characters from here, possibly empty.
    pub(crate) fn take_regular(&mut self) -> &'a [u8] {
        let start = self.at;
        let run = self
            .rest()
            .iter()
            .take_while(|byte| !is_space(**byte) && !is_delimiter(**byte))
            .count();
        self.advance(run);
        self.since(start)
    }

    /// An unsigned integer as a whole word. Looks no further than a number can be long.
    pub(crate) fn take_unsigned(&mut self) -> Option<u64> {
        let is_end = |byte: &u8| is_space(*byte) || is_delimiter(*byte);
        let rest = self.rest();
        let near = rest.get(..DIGITS.saturating_add(1)).unwrap_or(rest);
        let length = near.iter().position(is_end).unwrap_or(near.len());
        let value = unsigned(near.get(..length)?)?;
        self.advance(length);
        Some(value)
    }
}

/// Decimal digits of the largest number that is read.
const DIGITS: usize = 19;

/// Digits only; `None` when empty, too large or anything else.
pub(crate) fn unsigned(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > DIGITS {
        return None;
    }
    word.iter().try_fold(0_u64, |value, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_space_but_the_end_mark_is_not() {
        let mut lexer = Lexer::new(b" %iText-5\n \r%%EOF", 0);
        lexer.skip_space();
        assert!(lexer.take(b"%%EOF"));
    }

    #[test]
    fn words_are_taken_whole() {
        let mut lexer = Lexer::new(b"startxrefs 12a", 0);
        assert!(!lexer.take_keyword(b"startxref"));
        lexer.advance(11);
        assert_eq!(lexer.take_unsigned(), None);
        assert_eq!(unsigned(b"99999999999999999999"), None);
    }
}
