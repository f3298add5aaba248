//! One CMS signature over one digest: RFC 5652 §5.4 to §5.6 and §11, ESS (RFC 5035), algorithm protection (RFC 6211).

use super::{
    algorithm::{Scheme, rsa_bits},
    authority::Authority,
    digest::digest_algorithm,
    name::NameKey,
    policy::Policy,
};
use const_oid::ObjectIdentifier;
use der::Decode;
use motcua_shared::signature::{
    Reason,
    parse::{
        asn1::{INTEGER, OCTET_STRING, Reader, SEQUENCE, SET, Tlv, context},
        certificate,
        cms::{Algorithm, Attributes, SignerInfo, oid, read_oid},
    },
    report::CheckName,
};
use ring::digest::digest;
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::name::Name;

/// Names of one issuer that are read; real ones have one.
const NAMES: usize = 8;

/// What is to be verified.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The signer info.
    pub signer: &'a SignerInfo<'a>,
    /// The signer's certificate.
    pub certificate: &'a Authority,
    /// What the content must be declared to be.
    pub content_type: ObjectIdentifier,
    /// The digest of the content, by the signer info's algorithm.
    pub digest: &'a [u8],
    /// Whether the ESS attribute must be there.
    pub needs_signing_certificate: bool,
}

impl Claim<'_> {
    /// Everything that is wrong; empty when the signature is sound.
    pub fn check(&self, policy: &Policy) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut note = |result: Result<(), Reason>| reasons.extend(result.err());
        match &self.signer.signed_attributes {
            Some(attributes) => {
                note(self.check_content_type(attributes));
                note(self.check_digest(attributes));
                note(self.check_signing_certificate(attributes));
                note(self.check_algorithm_protection(attributes));
                note(self.verify(&as_set(attributes.whole)));
            }
            None => {
                if self.needs_signing_certificate {
                    note(Err(Reason::SigningCertificateAttributeMissing));
                }
                note(self.verify_content());
            }
        }
        note(check_key_length(self.key(), policy));
        reasons
    }

    /// How long it takes, in times of a fast signature.
    pub fn times(&self) -> usize {
        scheme(self.signer).map_or(1, |scheme| scheme.times(self.key()))
    }

    /// What [`Claim::check`] looks at.
    pub fn checks(&self) -> impl Iterator<Item = CheckName> {
        let attributes = self
            .signer
            .signed_attributes
            .as_ref()
            .map(|_| CheckName::SignedAttributes);
        [CheckName::Digest, CheckName::Signature, CheckName::Algorithms]
            .into_iter()
            .chain(attributes)
    }

    fn key(&self) -> &SubjectPublicKeyInfoOwned {
        &self
            .certificate
            .certificate
            .tbs_certificate
            .subject_public_key_info
    }

    fn verify(&self, message: &[u8]) -> Result<(), Reason> {
        scheme(self.signer)?.verify(self.key(), message, self.signer.signature)
    }

    /// Without signed attributes the signature is over the content, of which only the digest is at hand.
    fn verify_content(&self) -> Result<(), Reason> {
        let scheme = scheme(self.signer)?;
        if scheme.digest != Some(self.signer.digest_algorithm.oid) {
            return Err(Reason::AlgorithmNotSupported);
        }
        scheme.verify_digest(self.key(), self.digest, self.signer.signature)
    }

    /// RFC 5652 §11.1.
    fn check_content_type(&self, attributes: &Attributes<'_>) -> Result<(), Reason> {
        let value = attributes
            .single(oid::CONTENT_TYPE)?
            .ok_or(Reason::SignedAttributesInvalid)?;
        let declared =
            ObjectIdentifier::from_bytes(value.content).map_err(|_| Reason::SignedAttributesInvalid)?;
        if declared == self.content_type {
            Ok(())
        } else {
            Err(Reason::SignedAttributesInvalid)
        }
    }

    /// RFC 5652 §11.2.
    fn check_digest(&self, attributes: &Attributes<'_>) -> Result<(), Reason> {
        let value = attributes
            .single(oid::MESSAGE_DIGEST)?
            .filter(|value| value.tag == OCTET_STRING);
        let value = value.ok_or(Reason::SignedAttributesInvalid)?;
        if value.content == self.digest {
            Ok(())
        } else {
            Err(Reason::DigestMismatch)
        }
    }

    /// RFC 5035 §3 and RFC 2634 §5.4: the first certificate named is the signer's.
    fn check_signing_certificate(&self, attributes: &Attributes<'_>) -> Result<(), Reason> {
        let second = attributes.single(oid::SIGNING_CERTIFICATE_V2)?;
        let first = attributes.single(oid::SIGNING_CERTIFICATE)?;
        if first.is_none() && second.is_none() && self.needs_signing_certificate {
            return Err(Reason::SigningCertificateAttributeMissing);
        }
        let invalid = |_| Reason::SignedAttributesInvalid;
        if let Some(value) = second {
            let mut named = first_named(value).map_err(invalid)?;
            let algorithm = match named.optional(SEQUENCE).map_err(invalid)? {
                Some(algorithm) => read_oid(&mut algorithm.reader()).map_err(invalid)?,
                None => certificate::oid::SHA_256,
            };
            self.check_certificate_digest(algorithm, named.expect(OCTET_STRING).map_err(invalid)?)?;
            self.check_issuer_and_serial(&mut named)?;
        }
        if let Some(value) = first {
            let mut named = first_named(value).map_err(invalid)?;
            self.check_certificate_digest(
                certificate::oid::SHA_1,
                named.expect(OCTET_STRING).map_err(invalid)?,
            )?;
            self.check_issuer_and_serial(&mut named)?;
        }
        Ok(())
    }

    /// IssuerSerial, where it is given (RFC 5035 §5, RFC 5755 §4.1).
    fn check_issuer_and_serial(&self, named: &mut Reader<'_>) -> Result<(), Reason> {
        let invalid = |_| Reason::SignedAttributesInvalid;
        let Some(pair) = named.optional(SEQUENCE).map_err(invalid)? else {
            return Ok(());
        };
        let mut pair = pair.reader();
        let mut names = pair.expect(SEQUENCE).map_err(invalid)?.reader();
        let serial = pair.expect(INTEGER).map_err(invalid)?.content;
        let fields = &self.certificate.certificate.tbs_certificate;
        let mut is_issuer = false;
        for _ in 0..NAMES {
            if names.is_empty() {
                break;
            }
            let name = names.read().map_err(invalid)?;
            is_issuer |= name.tag == context(4)
                && Name::from_der(name.content)
                    .is_ok_and(|name| NameKey::of(&name) == self.certificate.issuer);
        }
        if is_issuer && serial == fields.serial_number.as_bytes() {
            Ok(())
        } else {
            Err(Reason::SigningCertificateMismatch)
        }
    }

    fn check_certificate_digest(&self, algorithm: ObjectIdentifier, expected: Tlv<'_>) -> Result<(), Reason> {
        let algorithm = digest_algorithm(algorithm).ok_or(Reason::AlgorithmNotSupported)?;
        let actual = digest(algorithm, &self.certificate.der);
        if actual.as_ref() == expected.content {
            Ok(())
        } else {
            Err(Reason::SigningCertificateMismatch)
        }
    }

    /// RFC 6211 §2 and §3: the algorithms as the signer meant them.
    fn check_algorithm_protection(&self, attributes: &Attributes<'_>) -> Result<(), Reason> {
        let Some(value) = attributes.single(oid::ALGORITHM_PROTECTION)? else {
            return Ok(());
        };
        let invalid = |_| Reason::SignedAttributesInvalid;
        let mut protection = value.reader();
        let digest = Algorithm::read(&mut protection).map_err(invalid)?;
        let signature = protection.expect(context(1)).map_err(invalid)?;
        let signature = read_oid(&mut signature.reader()).map_err(invalid)?;
        let agrees = digest.oid == self.signer.digest_algorithm.oid
            && signature == self.signer.signature_algorithm.oid;
        if agrees {
            Ok(())
        } else {
            Err(Reason::SignedAttributesInvalid)
        }
    }
}

/// Whether a key is as long as the policy asks for.
pub fn check_key_length(key: &SubjectPublicKeyInfoOwned, policy: &Policy) -> Result<(), Reason> {
    let bits = key.subject_public_key.as_bytes().and_then(rsa_bits);
    if is_rsa(key) && bits.is_none_or(|bits| bits < policy.shortest_rsa_bits) {
        return Err(Reason::KeyTooShort);
    }
    let bits = match certificate::curve(key) {
        Some(certificate::oid::P_256) => 256,
        Some(certificate::oid::P_384) => 384,
        Some(certificate::oid::P_521) => 521,
        _ => return Ok(()),
    };
    if bits < policy.shortest_ec_bits {
        return Err(Reason::KeyTooShort);
    }
    Ok(())
}

/// Bits of a key on whose word a certificate counts as not revoked; any key may say that one is.
const SHORTEST_RSA: usize = 2_048;

/// Whether what an authority says of revocations can be nobody else's.
pub fn is_long_enough(authority: &Authority) -> bool {
    let key = &authority.certificate.tbs_certificate.subject_public_key_info;
    let bits = key.subject_public_key.as_bytes().and_then(rsa_bits);
    !is_rsa(key) || bits.is_some_and(|bits| bits >= SHORTEST_RSA)
}

fn is_rsa(key: &SubjectPublicKeyInfoOwned) -> bool {
    matches!(
        key.algorithm.oid,
        certificate::oid::RSA | certificate::oid::RSA_PSS
    )
}

/// How the signature was made.
pub fn scheme(signer: &SignerInfo<'_>) -> Result<Scheme, Reason> {
    Scheme::read(signer.signature_algorithm, Some(signer.digest_algorithm.oid))
}

/// Whether digest or signature rest on SHA-1: each is enough for a forger.
pub fn rests_on_sha1(signer: &SignerInfo<'_>) -> bool {
    signer.digest_algorithm.oid == certificate::oid::SHA_1 || scheme(signer).is_ok_and(Scheme::is_sha1)
}

/// The first ESSCertID or ESSCertIDv2 of a signing certificate attribute.
fn first_named(value: Tlv<'_>) -> Result<Reader<'_>, Reason> {
    Ok(value
        .reader()
        .expect(SEQUENCE)?
        .reader()
        .expect(SEQUENCE)?
        .reader())
}

/// RFC 5652 §5.4: what is signed is the attributes as a SET, not as the `[0]` they are written as.
fn as_set(attributes: &[u8]) -> Vec<u8> {
    let mut set = attributes.to_vec();
    if let Some(tag) = set.first_mut() {
        *tag = SET;
    }
    set
}
