//! Stream data, ISO 32000-2 §7.3.8. lopdf undoes the filters, held to a limit.

use super::lexer::Lexer;
use super::object::{Dict, Value};
use crate::signature::{budget::Budget, reason::Reason};

/// The `length` bytes from `at`, which `endstream` must follow.
pub(crate) fn raw_data(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], Reason> {
    let end = at.checked_add(length).ok_or(Reason::Damaged)?;
    let data = bytes.get(at..end).ok_or(Reason::Truncated)?;
    let mut lexer = Lexer::new(bytes, end);
    lexer.skip_white();
    if lexer.take_keyword(b"endstream") {
        Ok(data)
    } else {
        Err(Reason::Damaged)
    }
}

/// The data with their filters undone. Only for cross-reference and object streams; a paper's pictures stay packed.
pub(crate) fn decode(dict: &Dict<'_>, data: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Reason> {
    let mut filters = lopdf::Dictionary::new();
    for key in [&b"Filter"[..], b"DecodeParms"] {
        if let Some(value) = dict.get(key) {
            filters.set(key, to_lopdf(value));
        }
    }
    let limit = Budget::DECODED_STREAM.min(budget.decoded_bytes);
    let decoded = lopdf::Stream::new(filters, data.to_vec())
        .decompressed_content_with_limit(limit)
        .map_err(|error| match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
                Reason::LimitExceeded
            }
            _ => Reason::Damaged,
        })?;
    Budget::spend(&mut budget.decoded_bytes, decoded.len())?;
    Ok(decoded)
}

fn to_lopdf(value: &Value<'_>) -> lopdf::Object {
    match value {
        Value::Integer(number) => lopdf::Object::Integer(*number),
        Value::Bool(truth) => lopdf::Object::Boolean(*truth),
        Value::Name(name) => lopdf::Object::Name(name.to_vec()),
        Value::Array(items) => lopdf::Object::Array(items.iter().map(to_lopdf).collect()),
        Value::Dict(dict) => {
            let mut copy = lopdf::Dictionary::new();
            for (key, value) in dict.iter() {
                copy.set(key, to_lopdf(value));
            }
            lopdf::Object::Dictionary(copy)
        }
        Value::Null | Value::Real(_) | Value::Text(_) | Value::Ref(_) => lopdf::Object::Null,
    }
}
