//! Syntax to the letter. Readers forgive odd numbers, names and strings, each in its own way; what is added to a signed
//! paper must say one thing to all of them.

use super::lexer::{Lexer, is_delimiter, is_space};
use super::object::{Dict, ObjectId, Value, hex_digit};
use super::value::is_number;
use crate::signature::reason::Reason;
use std::collections::BTreeSet;

/// Bytes of a name that all readers keep (ISO 32000-1 annex C).
const NAME: usize = 127;

/// Whether all readers see the same tokens in `raw`, which was read as one value: whole numbers that fit in 32 bits, no
/// second sign or point, no comments, nothing but digits in hexadecimal strings, and names as they are meant.
pub(super) fn is_exact(raw: &[u8]) -> bool {
    let mut lexer = Lexer::new(raw, 0);
    loop {
        skip_blanks(&mut lexer);
        let is_exact = match lexer.peek() {
            None => return true,
            Some(b'/') => {
                lexer.advance(1);
                is_exact_name(lexer.take_regular())
            }
            Some(b'(') => {
                skip_text(&mut lexer);
                true
            }
            Some(b'<') if !lexer.take(b"<<") => {
                let text = lexer.rest();
                let end = memchr::memchr(b'>', text).unwrap_or(text.len());
                lexer.advance(end.saturating_add(1));
                let mut digits = text.get(1..end).unwrap_or_default().iter();
                digits.all(|byte| hex_digit(*byte).is_some() || is_blank(*byte))
            }
            Some(b'<') => true,
            Some(b'>' | b'[' | b']') => {
                lexer.advance(1);
                true
            }
            Some(_) => {
                let word = lexer.take_regular();
                matches!(word, b"true" | b"false" | b"null" | b"R")
                    || (is_number(word) && !word.starts_with(b"+"))
            }
        };
        if !is_exact {
            return false;
        }
    }
}

/// Whether, besides, all is written in the shortest way: names without escapes, numbers without needless zeros.
pub(super) fn is_plain(raw: &[u8]) -> bool {
    let mut lexer = Lexer::new(raw, 0);
    while let Some(next) = lexer.peek() {
        match next {
            b'(' => skip_text(&mut lexer),
            b'<' if !lexer.take(b"<<") => {
                let end = memchr::memchr(b'>', lexer.rest()).unwrap_or(lexer.rest().len());
                lexer.advance(end);
            }
            b'<' => {}
            _ if is_space(next) || is_delimiter(next) => lexer.advance(1),
            _ => {
                let word = lexer.take_regular();
                if memchr::memchr(b'#', word).is_some() || matches!(word, [b'0', b'0'..=b'9', ..]) {
                    return false;
                }
            }
        }
    }
    is_exact(raw)
}

/// Whether `word` stands in `raw`, as it is or with escapes of names.
pub(super) fn spells(raw: &[u8], word: &[u8]) -> bool {
    if memchr::memmem::find(raw, word).is_some() {
        return true;
    }
    let mut decoded = Vec::new();
    let mut bytes = raw.iter();
    while let Some(byte) = bytes.next() {
        match bytes.as_slice() {
            [high, low, rest @ ..] if *byte == b'#' => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    decoded.push(high << 4 | low);
                    bytes = rest.iter();
                }
                _ => decoded.push(*byte),
            },
            _ => decoded.push(*byte),
        }
    }
    memchr::memmem::find(&decoded, word).is_some()
}

/// White space that nobody takes for anything else: a byte 0 or a form feed some readers do.
pub(super) fn skip_blanks(lexer: &mut Lexer<'_>) {
    let blanks = lexer.rest().iter().take_while(|byte| is_blank(**byte)).count();
    lexer.advance(blanks);
}

/// Skips white space and comments that nobody could take for anything else; iText puts its name before `startxref`.
pub(super) fn skip_idle(lexer: &mut Lexer<'_>) {
    loop {
        skip_blanks(lexer);
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

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// §7.3.5: `#` has two digits behind it, and there is nothing that cannot be seen; beyond ASCII some readers take some
/// bytes for white space.
fn is_exact_name(raw: &[u8]) -> bool {
    let escapes = raw.split(|byte| *byte == b'#').skip(1);
    let mut are_whole = escapes.map(|part| part.iter().take(2).filter(|digit| hex_digit(**digit).is_some()));
    raw.len() <= NAME && raw.iter().all(u8::is_ascii_graphic) && are_whole.all(|digits| digits.count() == 2)
}

/// §7.3.4.2, as it was parsed.
fn skip_text(lexer: &mut Lexer<'_>) {
    let mut open = 0_usize;
    while let Some(next) = memchr::memchr3(b'(', b')', b'\\', lexer.rest()) {
        lexer.advance(next);
        match lexer.peek() {
            Some(b'\\') => lexer.advance(1),
            Some(b'(') => open = open.saturating_add(1),
            _ => open = open.saturating_sub(1),
        }
        lexer.advance(1);
        if open == 0 {
            return;
        }
    }
    lexer.advance(lexer.rest().len());
}

/// Whether some dictionary in `value` has a key twice.
pub(super) fn has_duplicates(value: &Value<'_>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_duplicates),
        Value::Dict(dict) => dict.has_duplicates || dict.iter().any(|(_, value)| has_duplicates(value)),
        _ => false,
    }
}

/// Whether `new` has a null under a key where `old` has none. Some readers take it for the absence of the key, others
/// for a value that hides what is inherited.
pub(super) fn adds_null(new: &Value<'_>, old: Option<&Value<'_>>) -> bool {
    match new {
        Value::Array(items) => {
            let old = old.and_then(Value::as_array).unwrap_or_default();
            let mut items = items.iter().enumerate();
            items.any(|(place, item)| *item != Value::Null && adds_null(item, old.get(place)))
        }
        Value::Dict(dict) => {
            let old = old.and_then(Value::as_dict);
            dict.iter()
                .any(|(key, value)| adds_null(value, old.and_then(|old| old.as_written(key))))
        }
        Value::Null => old != Some(&Value::Null),
        _ => false,
    }
}

/// Everything that `value` refers to.
pub(super) fn references(value: &Value<'_>, found: &mut Vec<ObjectId>) {
    match value {
        Value::Ref(id) => found.push(*id),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Dict(dict) => references_of(dict, found),
        _ => {}
    }
}

/// The same of a dictionary.
pub(super) fn references_of(dict: &Dict<'_>, found: &mut Vec<ObjectId>) {
    dict.iter().for_each(|(_, value)| references(value, found));
}

/// Whether all references in `found` are in `known`, too.
pub(super) fn are_among(found: &[ObjectId], known: Vec<ObjectId>) -> Result<(), Reason> {
    let known: BTreeSet<ObjectId> = known.into_iter().collect();
    if found.iter().all(|id| known.contains(id)) {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_has_no_other_spelling() {
        for plain in ["<</Size 10/Prev 0/ID[<00><0A>]/A(a#01)>>", "[-1 0.5 R]"] {
            assert!(is_plain(plain.as_bytes()), "{plain}");
        }
        for other in [
            "<</Size 010>>",
            "<</Size +10>>",
            "<</Si#7Ae 10>>",
            "[00]",
            "<</A/B%c\n>>",
        ] {
            assert!(!is_plain(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_null_is_not_nothing() {
        let mut budget = crate::signature::budget::Budget::for_file(100);
        let mut adds = |new: &str, old: &str| {
            let mut parse = |text: &'static str| {
                super::super::object::parse_value(&mut Lexer::new(text.as_bytes(), 0), &mut budget).unwrap()
            };
            let (new, old) = (parse(new.to_owned().leak()), parse(old.to_owned().leak()));
            adds_null(&new, Some(&old))
        };
        for (new, old) in [
            ("<</A null>>", "<</A null>>"),
            ("<</A[null 1 null]>>", "<<>>"),
            ("null", "null"),
            ("<</A 1>>", "<</A null>>"),
        ] {
            assert!(!adds(new, old), "{new} {old}");
        }
        for (new, old) in [
            ("<</A null>>", "<<>>"),
            ("<</A null>>", "<</B null>>"),
            ("<</A[<</B null>>]>>", "<</A[<<>>]>>"),
            ("null", "1"),
        ] {
            assert!(adds(new, old), "{new} {old}");
        }
    }

    #[test]
    fn only_what_is_read_in_one_way_is_exact() {
        for exact in [
            "<</Type/Annot/Rect[0 0.5 -1. .25]/T(a\\)(%\\\\))/V 5 0 R/A true/B null>>",
            "<</Font#20Name<</N<00 fF>>>/Empty()>>",
            "[0595 0000842.000 -2147483648]",
            "",
        ] {
            assert!(is_exact(exact.as_bytes()), "{exact}");
        }
        for odd in [
            "--1",
            "1e3",
            "1.2.3",
            "2147483648",
            "99999999999.5",
            "12abc",
            "+",
            "+.25",
            "[0\0 1]",
            "<0\x0C0>",
            "<0x1>",
            "/A#4",
            "/A#zz",
            "/A\u{7}",
            "[1 %comment\n2]",
            "5 %\n 0 R",
        ] {
            assert!(!is_exact(odd.as_bytes()), "{odd}");
        }
        for odd in [&b"/AP\x80"[..], b"<</A\xFF<<>>>>", b"/A\x0B", b"/\xC3\xA9"] {
            assert!(!is_exact(odd), "{odd:?}");
        }
        assert!(is_exact(format!("/{}", "n".repeat(127)).as_bytes()));
        assert!(!is_exact(format!("/{}", "n".repeat(128)).as_bytes()));
    }
}
