//! What a timestamp token says: TSTInfo, RFC 3161 §2.4.2.

use super::asn1::{INTEGER, OCTET_STRING, OID, Reader, SEQUENCE};
use super::cms::Algorithm;
use crate::signature::Reason;
use crate::time::Timestamp;
use chrono::NaiveDateTime;
use const_oid::ObjectIdentifier;

const GENERALIZED_TIME: u8 = 0x18;

/// The content of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The digest of what was stamped.
    pub imprint: &'a [u8],
    /// Its algorithm.
    pub algorithm: ObjectIdentifier,
    /// When.
    pub time: Timestamp,
    /// What the one who asked sent along, to know his answer by.
    pub nonce: Option<&'a [u8]>,
}

impl<'a> Statement<'a> {
    /// Reads the content of a token.
    pub fn parse(content: &'a [u8]) -> Result<Self, Reason> {
        let mut info = Reader::new(content).expect(SEQUENCE)?.reader();
        info.expect(INTEGER)?;
        info.expect(OID)?;
        let mut imprint = info.expect(SEQUENCE)?.reader();
        let algorithm = Algorithm::read(&mut imprint)?.oid;
        let imprint = imprint.expect(OCTET_STRING)?.content;
        info.expect(INTEGER)?;
        let time = parse_time(info.expect(GENERALIZED_TIME)?.content).ok_or(Reason::TimestampInvalid)?;
        // Accuracy and ordering may stand between.
        let mut nonce = None;
        while !info.is_empty() && nonce.is_none() {
            let field = info.read()?;
            nonce = (field.tag == INTEGER).then_some(field.content);
        }
        Ok(Self {
            imprint,
            algorithm,
            time,
            nonce,
        })
    }
}

/// GeneralizedTime in UTC, with or without a fraction of a second (RFC 3161 §2.4.2).
fn parse_time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S%.f")
        .ok()
        .map(|time| Timestamp::new(time.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_may_have_fractions_but_must_be_utc() {
        let read = |text: &str| parse_time(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(read("20260723013945Z").as_deref(), Some("2026-07-23T01:39:45Z"));
        assert_eq!(
            read("20260723013945.5Z").as_deref(),
            Some("2026-07-23T01:39:45.500Z")
        );
        assert_eq!(read("20260723013945+0700"), None);
        assert_eq!(read("Z"), None);
    }

    #[test]
    fn what_was_sent_along_is_found_behind_accuracy_and_ordering() {
        let body = [
            &[2, 1, 1, 6, 2, 42, 3][..],
            &[0x30, 17, 0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            &[4, 2, 7, 8],
            &[2, 1, 5, GENERALIZED_TIME, 15],
            b"20260723013945Z",
            &[0x30, 3, 2, 1, 1, 1, 1, 0xff, 2, 2, 9, 9],
        ]
        .concat();
        let content = [&[SEQUENCE, u8::try_from(body.len()).unwrap()][..], &body].concat();
        let statement = Statement::parse(&content).unwrap();
        assert_eq!(
            (statement.imprint, statement.nonce),
            (&[7, 8][..], Some(&[9, 9][..]))
        );
    }
}
