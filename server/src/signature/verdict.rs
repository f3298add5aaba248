//! From reasons to verdicts, ETSI EN 319 102-1 §5.1.3 (tables 5 and 6).

use motcua_shared::signature::{Reason, report::Verdict};

/// What a reason does to a signature: the verdict and its sub-indication. A warning leaves it as it is.
///
/// Two points are stricter than ETSI, because a person filing papers is served by a clear answer: a certificate that
/// had expired or was revoked before the signer's own claimed time, and a later change that is not permitted, fail.
pub fn weigh(reason: Reason) -> (Verdict, Option<&'static str>) {
    use Reason as R;
    let failed = |indication| (Verdict::TotalFailed, Some(indication));
    let open = |indication| (Verdict::Indeterminate, Some(indication));
    match reason {
        R::Empty | R::NotAPdf | R::Truncated | R::Encrypted | R::Damaged | R::LimitExceeded => {
            (Verdict::Unreadable, None)
        }
        R::OrphanedSignature | R::NoSignature => (Verdict::Unsigned, None),

        R::DigestMismatch => failed("HASH_FAILURE"),
        R::SignatureInvalid => failed("SIG_CRYPTO_FAILURE"),
        R::DuplicateKey
        | R::ByteRangeMalformed
        | R::ContentsMalformed
        | R::ByteRangeNotExact
        | R::ByteRangeNotARevision
        | R::SignatureInObjectStream
        | R::FieldNotInSignedRevision
        | R::SignatureShared
        | R::RevisionSignedTwice
        | R::CertificationForbids
        | R::FieldLocked
        | R::PageChanged
        | R::PageTreeChanged
        | R::AnnotationAdded
        | R::AnnotationChanged
        | R::FormChanged
        | R::CatalogChanged
        | R::ObjectChanged
        | R::ChangeUnreadable
        | R::TrailingBytes
        | R::CmsMalformed
        | R::CmsTrailingBytes
        | R::SignerCount
        | R::SignedAttributesInvalid => failed("FORMAT_FAILURE"),
        R::SigningCertificateMismatch => failed("SIG_CONSTRAINTS_FAILURE"),

        R::CertificateRevoked => failed("REVOKED"),
        R::CertificateExpired => failed("EXPIRED"),
        R::CertificateNotYetValid => failed("NOT_YET_VALID"),

        R::SigningCertificateAttributeMissing | R::OnlyATimestamp => open("SIG_CONSTRAINTS_FAILURE"),
        R::SignerCertificateMissing => open("NO_SIGNING_CERTIFICATE_FOUND"),
        R::RevokedWithoutProofOfTime => open("REVOKED_NO_POE"),
        R::ExpiredWithoutProofOfTime => open("OUT_OF_BOUNDS_NO_POE"),
        R::UntrustedIssuer => open("NO_CERTIFICATE_CHAIN_FOUND"),
        R::ChainInvalid | R::KeyUsageForbids => open("CHAIN_CONSTRAINTS_FAILURE"),
        R::CertificateMalformed | R::SubFilterNotSupported => open("GENERIC"),
        R::AlgorithmNotSupported | R::Sha1Signature | R::KeyTooShort | R::AlgorithmExpired => {
            open("CRYPTO_CONSTRAINTS_FAILURE")
        }
        R::RevocationUnknown => open("TRY_LATER"),

        R::TimestampInvalid
        | R::TimestampUntrusted
        | R::Sha1Timestamp
        | R::TimestampRevocationUnknown
        | R::NoTrustedTime
        | R::ExpiredSince
        | R::RevokedSince
        | R::RevocationNotChecked => (Verdict::TotalPassed, None),
    }
}

/// The worst verdict that `reasons` lead to, with its sub-indication; passed when there are none.
pub fn worst(reasons: &[Reason]) -> (Verdict, Option<&'static str>) {
    worst_of(reasons.iter().map(|reason| weigh(*reason)))
}

/// The same for one signature. The file could be read then: that its certificates ask for too much leaves it open.
pub fn worst_of_signature(reasons: &[Reason]) -> (Verdict, Option<&'static str>) {
    worst_of(reasons.iter().map(|reason| match reason {
        Reason::LimitExceeded => (Verdict::Indeterminate, Some("GENERIC")),
        other => weigh(*other),
    }))
}

fn worst_of(
    weights: impl Iterator<Item = (Verdict, Option<&'static str>)>,
) -> (Verdict, Option<&'static str>) {
    let worse = |worst: (Verdict, _), weight: (Verdict, _)| if weight.0 > worst.0 { weight } else { worst };
    weights.fold((Verdict::TotalPassed, None), worse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_but_a_warning_spoils_the_verdict() {
        let warnings = Reason::ALL
            .iter()
            .filter(|reason| weigh(**reason).0 == Verdict::TotalPassed);
        assert!(
            warnings
                .into_iter()
                .all(|warning| *warning >= Reason::TimestampInvalid)
        );
        assert_eq!(
            worst(&[Reason::RevocationUnknown, Reason::DigestMismatch]).1,
            Some("HASH_FAILURE")
        );
        assert_eq!(worst(&[]), (Verdict::TotalPassed, None));
    }

    #[test]
    fn a_signature_that_asks_for_too_much_is_left_open() {
        let limit = Reason::LimitExceeded;
        assert_eq!(worst(&[limit]).0, Verdict::Unreadable);
        assert_eq!(worst_of_signature(&[limit]).0, Verdict::Indeterminate);
        let broken = worst_of_signature(&[limit, Reason::DigestMismatch]);
        assert_eq!(broken, (Verdict::TotalFailed, Some("HASH_FAILURE")));
    }
}
