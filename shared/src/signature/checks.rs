//! What a report says beside its verdict: who signed, at which level, through which chain, and how each check went.

use super::reason::Reason;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What kind of holder a certificate has, as far as its subject tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignerKind {
    /// A person in an agency.
    Person,
    /// An agency: its seal.
    Organisation,
    /// An office inside an agency, such as "Phòng Văn thư", which stamps number and date.
    Office,
    /// A timestamp authority.
    Timestamp,
}

/// What vouches for a trusted time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TimeSource {
    /// A timestamp over the signature value, inside the signature.
    Signature,
    /// A later document timestamp in the paper.
    Document,
    /// A timestamp that the receiver had made over the whole file when it came in, kept beside it.
    Receiver,
}

/// Levels of PAdES baseline signatures, ETSI EN 319 142-1 §6, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PadesLevel {
    /// A signature that names its certificate.
    #[serde(rename = "B-B")]
    Basic,
    /// With a timestamp that holds.
    #[serde(rename = "B-T")]
    Timestamp,
    /// With all that is needed to judge its certificates, in the file.
    #[serde(rename = "B-LT")]
    LongTerm,
    /// And a document timestamp over that.
    #[serde(rename = "B-LTA")]
    Archive,
}

impl PadesLevel {
    /// `B-B`, `B-T`, `B-LT` or `B-LTA`, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "B-B",
            Self::Timestamp => "B-T",
            Self::LongTerm => "B-LT",
            Self::Archive => "B-LTA",
        }
    }
}

/// One certificate of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainLink {
    /// CN of the subject (or its whole name where it has no CN).
    pub name: String,
    /// First moment of its validity.
    pub valid_from: Option<Timestamp>,
    /// Last moment of its validity.
    pub valid_to: Option<Timestamp>,
    /// Whether the operator trusts it for itself.
    pub is_anchor: bool,
    /// SHA-256 of the certificate, upper-case hexadecimal without separators.
    #[serde(default)]
    pub fingerprint: String,
}

/// How a check went, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CheckResult {
    /// It does not hold.
    Fail,
    /// It cannot be told.
    Unknown,
    /// It holds.
    Pass,
    /// There was nothing to check, or an earlier check made it pointless, or the operator switched it off.
    NotDone,
}

/// One check and how it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// Which.
    pub name: CheckName,
    /// How it went.
    pub result: CheckResult,
}

/// The three questions about a signature that must not be mixed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Is the signature itself sound?
    IsSound,
    /// Is the signer who he says he is, and was he allowed to sign then?
    IsTrusted,
    /// Is the paper still what was signed?
    IsUnchanged,
}

/// Every check of a signature, in the order in which a person reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CheckName {
    /// The signature dictionary, its byte range and its CMS are well formed.
    Structure,
    /// The signed bytes have the signed digest.
    Digest,
    /// The signature value verifies under the signer's key.
    Signature,
    /// The signed attributes are complete and agree with the signature.
    SignedAttributes,
    /// Algorithms and key lengths still prove something.
    Algorithms,
    /// The certificate was valid when the signature was made.
    CertificateValidity,
    /// The certificate is meant for signing documents.
    KeyUsage,
    /// A valid chain leads to an anchor.
    Chain,
    /// No certificate of the chain was revoked.
    Revocation,
    /// A timestamp proves the time.
    Timestamp,
    /// Nothing but permitted additions came after signing.
    Changes,
}

impl CheckName {
    /// Every check, in order.
    pub const ALL: &[Self] = &[
        Self::Structure,
        Self::Digest,
        Self::Signature,
        Self::SignedAttributes,
        Self::Algorithms,
        Self::CertificateValidity,
        Self::KeyUsage,
        Self::Chain,
        Self::Revocation,
        Self::Timestamp,
        Self::Changes,
    ];

    /// The question that the check helps to answer; changed bytes under the signature are a changed paper. A timestamp
    /// answers none by itself: without one, the certificate is judged as of now.
    pub const fn question(self) -> Option<Question> {
        Some(match self {
            Self::Structure | Self::Signature | Self::SignedAttributes | Self::Algorithms => {
                Question::IsSound
            }
            Self::CertificateValidity | Self::KeyUsage | Self::Chain | Self::Revocation => {
                Question::IsTrusted
            }
            Self::Digest | Self::Changes => Question::IsUnchanged,
            Self::Timestamp => return None,
        })
    }

    /// The check that a reason is a finding of; `None` for reasons about the file as a whole.
    pub const fn of(reason: Reason) -> Option<Self> {
        use Reason as R;
        Some(match reason {
            R::Empty
            | R::NotAPdf
            | R::Truncated
            | R::Encrypted
            | R::Damaged
            | R::LimitExceeded
            | R::OrphanedSignature
            | R::NoSignature
            | R::OnlyATimestamp => return None,
            R::DigestMismatch => Self::Digest,
            R::SignatureInvalid => Self::Signature,
            R::DuplicateKey
            | R::ByteRangeMalformed
            | R::ContentsMalformed
            | R::ByteRangeNotExact
            | R::ByteRangeNotARevision
            | R::SignatureInObjectStream
            | R::FieldNotInSignedRevision
            | R::SignatureShared
            | R::RevisionSignedTwice
            | R::CmsMalformed
            | R::CmsTrailingBytes
            | R::SignerCount
            | R::SignerCertificateMissing
            | R::CertificateMalformed
            | R::SubFilterNotSupported => Self::Structure,
            R::CertificationForbids
            | R::FieldLocked
            | R::PageChanged
            | R::PageTreeChanged
            | R::AnnotationAdded
            | R::AnnotationChanged
            | R::FormChanged
            | R::CatalogChanged
            | R::ObjectChanged
            | R::ChangeUnreadable
            | R::TrailingBytes => Self::Changes,
            R::SignedAttributesInvalid
            | R::SigningCertificateMismatch
            | R::SigningCertificateAttributeMissing => Self::SignedAttributes,
            R::AlgorithmNotSupported | R::Sha1Signature | R::KeyTooShort | R::AlgorithmExpired => {
                Self::Algorithms
            }
            R::CertificateExpired
            | R::CertificateNotYetValid
            | R::ExpiredWithoutProofOfTime
            | R::ExpiredSince => Self::CertificateValidity,
            R::KeyUsageForbids => Self::KeyUsage,
            R::UntrustedIssuer | R::ChainInvalid => Self::Chain,
            R::CertificateRevoked
            | R::RevokedWithoutProofOfTime
            | R::RevocationUnknown
            | R::RevokedSince
            | R::RevocationNotChecked => Self::Revocation,
            R::TimestampInvalid
            | R::TimestampUntrusted
            | R::Sha1Timestamp
            | R::TimestampRevocationUnknown
            | R::NoTrustedTime => Self::Timestamp,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::report::{Changes, SignatureReport, Verdict};

    fn older() -> SignatureReport {
        let json = r#"{"field":"Signature1","verdict":"TOTAL-PASSED","sub_indication":null,"reasons":[],
            "signer":null,"digest":null,"algorithm":null,"claimed_time":null,"trusted_time":null,
            "covers_whole_document":true,"changes_after":"none","trust_anchor":null}"#;
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn reports_of_an_older_version_are_still_read() {
        let report = older();
        assert_eq!(
            (report.verdict, report.changes_after),
            (Verdict::TotalPassed, Changes::None)
        );
        assert_eq!((report.kind, report.level, report.chain.len()), (None, None, 0));
        assert_eq!(report.answer(Question::IsSound), CheckResult::NotDone);
    }

    #[test]
    fn each_question_is_answered_by_its_own_checks() {
        let check = |name, result| Check { name, result };
        let report = SignatureReport {
            checks: vec![
                check(CheckName::Structure, CheckResult::Pass),
                check(CheckName::Digest, CheckResult::Pass),
                check(CheckName::Chain, CheckResult::Unknown),
                check(CheckName::Revocation, CheckResult::NotDone),
                check(CheckName::Changes, CheckResult::Fail),
            ],
            ..older()
        };
        assert_eq!(report.answer(Question::IsSound), CheckResult::Pass);
        assert_eq!(report.answer(Question::IsTrusted), CheckResult::Unknown);
        assert_eq!(report.answer(Question::IsUnchanged), CheckResult::Fail);
    }

    #[test]
    fn all_checks_are_listed_in_their_order() {
        assert!(CheckName::ALL.is_sorted());
        let named =
            |reason: &Reason| CheckName::of(*reason).is_none_or(|check| CheckName::ALL.contains(&check));
        assert!(Reason::ALL.iter().all(named));
    }
}
