//! Reading objects of PDF syntax, ISO 32000-2 §7.3.

use super::lexer::{Lexer, unsigned};
pub(crate) use super::value::{Dict, Object, ObjectId, Text, Value};
use crate::signature::{budget::Budget, reason::Reason};
use std::borrow::Cow;

/// The number and generation in front of an indirect object, `N G obj`.
pub(crate) fn parse_header(lexer: &mut Lexer<'_>) -> Option<ObjectId> {
    let number = u32::try_from(lexer.take_unsigned()?).ok()?;
    lexer.skip_space();
    let generation = u16::try_from(lexer.take_unsigned()?).ok()?;
    lexer.skip_space();
    lexer
        .take_keyword(b"obj")
        .then_some(ObjectId { number, generation })
}

/// The indirect object at `at`, which must carry `id` if one is expected.
pub(crate) fn parse_indirect<'a>(
    bytes: &'a [u8],
    at: usize,
    expected: Option<ObjectId>,
    budget: &mut Budget,
) -> Result<Object<'a>, Reason> {
    let mut lexer = Lexer::new(bytes, at);
    let found = indirect(&mut lexer, expected);
    // Paid for also in vain, or else a million references could lead to the same long stretch of nothing.
    lexer.charge(at, budget)?;
    found
}

fn indirect<'a>(lexer: &mut Lexer<'a>, expected: Option<ObjectId>) -> Result<Object<'a>, Reason> {
    lexer.skip_space();
    let id = parse_header(lexer).ok_or(Reason::Damaged)?;
    if expected.is_some_and(|expected| expected != id) {
        return Err(Reason::Damaged);
    }
    let mut values = Budget::VALUES;
    let value = value(lexer, 0, &mut values)?;
    lexer.skip_space();
    let mut stream_at = None;
    if matches!(value, Value::Dict(_)) && lexer.take_keyword(b"stream") {
        // §7.3.8.1 wants CR LF or LF alone. Blanks before it and a CR alone are common enough; who needs the data
        // themselves asks for the letter of it (`stream::raw_data`).
        while lexer.take(b" ") || lexer.take(b"\t") {}
        if !lexer.take(b"\r\n") && !lexer.take(b"\n") && !lexer.take(b"\r") {
            return Err(Reason::Damaged);
        }
        stream_at = Some(lexer.position());
    }
    Ok(Object { value, stream_at })
}

/// One value from here.
pub(crate) fn parse_value<'a>(lexer: &mut Lexer<'a>, budget: &mut Budget) -> Result<Value<'a>, Reason> {
    let start = lexer.position();
    let mut values = Budget::VALUES;
    let value = value(lexer, 0, &mut values);
    lexer.charge(start, budget)?;
    value
}

fn value<'a>(lexer: &mut Lexer<'a>, depth: usize, values: &mut usize) -> Result<Value<'a>, Reason> {
    if depth > Budget::DEPTH {
        return Err(Reason::LimitExceeded);
    }
    Budget::spend(values, 1)?;
    lexer.skip_space();
    match lexer.peek().ok_or(Reason::Damaged)? {
        b'/' => Ok(Value::Name(name(lexer)?)),
        b'(' => literal_text(lexer),
        b'<' if lexer.take(b"<<") => dict(lexer, depth, values),
        b'<' => hex_text(lexer),
        b'[' => array(lexer, depth, values),
        _ => scalar(lexer),
    }
}

fn array<'a>(lexer: &mut Lexer<'a>, depth: usize, values: &mut usize) -> Result<Value<'a>, Reason> {
    lexer.advance(1);
    let mut items = Vec::new();
    loop {
        lexer.skip_space();
        if lexer.take(b"]") {
            return Ok(Value::Array(items));
        }
        items.push(value(lexer, depth.saturating_add(1), values)?);
    }
}

fn dict<'a>(lexer: &mut Lexer<'a>, depth: usize, values: &mut usize) -> Result<Value<'a>, Reason> {
    let mut entries = Vec::new();
    loop {
        lexer.skip_space();
        if lexer.take(b">>") {
            return Ok(Value::Dict(Dict::new(entries)));
        }
        if lexer.peek() != Some(b'/') {
            return Err(Reason::Damaged);
        }
        let key = name(lexer)?;
        entries.push((key, value(lexer, depth.saturating_add(1), values)?));
    }
}

/// Bytes that are white space for some readers only, so that what is one word here may be a reference there.
const ODD_SPACE: [u8; 3] = [0x0B, 0x80, 0xFF];

/// §7.3.5, with `#xx` undone: `/Byte#52ange` is `/ByteRange`. A name has no byte 0: where readers are written in C, it
/// ends there, and `/Root#00` is `/Root`.
fn name<'a>(lexer: &mut Lexer<'a>) -> Result<Cow<'a, [u8]>, Reason> {
    lexer.advance(1);
    let raw = lexer.take_regular();
    let [one, two, three] = ODD_SPACE;
    if memchr::memchr3(one, two, three, raw).is_some() {
        return Err(Reason::Damaged);
    }
    if memchr::memchr(b'#', raw).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter();
    while let Some(byte) = bytes.next() {
        let digits = bytes.as_slice();
        match (
            byte,
            digits.first().and_then(|d| hex_digit(*d)),
            digits.get(1).and_then(|d| hex_digit(*d)),
        ) {
            (b'#', Some(0), Some(0)) => return Err(Reason::Damaged),
            (b'#', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                bytes = digits.get(2..).unwrap_or_default().iter();
            }
            _ => decoded.push(*byte),
        }
    }
    Ok(Cow::Owned(decoded))
}

/// §7.3.4.2: parentheses balance unless escaped.
fn literal_text<'a>(lexer: &mut Lexer<'a>) -> Result<Value<'a>, Reason> {
    let at = lexer.position();
    let mut open = 0_usize;
    loop {
        let Some(next) = memchr::memchr3(b'(', b')', b'\\', lexer.rest()) else {
            return Err(lexer.open_end());
        };
        lexer.advance(next);
        match lexer.peek() {
            Some(b'\\') => lexer.advance(2),
            Some(b'(') => {
                open = open.saturating_add(1);
                lexer.advance(1);
            }
            _ => {
                open = open.saturating_sub(1);
                lexer.advance(1);
            }
        }
        if open == 0 {
            return Ok(Value::Text(Text {
                raw: lexer.since(at),
                at,
            }));
        }
    }
}

/// §7.3.4.3. What stands between the brackets is judged by who decodes it.
fn hex_text<'a>(lexer: &mut Lexer<'a>) -> Result<Value<'a>, Reason> {
    let at = lexer.position();
    let Some(length) = memchr::memchr(b'>', lexer.rest()) else {
        return Err(lexer.open_end());
    };
    lexer.advance(length.saturating_add(1));
    Ok(Value::Text(Text {
        raw: lexer.since(at),
        at,
    }))
}

/// Numbers, references, and the words `true`, `false`, `null`.
fn scalar<'a>(lexer: &mut Lexer<'a>) -> Result<Value<'a>, Reason> {
    let word = lexer.take_regular();
    match word {
        b"true" => return Ok(Value::Bool(true)),
        b"false" => return Ok(Value::Bool(false)),
        b"null" => return Ok(Value::Null),
        _ => {}
    }
    let (first, digits) = word.split_first().ok_or(Reason::Damaged)?;
    // Numbers may be odd, but of nothing else: in `6 0R` some readers see a reference.
    let is_of_numbers = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    if matches!(first, b'e' | b'E') || !word.iter().all(is_of_numbers) {
        return Err(Reason::Damaged);
    }
    if let Some(number) = unsigned(word) {
        return match reference(lexer) {
            Some(generation) => Ok(Value::Ref(ObjectId {
                number: u32::try_from(number).map_err(|_| Reason::Damaged)?,
                generation,
            })),
            None => Ok(integer(number, false, word)),
        };
    }
    Ok(match (first, unsigned(digits)) {
        (b'-', Some(number)) => integer(number, true, word),
        (b'+', Some(number)) => integer(number, false, word),
        _ => Value::Real(word),
    })
}

fn integer(number: u64, negative: bool, word: &[u8]) -> Value<'_> {
    match i64::try_from(number) {
        Ok(number) => Value::Integer(if negative { number.saturating_neg() } else { number }),
        Err(_) => Value::Real(word),
    }
}

/// The generation, if `G R` behind an integer makes it a reference, §7.3.10.
fn reference(lexer: &mut Lexer<'_>) -> Option<u16> {
    let mut probe = *lexer;
    probe.skip_space();
    let generation = u16::try_from(probe.take_unsigned()?).ok()?;
    probe.skip_space();
    if !probe.take_keyword(b"R") {
        return None;
    }
    *lexer = probe;
    Some(generation)
}

/// The value of one hexadecimal digit.
pub(crate) const fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8]) -> Result<Value<'_>, Reason> {
        parse_value(&mut Lexer::new(bytes, 0), &mut Budget::for_file(bytes.len()))
    }

    #[test]
    fn values_of_every_kind_are_read() {
        let value = parse(b"<</A 1/B[2 0 R -3 .5]/C(a\\)(b))/D<0aF>/#45 true/F null>>").unwrap();
        let dict = value.as_dict().unwrap();
        assert_eq!(dict.get(b"A").unwrap().as_integer(), Some(1));
        let items = dict.get(b"B").unwrap().as_array().unwrap();
        assert_eq!(
            items[0].as_ref(),
            Some(ObjectId {
                number: 2,
                generation: 0
            })
        );
        assert_eq!(items[1], Value::Integer(-3));
        assert_eq!(items[2], Value::Real(b".5"));
        assert_eq!(dict.get(b"C").unwrap().as_text().unwrap().raw, b"(a\\)(b))");
        assert_eq!(dict.get(b"D").unwrap().as_text().unwrap().at, 33);
        assert_eq!(dict.get(b"E"), Some(&Value::Bool(true)));
        assert_eq!(dict.get(b"F"), None);
    }

    #[test]
    fn a_repeated_key_is_noticed_however_it_is_written() {
        assert!(
            parse(b"<</Contents 1/Content#73 2>>")
                .unwrap()
                .as_dict()
                .unwrap()
                .has_duplicates
        );
    }

    #[test]
    fn nesting_and_open_ends_are_refused() {
        assert_eq!(parse(&b"[".repeat(100_000)), Err(Reason::LimitExceeded));
        for broken in [
            &b"<</A"[..],
            b"(a",
            b"<12",
            b"[1 2",
            b"<</A>>",
            b"obj",
            b"",
            b"/A#00",
            b"<</AP#00N 1>>",
            b"4294967296 0 R",
            b"[6 0R]",
            b"[6\x800\x80R]",
            b"[6 0e R]",
            b"/A\x806\x800\x80R",
            b"/A\xFF",
            b"/A\x0B6",
        ] {
            assert_eq!(parse(broken), Err(Reason::Damaged), "{broken:?}");
        }
    }

    #[test]
    fn streams_have_their_data_behind_one_line_end() {
        let bytes = b"7 0 obj<</Length 3>>stream\r\nabc\nendstream endobj";
        let id = ObjectId {
            number: 7,
            generation: 0,
        };
        let object = parse_indirect(bytes, 0, Some(id), &mut Budget::for_file(100)).unwrap();
        assert_eq!(object.stream_at, Some(28));
        let wrong = ObjectId {
            number: 8,
            generation: 0,
        };
        assert!(parse_indirect(bytes, 0, Some(wrong), &mut Budget::for_file(100)).is_err());
    }

    #[test]
    fn streams_whose_line_end_is_not_by_the_letter_are_read_but_not_their_data() {
        for (line, exact) in [
            (&b"\n"[..], true),
            (b"\r\n", true),
            (b"\r", false),
            (b" \n", false),
            (b"\t \r\n", false),
        ] {
            let bytes = [b"7 0 obj<</Length 3>>stream", line, b"abc\nendstream endobj"].concat();
            let mut budget = Budget::for_file(100);
            let object = parse_indirect(&bytes, 0, None, &mut budget).unwrap();
            let at = object.stream_at.unwrap();
            assert_eq!(bytes.get(at..at + 3), Some(&b"abc"[..]), "{line:?}");
            let data = crate::signature::parse::stream::raw_data(&bytes, at, 3, &mut budget);
            assert_eq!(data.is_ok(), exact, "{line:?}");
        }
        let glued = b"7 0 obj<</Length 3>>stream%\nabc\nendstream endobj";
        assert!(parse_indirect(glued, 0, None, &mut Budget::for_file(100)).is_err());
    }
}
