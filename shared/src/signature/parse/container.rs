//! What an object stream holds, ISO 32000-2 §7.5.7.

use super::exact::skip_blanks;
use super::lexer::Lexer;
use crate::signature::reason::Reason;
use std::collections::BTreeSet;
use std::ops::Range;

/// One object of an object stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(crate) number: u32,
    /// Where it stands in the unpacked data, up to where the next one begins.
    pub(crate) place: Range<usize>,
}

/// The `count` objects of the unpacked `data`, the first of which stands at `first`. Readers ask for them by number, by
/// place or one after the other, so no number may stand there twice and no object inside another.
pub(super) fn objects(data: &[u8], count: usize, first: usize) -> Result<Vec<Packed>, Reason> {
    let head = data.get(..first).ok_or(Reason::Damaged)?;
    let mut lexer = Lexer::new(head, 0);
    let mut numbers = BTreeSet::new();
    let mut objects: Vec<Packed> = Vec::new();
    for _ in 0..count {
        let number = u32::try_from(take(&mut lexer)?).map_err(|_| Reason::Damaged)?;
        let at = usize::try_from(take(&mut lexer)?).map_err(|_| Reason::Damaged)?;
        let at = first.checked_add(at).ok_or(Reason::Damaged)?;
        match objects.last_mut() {
            Some(before) if at > before.place.start => before.place.end = at,
            // Some readers begin with what stands before the first one.
            None if at == first => {}
            _ => return Err(Reason::Damaged),
        }
        if !numbers.insert(number) {
            return Err(Reason::Damaged);
        }
        objects.push(Packed {
            number,
            place: at..data.len(),
        });
    }
    skip_blanks(&mut lexer);
    if lexer.rest().is_empty() {
        Ok(objects)
    } else {
        Err(Reason::Damaged)
    }
}

fn take(lexer: &mut Lexer<'_>) -> Result<u64, Reason> {
    skip_blanks(lexer);
    lexer.take_unsigned().ok_or(Reason::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_follow_each_other_and_are_there_once() {
        let packed = |number, place| Packed { number, place };
        let found = objects(b"7 0 9 3 <<>> 5", 2, 8);
        assert_eq!(found, Ok(vec![packed(7, 8..11), packed(9, 11..14)]));
        for (data, count, first) in [
            (&b"7 0 7 3 <<>> 5"[..], 2, 8),
            (b"7 3 9 0 <<>> 5", 2, 8),
            (b"7 1 9 3  <> 5", 2, 8),
            (b"7 0 9 0 <<>> 5", 2, 8),
            (b"7 0 9 3 <<>> 5", 1, 8),
            (b"7 0 9 3 <<>> 5", 2, 4),
            (b"7 0 %\n9 3 <<>> 5", 2, 10),
            (b"7 0\x009 3 <<>> 5", 2, 8),
            (b"7 0 <<>>", 1, 40),
        ] {
            assert_eq!(objects(data, count, first), Err(Reason::Damaged), "{data:?}");
        }
    }
}
