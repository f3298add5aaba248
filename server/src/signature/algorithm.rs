//! Signature algorithms: what an identifier means, and whether a signature verifies. ring does the arithmetic.

use super::digest::digest_algorithm;
use const_oid::ObjectIdentifier;
use motcua_shared::signature::{
    Reason,
    parse::{
        asn1::{INTEGER, Reader, SEQUENCE, context},
        certificate::{curve, oid},
        cms::Algorithm,
    },
};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
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
    Pss,
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
            oid::RSA_PSS => named(Family::Pss, pss_digest(algorithm)?),
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

    /// Whether it rests on SHA-1.
    pub fn is_sha1(self) -> bool {
        self.digest == Some(oid::SHA_1)
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
        UnparsedPublicKey::new(self.verification(key, bytes)?, bytes)
            .verify(message, signature)
            .map_err(|_| Reason::SignatureInvalid)
    }

    fn verification(
        self,
        key: &SubjectPublicKeyInfoOwned,
        bytes: &[u8],
    ) -> Result<&'static dyn VerificationAlgorithm, Reason> {
        let is_rsa = matches!(key.algorithm.oid, oid::RSA | oid::RSA_PSS);
        match (self.family, self.digest) {
            (Family::Pkcs1, Some(digest)) if key.algorithm.oid == oid::RSA => match (digest, rsa_bits(bytes))
            {
                (_, Some(..1_024) | None) => Err(Reason::KeyTooShort),
                (oid::SHA_1, _) => Ok(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
                (_, Some(..2_048)) => Err(Reason::KeyTooShort),
                (oid::SHA_256, _) => Ok(&signature::RSA_PKCS1_2048_8192_SHA256),
                (oid::SHA_384, _) => Ok(&signature::RSA_PKCS1_2048_8192_SHA384),
                (oid::SHA_512, _) => Ok(&signature::RSA_PKCS1_2048_8192_SHA512),
                _ => Err(Reason::AlgorithmNotSupported),
            },
            (Family::Pss, Some(digest)) if is_rsa => match (digest, rsa_bits(bytes)) {
                (_, Some(..2_048) | None) => Err(Reason::KeyTooShort),
                (oid::SHA_256, _) => Ok(&signature::RSA_PSS_2048_8192_SHA256),
                (oid::SHA_384, _) => Ok(&signature::RSA_PSS_2048_8192_SHA384),
                (oid::SHA_512, _) => Ok(&signature::RSA_PSS_2048_8192_SHA512),
                _ => Err(Reason::AlgorithmNotSupported),
            },
            (Family::Ecdsa, Some(digest)) if key.algorithm.oid == oid::EC_PUBLIC_KEY => {
                match (curve(key), digest) {
                    (Some(oid::P_256), oid::SHA_256) => Ok(&signature::ECDSA_P256_SHA256_ASN1),
                    (Some(oid::P_256), oid::SHA_384) => Ok(&signature::ECDSA_P256_SHA384_ASN1),
                    (Some(oid::P_384), oid::SHA_256) => Ok(&signature::ECDSA_P384_SHA256_ASN1),
                    (Some(oid::P_384), oid::SHA_384) => Ok(&signature::ECDSA_P384_SHA384_ASN1),
                    _ => Err(Reason::AlgorithmNotSupported),
                }
            }
            (Family::Ed25519, _) if key.algorithm.oid == oid::ED25519 => Ok(&signature::ED25519),
            // The key is of another kind than the signature.
            _ => Err(Reason::SignatureInvalid),
        }
    }
}

/// RSASSA-PSS-params, RFC 4055 §3.1. ring verifies MGF1 with the message's digest and a salt as long as the digest.
fn pss_digest(algorithm: Algorithm<'_>) -> Result<ObjectIdentifier, Reason> {
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
    let mask = parameters.optional(context(1))?.ok_or(unsupported)?;
    let mask = Algorithm::read(&mut mask.reader())?
        .parameters
        .ok_or(unsupported)?;
    let mask_digest = Algorithm::read(&mut Reader::new(mask.whole))?.oid;
    let salt = match parameters.optional(context(2))? {
        Some(tlv) => tlv.reader().expect(INTEGER)?.content,
        None => &[20],
    };
    let length = digest_algorithm(digest).ok_or(unsupported)?.output_len();
    let is_usual = mask_digest == digest && matches!(salt, [salt] if usize::from(*salt) == length);
    if is_usual { Ok(digest) } else { Err(unsupported) }
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
