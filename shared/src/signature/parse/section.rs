//! One cross-reference section: a table (ISO 32000-2 §7.5.4), a stream (§7.5.8), or both (hybrid, §7.5.8.4).

use super::index::{Entry, IndexEntry};
use super::lexer::Lexer;
use super::object::{Dict, Value, parse_indirect, parse_value};
use super::stream;
use crate::signature::{budget::Budget, reason::Reason};

/// `startxref N %%EOF` behind a section: it says which section a reader of the file up to here begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EndMark {
    /// Where that section begins.
    pub(crate) section_at: usize,
    /// The number that says so: some writers mean the line end before it.
    pub(crate) named_at: usize,
    /// Behind `%%EOF`.
    pub(crate) end: usize,
    /// Behind the white space that follows `%%EOF`.
    pub(crate) white_end: usize,
}

/// A section without its entries, which go to the index.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) at: usize,
    pub(crate) trailer: Dict<'a>,
    pub(crate) previous: Option<usize>,
    /// Where the stream of a hybrid section begins.
    pub(crate) stream_at: Option<usize>,
    /// Whether its stream has data behind the last row.
    pub(crate) has_surplus: bool,
    /// Behind all of it, without the end mark.
    pub(crate) end: usize,
    pub(crate) end_mark: Option<EndMark>,
}

/// Where a section named by an offset really begins: some writers point at the line end before it.
pub(crate) fn normal_offset(bytes: &[u8], at: usize, budget: &mut Budget) -> Result<usize, Reason> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_white();
    lexer.charge(at, budget)?;
    Ok(lexer.position())
}

/// Reads the section at `at`, putting its entries into `entries` under the section number `number`.
pub(crate) fn read_section<'a>(
    bytes: &'a [u8],
    at: usize,
    number: u16,
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<Section<'a>, Reason> {
    let mut lexer = Lexer::new(bytes, at);
    let mut stream = None;
    let (trailer, end, has_surplus) = if lexer.take_keyword(b"xref") {
        let (trailer, end) = read_table(lexer, number, entries, budget)?;
        stream = read_hybrid(bytes, &trailer, number, entries, budget)?;
        (trailer, end, false)
    } else {
        read_stream(bytes, at, number, entries, budget)?
    };
    let previous = match trailer.get(b"Prev") {
        None => None,
        Some(value) => Some(normal_offset(
            bytes,
            value.as_usize().ok_or(Reason::Damaged)?,
            budget,
        )?),
    };
    Ok(Section {
        at,
        trailer,
        previous,
        stream_at: stream.map(|(at, _)| at),
        has_surplus,
        end: stream.map_or(end, |(_, stream_end)| end.max(stream_end)),
        end_mark: read_end_mark(bytes, end, budget)?,
    })
}

fn read_table<'a>(
    mut lexer: Lexer<'a>,
    section: u16,
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<(Dict<'a>, usize), Reason> {
    loop {
        lexer.skip_space();
        if lexer.take_keyword(b"trailer") {
            break;
        }
        let first = lexer.take_unsigned().ok_or(Reason::Damaged)?;
        lexer.skip_space();
        let count = lexer.take_unsigned().ok_or(Reason::Damaged)?;
        for number in first..first.checked_add(count).ok_or(Reason::Damaged)? {
            let start = lexer.position();
            let entry = table_entry(&mut lexer);
            lexer.charge(start, budget)?;
            let entry = entry?;
            Budget::spend(&mut budget.entries, 1)?;
            let number = u32::try_from(number).map_err(|_| Reason::Damaged)?;
            entries.push(IndexEntry {
                number,
                section,
                entry,
            });
        }
    }
    let trailer = parse_value(&mut lexer, budget)?
        .as_dict()
        .cloned()
        .ok_or(Reason::Damaged)?;
    if trailer.has_duplicates {
        return Err(Reason::Damaged);
    }
    Ok((trailer, lexer.position()))
}

/// The stream beside a table (§7.5.8.4), if there is one: where it begins and ends.
fn read_hybrid(
    bytes: &[u8],
    trailer: &Dict<'_>,
    section: u16,
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<Option<(usize, usize)>, Reason> {
    let Some(value) = trailer.get(b"XRefStm") else {
        return Ok(None);
    };
    let at = normal_offset(bytes, value.as_usize().ok_or(Reason::Damaged)?, budget)?;
    let (dict, end, _) = read_stream(bytes, at, section, entries, budget)?;
    // It means nothing here (§7.5.8.2 table 17), but some readers follow it.
    if dict
        .get(b"Prev")
        .is_some_and(|own| trailer.get(b"Prev") != Some(own))
    {
        return Err(Reason::Damaged);
    }
    Ok(Some((at, end)))
}

fn table_entry(lexer: &mut Lexer<'_>) -> Result<Entry, Reason> {
    lexer.skip_white();
    let offset = lexer.take_unsigned().ok_or(Reason::Damaged)?;
    lexer.skip_white();
    let generation = lexer.take_unsigned().ok_or(Reason::Damaged)?;
    lexer.skip_white();
    if lexer.take_keyword(b"f") {
        return Ok(Entry::Free);
    }
    if !lexer.take_keyword(b"n") {
        return Err(Reason::Damaged);
    }
    Ok(Entry::At {
        offset: usize::try_from(offset).map_err(|_| Reason::Damaged)?,
        generation: u16::try_from(generation).map_err(|_| Reason::Damaged)?,
    })
}

/// The dictionary of a section that is a stream, where it ends, and whether there are data behind the last row.
fn read_stream<'a>(
    bytes: &'a [u8],
    at: usize,
    section: u16,
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<(Dict<'a>, usize, bool), Reason> {
    let object = parse_indirect(bytes, at, None, budget)?;
    let (Value::Dict(dict), Some(data_at)) = (object.value, object.stream_at) else {
        return Err(Reason::Damaged);
    };
    if !dict.is_type(b"XRef") || dict.has_duplicates {
        return Err(Reason::Damaged);
    }
    let length = dict
        .get(b"Length")
        .and_then(Value::as_usize)
        .ok_or(Reason::Damaged)?;
    let data = stream::raw_data(bytes, data_at, length, budget)?;
    let decoded = stream::decode(&dict, data, budget)?;
    let has_surplus = stream_entries(&dict, &decoded, section, entries, budget)?;

    let data_end = data_at.saturating_add(length);
    let mut lexer = Lexer::new(bytes, data_end);
    lexer.skip_white();
    lexer.take_keyword(b"endstream");
    lexer.skip_space();
    lexer.take_keyword(b"endobj");
    lexer.charge(data_end, budget)?;
    Ok((dict, lexer.position(), has_surplus))
}

/// §7.5.8.2 and §7.5.8.3: fields of `/W` bytes for the ranges in `/Index`. Whether something is left over.
fn stream_entries(
    dict: &Dict<'_>,
    data: &[u8],
    section: u16,
    entries: &mut Vec<IndexEntry>,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let widths = dict.get(b"W").and_then(Value::as_array).ok_or(Reason::Damaged)?;
    let [kind, second, third] = widths else {
        return Err(Reason::Damaged);
    };
    let width = |value: &Value<'_>| {
        value
            .as_usize()
            .filter(|width| *width <= 8)
            .ok_or(Reason::Damaged)
    };
    let widths = [width(kind)?, width(second)?, width(third)?];
    let size = dict
        .get(b"Size")
        .and_then(Value::as_usize)
        .ok_or(Reason::Damaged)?;
    let whole = [
        Value::Integer(0),
        Value::Integer(i64::try_from(size).map_err(|_| Reason::Damaged)?),
    ];
    let ranges = dict
        .get(b"Index")
        .map_or(Some(&whole[..]), Value::as_array)
        .ok_or(Reason::Damaged)?;

    let mut rest = data;
    for range in ranges.chunks(2) {
        let [first, count] = range else {
            return Err(Reason::Damaged);
        };
        let (first, count) = (
            first.as_usize().ok_or(Reason::Damaged)?,
            count.as_usize().ok_or(Reason::Damaged)?,
        );
        for number in first..first.checked_add(count).ok_or(Reason::Damaged)? {
            Budget::spend(&mut budget.entries, 1)?;
            let entry = stream_entry(&mut rest, widths)?;
            let number = u32::try_from(number).map_err(|_| Reason::Damaged)?;
            entries.push(IndexEntry {
                number,
                section,
                entry,
            });
        }
    }
    Ok(!rest.is_empty())
}

/// §7.5.8.3 table 18. Unknown kinds would be references to null, but some readers take them for damage.
fn stream_entry(rest: &mut &[u8], widths: [usize; 3]) -> Result<Entry, Reason> {
    let [kind_width, second_width, third_width] = widths;
    if kind_width
        .saturating_add(second_width)
        .saturating_add(third_width)
        == 0
    {
        return Err(Reason::Damaged);
    }
    let kind = if kind_width == 0 {
        1
    } else {
        take_number(rest, kind_width)?
    };
    let second = take_number(rest, second_width)?;
    let third = take_number(rest, third_width)?;
    Ok(match kind {
        1 => Entry::At {
            offset: usize::try_from(second).map_err(|_| Reason::Damaged)?,
            generation: u16::try_from(third).map_err(|_| Reason::Damaged)?,
        },
        2 => Entry::In {
            container: u32::try_from(second).map_err(|_| Reason::Damaged)?,
            place: u32::try_from(third).map_err(|_| Reason::Damaged)?,
        },
        0 => Entry::Free,
        _ => return Err(Reason::Damaged),
    })
}

fn take_number(rest: &mut &[u8], width: usize) -> Result<u64, Reason> {
    let (number, tail) = rest.split_at_checked(width).ok_or(Reason::Damaged)?;
    *rest = tail;
    Ok(number.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// `startxref N %%EOF` from `at`, with nothing but space and comments between.
pub(crate) fn read_end_mark(bytes: &[u8], at: usize, budget: &mut Budget) -> Result<Option<EndMark>, Reason> {
    let mut lexer = Lexer::new(bytes, at);
    let found = end_mark(&mut lexer);
    lexer.charge(at, budget)?;
    let Some((named_at, end)) = found else {
        return Ok(None);
    };
    Ok(Some(EndMark {
        section_at: normal_offset(bytes, named_at, budget)?,
        named_at,
        end,
        white_end: lexer.position(),
    }))
}

/// What stands behind `startxref`, and where `%%EOF` ends; the lexer is left behind the white space after it.
fn end_mark(lexer: &mut Lexer<'_>) -> Option<(usize, usize)> {
    lexer.skip_space();
    if !lexer.take_keyword(b"startxref") {
        return None;
    }
    lexer.skip_space();
    let section_at = usize::try_from(lexer.take_unsigned()?).ok()?;
    lexer.skip_space();
    if !lexer.take(b"%%EOF") {
        return None;
    }
    let end = lexer.position();
    lexer.skip_white();
    Some((section_at, end))
}
