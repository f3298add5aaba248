//! A certificate with the bytes its issuer signed, and what it is allowed to do (RFC 5280 §4.2.1).

use super::algorithm::Scheme;
use der::Decode;
use motcua_shared::{
    signature::{
        Reason,
        parse::{
            asn1::{Reader, SEQUENCE},
            certificate::display_name,
            cms::Algorithm,
        },
    },
    time::Timestamp,
};
use x509_cert::{
    Certificate,
    ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages},
    time::Time,
};

/// Extensions, RFC 5280 §4.2.1.
mod oid {
    use const_oid::ObjectIdentifier;

    pub(super) const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
    pub(super) const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
    pub(super) const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
    pub(super) const CRL_POINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.31");
    pub(super) const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");
    pub(super) const AUTHORITY_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
    pub(super) const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
    pub(super) const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
}

/// A certificate, read once.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its fields.
    pub certificate: Certificate,
    /// As it was found.
    pub der: Vec<u8>,
}

impl Authority {
    /// Reads a certificate in DER.
    pub fn parse(der: &[u8]) -> Result<Self, Reason> {
        let certificate = Certificate::from_der(der).map_err(|_| Reason::CertificateMalformed)?;
        Ok(Self {
            certificate,
            der: der.to_vec(),
        })
    }

    /// SHA-256 of the certificate, upper-case hexadecimal without separators.
    pub fn fingerprint(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.der);
        digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// CN of the subject.
    pub fn name(&self) -> String {
        display_name(&self.certificate.tbs_certificate.subject)
    }

    /// How its issuer signed it.
    pub fn scheme(&self) -> Result<Scheme, Reason> {
        let (_, algorithm, _) = self.parts()?;
        Scheme::read(algorithm, None)
    }

    /// Whether `issuer` signed it (RFC 5280 §6.1.3 (a)(1)).
    pub fn is_signed_by(&self, issuer: &Self) -> Result<(), Reason> {
        let (signed, algorithm, signature) = self.parts()?;
        let key = &issuer.certificate.tbs_certificate.subject_public_key_info;
        Scheme::read(algorithm, None)?.verify(key, signed, signature)
    }

    /// Whether it could be the issuer of `other`, by name and, where both say, by key (RFC 5280 §6.1.3 (a)(4),
    /// §4.2.1.1).
    pub fn may_have_issued(&self, other: &Self) -> bool {
        if self.certificate.tbs_certificate.subject != other.certificate.tbs_certificate.issuer {
            return false;
        }
        let named = other
            .extension::<AuthorityKeyIdentifier>(oid::AUTHORITY_KEY)
            .and_then(|key| key.key_identifier);
        let own = motcua_shared::signature::parse::certificate::key_identifier(&self.certificate);
        match (named, own) {
            (Some(named), Some(own)) => named == own.0,
            _ => true,
        }
    }

    /// Issuer and subject are the same and the signature is its own.
    pub fn is_self_signed(&self) -> bool {
        let fields = &self.certificate.tbs_certificate;
        fields.issuer == fields.subject && self.is_signed_by(self).is_ok()
    }

    /// RFC 5280 §6.1.4 (k) to (n): it may issue certificates, with `below` authorities between it and the last one.
    pub fn may_issue(&self, below: usize) -> bool {
        let constraints = self.extension::<BasicConstraints>(oid::BASIC_CONSTRAINTS);
        constraints.is_some_and(|constraints| {
            constraints.ca
                && constraints
                    .path_len_constraint
                    .is_none_or(|limit| below <= usize::from(limit))
        }) && self.may_use_key(KeyUsages::KeyCertSign)
    }

    /// Whether the key may be used for `usage`; without the extension it may (RFC 5280 §4.2.1.3).
    pub fn may_use_key(&self, usage: KeyUsages) -> bool {
        match self.find(oid::KEY_USAGE) {
            None => true,
            Some((_, body)) => KeyUsage::from_der(body).is_ok_and(|usages| usages.0.contains(usage)),
        }
    }

    /// RFC 3161 §2.3: meant for timestamps, and critically so.
    pub fn may_stamp_time(&self) -> bool {
        self.find(oid::EXTENDED_KEY_USAGE)
            .is_some_and(|(is_critical, body)| {
                is_critical
                    && ExtendedKeyUsage::from_der(body)
                        .is_ok_and(|usages| usages.0.contains(&oid::TIME_STAMPING))
            })
    }

    /// RFC 5280 §6.1.4 (o), §6.1.5 (f): no critical extension goes unheeded. Name and policy constraints are not
    /// understood yet and count as such.
    pub fn has_unknown_critical(&self) -> bool {
        const KNOWN: [const_oid::ObjectIdentifier; 6] = [
            oid::KEY_USAGE,
            oid::SUBJECT_ALT_NAME,
            oid::BASIC_CONSTRAINTS,
            oid::CRL_POINTS,
            oid::POLICIES,
            oid::EXTENDED_KEY_USAGE,
        ];
        let extensions = self.certificate.tbs_certificate.extensions.iter().flatten();
        extensions
            .into_iter()
            .any(|extension| extension.critical && !KNOWN.contains(&extension.extn_id))
    }

    /// First and last moment of validity (RFC 5280 §4.1.2.5).
    pub fn validity(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let validity = &self.certificate.tbs_certificate.validity;
        (moment(validity.not_before), moment(validity.not_after))
    }

    /// Whether `at` lies within its validity.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        let (first, last) = self.validity();
        first.is_some_and(|first| first <= at) && last.is_some_and(|last| at <= last)
    }

    /// What is signed, how, and the signature (RFC 5280 §4.1.1).
    fn parts(&self) -> Result<(&[u8], Algorithm<'_>, &[u8]), Reason> {
        signed_parts(&self.der).ok_or(Reason::CertificateMalformed)
    }

    fn extension<'a, T: Decode<'a>>(&'a self, identifier: const_oid::ObjectIdentifier) -> Option<T> {
        self.find(identifier).and_then(|(_, body)| T::from_der(body).ok())
    }

    fn find(&self, identifier: const_oid::ObjectIdentifier) -> Option<(bool, &[u8])> {
        let extensions = self.certificate.tbs_certificate.extensions.as_ref()?;
        let extension = extensions
            .iter()
            .find(|extension| extension.extn_id == identifier)?;
        Some((extension.critical, extension.extn_value.as_bytes()))
    }
}

/// The three parts of a certificate or a revocation list, as written.
pub fn signed_parts(der: &[u8]) -> Option<(&[u8], Algorithm<'_>, &[u8])> {
    const BIT_STRING: u8 = 0x03;
    let mut reader = Reader::new(der).expect(SEQUENCE).ok()?.reader();
    let signed = reader.expect(SEQUENCE).ok()?.whole;
    let algorithm = Algorithm::read(&mut reader).ok()?;
    let signature = reader.expect(BIT_STRING).ok()?.content.strip_prefix(&[0])?;
    reader.finish().ok()?;
    Some((signed, algorithm, signature))
}

/// A moment of X.509.
pub fn moment(time: Time) -> Option<Timestamp> {
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(Timestamp::from_unix_seconds)
}
