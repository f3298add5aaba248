//! What may come in: runs the verifier, a bounded number of files at a time, and turns its report into an answer.

use super::Verifier;
use super::acceptance::Objection;
use super::policy::{Decision, Policy};
use crate::error::AppError;
use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::report::{Verdict, VerificationReport};
use motcua_shared::signature::{self, Reason};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::Purpose;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Judges files that were sent.
#[derive(Clone)]
pub struct Gate {
    verifier: Arc<RwLock<Arc<Verifier>>>,
    policy: Arc<Policy>,
    permits: Arc<Semaphore>,
}

impl Gate {
    /// At most `parallel` files are judged, and so held in memory, at a time.
    pub fn new(verifier: Verifier, policy: Policy, parallel: usize) -> Self {
        Self {
            verifier: Arc::new(RwLock::new(Arc::new(verifier))),
            policy: Arc::new(policy),
            permits: Arc::new(Semaphore::new(parallel)),
        }
    }

    /// Judges by other rules from now on.
    pub fn replace(&self, verifier: Verifier) {
        *self.verifier.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(verifier);
    }

    /// Digest of what is trusted now.
    pub fn trust(&self) -> String {
        self.verifier().trust()
    }

    /// The verifier of now.
    pub fn verifier(&self) -> Arc<Verifier> {
        Arc::clone(&self.verifier.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for a turn, then reads the bytes and judges them.
    pub async fn judge<F>(&self, read: F, at: Timestamp) -> Result<VerificationReport, AppError>
    where
        F: Future<Output = Result<Bytes, AppError>>,
    {
        let permit = self.turn().await?;
        let bytes = read.await?;
        let verifier = self.verifier();
        // The turn ends with the work, not with the request: who hangs up early frees nothing.
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            verifier.verify(&bytes, at)
        })
        .await
        .map_err(AppError::internal)
    }

    /// Waits for a turn to do something as heavy.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, AppError> {
        Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(AppError::internal)
    }

    /// Whether a file with this report may come in for this purpose, by the policy of this portal.
    pub fn accept(&self, purpose: Purpose, report: &VerificationReport) -> Result<(), ErrorCode> {
        accept(&self.policy, purpose, report)
    }
}

/// Whether a file with this report may come in for this purpose. What the policy holds back for a person is taken and
/// shown as such: the real papers carry no revocation data (docs/decisions/2026-11-21-unknown-revocation.md).
pub fn accept(policy: &Policy, purpose: Purpose, report: &VerificationReport) -> Result<(), ErrorCode> {
    if report.verdict == Verdict::Unsigned && purpose == Purpose::Component && !is_lost(report) {
        return Ok(());
    }
    let acceptance = policy.accept(report);
    match (acceptance.decision, acceptance.reasons.first()) {
        (Decision::Accept | Decision::Hold, _) => Ok(()),
        (Decision::Refuse, Some(Objection::AnchorNotAccepted)) => Err(ErrorCode::PaperUntrustedSigner),
        (Decision::Refuse, _) => Err(refusal(report)),
    }
}

fn is_lost(report: &VerificationReport) -> bool {
    report.reasons.contains(&Reason::OrphanedSignature)
}

/// The sentence for the worst reason.
pub(super) fn refusal(report: &VerificationReport) -> ErrorCode {
    let fallback = match report.verdict {
        Verdict::Unsigned => ErrorCode::PaperUnsigned,
        Verdict::Unreadable => ErrorCode::FileDamaged,
        Verdict::TotalFailed => ErrorCode::PaperSignatureBroken,
        Verdict::Indeterminate | Verdict::TotalPassed => ErrorCode::PaperUndecided,
    };
    let known = report.reasons.iter().find_map(|reason| of_reason(*reason));
    known.unwrap_or(fallback)
}

fn of_reason(reason: Reason) -> Option<ErrorCode> {
    use Reason as R;
    Some(match reason {
        R::UntrustedIssuer | R::ChainInvalid => ErrorCode::PaperUntrustedSigner,
        R::CertificateExpired | R::CertificateNotYetValid => ErrorCode::PaperSignerExpired,
        R::ExpiredWithoutProofOfTime => ErrorCode::PaperSignerExpiredSince,
        R::CertificateRevoked => ErrorCode::PaperSignerRevoked,
        R::RevokedWithoutProofOfTime => ErrorCode::PaperSignerRevokedSince,
        other => return signature::refusal(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::verdict::weigh;

    fn report(verdict: Verdict, reasons: &[Reason]) -> VerificationReport {
        VerificationReport {
            verdict,
            reasons: reasons.to_vec(),
            warnings: Vec::new(),
            signatures: Vec::new(),
        }
    }

    #[test]
    fn only_a_signature_that_lacks_nothing_but_revocation_data_passes_undecided() {
        let unknown = report(Verdict::Indeterminate, &[Reason::RevocationUnknown]);
        assert_eq!(accept(&Policy::default(), Purpose::Vault, &unknown), Ok(()));
        let foreign = report(
            Verdict::Indeterminate,
            &[Reason::UntrustedIssuer, Reason::RevocationUnknown],
        );
        assert_eq!(
            accept(&Policy::default(), Purpose::Vault, &foreign),
            Err(ErrorCode::PaperUntrustedSigner)
        );
    }

    #[test]
    fn a_policy_may_refuse_what_the_default_holds_back() {
        let unknown = report(Verdict::Indeterminate, &[Reason::RevocationUnknown]);
        let strict = Policy {
            unknown_revocation: Decision::Refuse,
            ..Policy::default()
        };
        assert_eq!(
            accept(&strict, Purpose::Vault, &unknown),
            Err(ErrorCode::PaperUndecided)
        );
        assert_eq!(Policy::default().accept(&unknown).decision, Decision::Hold);
    }

    #[test]
    fn an_unsigned_file_is_taken_only_where_no_signature_is_asked_for() {
        let unsigned = report(Verdict::Unsigned, &[]);
        assert_eq!(accept(&Policy::default(), Purpose::Component, &unsigned), Ok(()));
        assert_eq!(
            accept(&Policy::default(), Purpose::SignedComponent, &unsigned),
            Err(ErrorCode::PaperUnsigned)
        );
        assert_eq!(
            accept(&Policy::default(), Purpose::Vault, &unsigned),
            Err(ErrorCode::PaperUnsigned)
        );
    }

    #[test]
    fn a_changed_paper_is_refused_everywhere() {
        let changed = report(Verdict::TotalFailed, &[Reason::PageChanged]);
        for purpose in [Purpose::Vault, Purpose::SignedComponent, Purpose::Component] {
            assert_eq!(
                accept(&Policy::default(), purpose, &changed),
                Err(ErrorCode::PaperChanged)
            );
        }
    }

    #[test]
    fn whatever_fails_a_paper_has_a_sentence_of_its_own() {
        for reason in Reason::ALL {
            let (verdict, _) = weigh(*reason);
            if matches!(verdict, Verdict::TotalFailed | Verdict::Unsigned) {
                assert!(of_reason(*reason).is_some(), "{}", reason.as_str());
            }
        }
    }
}
