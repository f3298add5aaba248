//! What came out for one signature, and what the dates of a certificate mean for it.

use super::authority::Authority;
use motcua_shared::{signature::Reason, time::Timestamp};

/// Gathered while a signature is judged.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What speaks against it.
    pub reasons: Vec<Reason>,
    /// What is worth knowing besides.
    pub warnings: Vec<Reason>,
    /// When it is proven to have existed.
    pub trusted_time: Option<Timestamp>,
    /// CN of the anchor that the chain ended in.
    pub anchor: Option<String>,
}

impl Outcome {
    /// Whether the certificate was valid at the moment it is `judged` for. Expired before the signer's own claimed
    /// time fails; expired since leaves it open unless a trusted time says that the signature is older.
    pub fn note_validity(
        &mut self,
        certificate: &Authority,
        judged: Timestamp,
        now: Timestamp,
        claimed: Option<Timestamp>,
    ) {
        let (Some(first), Some(last)) = certificate.validity() else {
            self.reasons.push(Reason::CertificateMalformed);
            return;
        };
        if judged < first {
            self.reasons.push(Reason::CertificateNotYetValid);
        } else if judged > last {
            let was_late = claimed.or(self.trusted_time).is_some_and(|signed| signed > last);
            let reason = if was_late {
                Reason::CertificateExpired
            } else {
                Reason::ExpiredWithoutProofOfTime
            };
            self.reasons.push(reason);
        } else if now > last {
            self.warnings.push(Reason::ExpiredSince);
        }
    }

    /// What a revocation means for a signature made at the trusted time, or claimed to be made at the claimed one.
    pub fn note_revocation(&mut self, revoked: Timestamp, claimed: Option<Timestamp>) {
        match self.trusted_time.or(claimed) {
            Some(signed) if revoked <= signed => self.reasons.push(Reason::CertificateRevoked),
            Some(_) if self.trusted_time.is_some() => self.warnings.push(Reason::RevokedSince),
            _ => self.reasons.push(Reason::RevokedWithoutProofOfTime),
        }
    }
}
