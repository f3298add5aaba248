//! Which bytes a signature covers, ISO 32000-2 §12.8.1 and §12.8.3.3. A signature is about bytes, so all of this is
//! checked on the bytes of the file.

use crate::signature::{
    budget::Budget,
    parse::{
        object::{Dict, Value, hex_digit},
        revision::Revision,
    },
    reason::Reason,
};
use std::ops::Range;

/// The bytes a signature covers: the file up to `end` without `gap`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBytes {
    /// `/Contents` with its brackets.
    pub gap: Range<usize>,
    /// Where the signed revision ends.
    pub end: usize,
}

/// Four non-negative integers, the first of them 0 (table 255).
pub(crate) fn byte_range(signature: &Dict<'_>) -> Result<[usize; 4], Reason> {
    let numbers = signature
        .get(b"ByteRange")
        .and_then(Value::as_array)
        .ok_or(Reason::ByteRangeMalformed)?;
    let [first, second, third, fourth] = numbers else {
        return Err(Reason::ByteRangeMalformed);
    };
    let number = |value: &Value<'_>| value.as_usize().ok_or(Reason::ByteRangeMalformed);
    let range = [number(first)?, number(second)?, number(third)?, number(fourth)?];
    if range.first() == Some(&0) {
        Ok(range)
    } else {
        Err(Reason::ByteRangeMalformed)
    }
}

/// `/Contents`: one hexadecimal string of whole bytes, with nothing else between its brackets (table 255). Returns
/// where it stands and what it says.
pub(crate) fn contents(signature: &Dict<'_>, budget: &mut Budget) -> Result<(Range<usize>, Vec<u8>), Reason> {
    let text = signature
        .get(b"Contents")
        .and_then(Value::as_text)
        .ok_or(Reason::ContentsMalformed)?;
    let [b'<', digits @ .., b'>'] = text.raw else {
        return Err(Reason::ContentsMalformed);
    };
    Budget::spend(&mut budget.contents_bytes, digits.len() / 2)?;
    let mut decoded = Vec::with_capacity(digits.len() / 2);
    for pair in digits.chunks(2) {
        let [high, low] = pair else {
            return Err(Reason::ContentsMalformed);
        };
        match (hex_digit(*high), hex_digit(*low)) {
            (Some(high), Some(low)) => decoded.push(high << 4 | low),
            _ => return Err(Reason::ContentsMalformed),
        }
    }
    Ok((text.at..text.at.saturating_add(text.raw.len()), decoded))
}

/// The range leaves out exactly this signature's `/Contents`, and nothing else before its end (§12.8.1).
pub(crate) fn exact(range: [usize; 4], gap: Range<usize>, length: usize) -> Result<SignedBytes, Reason> {
    let [_, first_length, second_start, second_length] = range;
    let end = second_start
        .checked_add(second_length)
        .filter(|end| *end <= length);
    match end {
        Some(end) if first_length == gap.start && second_start == gap.end => Ok(SignedBytes { gap, end }),
        _ => Err(Reason::ByteRangeNotExact),
    }
}

/// The revision whose end the signed bytes reach, give or take the white space behind `%%EOF`; the gap must lie in
/// what that revision added, since a signature is written by the update that it signs (§12.8.1, §7.5.6).
pub(crate) fn signed_revision(signed: &SignedBytes, revisions: &[Revision<'_>]) -> Result<usize, Reason> {
    let place = revisions
        .iter()
        .position(|revision| (revision.end..=revision.white_end).contains(&signed.end))
        .ok_or(Reason::ByteRangeNotARevision)?;
    let start = place
        .checked_sub(1)
        .and_then(|older| revisions.get(older))
        .map_or(0, |older| older.end);
    if signed.gap.start >= start {
        Ok(place)
    } else {
        Err(Reason::ByteRangeNotARevision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::parse::{lexer::Lexer, object::parse_value};

    fn with_signature<T>(text: &str, check: impl Fn(&Dict<'_>) -> T) -> T {
        let value = parse_value(&mut Lexer::new(text.as_bytes(), 0), &mut Budget::for_file(100)).unwrap();
        check(value.as_dict().unwrap())
    }

    #[test]
    fn byte_ranges_other_than_four_integers_from_zero_are_refused() {
        assert_eq!(
            with_signature("<</ByteRange[0 1 2 3]>>", byte_range),
            Ok([0, 1, 2, 3])
        );
        for broken in [
            "[1 1 2 3]",
            "[0 1 2]",
            "[0 1 2 3 4]",
            "[0 -1 2 3]",
            "[0 1 2 3.0]",
            "(0 1 2 3)",
            "null",
        ] {
            let text = format!("<</ByteRange {broken}>>");
            assert_eq!(
                with_signature(&text, byte_range),
                Err(Reason::ByteRangeMalformed),
                "{broken}"
            );
        }
    }

    #[test]
    fn contents_other_than_whole_hexadecimal_bytes_are_refused() {
        let read = |signature: &Dict<'_>| contents(signature, &mut Budget::for_file(100));
        assert_eq!(
            with_signature("<</Contents<0aFF>>>", read),
            Ok((11..17, vec![0x0A, 0xFF]))
        );
        for broken in ["(0a)", "<0>", "<0a ff>", "<0g>", "5"] {
            let text = format!("<</Contents {broken}>>");
            assert_eq!(
                with_signature(&text, read),
                Err(Reason::ContentsMalformed),
                "{broken}"
            );
        }
    }

    #[test]
    fn a_range_must_leave_out_exactly_the_contents() {
        assert_eq!(
            exact([0, 10, 20, 5], 10..20, 25),
            Ok(SignedBytes { gap: 10..20, end: 25 })
        );
        for (range, length) in [
            ([0, 9, 20, 5], 25),
            ([0, 10, 21, 4], 25),
            ([0, 10, 20, 6], 25),
            ([0, 10, 20, usize::MAX], 25),
        ] {
            assert_eq!(
                exact(range, 10..20, length),
                Err(Reason::ByteRangeNotExact),
                "{range:?}"
            );
        }
    }
}
