//! A prepared paper, and the CMS that completes it.

use super::error::EmbedError;
use crate::signature::digest::digest_algorithm;
use motcua_shared::signature::{
    Budget, Reason, analyse,
    parse::{
        ber,
        cms::{SignedData, oid},
        timestamp::Statement,
    },
};
use ring::digest::{Algorithm, Context, Digest, SHA256};
use std::ops::Range;

/// A paper with room for one signature, of which everything but that room is to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    bytes: Vec<u8>,
    gap: Range<usize>,
    field: String,
}

impl Prepared {
    pub(super) fn new(bytes: Vec<u8>, gap: Range<usize>, field: String) -> Self {
        Self { bytes, gap, field }
    }

    /// A prepared paper that was kept as a file meanwhile: its last signature must be all blank.
    pub fn reopen(bytes: Vec<u8>) -> Result<Self, EmbedError> {
        let analysis =
            analyse(&bytes, &mut Budget::for_file(bytes.len())).map_err(|_| EmbedError::NotPrepared)?;
        let last = analysis
            .signatures
            .into_iter()
            .rev()
            .find(|one| one.structure.covers_whole_document);
        let (Some(gap), Some(field)) = last
            .map(|one| (one.signed.map(|signed| signed.gap), Some(one.structure.field)))
            .unwrap_or_default()
        else {
            return Err(EmbedError::NotPrepared);
        };
        let is_blank = match bytes.get(gap.clone()) {
            Some([b'<', digits @ .., b'>']) => digits.iter().all(|digit| *digit == b'0'),
            _ => false,
        };
        if is_blank {
            Ok(Self { bytes, gap, field })
        } else {
            Err(EmbedError::NotPrepared)
        }
    }

    /// The whole file, its signature blank. Keep these bytes as they are until the CMS is there.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Fully qualified name of the field that will hold the signature.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// `/Contents` with its brackets: what is not signed.
    pub fn gap(&self) -> Range<usize> {
        self.gap.clone()
    }

    /// `/ByteRange`.
    pub fn byte_range(&self) -> [usize; 4] {
        let rest = self.bytes.len().saturating_sub(self.gap.end);
        [0, self.gap.start, self.gap.end, rest]
    }

    /// Most bytes that the CMS may have.
    pub fn room(&self) -> usize {
        self.gap.len().saturating_sub(2) / 2
    }

    /// The bytes to be signed, in two pieces.
    pub fn to_sign(&self) -> [&[u8]; 2] {
        [
            self.bytes.get(..self.gap.start).unwrap_or_default(),
            self.bytes.get(self.gap.end..).unwrap_or_default(),
        ]
    }

    /// SHA-256 of the bytes to be signed: the message digest of a CMS (RFC 5652 §11.2), the imprint of a timestamp
    /// (RFC 3161 §2.4.1).
    pub fn sha256(&self) -> [u8; 32] {
        let mut sum = [0; 32];
        let digest = self.digest(&SHA256);
        for (to, from) in sum.iter_mut().zip(digest.as_ref()) {
            *to = *from;
        }
        sum
    }

    fn digest(&self, algorithm: &'static Algorithm) -> Digest {
        let mut context = Context::new(algorithm);
        for piece in self.to_sign() {
            context.update(piece);
        }
        context.finish()
    }

    /// The signed paper. The CMS (or timestamp token) must be complete, fit, and be about these bytes; whether its
    /// signer is trusted is for the verifier to say.
    pub fn embed(mut self, cms: &[u8]) -> Result<Vec<u8>, EmbedError> {
        if cms.len() > self.room() {
            return Err(EmbedError::TooLong {
                length: cms.len(),
                room: self.room(),
            });
        }
        self.check(cms)?;
        let digits = cms.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 0xF)]);
        let gap = self.bytes.get_mut(self.gap).unwrap_or_default();
        for (place, digit) in gap.iter_mut().skip(1).zip(digits) {
            *place = digit;
        }
        Ok(self.bytes)
    }

    fn check(&self, cms: &[u8]) -> Result<(), EmbedError> {
        let (der, taken) = ber::to_definite(cms).map_err(EmbedError::NotASignature)?;
        if taken != cms.len() {
            return Err(EmbedError::NotASignature(Reason::CmsTrailingBytes));
        }
        let data = SignedData::parse(&der).map_err(EmbedError::NotASignature)?;
        let signer = data.signer().map_err(EmbedError::NotASignature)?;
        let (algorithm, stated) = match data.content {
            Some(content) if data.content_type == oid::TST_INFO => {
                let statement = Statement::parse(content).map_err(EmbedError::NotASignature)?;
                (statement.algorithm, Some(statement.imprint))
            }
            _ => {
                let attributes = signer.signed_attributes.as_ref();
                let digest = attributes.and_then(|attributes| attributes.values(oid::MESSAGE_DIGEST).next());
                (signer.digest_algorithm.oid, digest.map(|digest| digest.content))
            }
        };
        // Without attributes the signature is over the bytes themselves: only its key can tell.
        let (Some(stated), Some(algorithm)) = (stated, digest_algorithm(algorithm)) else {
            return Ok(());
        };
        if self.digest(algorithm).as_ref() == stated {
            Ok(())
        } else {
            Err(EmbedError::OfSomethingElse)
        }
    }
}

fn hex(digit: u8) -> u8 {
    match digit {
        0..=9 => b'0'.saturating_add(digit),
        _ => b'a'.saturating_add(digit).saturating_sub(10),
    }
}
