//! What may still be spent on one paper. Everything that a hostile paper can ask for again and again pays here.

use motcua_shared::signature::Reason;
use std::cell::Cell;

/// Signatures of certificates that are verified for one paper in search of paths. A paper with the most signatures that
/// are looked at, each through three authorities, needs fewer; certificates that all name each other need any number.
const CERTIFICATES: usize = 600;
/// Signatures of revocation lists and OCSP answers; each is verified once, whoever asks. A paper with the most
/// signatures that are looked at, each with an answer and a list for every certificate, needs fewer.
const EVIDENCE: usize = 3_000;
/// Certificates looked at in search of a timestamp's signer.
const LOOKS: usize = 100_000;
/// Bytes that are hashed in the time of one verification.
const HASHED: usize = 32 << 10;

/// What is left for one paper.
#[derive(Debug)]
pub struct Effort {
    certificates: Cell<usize>,
    evidence: Cell<usize>,
    looks: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Effort {
    /// All of it.
    pub fn new() -> Self {
        Self {
            certificates: Cell::new(CERTIFICATES),
            evidence: Cell::new(EVIDENCE),
            looks: Cell::new(LOOKS),
            is_spent: Cell::new(false),
        }
    }

    /// Pays for verifying the signature of a certificate.
    pub fn certificate(&self) -> Result<(), Reason> {
        self.take(&self.certificates, 1)
    }

    /// Pays for verifying a signature over `length` bytes of evidence.
    pub fn evidence(&self, length: usize) -> Result<(), Reason> {
        self.take(&self.evidence, 1 + length / HASHED)
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
        assert_eq!(effort.evidence(HASHED * (EVIDENCE - 2)), Ok(()));
        assert_eq!((effort.evidence(0), effort.is_spent()), (Ok(()), false));
        assert_eq!(effort.evidence(0), Err(Reason::LimitExceeded));
        assert!(effort.is_spent());
        assert_eq!(effort.certificate(), Ok(()));
    }
}
