//! What came out for one signature, and what the dates of a certificate mean for it.

use super::{authority::Authority, verdict::weigh};
use motcua_shared::{
    signature::{
        Reason,
        report::{ChainLink, Check, CheckName, CheckResult, PadesLevel, TimeSource, Verdict},
    },
    time::Timestamp,
};

/// Gathered while a signature is judged.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What speaks against it.
    pub reasons: Vec<Reason>,
    /// What is worth knowing besides.
    pub warnings: Vec<Reason>,
    /// When it is proven to have existed.
    pub trusted_time: Option<Timestamp>,
    /// The anchor that vouches for that time.
    pub time_anchor: Option<ChainLink>,
    /// What vouches for that time.
    pub time_source: Option<TimeSource>,
    /// Since when a certificate of the chain is revoked, the earliest.
    pub revoked_at: Option<Timestamp>,
    /// CN of the anchor that the chain ended in.
    pub anchor: Option<String>,
    /// PAdES level that the signature would have if nothing spoke against it.
    pub level: Option<PadesLevel>,
    /// The chain, from the signer's certificate to the anchor.
    pub chain: Vec<ChainLink>,
    /// What was looked at. What was found lies in `reasons` and `warnings`.
    pub done: Vec<CheckName>,
}

impl Outcome {
    /// How each check went: its worst finding decides, and without a finding whether it was done at all.
    pub fn checks(&self) -> Vec<Check> {
        let result = |name| {
            let findings = self.reasons.iter().chain(&self.warnings);
            let worst = findings
                .filter(|reason| CheckName::of(**reason) == Some(name))
                .map(|reason| result_of(*reason))
                .min();
            match worst {
                Some(CheckResult::Pass) | None if self.done.contains(&name) => CheckResult::Pass,
                Some(CheckResult::Pass) | None => CheckResult::NotDone,
                Some(result) => result,
            }
        };
        CheckName::ALL
            .iter()
            .map(|name| Check {
                name: *name,
                result: result(*name),
            })
            .collect()
    }
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
        self.revoked_at = Some(self.revoked_at.map_or(revoked, |earlier| earlier.min(revoked)));
        match self.trusted_time.or(claimed) {
            Some(signed) if revoked <= signed => self.reasons.push(Reason::CertificateRevoked),
            Some(_) if self.trusted_time.is_some() => self.warnings.push(Reason::RevokedSince),
            _ => self.reasons.push(Reason::RevokedWithoutProofOfTime),
        }
    }
}

/// What a finding makes of its check. Warnings that say that something is missing leave it open; the others are only
/// remarks on a check that held.
fn result_of(reason: Reason) -> CheckResult {
    match (weigh(reason).0, reason) {
        (_, Reason::NoTrustedTime | Reason::RevocationNotChecked) => CheckResult::NotDone,
        (_, Reason::TimestampInvalid) => CheckResult::Fail,
        (_, Reason::TimestampUntrusted | Reason::RevocationUnknown) => CheckResult::Unknown,
        (Verdict::TotalPassed, _) => CheckResult::Pass,
        (Verdict::Indeterminate, _) => CheckResult::Unknown,
        _ => CheckResult::Fail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(outcome: &Outcome, wanted: CheckName) -> CheckResult {
        let checks = outcome.checks();
        checks.iter().find(|check| check.name == wanted).unwrap().result
    }

    #[test]
    fn a_check_passes_only_if_it_was_done_and_nothing_was_found() {
        let outcome = Outcome {
            reasons: vec![Reason::DigestMismatch, Reason::UntrustedIssuer],
            warnings: vec![Reason::NoTrustedTime, Reason::ExpiredSince],
            done: vec![
                CheckName::Digest,
                CheckName::Signature,
                CheckName::Chain,
                CheckName::CertificateValidity,
            ],
            ..Outcome::default()
        };
        for (name, expected) in [
            (CheckName::Digest, CheckResult::Fail),
            (CheckName::Signature, CheckResult::Pass),
            (CheckName::Chain, CheckResult::Unknown),
            (CheckName::CertificateValidity, CheckResult::Pass),
            (CheckName::Timestamp, CheckResult::NotDone),
            (CheckName::Revocation, CheckResult::NotDone),
        ] {
            assert_eq!(result(&outcome, name), expected, "{name:?}");
        }
    }
}
