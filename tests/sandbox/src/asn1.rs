//! Writing DER by hand: the sandbox must also write what a good library refuses to write
//! (decomposed names, attributes left out, false chains), so it keeps the pen itself.

use chrono::{DateTime, Utc};

/// One tag, length and value.
pub fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    out.extend(length(value.len()));
    out.extend_from_slice(value);
    out
}

fn length(n: usize) -> Vec<u8> {
    if n < 0x80 {
        return vec![n as u8];
    }
    let bytes: Vec<u8> = n.to_be_bytes().into_iter().skip_while(|b| *b == 0).collect();
    let mut out = vec![0x80 | bytes.len() as u8];
    out.extend(bytes);
    out
}

/// SEQUENCE of parts that are already encoded.
pub fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// SET OF, sorted as DER demands.
pub fn set_of(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut parts = parts.to_vec();
    parts.sort();
    tlv(0x31, &parts.concat())
}

/// Explicit (constructed) context tag.
pub fn explicit(n: u8, inner: &[u8]) -> Vec<u8> {
    tlv(0xa0 | n, inner)
}

/// Implicit context tag over something primitive.
pub fn implicit(n: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x80 | n, value)
}

/// Replaces the outer tag (implicit tagging of something constructed).
pub fn retag(tag: u8, encoded: &[u8]) -> Vec<u8> {
    let mut out = encoded.to_vec();
    if let Some(first) = out.first_mut() {
        *first = tag;
    }
    out
}

/// Non-negative INTEGER from big-endian bytes.
pub fn uint(bytes: &[u8]) -> Vec<u8> {
    let mut value: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
    if value.first().is_none_or(|b| b & 0x80 != 0) {
        value.insert(0, 0);
    }
    tlv(0x02, &value)
}

/// Small non-negative INTEGER.
pub fn int(n: u64) -> Vec<u8> {
    uint(&n.to_be_bytes())
}

/// ENUMERATED below 128.
pub fn enumerated(n: u8) -> Vec<u8> {
    tlv(0x0a, &[n])
}

/// BOOLEAN TRUE (DER leaves FALSE out nearly everywhere).
pub fn yes() -> Vec<u8> {
    tlv(0x01, &[0xff])
}

/// NULL.
pub fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

/// OCTET STRING.
pub fn octets(value: &[u8]) -> Vec<u8> {
    tlv(0x04, value)
}

/// BIT STRING of whole bytes.
pub fn bits(value: &[u8]) -> Vec<u8> {
    let mut inner = vec![0];
    inner.extend_from_slice(value);
    tlv(0x03, &inner)
}

/// BIT STRING of named bits, bit 0 first.
pub fn named_bits(set: &[u8]) -> Vec<u8> {
    let Some(top) = set.iter().max() else {
        return tlv(0x03, &[0]);
    };
    let mut inner = vec![0u8; usize::from(top / 8) + 2];
    for bit in set {
        inner[usize::from(bit / 8) + 1] |= 0x80 >> (bit % 8);
    }
    inner[0] = 7 - top % 8;
    tlv(0x03, &inner)
}

/// OBJECT IDENTIFIER from dotted text. Only called with constants of this program.
pub fn oid(dotted: &str) -> Vec<u8> {
    let mut arcs = dotted.split('.').filter_map(|arc| arc.parse::<u64>().ok());
    let first = arcs.next().unwrap_or(0) * 40 + arcs.next().unwrap_or(0);
    let mut value = Vec::new();
    for arc in std::iter::once(first).chain(arcs) {
        let mut chunk = vec![(arc & 0x7f) as u8];
        let mut rest = arc >> 7;
        while rest > 0 {
            chunk.insert(0, 0x80 | (rest & 0x7f) as u8);
            rest >>= 7;
        }
        value.extend(chunk);
    }
    tlv(0x06, &value)
}

/// UTF8String.
pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0c, text.as_bytes())
}

/// IA5String.
pub fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, text.as_bytes())
}

/// PrintableString.
pub fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, text.as_bytes())
}

/// UTCTime to 2049, GeneralizedTime from 2050, as X.509 and CMS demand.
pub fn time(at: DateTime<Utc>) -> Vec<u8> {
    if at.format("%Y").to_string().as_str() < "2050" {
        tlv(0x17, at.format("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        generalized_time(at)
    }
}

/// GeneralizedTime to the second.
pub fn generalized_time(at: DateTime<Utc>) -> Vec<u8> {
    tlv(0x18, at.format("%Y%m%d%H%M%SZ").to_string().as_bytes())
}

/// Splits the first element of `input` into tag, value and what follows it.
pub fn split(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (len, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        let len = rest
            .get(..count)?
            .iter()
            .try_fold(0usize, |n, b| n.checked_mul(256)?.checked_add(usize::from(*b)))?;
        (len, &rest[count..])
    };
    Some((tag, rest.get(..len)?, &rest[len..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_oid_with_large_arcs_is_written_in_base_128() {
        assert_eq!(
            oid("0.9.2342.19200300.100.1.1"),
            [6, 10, 9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1]
        );
    }

    #[test]
    fn long_values_get_a_long_length() {
        assert_eq!(tlv(4, &[0; 300])[..4], [4, 0x82, 1, 44]);
    }

    #[test]
    fn integers_stay_positive() {
        assert_eq!(int(0), [2, 1, 0]);
        assert_eq!(uint(&[0xff]), [2, 2, 0, 0xff]);
    }

    #[test]
    fn named_bits_count_the_unused_ones() {
        assert_eq!(named_bits(&[5, 6]), [3, 2, 1, 0x06]);
        assert_eq!(named_bits(&[0, 1, 2, 3]), [3, 2, 4, 0xf0]);
    }

    #[test]
    fn split_gives_back_what_was_put_in() {
        let encoded = [octets(b"one"), octets(&[7; 200])].concat();
        let (tag, value, rest) = split(&encoded).unwrap();
        assert_eq!((tag, value), (4, &b"one"[..]));
        assert_eq!(split(rest).unwrap().1, &[7; 200]);
    }
}
