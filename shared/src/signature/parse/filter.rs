//! Filters of streams, ISO 32000-2 §7.4, undone to the letter and held to a limit. Readers forgive broken data, each in
//! its own way; what finds the objects of a paper must say one thing to all of them.

use super::lexer::is_space;
use super::object::{Dict, Value, hex_digit};
use crate::signature::reason::Reason;
use flate2::{Decompress, FlushDecompress, Status};

/// Bytes that are unpacked in one go.
const STEP: usize = 1 << 16;

/// White space that all readers skip among digits: for some a byte 0 is a digit.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\r' | b'\n')
}

/// §7.4.2: pairs of digits and white space, with `>` behind them.
pub(super) fn undo_hex(data: &[u8], limit: usize, output: &mut Vec<u8>) -> Result<(), Reason> {
    let end = memchr::memchr(b'>', data).ok_or(Reason::Damaged)?;
    let (digits, behind) = data.split_at_checked(end).ok_or(Reason::Damaged)?;
    if !behind.iter().skip(1).all(|byte| is_blank(*byte)) {
        return Err(Reason::Damaged);
    }
    let mut high = None;
    for byte in digits.iter().filter(|byte| !is_blank(**byte)) {
        let digit = hex_digit(*byte).ok_or(Reason::Damaged)?;
        match high.take() {
            None => high = Some(digit),
            Some(_) if output.len() >= limit => return Err(Reason::LimitExceeded),
            Some(high) => output.push(high << 4 | digit),
        }
    }
    if high.is_none() {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

/// §7.4.4: one whole zlib stream with its header and its checksum (RFC 1950), and no more than an end of line behind it.
pub(super) fn undo_flate(data: &[u8], limit: usize, output: &mut Vec<u8>) -> Result<(), Reason> {
    let mut inflate = Decompress::new(true);
    loop {
        let taken = usize::try_from(inflate.total_in()).map_err(|_| Reason::LimitExceeded)?;
        let rest = data.get(taken..).unwrap_or_default();
        let before = output.len();
        output.reserve(STEP);
        let status = inflate.decompress_vec(rest, output, FlushDecompress::None);
        if output.len() > limit {
            return Err(Reason::LimitExceeded);
        }
        match status {
            Ok(Status::StreamEnd) => break,
            Ok(_) => {}
            Err(_) => return Err(Reason::Damaged),
        }
        let now = usize::try_from(inflate.total_in()).map_err(|_| Reason::LimitExceeded)?;
        if now == taken && output.len() == before {
            return Err(Reason::Damaged);
        }
    }
    let taken = usize::try_from(inflate.total_in()).map_err(|_| Reason::LimitExceeded)?;
    let behind = data.get(taken..).unwrap_or_default();
    if behind.iter().all(|byte| is_space(*byte)) {
        Ok(())
    } else {
        Err(Reason::Damaged)
    }
}

/// How rows were made smaller before they were packed (§7.4.4.4): as PNG does it. Cross-reference streams gain from
/// nothing else, and their rows are whole bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Predictor {
    /// Bytes of a row, without the one that says how it was made.
    row: usize,
}

impl Predictor {
    /// `None` when the data are what they are. Only numbers that no reader rounds or replaces.
    pub(super) fn read(parameters: &Dict<'_>) -> Result<Option<Self>, Reason> {
        let known: [&[u8]; 4] = [b"BitsPerComponent", b"Colors", b"Columns", b"Predictor"];
        if parameters.has_duplicates || parameters.iter().any(|(key, _)| !known.contains(&key)) {
            return Err(Reason::Damaged);
        }
        let number = |key: &[u8], otherwise: usize| match parameters.get(key) {
            None => Ok(otherwise),
            Some(value) => Some(value)
                .and_then(Value::as_usize)
                .filter(|number| (1..=1_024).contains(number))
                .ok_or(Reason::Damaged),
        };
        // Readers limit the colours, each to another number.
        if number(b"Colors", 1)? != 1 || number(b"BitsPerComponent", 8)? != 8 {
            return Err(Reason::Damaged);
        }
        match number(b"Predictor", 1)? {
            1 => Ok(None),
            10..=15 => Ok(Some(Self {
                row: number(b"Columns", 1)?,
            })),
            _ => Err(Reason::Damaged),
        }
    }
}

/// Rows of PNG, each whole.
pub(super) fn undo_predictor(data: Vec<u8>, predictor: &Predictor) -> Result<Vec<u8>, Reason> {
    let row = predictor.row;
    let rows = data.chunks_exact(row.saturating_add(1));
    if !rows.remainder().is_empty() {
        return Err(Reason::Damaged);
    }
    let mut above = vec![0; row];
    let mut output = Vec::with_capacity(data.len());
    for raw in rows {
        let (kind, raw) = raw.split_first().ok_or(Reason::Damaged)?;
        let mut done: Vec<u8> = Vec::with_capacity(row);
        for (place, byte) in raw.iter().enumerate() {
            let before = place.checked_sub(1);
            let of = |row: &[u8]| {
                before
                    .and_then(|before| row.get(before).copied())
                    .unwrap_or_default()
            };
            let (left, corner) = (of(&done), of(&above));
            let up = above.get(place).copied().unwrap_or_default();
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => paeth(left, up, corner),
                _ => return Err(Reason::Damaged),
            };
            done.push(byte.wrapping_add(guess));
        }
        output.extend_from_slice(&done);
        above = done;
    }
    Ok(output)
}

/// The neighbour that comes closest to `left + up - corner` (PNG, §9.4).
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |byte: u8| (guess - i16::from(byte)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_kind_are_undone() {
        let predictor = Predictor { row: 4 };
        let data = vec![
            0, 1, 2, 3, 4, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 3, 2, 2, 2, 2, 4, 1, 1, 1, 1,
        ];
        let expected = [1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 4, 5, 3, 5, 6, 7, 4, 6, 7, 8];
        assert_eq!(undo_predictor(data, &predictor).unwrap(), expected);
        assert!(undo_predictor(vec![5, 1, 2, 3, 4], &predictor).is_err());
        assert!(undo_predictor(vec![0, 1, 2, 3], &predictor).is_err());
    }
}
