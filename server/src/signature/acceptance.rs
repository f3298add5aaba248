//! What a receiver makes of a report. The verdict says what is proven; this says what is done about it, and nothing of
//! it flows back into the report.

use super::policy::{Decision, Policy};
use motcua_shared::signature::{
    Reason,
    report::{CheckName, CheckResult, SignatureReport, SignerKind, Verdict, VerificationReport},
};
use serde::{Deserialize, Serialize};

/// Why a paper is not simply accepted, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objection {
    /// The file cannot be judged.
    NotReadable,
    /// Nobody signed.
    NotSigned,
    /// A signature is broken, or the paper was changed.
    SignatureFailed,
    /// A signature holds, but under an anchor that the policy does not accept.
    AnchorNotAccepted,
    /// Something other than revocation data is missing.
    NotProven,
    /// It is not known whether a certificate was revoked.
    RevocationUnknown,
}

/// What is done about a paper, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The policy that decided.
    pub policy: String,
    /// What is done.
    pub decision: Decision,
    /// Worst first, each once; empty when accepted.
    pub reasons: Vec<Objection>,
}

impl Policy {
    /// Decides about a paper with this report.
    pub fn accept(&self, report: &VerificationReport) -> Acceptance {
        let mut objections = self.objections(report);
        // Who holds the stolen key of a timestamp authority dates a signature back to when its certificate was good.
        let says = |reason: Reason| report.warnings.contains(&reason);
        let rests_on_time = says(Reason::ExpiredSince) || says(Reason::RevokedSince);
        if rests_on_time && says(Reason::TimestampRevocationUnknown) {
            objections.push(Objection::RevocationUnknown);
        }
        objections.sort_unstable();
        objections.dedup();
        let decision = objections
            .iter()
            .map(|objection| self.decide(*objection))
            .max()
            .unwrap_or(Decision::Accept);
        Acceptance {
            policy: self.name.clone(),
            decision,
            reasons: objections,
        }
    }

    fn decide(&self, objection: Objection) -> Decision {
        match objection {
            Objection::RevocationUnknown => self.unknown_revocation,
            _ => Decision::Refuse,
        }
    }

    fn objections(&self, report: &VerificationReport) -> Vec<Objection> {
        match report.verdict {
            Verdict::Unreadable => return vec![Objection::NotReadable],
            Verdict::Unsigned => return vec![Objection::NotSigned],
            _ => {}
        }
        // A document timestamp is nobody's word; what it is worth, the signatures before it show.
        let signatures: Vec<_> = report
            .signatures
            .iter()
            .filter(|signature| signature.kind != Some(SignerKind::Timestamp))
            .collect();
        let each = signatures.iter().map(|signature| self.about(signature));
        if self.every_signature || signatures.is_empty() {
            let whole = about_reasons(report.verdict, &report.reasons);
            return each.flatten().chain(whole).collect();
        }
        let worst = |objections: &Vec<Objection>| objections.iter().map(|one| self.decide(*one)).max();
        each.min_by_key(worst).unwrap_or_default()
    }

    fn about(&self, signature: &SignatureReport) -> Vec<Objection> {
        let mut objections = about_reasons(signature.verdict, &signature.reasons);
        if self.admits_anchors_of(signature) == Some(false) {
            objections.push(Objection::AnchorNotAccepted);
        }
        let checked = |check: CheckName| {
            let mut checks = signature.checks.iter();
            checks.find(|one| one.name == check).map(|one| one.result)
        };
        // Also where the verdict was found without asking for revocation data: not looking is not knowing.
        if matches!(
            checked(CheckName::Revocation),
            Some(CheckResult::Unknown | CheckResult::NotDone)
        ) {
            objections.push(Objection::RevocationUnknown);
        }
        objections
    }
}

fn about_reasons(verdict: Verdict, reasons: &[Reason]) -> Vec<Objection> {
    let is_revocation = |reason: &Reason| {
        matches!(
            reason,
            Reason::RevocationUnknown | Reason::TimestampRevocationUnknown
        )
    };
    match verdict {
        Verdict::TotalPassed => vec![],
        Verdict::Indeterminate if !reasons.is_empty() && reasons.iter().all(is_revocation) => {
            vec![Objection::RevocationUnknown]
        }
        Verdict::Indeterminate => vec![Objection::NotProven],
        _ => vec![Objection::SignatureFailed],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rests_on_a_time_of_which_nothing_is_known_is_held() {
        let decide = |warnings: &[Reason]| {
            let report = VerificationReport {
                verdict: Verdict::TotalPassed,
                reasons: Vec::new(),
                warnings: warnings.to_vec(),
                signatures: Vec::new(),
            };
            Policy::any_national_ca().accept(&report).decision
        };
        use Reason as R;
        assert_eq!(decide(&[R::TimestampRevocationUnknown]), Decision::Accept);
        assert_eq!(decide(&[R::ExpiredSince]), Decision::Accept);
        for since in [R::ExpiredSince, R::RevokedSince] {
            assert_eq!(decide(&[since, R::TimestampRevocationUnknown]), Decision::Hold);
        }
    }
}
