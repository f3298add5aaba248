//! Values as PDF syntax, ISO 32000-2 §7.3.

use chrono::FixedOffset;
use motcua_shared::{signature::outline::Item, time::Timestamp};
use std::fmt::Write as _;

/// Writes a value behind `out`.
pub(super) fn write(out: &mut Vec<u8>, item: &Item) {
    match item {
        Item::Null => out.extend_from_slice(b"null"),
        Item::Bool(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        Item::Number(raw) | Item::Text(raw) => out.extend_from_slice(raw),
        Item::Name(name) => write_name(out, name),
        Item::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Item::Dict(entries) => {
            out.extend_from_slice(b"<<");
            for (key, value) in entries {
                write_name(out, key);
                out.push(b' ');
                write(out, value);
            }
            out.extend_from_slice(b">>");
        }
        Item::Ref(number, generation) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
    }
}

/// §7.3.5: everything but plain characters as `#xx`.
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// A name.
pub(super) fn name(name: &str) -> Item {
    Item::Name(name.as_bytes().to_vec())
}

/// A whole number.
pub(super) fn whole(number: impl std::fmt::Display) -> Item {
    Item::Number(number.to_string().into_bytes())
}

/// A real number with at most three decimals, which is a thousandth of a point; never with an exponent (§7.3.3).
pub(super) fn real(number: f32) -> Item {
    Item::Number(decimal(number).into_bytes())
}

/// The same as text, for content streams.
pub(super) fn decimal(number: f32) -> String {
    let text = format!("{number:.3}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match short {
        "" | "-0" => "0".to_owned(),
        short => short.to_owned(),
    }
}

/// A dictionary.
pub(super) fn dict<const N: usize>(entries: [(&str, Item); N]) -> Item {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.as_bytes().to_vec(), value));
    Item::Dict(entries.collect())
}

/// A text string (§7.9.2.2): as it is where it is plain ASCII, else UTF-16.
pub(super) fn text(text: &str) -> Item {
    let is_plain = text
        .bytes()
        .all(|byte| (b' '..=b'~').contains(&byte) && !b"()\\".contains(&byte));
    if is_plain {
        return Item::Text(format!("({text})").into_bytes());
    }
    let mut out = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(out, "{unit:04X}");
    }
    out.push('>');
    Item::Text(out.into_bytes())
}

/// A date (§7.9.4) on Vietnamese clocks.
pub(super) fn date(moment: Timestamp) -> Item {
    const OFFSET: i32 = 7 * 3_600;
    let utc = moment.utc();
    let written = FixedOffset::east_opt(OFFSET).map_or_else(
        || utc.format("(D:%Y%m%d%H%M%SZ)").to_string(),
        |offset| {
            utc.with_timezone(&offset)
                .format("(D:%Y%m%d%H%M%S+07'00')")
                .to_string()
        },
    );
    Item::Text(written.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(item: &Item) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, item);
        out
    }

    #[test]
    fn values_are_written_so_that_they_read_the_same() {
        let value = dict([
            (
                "A b",
                Item::Array(vec![whole(-3), real(0.1), real(1e-9), Item::Null]),
            ),
            ("T", text("a-b")),
            ("U", text("Số (1)")),
            ("R", Item::Ref(4, 2)),
        ]);
        assert_eq!(
            written(&value),
            b"<</A#20b [-3 0.1 0 null]/T (a-b)/U <FEFF00531ED10020002800310029>/R 4 2 R>>"
        );
    }

    #[test]
    fn dates_are_vietnamese() {
        let moment = Timestamp::parse("2026-11-20T20:30:00Z").unwrap();
        assert_eq!(written(&date(moment)), b"(D:20261121033000+07'00')");
    }
}
