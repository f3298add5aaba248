//! Certificate revocation lists.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::certificate::Identity;
use super::key::{Hash, Padding};
use crate::asn1::*;

/// A revoked certificate.
pub struct Revoked<'a> {
    /// Whose certificate.
    pub identity: &'a Identity,
    /// Since when.
    pub since: DateTime<Utc>,
    /// CRLReason, for example 1 (key compromise) or 4 (superseded).
    pub reason: u8,
}

/// A list by `issuer`, DER.
pub fn list(
    issuer: &Identity,
    from: DateTime<Utc>,
    next: DateTime<Utc>,
    revoked: &[Revoked],
) -> Result<Vec<u8>> {
    let algorithm = issuer.key.sign(Hash::Sha256, Padding::Pkcs1, b"")?.algorithm;
    let entries: Vec<Vec<u8>> = revoked
        .iter()
        .map(|one| {
            let reason = seq(&[oid("2.5.29.21"), octets(&enumerated(one.reason))]);
            seq(&[uint(&one.identity.serial), time(one.since), seq(&[reason])])
        })
        .collect();
    let extensions = seq(&[
        seq(&[oid("2.5.29.35"), octets(&seq(&[implicit(0, &issuer.key_id()?)]))]),
        seq(&[oid("2.5.29.20"), octets(&int(from.timestamp().unsigned_abs()))]),
    ]);
    let mut parts = vec![
        int(1),
        algorithm.clone(),
        issuer.subject.clone(),
        time(from),
        time(next),
    ];
    if !entries.is_empty() {
        parts.push(seq(&entries));
    }
    parts.push(explicit(0, &extensions));
    let tbs = seq(&parts);
    let signature = issuer.key.sign(Hash::Sha256, Padding::Pkcs1, &tbs)?;
    Ok(seq(&[tbs, algorithm, bits(&signature.value)]))
}
