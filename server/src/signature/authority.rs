//! A certificate with the bytes its issuer signed, and what it is allowed to do (RFC 5280 §4.2.1).

use super::algorithm::Scheme;
use super::digest::sha256;
use super::name::NameKey;
use der::Decode;
use motcua_shared::{
    signature::{
        Reason,
        parse::{
            asn1::{Reader, SEQUENCE, Tlv, context},
            certificate::{display_name, key_identifier},
            cms::Algorithm,
        },
    },
    time::Timestamp,
};
use spki::AlgorithmIdentifierOwned;
use std::sync::Arc;
use x509_cert::{
    Certificate,
    ext::pkix::{
        AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints,
        ExtendedKeyUsage, KeyUsage, KeyUsages,
        name::{DistributionPointName, GeneralName},
    },
    time::Time,
};

/// Bytes of a certificate; real ones have two thousand. It is hashed for every issuer that may have signed it.
const LONGEST: usize = 16 << 10;
/// Parts of a name; real ones have ten. Each takes many times as much memory as bytes.
const NAME_PARTS: usize = 64;
/// Extensions of a certificate; real ones have ten.
const EXTENSIONS: usize = 100;

/// Extensions, RFC 5280 §4.2, and key purposes.
pub mod oid {
    use const_oid::ObjectIdentifier;

    pub(crate) const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
    pub(crate) const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
    pub(crate) const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
    pub(crate) const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
    pub(crate) const POLICY_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.36");
    pub(crate) const INHIBIT_ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.54");
    pub(crate) const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");
    pub(crate) const AUTHORITY_ACCESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.1.1");
    pub(crate) const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
    pub(crate) const CA_ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");
    pub(crate) const OCSP_NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
    pub(crate) const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
    pub(crate) const CRL_POINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.31");
    pub(crate) const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");
    pub(crate) const AUTHORITY_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
    pub(crate) const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
    /// Purposes of certificates that people and agencies sign documents with: those meant for it, and those that the real
    /// certificates name.
    pub(crate) const DOCUMENT_PURPOSES: [ObjectIdentifier; 7] = [
        // anyExtendedKeyUsage, clientAuth, emailProtection, documentSigning (RFC 5280, RFC 9336)
        ObjectIdentifier::new_unwrap("2.5.29.37.0"),
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4"),
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
        // Adobe's authentic documents, Microsoft's document signing and smart card sign-in
        ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.5"),
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.10.3.12"),
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.2"),
    ];
    /// serverAuth, codeSigning, timeStamping, OCSPSigning.
    pub(crate) const OTHER_PURPOSES: [ObjectIdentifier; 4] = [
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"),
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.3"),
        TIME_STAMPING,
        OCSP_SIGNING,
    ];
    pub(crate) const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
}

/// A certificate, read once.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its fields.
    pub certificate: Arc<Certificate>,
    /// As it was found.
    pub der: Arc<[u8]>,
    /// SHA-256 of that.
    pub digest: [u8; 32],
    /// Its subject, for comparison.
    pub subject: NameKey,
    /// Its issuer, for comparison.
    pub issuer: NameKey,
    /// The identifier of its own key.
    key: Option<Vec<u8>>,
    /// The identifier of the key that it was signed with, where it says.
    issuer_key: Option<Vec<u8>>,
}

impl Authority {
    /// Reads a certificate in DER.
    pub fn parse(der: &[u8]) -> Result<Self, Reason> {
        if der.len() > LONGEST {
            return Err(Reason::CertificateMalformed);
        }
        if !has_short_names(der).unwrap_or_default() {
            return Err(Reason::CertificateMalformed);
        }
        let certificate = Certificate::from_der(der).map_err(|_| Reason::CertificateMalformed)?;
        let fields = &certificate.tbs_certificate;
        // RFC 5280 §4.1.1.2: the signed one is the one that is not signed, too.
        if !is_same_algorithm(&fields.signature, &certificate.signature_algorithm) {
            return Err(Reason::CertificateMalformed);
        }
        if fields
            .extensions
            .as_ref()
            .is_some_and(|all| all.len() > EXTENSIONS)
        {
            return Err(Reason::CertificateMalformed);
        }
        let mut read = Self {
            digest: sha256(der),
            subject: NameKey::of(&fields.subject),
            issuer: NameKey::of(&fields.issuer),
            key: key_identifier(&certificate).map(|key| key.0.into_bytes()),
            issuer_key: None,
            der: der.into(),
            certificate: Arc::new(certificate),
        };
        read.issuer_key = read
            .extension::<AuthorityKeyIdentifier>(oid::AUTHORITY_KEY)
            .and_then(|key| key.key_identifier)
            .map(|key| key.into_bytes());
        Ok(read)
    }

    /// Whether both are the same certificate.
    pub fn is(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// SHA-256 of the certificate, upper-case hexadecimal without separators.
    pub fn fingerprint(&self) -> String {
        self.digest.iter().map(|byte| format!("{byte:02X}")).collect()
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

    /// How long [`Self::is_signed_by`] takes, in times of a fast signature.
    pub fn times(&self, issuer: &Self) -> usize {
        let key = &issuer.certificate.tbs_certificate.subject_public_key_info;
        self.scheme().map_or(1, |scheme| scheme.times(key))
    }

    /// Whether it could be the issuer of `other`, by name and, where both say, by key (RFC 5280 §6.1.3 (a)(4),
    /// §4.2.1.1).
    pub fn may_have_issued(&self, other: &Self) -> bool {
        let is_key = match (&other.issuer_key, &self.key) {
            (Some(named), Some(own)) => named == own,
            _ => true,
        };
        self.subject == other.issuer && is_key
    }

    /// Issuer and subject are the same and the signature is its own.
    pub fn is_self_signed(&self) -> bool {
        let fields = &self.certificate.tbs_certificate;
        fields.issuer == fields.subject && self.is_signed_by(self).is_ok()
    }

    /// RFC 5280 §6.1.4 (k) and (n): it may issue certificates. How many authorities may follow, `path` counts.
    pub fn may_issue(&self) -> bool {
        self.extension::<BasicConstraints>(oid::BASIC_CONSTRAINTS)
            .is_some_and(|constraints| constraints.ca)
            && self.may_use_key(KeyUsages::KeyCertSign)
    }

    /// How many authorities that are not self-issued may stand between it and the last certificate (RFC 5280 §4.2.1.9).
    pub fn path_length(&self) -> Option<usize> {
        self.extension::<BasicConstraints>(oid::BASIC_CONSTRAINTS)?
            .path_len_constraint
            .map(usize::from)
    }

    /// Whether the key may be used for `usage`; without the extension it may (RFC 5280 §4.2.1.3).
    pub fn may_use_key(&self, usage: KeyUsages) -> bool {
        match self.find(oid::KEY_USAGE) {
            None => true,
            Some((_, body)) => KeyUsage::from_der(body).is_ok_and(|usages| usages.0.contains(usage)),
        }
    }

    /// RFC 3161 §2.3: meant for timestamps and nothing else, and critically so; its key may sign.
    pub fn may_stamp_time(&self) -> bool {
        let is_meant = self
            .find(oid::EXTENDED_KEY_USAGE)
            .is_some_and(|(is_critical, body)| {
                is_critical
                    && ExtendedKeyUsage::from_der(body).is_ok_and(|usages| usages.0 == [oid::TIME_STAMPING])
            });
        is_meant && self.may_use_key_to_sign()
    }

    /// Whether the key may sign anything but certificates and lists.
    fn may_use_key_to_sign(&self) -> bool {
        self.may_use_key(KeyUsages::DigitalSignature) || self.may_use_key(KeyUsages::NonRepudiation)
    }

    /// Whether it may sign documents: by its key usage, and by its purposes where it has any (RFC 5280 §4.2.1.12). Few
    /// issuers name a purpose for documents, so that only what is clearly something else is refused – unless the
    /// purposes are critical: then nothing but a known one will do.
    pub fn may_sign_documents(&self) -> bool {
        self.may_use_key_to_sign()
            && self
                .find(oid::EXTENDED_KEY_USAGE)
                .is_none_or(|(is_critical, body)| {
                    ExtendedKeyUsage::from_der(body).is_ok_and(|usages| {
                        let is_other = |usage| oid::OTHER_PURPOSES.contains(usage);
                        usages
                            .0
                            .iter()
                            .any(|usage| oid::DOCUMENT_PURPOSES.contains(usage))
                            || !is_critical && !usages.0.iter().all(is_other)
                    })
                })
    }

    /// Issuer and subject are the same: a key change, not a step down (RFC 5280 §3.2).
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Meant for answering for its issuer's certificates (RFC 6960 §4.2.2.2).
    pub fn may_answer_ocsp(&self) -> bool {
        self.extension::<ExtendedKeyUsage>(oid::EXTENDED_KEY_USAGE)
            .is_some_and(|usages| usages.0.contains(&oid::OCSP_SIGNING))
            && self.may_use_key(KeyUsages::DigitalSignature)
    }

    /// Its issuer says that its own revocation need not be checked (RFC 6960 §4.2.2.2.1).
    pub fn needs_no_check(&self) -> bool {
        self.find(oid::OCSP_NO_CHECK).is_some()
    }

    /// RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f): no critical extension goes unheeded, and none stands there twice. Policy
    /// mappings are not processed and count as unknown.
    pub fn has_unknown_critical(&self) -> bool {
        const KNOWN: [const_oid::ObjectIdentifier; 9] = [
            oid::KEY_USAGE,
            oid::SUBJECT_ALT_NAME,
            oid::BASIC_CONSTRAINTS,
            oid::NAME_CONSTRAINTS,
            oid::CRL_POINTS,
            oid::POLICIES,
            oid::POLICY_CONSTRAINTS,
            oid::EXTENDED_KEY_USAGE,
            oid::INHIBIT_ANY_POLICY,
        ];
        let mut seen = std::collections::BTreeSet::new();
        let extensions = self.certificate.tbs_certificate.extensions.iter().flatten();
        extensions.into_iter().any(|extension| {
            let is_repeated = !seen.insert(extension.extn_id);
            is_repeated || extension.critical && !KNOWN.contains(&extension.extn_id)
        })
    }

    /// Addresses that the certificate gives for its issuer's certificate (RFC 5280 §4.2.2.1).
    pub fn issuer_addresses(&self) -> Vec<String> {
        self.accesses(oid::CA_ISSUERS)
    }

    /// Addresses that the certificate gives for OCSP (RFC 5280 §4.2.2.1).
    pub fn ocsp_addresses(&self) -> Vec<String> {
        self.accesses(oid::OCSP)
    }

    /// Addresses that the certificate gives for revocation lists (RFC 5280 §4.2.1.13).
    pub fn list_addresses(&self) -> Vec<String> {
        let points = self.extension::<CrlDistributionPoints>(oid::CRL_POINTS);
        let names = points.into_iter().flat_map(|points| points.0);
        let names = names.filter_map(|point| match point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        names.flatten().filter_map(address).collect()
    }

    fn accesses(&self, method: const_oid::ObjectIdentifier) -> Vec<String> {
        let access = self.extension::<AuthorityInfoAccessSyntax>(oid::AUTHORITY_ACCESS);
        let all = access.into_iter().flat_map(|access| access.0);
        all.filter(|one| one.access_method == method)
            .filter_map(|one| address(one.access_location))
            .collect()
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

    /// The content of an extension, decoded; `None` when it is missing or malformed.
    pub fn extension<'a, T: Decode<'a>>(&'a self, identifier: const_oid::ObjectIdentifier) -> Option<T> {
        self.find(identifier).and_then(|(_, body)| T::from_der(body).ok())
    }

    /// Whether an extension is critical, and its content as written.
    pub fn find(&self, identifier: const_oid::ObjectIdentifier) -> Option<(bool, &[u8])> {
        let extensions = self.certificate.tbs_certificate.extensions.as_ref()?;
        let extension = extensions
            .iter()
            .find(|extension| extension.extn_id == identifier)?;
        Some((extension.critical, extension.extn_value.as_bytes()))
    }
}

fn address(name: GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(address) => Some(address.to_string()),
        _ => None,
    }
}

/// Whether issuer and subject of a certificate (RFC 5280 §4.1) have few parts, seen without unfolding them.
fn has_short_names(der: &[u8]) -> Option<bool> {
    let mut certificate = Reader::new(der).expect(SEQUENCE).ok()?.reader();
    let mut fields = certificate.expect(SEQUENCE).ok()?.reader();
    fields.optional(context(0)).ok()?;
    let _serial = fields.read().ok()?;
    let _algorithm = fields.read().ok()?;
    let issuer = fields.read().ok()?;
    let _validity = fields.read().ok()?;
    let subject = fields.read().ok()?;
    Some(is_short_name(&issuer)? && is_short_name(&subject)?)
}

fn is_short_name(name: &Tlv<'_>) -> Option<bool> {
    let (mut parts, mut count) = (name.reader(), 0_usize);
    while !parts.is_empty() {
        let mut values = parts.read().ok()?.reader();
        while !values.is_empty() {
            values.read().ok()?;
            count = count.saturating_add(1);
        }
        if count > NAME_PARTS {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether both name one algorithm; parameters of NULL are the same as none.
fn is_same_algorithm(left: &AlgorithmIdentifierOwned, right: &AlgorithmIdentifierOwned) -> bool {
    let parameters = |algorithm: &AlgorithmIdentifierOwned| {
        let given = algorithm.parameters.clone();
        given.filter(|given| !given.is_null())
    };
    left.oid == right.oid && parameters(left) == parameters(right)
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
    seconds(time.to_unix_duration().as_secs())
}

/// Seconds since 1970-01-01T00:00:00Z.
pub fn seconds(count: u64) -> Option<Timestamp> {
    i64::try_from(count).ok().and_then(Timestamp::from_unix_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{
        CertificateParams, CustomExtension, ExtendedKeyUsagePurpose as Purpose, KeyPair, KeyUsagePurpose,
    };

    fn certificate(change: impl FnOnce(&mut CertificateParams)) -> Authority {
        let mut params = CertificateParams::default();
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        change(&mut params);
        let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        Authority::parse(made.der()).unwrap()
    }

    #[test]
    fn a_certificate_for_another_purpose_signs_no_documents() {
        for (purposes, expected) in [
            (vec![], true),
            (vec![Purpose::EmailProtection, Purpose::ClientAuth], true),
            (vec![Purpose::ServerAuth, Purpose::ClientAuth], true),
            (vec![Purpose::Other(vec![1, 2, 3, 4])], true),
            (vec![Purpose::TimeStamping], false),
            (vec![Purpose::OcspSigning, Purpose::ServerAuth], false),
        ] {
            let made = certificate(|params| params.extended_key_usages = purposes.clone());
            assert_eq!(made.may_sign_documents(), expected, "{purposes:?}");
        }
        let only_lists = certificate(|params| params.key_usages = vec![KeyUsagePurpose::CrlSign]);
        assert!(!only_lists.may_sign_documents());
    }

    #[test]
    fn a_certificate_that_unfolds_to_much_is_not_read() {
        let with = |count: usize| {
            let mut params = CertificateParams::default();
            params.distinguished_name = rcgen::DistinguishedName::new();
            for number in 0..count {
                let kind = rcgen::DnType::CustomDnType(vec![1, 2, 3, u64::try_from(number).unwrap()]);
                params.distinguished_name.push(kind, "");
            }
            let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
            Authority::parse(made.der()).map(drop)
        };
        assert_eq!(with(NAME_PARTS), Ok(()));
        assert_eq!(with(NAME_PARTS + 1), Err(Reason::CertificateMalformed));
    }

    /// ExtendedKeyUsage, critical, with these purposes in DER.
    fn critical(purposes: &[&[u8]]) -> Authority {
        let content: Vec<u8> = purposes.concat();
        let der = [&[0x30, u8::try_from(content.len()).unwrap()], content.as_slice()].concat();
        let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 37], der);
        extension.set_criticality(true);
        certificate(|params| params.custom_extensions = vec![extension])
    }

    #[test]
    fn critical_purposes_bind_and_a_timestamp_authority_has_one_only() {
        const STAMPS: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8];
        const MAIL: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 4];
        const UNKNOWN: &[u8] = &[6, 3, 0x2a, 3, 4];
        assert!(critical(&[STAMPS]).may_stamp_time());
        assert!(!critical(&[STAMPS, MAIL]).may_stamp_time());
        assert!(!critical(&[STAMPS]).may_sign_documents());
        assert!(!critical(&[UNKNOWN]).may_sign_documents());
        assert!(critical(&[UNKNOWN, MAIL]).may_sign_documents());
        let not_critical = certificate(|params| params.extended_key_usages = vec![Purpose::TimeStamping]);
        assert!(!not_critical.may_stamp_time());
    }
}
