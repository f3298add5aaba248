//! Strings of PDF, ISO 32000-2 §7.3.4 and §7.9.2.

use super::object::hex_digit;
use crate::signature::budget::Budget;
use unicode_normalization::UnicodeNormalization;

/// The bytes that a string as written stands for.
pub(crate) fn string_bytes(raw: &[u8]) -> Vec<u8> {
    match raw {
        [b'(', inner @ .., b')'] => literal_bytes(inner),
        [b'<', inner @ .., b'>'] => {
            let digits: Vec<u8> = inner.iter().filter_map(|byte| hex_digit(*byte)).collect();
            digits
                .chunks(2)
                .map(|pair| match pair {
                    [high, low] => high << 4 | low,
                    [high] => high << 4,
                    _ => 0,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether every reader reads the same bytes: hexadecimal digits and blanks alone, and no ends of line as some systems
/// write them, of which not every reader makes LF, or octal digits beyond a byte.
pub(super) fn is_well_formed(raw: &[u8]) -> bool {
    match raw {
        [b'(', inner @ .., b')'] => {
            let is_overflow = |four: &[u8]| matches!(four, [b'\\', b'4'..=b'7', b'0'..=b'7', b'0'..=b'7']);
            memchr::memchr(b'\r', inner).is_none() && !inner.windows(4).any(is_overflow)
        }
        [b'<', inner @ .., b'>'] => inner
            .iter()
            .all(|byte| hex_digit(*byte).is_some() || byte.is_ascii_whitespace()),
        _ => false,
    }
}

/// §7.3.4.2 table 3. An end of line, however it is written, is LF.
fn literal_bytes(inner: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte == b'\r' {
            decoded.push(b'\n');
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            continue;
        }
        if *byte != b'\\' {
            decoded.push(*byte);
            continue;
        }
        let Some((escaped, tail)) = rest.split_first() else {
            break;
        };
        rest = tail;
        match escaped {
            b'n' => decoded.push(b'\n'),
            b'r' => decoded.push(b'\r'),
            b't' => decoded.push(b'\t'),
            b'b' => decoded.push(8),
            b'f' => decoded.push(12),
            b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(escaped - b'0');
                for _ in 0..2 {
                    let Some((digit @ b'0'..=b'7', tail)) = rest.split_first() else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    rest = tail;
                }
                decoded.push(u8::try_from(value & 0xFF).unwrap_or_default());
            }
            other => decoded.push(*other),
        }
    }
    decoded
}

/// Bytes of a text that is brought into NFC, which takes many times as much memory: marks on one letter are put into
/// order. No name is as long, in whatever spelling.
const NORMALISED: usize = Budget::NAME * 4;

/// A text string (§7.9.2.2) in NFC, unless it is absurdly long: UTF-16 or UTF-8 by their marks, else PDFDocEncoding. UTF-16LE is none of the
/// standard's, but readers know it, and two spellings of one name must not pass for two names.
pub(crate) fn decode_text(raw: &[u8]) -> String {
    let bytes = string_bytes(raw);
    let text: String = match bytes.as_slice() {
        [0xFE, 0xFF, text @ ..] => without_languages(&utf16(text, u16::from_be_bytes)),
        [0xFF, 0xFE, text @ ..] => without_languages(&utf16(text, u16::from_le_bytes)),
        [0xEF, 0xBB, 0xBF, text @ ..] => without_languages(&String::from_utf8_lossy(text)),
        text => text.iter().map(|byte| pdf_doc(*byte)).collect(),
    };
    if text.len() > NORMALISED {
        return text;
    }
    text.nfc().collect()
}

/// A name of a field, or a part of one. Where it must not pass for another, everything that may be read like it counts;
/// where it stands for itself alone, only what every reader reads letter by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldName {
    pub(crate) alike: String,
    /// `None` where readers find other bytes, or a point inside of a part.
    pub(crate) exact: Option<String>,
}

impl FieldName {
    /// The part of a name that a string holds.
    pub(crate) fn part(raw: &[u8]) -> Self {
        Self {
            alike: decode_text(raw),
            exact: exact_text(raw).filter(|text| !text.contains('.')),
        }
    }

    /// A fully qualified name (§12.7.4.2), from its parts.
    pub(crate) fn of_parts(parts: &[Self]) -> Self {
        let alike: Vec<&str> = parts.iter().map(|part| part.alike.as_str()).collect();
        let exact: Option<Vec<&str>> = parts.iter().map(|part| part.exact.as_deref()).collect();
        Self {
            alike: alike.join("."),
            exact: exact.map(|parts| parts.join(".")),
        }
    }
}

/// A text string without what [`decode_text`] makes equal. Where letters would be lost (broken or undefined bytes,
/// escapes of languages) its bytes stand for themselves.
pub(crate) fn exact_text(raw: &[u8]) -> Option<String> {
    if !is_well_formed(raw) {
        return None;
    }
    let bytes = string_bytes(raw);
    let text = match bytes.as_slice() {
        [0xFE, 0xFF, text @ ..] if text.len().is_multiple_of(2) => Some(utf16(text, u16::from_be_bytes)),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => None,
        [0xEF, 0xBB, 0xBF, text @ ..] => String::from_utf8(text.to_vec()).ok(),
        text => Some(text.iter().map(|byte| pdf_doc(*byte)).collect()),
    };
    let is_doubtful = |letter: char| matches!(letter, char::REPLACEMENT_CHARACTER | '\u{1b}' | BYTES);
    let text = text.and_then(|text| without_whole_languages(&text));
    let text = text.filter(|text| !text.contains(is_doubtful));
    text.or_else(|| {
        let bytes = bytes.iter().map(|byte| char::from(*byte));
        Some([BYTES].into_iter().chain(bytes).collect())
    })
}

/// Stands before bytes that are no text; it is no letter itself.
const BYTES: char = '\u{FFFF}';

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [first, second] => read([*first, *second]),
        _ => 0,
    });
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The same, if each is one: two letters for the language, and two for the country or none. UTF-16 has two of them in
/// the place of one.
fn without_whole_languages(text: &str) -> Option<String> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic();
    let is_pair = |code: char| {
        u16::try_from(u32::from(code)).is_ok_and(|pair| pair.to_be_bytes().map(is_letter) == [true; 2])
    };
    let is_language = |code: &str| {
        matches!(code.len(), 2 | 4) && code.bytes().all(is_letter)
            || matches!(code.chars().count(), 1 | 2) && code.chars().all(is_pair)
    };
    let parts: Vec<&str> = text.split('\u{1b}').collect();
    let are_whole = parts.len() % 2 == 1 && parts.iter().skip(1).step_by(2).all(|code| is_language(code));
    are_whole.then(|| parts.into_iter().step_by(2).collect())
}

/// Which language a text is in stands between two escapes, and is no part of it.
fn without_languages(text: &str) -> String {
    text.split('\u{1b}').step_by(2).collect()
}

/// PDFDocEncoding, annex D.3: Latin-1 but for these.
fn pdf_doc(byte: u8) -> char {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const SIGNS: [char; 33] = [
        '•',
        '†',
        '‡',
        '…',
        '—',
        '–',
        'ƒ',
        '⁄',
        '‹',
        '›',
        '−',
        '‰',
        '„',
        '“',
        '”',
        '‘',
        '’',
        '‚',
        '™',
        'ﬁ',
        'ﬂ',
        'Ł',
        'Œ',
        'Š',
        'Ÿ',
        'Ž',
        'ı',
        'ł',
        'œ',
        'š',
        'ž',
        char::REPLACEMENT_CHARACTER,
        '€',
    ];
    let at = |first: u8| usize::from(byte.saturating_sub(first));
    let special = match byte {
        0x18..=0x1F => ACCENTS.get(at(0x18)),
        0x80..=0xA0 => SIGNS.get(at(0x80)),
        _ => None,
    };
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded() {
        assert_eq!(decode_text(b"(Signature1)"), "Signature1");
        assert_eq!(decode_text(b"(a\\)\\101\\\nb)"), "a)Ab");
        assert_eq!(decode_text(b"<FEFF1EA1>"), "\u{1ea1}");
        assert_eq!(decode_text("(\u{feff}ký)".as_bytes()), "ký");
        assert_eq!(decode_text(b"(\\"), "");
    }

    #[test]
    fn a_text_longer_than_any_name_is_left_as_it_is() {
        let marks = |count| ["(\u{feff}", &"\u{327}\u{301}".repeat(count), ")"].concat();
        assert_eq!(decode_text(marks(1).as_bytes()), "\u{327}\u{301}");
        let swapped = |count| ["(\u{feff}", &"\u{301}\u{327}".repeat(count), ")"].concat();
        assert_eq!(decode_text(swapped(1).as_bytes()), "\u{327}\u{301}");
        let long = decode_text(swapped(Budget::NAME + 1).as_bytes());
        assert!(long.starts_with("\u{301}\u{327}\u{301}"));
    }

    #[test]
    fn a_name_that_is_merely_alike_is_another() {
        let exact = |raw: &[u8]| FieldName::part(raw).exact;
        assert_eq!(exact(b"(abc)"), exact(b"<FEFF006100620063>"));
        assert_eq!(exact("(\u{feff}\u{1ea1})".as_bytes()), exact(b"<FEFF1EA1>"));
        assert_ne!(exact(b"<FEFF1EA1>"), exact(b"<FEFF00610323>"));
        let doubtful: Vec<_> = [
            &b"(\xEF\xBB\xBF\xFF)"[..],
            b"(\xEF\xBB\xBF\xFE)",
            b"<FEFFD800>",
            b"<FEFFD801>",
            b"<FEFF0061>",
            b"<FEFF0061FF>",
            b"<FFFE6100>",
            b"(\\237)",
            b"(\xEF\xBB\xBFa\x1Bvi!\x1Bb)",
            b"<FEFF0061001B>",
            b"<FEFF0061001B001B>",
        ]
        .map(exact)
        .into();
        for (place, one) in doubtful.iter().enumerate() {
            assert!(one.is_some() && !doubtful[..place].contains(one), "{one:?}");
        }
        assert_eq!(exact(b"(\xEF\xBB\xBF\xFF)"), exact(b"<EFBBBFFF>"));
        assert_eq!(exact(b"(\xEF\xBB\xBFa\x1BviVN\x1Bb)"), exact(b"(ab)"));
        assert_eq!(exact(b"<FEFF001B7669001B0061>"), exact(b"(a)"));
        for unreadable in [&b"(a.b)"[..], b"(a\rb)", b"<61x>"] {
            assert_eq!(exact(unreadable), None, "{unreadable:?}");
        }
        let parts = [FieldName::part(b"(a)"), FieldName::part(b"(b)")];
        assert_eq!(FieldName::of_parts(&parts).exact.as_deref(), Some("a.b"));
    }

    #[test]
    fn one_name_in_two_spellings_is_one_name() {
        for (left, right) in [
            (&b"(\\200x)"[..], &b"<FEFF20220078>"[..]),
            (b"(a\\240)", b"<FEFF006120AC>"),
            (b"(\\030\\237)", b"<FEFF02D8FFFD>"),
            (b"(a\r\nb\rc)", b"(a\\nb\nc)"),
            (b"<FEFF001B7669001B0061>", b"(a)"),
            (b"<FEFF0061001B0076006900560 04E001B0062>", b"(ab)"),
            (b"(\xEF\xBB\xBFa\x1Bvi\x1Bb)", b"(ab)"),
            (b"<FFFE6100>", b"(a)"),
        ] {
            assert_eq!(decode_text(left), decode_text(right), "{left:?}");
        }
    }
}
