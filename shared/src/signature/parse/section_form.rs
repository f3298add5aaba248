//! The one way in which a section behind a signature may be written: tables and streams byte for byte as everybody
//! writes them, since readers repair the file, or count the rows otherwise, wherever something else stands.

use super::lexer::Lexer;
use super::object::{Dict, Value};
use crate::signature::reason::Reason;

/// One more than the highest object number that readers take for possible (ISO 32000-1 annex C).
const MOST_OBJECTS: usize = 8_388_608;

/// Bytes of one row of a table, line end included (ISO 32000-2 §7.5.4).
const ROW: usize = 20;

/// Keys of the trailer (§7.5.5 table 15). No update has a stream beside its table: nobody writes that, and readers take
/// the stream, the table or both.
const TRAILER: [&[u8]; 5] = [b"ID", b"Info", b"Prev", b"Root", b"Size"];
/// What a stream has besides (§7.5.8.2 table 17).
const STREAM: [&[u8]; 6] = [b"DecodeParms", b"Filter", b"Index", b"Length", b"Type", b"W"];

/// The rows of a table behind the word `xref` (§7.5.4): how many there are.
pub(super) fn take_table(lexer: &mut Lexer<'_>, size: usize) -> Result<usize, Reason> {
    let (mut rows, mut is_in_use) = (0_usize, false);
    take_line_end(lexer)?;
    while lexer.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        let first = take_number(lexer)?;
        if !lexer.take(b" ") {
            return Err(Reason::Damaged);
        }
        let count = take_number(lexer)?;
        take_line_end(lexer)?;
        if count == 0 || first.checked_add(count).is_none_or(|end| end > size) {
            return Err(Reason::Damaged);
        }
        for place in 0..count {
            let row = lexer.rest().get(..ROW).ok_or(Reason::Damaged)?;
            let is_free = is_free(row)?;
            // The head of the free objects, which readers expect first: who sees it under the number 1 counts from there.
            let is_head = first == 0 && place == 0;
            if is_head != is_free && (is_head || first == 1 && place == 0) {
                return Err(Reason::Damaged);
            }
            is_in_use |= !is_free;
            lexer.advance(ROW);
        }
        rows = rows.saturating_add(count);
    }
    if is_in_use { Ok(rows) } else { Err(Reason::Damaged) }
}

/// The ranges and rows of a cross-reference stream (§7.5.8.2): how many rows there are.
pub(super) fn rows_of_stream(dict: &Dict<'_>) -> Result<usize, Reason> {
    let size = size_of(dict)?;
    let widths = dict.get(b"W").and_then(Value::as_array).unwrap_or_default();
    let widths: Option<Vec<usize>> = widths.iter().map(Value::as_usize).collect();
    if !matches!(widths.as_deref(), Some([1, 1..=8, 0..=2])) {
        return Err(Reason::Damaged);
    }
    let Some(ranges) = dict.get(b"Index") else {
        return Ok(size);
    };
    let ranges = ranges.as_array().ok_or(Reason::Damaged)?;
    let mut rows = 0_usize;
    for range in ranges.chunks(2) {
        let [first, count] = range else {
            return Err(Reason::Damaged);
        };
        let (first, count) = (
            first.as_usize().ok_or(Reason::Damaged)?,
            count.as_usize().ok_or(Reason::Damaged)?,
        );
        // Some readers take a range of nothing for one of everything.
        if count == 0 || first.checked_add(count).is_none_or(|end| end > size) {
            return Err(Reason::Damaged);
        }
        rows = rows.saturating_add(count);
    }
    Ok(rows)
}

/// What a trailer has beyond the keys that each may have.
pub(super) fn unknown_keys<'d, 't>(
    trailer: &'t Dict<'d>,
    is_stream: bool,
) -> impl Iterator<Item = (&'t [u8], &'t Value<'d>)> {
    let is_known = move |key: &[u8]| TRAILER.contains(&key) || is_stream && STREAM.contains(&key);
    trailer.iter().filter(move |(key, _)| !is_known(key))
}

pub(super) fn size_of(trailer: &Dict<'_>) -> Result<usize, Reason> {
    let size = trailer.get(b"Size").and_then(Value::as_usize);
    size.filter(|size| *size <= MOST_OBJECTS).ok_or(Reason::Damaged)
}

/// Whole numbers as everybody writes them.
pub(super) fn take_number(lexer: &mut Lexer<'_>) -> Result<usize, Reason> {
    if let [b'0', b'0'..=b'9', ..] = lexer.rest() {
        return Err(Reason::Damaged);
    }
    let number = lexer.take_unsigned().ok_or(Reason::Damaged)?;
    usize::try_from(number).map_err(|_| Reason::Damaged)
}

/// More than one blank before it, and some readers look for the first row elsewhere.
fn take_line_end(lexer: &mut Lexer<'_>) -> Result<(), Reason> {
    lexer.take(b" ");
    if lexer.take(b"\r\n") || lexer.take(b"\n") || lexer.take(b"\r") {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

/// `nnnnnnnnnn ggggg n` and two bytes of line end: readers that look for the n-th row go there without reading the others.
fn is_free(row: &[u8]) -> Result<bool, Reason> {
    let is_digits = |range: std::ops::Range<usize>| {
        row.get(range)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let is_row = is_digits(0..10)
        && row.get(10) == Some(&b' ')
        && is_digits(11..16)
        && matches!(row.get(18..), Some(b" \n" | b" \r" | b"\r\n"));
    match row.get(16..18) {
        Some(b" n") if is_row => Ok(false),
        Some(b" f") if is_row => Ok(true),
        _ => Err(Reason::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::super::object::parse_value;
    use super::*;
    use crate::signature::budget::Budget;

    #[test]
    fn a_table_is_written_in_one_way() {
        let rows = |table: &str| take_table(&mut Lexer::new(table.as_bytes(), 0), 9);
        let (head, used) = ("0000000000 65535 f \n", "0000000009 00000 n \n");
        for (table, expected) in [
            (format!("\n0 1\n{head}4 2\n{used}{used}"), 3),
            (format!("\r\n1 1\r\n{used}"), 1),
            (format!("\n7 1 \n{used}1 2\n{used}{head}"), 3),
            (format!("\r7 1 \r{used}"), 1),
        ] {
            assert_eq!(rows(&table), Ok(expected), "{table}");
        }
        for table in [
            String::new(),
            "\n".to_owned(),
            "\n0 0\n".to_owned(),
            format!("\n0 1\n{head}"),
            format!("\n0 1\n{used}"),
            format!("\n1 2\n{head}{used}"),
            format!("\n4 0\n5 1\n{used}"),
            format!("\n8 2\n{used}{used}"),
            format!("\n04 1\n{used}"),
            format!("\n4 01\n{used}"),
            format!("\n4  1\n{used}"),
            format!("\n4 1  \n{used}"),
            format!("\n4 1\n{}", used.replace(" \n", "\n\n")),
        ] {
            assert_eq!(rows(&table), Err(Reason::Damaged), "{table}");
        }
    }

    #[test]
    fn a_stream_says_how_many_rows_it_has() {
        let rows = |keys: &str| {
            let dict = format!("<</Size 9{keys}>>");
            let mut lexer = Lexer::new(dict.as_bytes(), 0);
            let value = parse_value(&mut lexer, &mut Budget::for_file(100)).unwrap();
            rows_of_stream(value.as_dict().unwrap())
        };
        assert_eq!(rows("/W[1 8 2]"), Ok(9));
        assert_eq!(rows("/W[1 2 0]/Index[0 1 4 5]"), Ok(6));
        for keys in [
            "",
            "/W[0 4 2]",
            "/W[5 4 2]",
            "/W[1 0 2]",
            "/W[1 9 2]",
            "/W[1 4 3]",
            "/W[1 4]",
            "/W[1 4 2 0]",
            "/W[1 4 2.]",
            "/W[1 4 2]/Index 5",
            "/W[1 4 2]/Index[0 0]",
            "/W[1 4 2]/Index[0 1 4 0]",
            "/W[1 4 2]/Index[0]",
            "/W[1 4 2]/Index[0 10]",
            "/W[1 4 2]/Index[-1 2]",
        ] {
            assert_eq!(rows(keys), Err(Reason::Damaged), "{keys}");
        }
        assert_eq!(rows("/W[1 4 2]/Index[]"), Ok(0));
    }
}
