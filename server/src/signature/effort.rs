//! What may still be spent on one paper. Everything that a hostile paper can ask for again and again pays here.

use motcua_shared::signature::Reason;
use std::cell::Cell;

/// Signatures of certificates that are verified for one paper in search of paths, a slow one counting several times. A
/// paper with the most signatures that are looked at, each through three authorities, needs fewer; certificates that all
/// name each other need any number.
const CERTIFICATES: usize = 600;
/// The same for signers and timestamps: each of the most signatures that are looked at, and four timestamps.
const CLAIMS: usize = 1_600;
/// The same for revocation lists and OCSP answers; each is verified once, whoever asks. A paper with the most signatures
/// that are looked at, each with an answer and a list for every certificate, needs fewer.
const EVIDENCE: usize = 3_000;
/// Certificates looked at in search of a timestamp's signer.
const LOOKS: usize = 500_000;
/// Bytes that are hashed in the time of one verification.
const HASHED: usize = 32 << 10;

/// What is left for one paper.
#[derive(Debug)]
pub struct Effort {
    certificates: Cell<usize>,
    claims: Cell<usize>,
    evidence: Cell<usize>,
    looks: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Effort {
    /// All of it.
    pub fn new() -> Self {
        Self {
            certificates: Cell::new(CERTIFICATES),
            claims: Cell::new(CLAIMS),
            evidence: Cell::new(EVIDENCE),
            looks: Cell::new(LOOKS),
            is_spent: Cell::new(false),
        }
    }

    /// Pays for verifying the signature of a certificate, in times of a fast one.
    pub fn certificate(&self, times: usize) -> Result<(), Reason> {
        self.take(&self.certificates, times)
    }

    /// Pays for verifying what a signer or a timestamp authority signed.
    pub fn claim(&self, times: usize) -> Result<(), Reason> {
        self.take(&self.claims, times)
    }

    /// Pays for verifying a signature over `length` bytes of evidence.
    pub fn evidence(&self, times: usize, length: usize) -> Result<(), Reason> {
        self.take(&self.evidence, times + length / HASHED)
    }

    /// Pays for looking at `count` certificates.
    pub fn look(&self, count: usize) -> Result<(), Reason> {
        self.take(&self.looks, count)
    }

    /// Whether something was asked for that was not to be had. What was left out may have been a revocation, so that
    /// nothing may pass then.
    pub fn is_spent(&self) -> bool {
        self.is_spent.get()
    }

    fn take(&self, left: &Cell<usize>, amount: usize) -> Result<(), Reason> {
        if let Some(rest) = left.get().checked_sub(amount) {
            left.set(rest);
            return Ok(());
        }
        self.is_spent.set(true);
        Err(Reason::LimitExceeded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_known_to_be() {
        let effort = Effort::new();
        assert_eq!(effort.evidence(1, HASHED * (EVIDENCE - 2)), Ok(()));
        assert_eq!((effort.evidence(1, 0), effort.is_spent()), (Ok(()), false));
        assert_eq!(effort.evidence(1, 0), Err(Reason::LimitExceeded));
        assert!(effort.is_spent());
        assert_eq!(effort.certificate(1), Ok(()));
    }
}
