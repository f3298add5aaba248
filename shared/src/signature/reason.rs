//! Everything a check may have to say to a person, as one closed list. The sentences are keyed by these codes.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)+) => {
        /// Why a paper or a signature is not simply sound. Declared worst first: sorting brings the reason that
        /// explains most to the front.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Reason {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $variant,)+
        }

        impl Reason {
            /// Every reason, worst first.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable code, the same as in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for Reason {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let about = "Why a paper or a signature is not simply sound.";
                crate::openapi::codes(about, Self::ALL.iter().map(|reason| reason.as_str()))
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for Reason {}
    };
}

reasons! {
    // The file cannot be judged.

    /// The file has no bytes.
    Empty = "empty",
    /// The file does not begin with `%PDF-` (ISO 32000-2 §7.5.2).
    NotAPdf = "not-a-pdf",
    /// The file ends before its last cross-reference section (§7.5.5).
    Truncated = "truncated",
    /// The file is encrypted (§7.6): its objects cannot be judged without the key.
    Encrypted = "encrypted",
    /// A cross-reference section, the catalog or the form breaks the syntax of §7.5 or §7.3.
    Damaged = "damaged",
    /// The file asks for more work than an honest paper would.
    LimitExceeded = "limit-exceeded",

    // Nothing is signed.

    /// Signature objects are left in the file, but no form field refers to them: it was rewritten after signing.
    OrphanedSignature = "orphaned-signature",
    /// No signature field has a value.
    NoSignature = "no-signature",

    // The signed bytes are not what the signature says.

    /// The digest of the signed bytes differs from the signed digest (RFC 5652 §5.6).
    DigestMismatch = "digest-mismatch",
    /// The signature value does not verify under the signer's key (RFC 5652 §5.6).
    SignatureInvalid = "signature-invalid",

    // The signature dictionary (ISO 32000-2 §12.8.1) is malformed.

    /// A key is written twice, so that two readers may see two values (§7.3.7).
    DuplicateKey = "duplicate-key",
    /// `/ByteRange` is missing or not four non-negative integers beginning with 0 (§12.8.1, table 255).
    ByteRangeMalformed = "byte-range-malformed",
    /// `/Contents` is missing or not a hexadecimal string of its own (§12.8.1, table 255).
    ContentsMalformed = "contents-malformed",
    /// `/ByteRange` leaves out something other than exactly this signature's `/Contents` (§12.8.1).
    ByteRangeNotExact = "byte-range-not-exact",
    /// The signed bytes do not end where a revision of the file ends (§7.5.6, §12.8.1).
    ByteRangeNotARevision = "byte-range-not-a-revision",
    /// The signature dictionary lies in an object stream, where `/Contents` has no place in the file (§12.8.1).
    SignatureInObjectStream = "signature-in-object-stream",
    /// In the signed revision the field did not yet hold this signature.
    FieldNotInSignedRevision = "field-not-in-signed-revision",
    /// Two fields share one signature.
    SignatureShared = "signature-shared",
    /// Two signatures claim the same revision, each covering the other's value: one at most can have been made.
    RevisionSignedTwice = "revision-signed-twice",

    // What came after.

    /// The certification of the document forbids what was added (`/DocMDP`, §12.8.2.2).
    CertificationForbids = "certification-forbids",
    /// A form field was changed that a signer had locked (`/FieldMDP`, §12.8.2.4; `/Lock`, §12.7.5.5).
    FieldLocked = "field-locked",
    /// A page shows other content than what was signed.
    PageChanged = "page-changed",
    /// Pages were added, removed or moved.
    PageTreeChanged = "page-tree-changed",
    /// An annotation was added that is not the widget of a new signature.
    AnnotationAdded = "annotation-added",
    /// An annotation or form field that was signed looks different or is gone.
    AnnotationChanged = "annotation-changed",
    /// The form was changed beyond new signature fields.
    FormChanged = "form-changed",
    /// The catalog was changed beyond the form, validation data, version and metadata.
    CatalogChanged = "catalog-changed",
    /// An object that the signed document uses was changed, removed, or first supplied afterwards.
    ObjectChanged = "object-changed",
    /// A later object could not be read, so that its effect is not known.
    ChangeUnreadable = "change-unreadable",
    /// Bytes follow the last revision.
    TrailingBytes = "trailing-bytes",

    // The CMS (RFC 5652) is malformed.

    /// The CMS cannot be read.
    CmsMalformed = "cms-malformed",
    /// Something other than zero padding follows the CMS in `/Contents`.
    CmsTrailingBytes = "cms-trailing-bytes",
    /// The CMS does not have exactly one signer (ISO 32000-2 §12.8.3.3.1).
    SignerCount = "signer-count",
    /// A signed attribute is missing, doubled or contradicts the signature (RFC 5652 §11, RFC 5035, RFC 6211).
    SignedAttributesInvalid = "signed-attributes-invalid",
    /// The ESS attribute names another certificate than the signer's (RFC 5035 §3).
    SigningCertificateMismatch = "signing-certificate-mismatch",
    /// A CAdES signature lacks the ESS attribute that it must have (ETSI EN 319 142-1 §6.3).
    SigningCertificateAttributeMissing = "signing-certificate-attribute-missing",
    /// The CMS does not carry the signer's certificate.
    SignerCertificateMissing = "signer-certificate-missing",
    /// A certificate cannot be read (RFC 5280 §4).
    CertificateMalformed = "certificate-malformed",

    // The signer.

    /// The certificate was revoked before the signature was made.
    CertificateRevoked = "certificate-revoked",
    /// The certificate had expired before the signature was made.
    CertificateExpired = "certificate-expired",
    /// The certificate was not yet valid when the signature was made.
    CertificateNotYetValid = "certificate-not-yet-valid",
    /// The certificate has been revoked since, and nothing proves that the signature is older.
    RevokedWithoutProofOfTime = "revoked-without-proof-of-time",
    /// The certificate has expired since, and nothing proves that the signature is older.
    ExpiredWithoutProofOfTime = "expired-without-proof-of-time",
    /// No chain of certificates leads to a trust anchor.
    UntrustedIssuer = "untrusted-issuer",
    /// A certificate of the chain was not allowed to issue the next one (RFC 5280 §6.1.4).
    ChainInvalid = "chain-invalid",
    /// The certificate is not meant for signing documents (RFC 5280 §4.2.1.3).
    KeyUsageForbids = "key-usage-forbids",
    /// The kind of signature (`/SubFilter`) is not supported.
    SubFilterNotSupported = "sub-filter-not-supported",
    /// A digest or signature algorithm is not supported.
    AlgorithmNotSupported = "algorithm-not-supported",
    /// The signature rests on SHA-1, which proves nothing any more.
    Sha1Signature = "sha1-signature",
    /// The key is too short to prove anything.
    KeyTooShort = "key-too-short",
    /// The policy no longer trusted the digest or signature algorithm when the signature was proven to exist.
    AlgorithmExpired = "algorithm-expired",
    /// It is not known whether the certificate was revoked.
    RevocationUnknown = "revocation-unknown",
    /// The only thing signed is the time: the paper holds a timestamp, but nobody's signature.
    OnlyATimestamp = "only-a-timestamp",

    // Warnings: worth knowing, without effect on the verdict.

    /// The timestamp does not belong to this signature or is broken; it proves nothing.
    TimestampInvalid = "timestamp-invalid",
    /// The timestamp authority is not trusted; its time proves nothing.
    TimestampUntrusted = "timestamp-untrusted",
    /// The timestamp rests on SHA-1; accepted because of its age and authority.
    Sha1Timestamp = "sha1-timestamp",
    /// It is not known whether the timestamp authority's certificate was revoked.
    TimestampRevocationUnknown = "timestamp-revocation-unknown",
    /// No trusted timestamp: only the signer's own clock says when.
    NoTrustedTime = "no-trusted-time",
    /// The certificate has expired since; it was valid at the trusted time.
    ExpiredSince = "expired-since",
    /// The certificate was revoked after the trusted time.
    RevokedSince = "revoked-since",
    /// Revocation was not checked.
    RevocationNotChecked = "revocation-not-checked",
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Reason {
    /// Whether this reason means that the file as a whole cannot be judged.
    pub const fn is_unreadable(self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::NotAPdf
                | Self::Truncated
                | Self::Encrypted
                | Self::Damaged
                | Self::LimitExceeded
        )
    }
}

/// Worst first, each once.
pub fn sort_reasons(reasons: &mut Vec<Reason>) {
    reasons.sort_unstable();
    reasons.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_kebab_case_and_the_same_in_json() {
        let mut seen = std::collections::BTreeSet::new();
        for reason in Reason::ALL {
            let code = reason.as_str();
            assert!(
                code.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
            assert!(seen.insert(code), "{code} is there twice");
            assert_eq!(serde_json::to_string(reason).unwrap(), format!("\"{code}\""));
        }
    }
}
