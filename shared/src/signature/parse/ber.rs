//! BER to DER (X.690 §8 to §10), as far as signatures of 2016 to 2020 need it: indefinite lengths and octet strings in
//! pieces. Everything else stays exactly as it was written, because digests are taken over it.

use super::asn1::{OCTET_STRING, header};
use crate::signature::reason::Reason;
use std::borrow::Cow;

/// Signatures nest about twelve deep, timestamps inside them about twenty.
const DEPTH: usize = 48;

/// The first value of `bytes` in definite form, and how many bytes it took.
pub fn to_definite(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, usize), Reason> {
    normalise(bytes, 0).ok_or(Reason::CmsMalformed)
}

fn normalise(bytes: &[u8], depth: usize) -> Option<(Cow<'_, [u8]>, usize)> {
    if depth > DEPTH {
        return None;
    }
    let tag = *bytes.first()?;
    let is_constructed = tag & 0x20 != 0;
    let (header, length) = header(bytes)?;
    let Some(length) = length else {
        if !is_constructed {
            return None;
        }
        let (content, taken, _) = children(tag, bytes.get(header..)?, true, depth)?;
        return Some((Cow::Owned(encode(tag, &content)?), header.checked_add(taken)?));
    };
    let total = header.checked_add(length)?;
    let whole = bytes.get(..total)?;
    if is_constructed {
        let (content, _, is_changed) = children(tag, whole.get(header..)?, false, depth)?;
        if is_changed {
            return Some((Cow::Owned(encode(tag, &content)?), total));
        }
    }
    Some((Cow::Borrowed(whole), total))
}

/// The values inside a constructed one: their definite form, the bytes taken, whether anything had to change.
fn children(tag: u8, bytes: &[u8], is_indefinite: bool, depth: usize) -> Option<(Vec<u8>, usize, bool)> {
    let in_pieces = tag == OCTET_STRING | 0x20;
    let mut is_changed = in_pieces;
    let mut content = Vec::new();
    let mut taken = 0_usize;
    loop {
        let rest = bytes.get(taken..)?;
        if is_indefinite && rest.starts_with(&[0, 0]) {
            return Some((content, taken.checked_add(2)?, is_changed));
        }
        if rest.is_empty() {
            return (!is_indefinite).then_some((content, taken, is_changed));
        }
        let (child, length) = normalise(rest, depth.checked_add(1)?)?;
        is_changed |= matches!(child, Cow::Owned(_));
        if in_pieces {
            let (piece_header, _) = header(&child).filter(|_| child.first() == Some(&OCTET_STRING))?;
            content.extend_from_slice(child.get(piece_header..)?);
        } else {
            content.extend_from_slice(&child);
        }
        taken = taken.checked_add(length)?;
    }
}

fn encode(tag: u8, content: &[u8]) -> Option<Vec<u8>> {
    let tag = if tag == OCTET_STRING | 0x20 {
        OCTET_STRING
    } else {
        tag
    };
    let length = u32::try_from(content.len()).ok()?.to_be_bytes();
    let significant = length.iter().position(|octet| *octet != 0).unwrap_or(3);
    let length = length.get(significant..)?;
    let mut whole = Vec::with_capacity(content.len().checked_add(6)?);
    whole.push(tag);
    if !matches!(length, [0..=0x7F]) {
        whole.push(0x80 | u8::try_from(length.len()).ok()?);
    }
    whole.extend_from_slice(length);
    whole.extend_from_slice(content);
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definite_values_are_borrowed_as_written() {
        // A length in more octets than needed is not DER, but it is what was hashed.
        let bytes = [0x30, 0x81, 0x03, 0x02, 0x01, 0x05, 0x00, 0x00];
        let (der, taken) = to_definite(&bytes).unwrap();
        assert!(matches!(der, Cow::Borrowed(_)));
        assert_eq!((der.as_ref(), taken), (&bytes[..6], 6));
    }

    #[test]
    fn indefinite_lengths_and_pieces_become_definite() {
        let bytes = [
            0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 0xAA, 0x04, 0x01, 0xBB, 0, 0, 0x02, 0x01, 0x05, 0, 0, 0, 0,
        ];
        let (der, taken) = to_definite(&bytes).unwrap();
        assert_eq!(
            der.as_ref(),
            [0x30, 0x07, 0x04, 0x02, 0xAA, 0xBB, 0x02, 0x01, 0x05]
        );
        assert_eq!(taken, 17);
    }

    #[test]
    fn open_ends_and_depth_are_refused() {
        assert!(to_definite(&[0x30, 0x80, 0x02, 0x01]).is_err());
        assert!(to_definite(&[0x04, 0x80, 0, 0]).is_err());
        assert!(to_definite(&[0x30, 0x80].repeat(1_000)).is_err());
        assert!(to_definite(&[]).is_err());
    }
}
