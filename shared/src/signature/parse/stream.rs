//! Stream data, ISO 32000-2 §7.3.8. lopdf undoes the filters, held to a limit.

use super::lexer::Lexer;
use super::object::{Dict, Value};
use crate::signature::{budget::Budget, reason::Reason};

/// The `length` bytes from `at`, which `endstream` must follow. Readers agree on where data begin only behind `stream`
/// and one LF or CR LF (§7.3.8.1).
pub(crate) fn raw_data<'a>(
    bytes: &'a [u8],
    at: usize,
    length: usize,
    budget: &mut Budget,
) -> Result<&'a [u8], Reason> {
    let head = bytes.get(..at).ok_or(Reason::Truncated)?;
    if !head.ends_with(b"stream\n") && !head.ends_with(b"stream\r\n") {
        return Err(Reason::Damaged);
    }
    let end = at.checked_add(length).ok_or(Reason::Damaged)?;
    let data = bytes.get(at..end).ok_or(Reason::Truncated)?;
    let mut lexer = Lexer::new(bytes, end);
    lexer.skip_white();
    lexer.charge(end, budget)?;
    if lexer.take_keyword(b"endstream") {
        Ok(data)
    } else {
        Err(Reason::Damaged)
    }
}

/// Filters that a cross-reference or object stream may have (§7.4 table 6). Those for pictures make no sense there.
const FILTERS: [&[u8]; 5] = [
    b"FlateDecode",
    b"LZWDecode",
    b"ASCIIHexDecode",
    b"ASCII85Decode",
    b"RunLengthDecode",
];

/// The data with their filters undone. Only for cross-reference and object streams; a paper's pictures stay packed.
pub(crate) fn decode(dict: &Dict<'_>, data: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Reason> {
    let names = match dict.get(b"Filter") {
        None => &[],
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
    };
    let is_known = |name: &Value<'_>| name.as_name().is_some_and(|name| FILTERS.contains(&name));
    if names.len() > Budget::FILTERS || !names.iter().all(is_known) {
        return Err(Reason::Damaged);
    }
    // lopdf copies what it unpacks.
    if data.len() > Budget::DECODED_STREAM {
        return Err(Reason::LimitExceeded);
    }
    let mut filters = lopdf::Dictionary::new();
    for key in [&b"Filter"[..], b"DecodeParms"] {
        if let Some(value) = dict.get(key) {
            filters.set(key, to_lopdf(value)?);
        }
    }
    let limit = Budget::DECODED_STREAM.min(budget.decoded_bytes);
    let decoded = lopdf::Stream::new(filters, data.to_vec()).decompressed_content_with_limit(limit);
    // What a failed attempt or a filter in between made is not known, so that much is charged.
    let hidden = if decoded.is_err() {
        limit
    } else if names.len() > 1 {
        limit / 4
    } else {
        0
    };
    let length = decoded.as_ref().map_or(0, Vec::len).max(data.len());
    Budget::spend(&mut budget.decoded_bytes, length.max(hidden))?;
    decoded.map_err(|error| match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Reason::LimitExceeded,
        _ => Reason::Damaged,
    })
}

/// Refuses references: what they lead to could be replaced later, and the data would say something else.
fn to_lopdf(value: &Value<'_>) -> Result<lopdf::Object, Reason> {
    Ok(match value {
        Value::Integer(number) => lopdf::Object::Integer(*number),
        Value::Bool(truth) => lopdf::Object::Boolean(*truth),
        Value::Name(name) => lopdf::Object::Name(name.to_vec()),
        Value::Array(items) => lopdf::Object::Array(items.iter().map(to_lopdf).collect::<Result<_, _>>()?),
        Value::Dict(dict) => {
            let mut copy = lopdf::Dictionary::new();
            for (key, value) in dict.iter() {
                copy.set(key, to_lopdf(value)?);
            }
            lopdf::Object::Dictionary(copy)
        }
        Value::Ref(_) => return Err(Reason::Damaged),
        Value::Null | Value::Real(_) | Value::Text(_) => lopdf::Object::Null,
    })
}
