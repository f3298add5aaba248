//! OCSP answers, RFC 6960.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::certificate::Identity;
use super::key::{Hash, Padding};
use crate::asn1::*;

/// An answer about one certificate.
pub struct Answer<'a> {
    /// Who issued the certificate.
    pub issuer: &'a Identity,
    /// The certificate.
    pub subject: &'a Identity,
    /// Who signs the answer: the issuer, or somebody it delegated to.
    pub responder: &'a Identity,
    /// Since when it is revoked; none if it is good.
    pub revoked: Option<DateTime<Utc>>,
    /// The moment it speaks of.
    pub from: DateTime<Utc>,
    /// Until when it holds.
    pub next: DateTime<Utc>,
}

impl Answer<'_> {
    /// OCSPResponse, DER.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let name_hash = Hash::Sha1.digest(&self.issuer.subject);
        let id = seq(&[
            Hash::Sha1.algorithm(),
            octets(&name_hash),
            octets(&self.issuer.key_id()?),
            uint(&self.subject.serial),
        ]);
        let status = match self.revoked {
            Some(since) => explicit(1, &generalized_time(since)),
            None => implicit(0, &[]),
        };
        let single = seq(&[
            id,
            status,
            generalized_time(self.from),
            explicit(0, &generalized_time(self.next)),
        ]);
        let data = seq(&[
            explicit(2, &octets(&self.responder.key_id()?)),
            generalized_time(self.from),
            seq(&[single]),
        ]);
        let signature = self.responder.key.sign(Hash::Sha256, Padding::Pkcs1, &data)?;
        let mut basic = vec![data, signature.algorithm, bits(&signature.value)];
        if self.responder.id != self.issuer.id {
            basic.push(explicit(
                0,
                &seq(std::slice::from_ref(&self.responder.certificate)),
            ));
        }
        let bytes = seq(&[oid("1.3.6.1.5.5.7.48.1.1"), octets(&seq(&basic))]);
        Ok(seq(&[enumerated(0), explicit(0, &bytes)]))
    }
}

/// RevocationInfoArchival with these lists and answers (ISO 32000-2 §12.8.3.3.2).
pub fn archival(lists: &[Vec<u8>], answers: &[Vec<u8>]) -> Vec<u8> {
    let mut parts = Vec::new();
    if !lists.is_empty() {
        parts.push(explicit(0, &seq(lists)));
    }
    if !answers.is_empty() {
        parts.push(explicit(1, &seq(answers)));
    }
    seq(&parts)
}
