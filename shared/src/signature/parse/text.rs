//! Strings of PDF, ISO 32000-2 §7.3.4 and §7.9.2.

use super::object::hex_digit;
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

/// §7.3.4.2 table 3.
fn literal_bytes(inner: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
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

/// A text string (§7.9.2.2) in NFC: UTF-16BE or UTF-8 by their marks, else PDFDocEncoding, of which Latin-1 is read.
pub(crate) fn decode_text(raw: &[u8]) -> String {
    let bytes = string_bytes(raw);
    let text: String = if let Some(utf16) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = utf16.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else if let Some(utf8) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        String::from_utf8_lossy(utf8).into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    };
    text.nfc().collect()
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
}
