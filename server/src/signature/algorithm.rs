//! Signature algorithms: what an identifier means, and whether a signature verifies. ring does the arithmetic, where it can.

use super::fallback::{self, verify_ecdsa, verify_pss};
use super::pss::PssParameters;
use const_oid::ObjectIdentifier;
use motcua_shared::signature::{
    Reason,
    parse::{
        asn1::{INTEGER, Reader, SEQUENCE, context},
        certificate::{curve, oid},
        cms::Algorithm,
    },
};
use ring::signature::{self as by_ring, UnparsedPublicKey, VerificationAlgorithm};
use spki::SubjectPublicKeyInfoOwned;

/// An algorithm identifier, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    family: Family,
    /// The digest of the message; none for Ed25519, which has its own.
    pub digest: Option<ObjectIdentifier>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Pkcs1,
    Pss(PssParameters),
    Ecdsa,
    Ed25519,
}

impl Scheme {
    /// Reads an identifier. Some name no digest (RFC 3370 §3.2); then `digest` of the signer info counts.
    pub fn read(algorithm: Algorithm<'_>, digest: Option<ObjectIdentifier>) -> Result<Self, Reason> {
        let named = |family, digest| {
            Ok(Self {
                family,
                digest: Some(digest),
            })
        };
        match algorithm.oid {
            oid::RSA => Ok(Self {
                family: Family::Pkcs1,
                digest: Some(digest.ok_or(Reason::AlgorithmNotSupported)?),
            }),
            oid::RSA_SHA_1 => named(Family::Pkcs1, oid::SHA_1),
            oid::RSA_SHA_256 => named(Family::Pkcs1, oid::SHA_256),
            oid::RSA_SHA_384 => named(Family::Pkcs1, oid::SHA_384),
            oid::RSA_SHA_512 => named(Family::Pkcs1, oid::SHA_512),
            oid::RSA_PSS => {
                let parameters = pss_parameters(algorithm)?;
                named(Family::Pss(parameters), parameters.digest)
            }
            oid::EC_PUBLIC_KEY => Ok(Self {
                family: Family::Ecdsa,
                digest: Some(digest.ok_or(Reason::AlgorithmNotSupported)?),
            }),
            oid::ECDSA_SHA_1 => named(Family::Ecdsa, oid::SHA_1),
            oid::ECDSA_SHA_256 => named(Family::Ecdsa, oid::SHA_256),
            oid::ECDSA_SHA_384 => named(Family::Ecdsa, oid::SHA_384),
            oid::ECDSA_SHA_512 => named(Family::Ecdsa, oid::SHA_512),
            oid::ED25519 => Ok(Self {
                family: Family::Ed25519,
                digest: None,
            }),
            _ => Err(Reason::AlgorithmNotSupported),
        }
    }

    /// Whether it rests on SHA-1. The mask of a padding need not withstand collisions.
    pub fn is_sha1(self) -> bool {
        self.digest == Some(oid::SHA_1)
    }

    /// How long verifying takes, in times of what ring does.
    pub fn times(self, key: &SubjectPublicKeyInfoOwned) -> usize {
        const BY_OTHERS: usize = 4;
        const LONG: usize = 4_096;
        let bytes = key.subject_public_key.as_bytes().unwrap_or_default();
        let is_by_ring = match (self.family, self.digest) {
            (Family::Pss(parameters), Some(digest)) => pss(digest, bytes)
                .is_ok_and(|(_, usual)| parameters.salt == usual && parameters.mask == digest),
            (Family::Ecdsa, Some(digest)) => curve(key).is_some_and(|curve| ecdsa(curve, digest).is_some()),
            _ => true,
        };
        let is_long = !matches!(self.family, Family::Ecdsa | Family::Ed25519)
            && rsa_bits(bytes).is_some_and(|bits| bits > LONG);
        if is_by_ring && !is_long { 1 } else { BY_OTHERS }
    }

    /// Whether `signature` is one over `message` under `key`.
    pub fn verify(
        self,
        key: &SubjectPublicKeyInfoOwned,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Reason> {
        let bytes = key
            .subject_public_key
            .as_bytes()
            .ok_or(Reason::CertificateMalformed)?;
        let with = |algorithm: &'static dyn VerificationAlgorithm| {
            UnparsedPublicKey::new(algorithm, bytes)
                .verify(message, signature)
                .map_err(|_| Reason::SignatureInvalid)
        };
        match (self.family, self.digest, key.algorithm.oid) {
            (Family::Pkcs1, Some(digest), oid::RSA) => with(pkcs1(digest, bytes)?),
            (Family::Pss(parameters), Some(digest), oid::RSA | oid::RSA_PSS) => {
                let (algorithm, usual_salt) = pss(digest, bytes)?;
                if parameters.salt == usual_salt && parameters.mask == digest {
                    with(algorithm)
                } else {
                    verify_pss(bytes, parameters, message, signature)
                }
            }
            (Family::Ecdsa, Some(digest), oid::EC_PUBLIC_KEY) => {
                let curve = curve(key).ok_or(Reason::AlgorithmNotSupported)?;
                match ecdsa(curve, digest) {
                    Some(algorithm) => with(algorithm),
                    None => verify_ecdsa(curve, bytes, digest, message, signature),
                }
            }
            (Family::Ed25519, _, oid::ED25519) => with(&by_ring::ED25519),
            // The key is of another kind than the signature.
            _ => Err(Reason::SignatureInvalid),
        }
    }

    /// The same over a message of which only the digest is at hand. Ed25519 hashes for itself, and so cannot.
    pub fn verify_digest(
        self,
        key: &SubjectPublicKeyInfoOwned,
        hashed: &[u8],
        signature: &[u8],
    ) -> Result<(), Reason> {
        let bytes = key
            .subject_public_key
            .as_bytes()
            .ok_or(Reason::CertificateMalformed)?;
        match (self.family, self.digest, key.algorithm.oid) {
            (Family::Pkcs1, Some(digest), oid::RSA) => {
                // Asked for its bounds on keys.
                pkcs1(digest, bytes)?;
                fallback::pkcs1_over(bytes, digest, hashed, signature)
            }
            (Family::Pss(parameters), Some(digest), oid::RSA | oid::RSA_PSS) => {
                pss(digest, bytes)?;
                fallback::pss_over(bytes, parameters, hashed, signature)
            }
            (Family::Ecdsa, Some(_), oid::EC_PUBLIC_KEY) => {
                let curve = curve(key).ok_or(Reason::AlgorithmNotSupported)?;
                fallback::ecdsa_over(curve, bytes, hashed, signature)
            }
            _ => Err(Reason::AlgorithmNotSupported),
        }
    }
}

fn pkcs1(digest: ObjectIdentifier, key: &[u8]) -> Result<&'static dyn VerificationAlgorithm, Reason> {
    match (digest, rsa_bits(key)) {
        (_, Some(..1_024) | None) => Err(Reason::KeyTooShort),
        (oid::SHA_1, _) => Ok(&by_ring::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        (_, Some(..2_048)) => Err(Reason::KeyTooShort),
        (oid::SHA_256, _) => Ok(&by_ring::RSA_PKCS1_2048_8192_SHA256),
        (oid::SHA_384, _) => Ok(&by_ring::RSA_PKCS1_2048_8192_SHA384),
        (oid::SHA_512, _) => Ok(&by_ring::RSA_PKCS1_2048_8192_SHA512),
        _ => Err(Reason::AlgorithmNotSupported),
    }
}

/// The algorithm, and the length of salt that ring verifies it with.
fn pss(digest: ObjectIdentifier, key: &[u8]) -> Result<(&'static dyn VerificationAlgorithm, usize), Reason> {
    match (digest, rsa_bits(key)) {
        (_, Some(..2_048) | None) => Err(Reason::KeyTooShort),
        (oid::SHA_256, _) => Ok((&by_ring::RSA_PSS_2048_8192_SHA256, 32)),
        (oid::SHA_384, _) => Ok((&by_ring::RSA_PSS_2048_8192_SHA384, 48)),
        (oid::SHA_512, _) => Ok((&by_ring::RSA_PSS_2048_8192_SHA512, 64)),
        _ => Err(Reason::AlgorithmNotSupported),
    }
}

fn ecdsa(curve: ObjectIdentifier, digest: ObjectIdentifier) -> Option<&'static dyn VerificationAlgorithm> {
    match (curve, digest) {
        (oid::P_256, oid::SHA_256) => Some(&by_ring::ECDSA_P256_SHA256_ASN1),
        (oid::P_256, oid::SHA_384) => Some(&by_ring::ECDSA_P256_SHA384_ASN1),
        (oid::P_384, oid::SHA_256) => Some(&by_ring::ECDSA_P384_SHA256_ASN1),
        (oid::P_384, oid::SHA_384) => Some(&by_ring::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}

/// RSASSA-PSS-params, RFC 4055 §3.1.
fn pss_parameters(algorithm: Algorithm<'_>) -> Result<PssParameters, Reason> {
    let unsupported = Reason::AlgorithmNotSupported;
    let mut parameters = algorithm
        .parameters
        .filter(|tlv| tlv.tag == SEQUENCE)
        .ok_or(unsupported)?
        .reader();
    let digest = match parameters.optional(context(0))? {
        Some(tlv) => Algorithm::read(&mut tlv.reader())?.oid,
        None => oid::SHA_1,
    };
    let mask = match parameters.optional(context(1))? {
        Some(mask) => {
            let mask = Algorithm::read(&mut mask.reader())?
                .parameters
                .ok_or(unsupported)?;
            Algorithm::read(&mut Reader::new(mask.whole))?.oid
        }
        None => oid::SHA_1,
    };
    let salt = match parameters.optional(context(2))? {
        Some(tlv) => tlv.reader().expect(INTEGER)?.content,
        None => &[20],
    };
    let salt = match salt {
        [salt @ 0..=0x7F] => usize::from(*salt),
        [high @ 0..=0x7F, low] => usize::from(u16::from_be_bytes([*high, *low])),
        _ => return Err(unsupported),
    };
    // RFC 8017 §A.2.3: the trailer is 1, and there is nothing else.
    let trailer = parameters.optional(context(3))?;
    let trailer = trailer.map(|tlv| tlv.reader().expect(INTEGER)).transpose()?;
    if trailer.is_some_and(|number| number.content != [1]) {
        return Err(unsupported);
    }
    parameters.finish()?;
    Ok(PssParameters { digest, mask, salt })
}

/// Bits of the modulus in an RSAPublicKey, RFC 8017 §A.1.1.
pub fn rsa_bits(key: &[u8]) -> Option<usize> {
    let modulus = Reader::new(key)
        .expect(SEQUENCE)
        .ok()?
        .reader()
        .expect(INTEGER)
        .ok()?
        .content;
    let significant = modulus.iter().position(|byte| *byte != 0)?;
    let first = modulus.get(significant)?;
    let rest = modulus.len().checked_sub(significant)?.checked_sub(1)?;
    rest.checked_mul(8)?
        .checked_add(8)?
        .checked_sub(usize::try_from(first.leading_zeros()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::testing::namesake;

    #[test]
    fn what_ring_does_not_do_counts_several_times() {
        let authority = namesake();
        let key = &authority.certificate.tbs_certificate.subject_public_key_info;
        let times = |digest| {
            let family = Family::Ecdsa;
            let digest = Some(digest);
            Scheme { family, digest }.times(key)
        };
        assert_eq!(times(oid::SHA_256), 1);
        assert!(times(oid::SHA_512) > 1);
    }
}
