//! Signature algorithms that ring does not have, by the RustCrypto crates. Only public keys are handled here.

use super::digest::digest_algorithm;
use super::pss::{self, PssParameters};
use const_oid::ObjectIdentifier;
use motcua_shared::signature::{Reason, parse::certificate::oid};
use ring::digest::digest;
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey, pkcs1::DecodeRsaPublicKey};
use rsa::{sha2, signature::hazmat::PrehashVerifier};

/// DigestInfo for SHA-1 up to the digest, RFC 8017 §9.2 note 1.
const SHA_1_INFO: [u8; 15] = [
    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
];

/// Bytes of a digest that the crate of P-521 takes.
const P521_LEAST: usize = 33;

/// RSA-PSS with a salt of any length (RFC 8017 §8.1.2).
pub fn verify_pss(
    key: &[u8],
    parameters: PssParameters,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let hashed = hash(parameters.digest, message)?;
    pss_over(key, parameters, hashed.as_ref(), signature)
}

/// The same over a digest.
pub fn pss_over(
    key: &[u8],
    parameters: PssParameters,
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let key = RsaPublicKey::from_pkcs1_der(key).map_err(|_| Reason::AlgorithmNotSupported)?;
    if parameters.mask != parameters.digest {
        return pss::verify(&key, parameters, hashed, signature);
    }
    let scheme = match parameters.digest {
        oid::SHA_256 => Pss::new_with_salt::<sha2::Sha256>(parameters.salt),
        oid::SHA_384 => Pss::new_with_salt::<sha2::Sha384>(parameters.salt),
        oid::SHA_512 => Pss::new_with_salt::<sha2::Sha512>(parameters.salt),
        _ => return Err(Reason::AlgorithmNotSupported),
    };
    key.verify(scheme, hashed, signature)
        .map_err(|_| Reason::SignatureInvalid)
}

/// RSASSA-PKCS1-v1_5 over a digest (RFC 8017 §8.2.2).
pub fn pkcs1_over(
    key: &[u8],
    identifier: ObjectIdentifier,
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let scheme = match identifier {
        oid::SHA_1 => Pkcs1v15Sign {
            hash_len: Some(20),
            prefix: SHA_1_INFO.into(),
        },
        oid::SHA_256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        oid::SHA_384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        oid::SHA_512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
        _ => return Err(Reason::AlgorithmNotSupported),
    };
    let key = RsaPublicKey::from_pkcs1_der(key).map_err(|_| Reason::AlgorithmNotSupported)?;
    key.verify(scheme, hashed, signature)
        .map_err(|_| Reason::SignatureInvalid)
}

/// ECDSA on P-521, and with digests that ring does not pair with a curve (FIPS 186-5 §6.4.2).
pub fn verify_ecdsa(
    curve: ObjectIdentifier,
    key: &[u8],
    identifier: ObjectIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let hashed = hash(identifier, message)?;
    ecdsa_over(curve, key, hashed.as_ref(), signature)
}

/// The same over a digest.
pub fn ecdsa_over(
    curve: ObjectIdentifier,
    key: &[u8],
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let verified = match curve {
        oid::P_256 => {
            let signature = p256::ecdsa::Signature::from_der(signature);
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(key);
            key.and_then(|key| key.verify_prehash(hashed, &signature?))
        }
        oid::P_384 => {
            let signature = p384::ecdsa::Signature::from_der(signature);
            let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(key);
            key.and_then(|key| key.verify_prehash(hashed, &signature?))
        }
        oid::P_521 => {
            let signature = p521::ecdsa::Signature::from_der(signature);
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(key);
            // The crate asks for half of the field at least; zeros before a number do not change it.
            let zeros = vec![0; P521_LEAST.saturating_sub(hashed.len())];
            let hashed = [zeros.as_slice(), hashed].concat();
            key.and_then(|key| key.verify_prehash(&hashed, &signature?))
        }
        _ => return Err(Reason::AlgorithmNotSupported),
    };
    verified.map_err(|_| Reason::SignatureInvalid)
}

fn hash(identifier: ObjectIdentifier, message: &[u8]) -> Result<ring::digest::Digest, Reason> {
    let algorithm = digest_algorithm(identifier).ok_or(Reason::AlgorithmNotSupported)?;
    Ok(digest(algorithm, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsa::signature::hazmat::PrehashSigner;

    const MESSAGE: &[u8] = b"message";

    #[test]
    fn pss_with_another_salt_is_accepted_and_no_other_message() {
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2_048).unwrap();
        let hashed = hash(oid::SHA_256, MESSAGE).unwrap();
        let scheme = Pss::new_with_salt::<sha2::Sha256>(20);
        let signature = key
            .sign_with_rng(&mut rsa::rand_core::OsRng, scheme, hashed.as_ref())
            .unwrap();
        let public = rsa::pkcs1::EncodeRsaPublicKey::to_pkcs1_der(&key.to_public_key()).unwrap();
        let verify = |salt, message| {
            let parameters = PssParameters {
                digest: oid::SHA_256,
                mask: oid::SHA_256,
                salt,
            };
            verify_pss(public.as_bytes(), parameters, message, &signature)
        };
        assert_eq!(verify(20, MESSAGE), Ok(()));
        assert_eq!(verify(32, MESSAGE), Err(Reason::SignatureInvalid));
        assert_eq!(verify(20, b"other"), Err(Reason::SignatureInvalid));
    }

    #[test]
    fn ecdsa_on_p521_is_accepted_and_no_other_message() {
        let key = p521::ecdsa::SigningKey::random(&mut rsa::rand_core::OsRng);
        let public = p521::ecdsa::VerifyingKey::from(&key).to_encoded_point(false);
        // Also with a digest of less than half the field.
        for identifier in [oid::SHA_512, oid::SHA_256] {
            let hashed = hash(identifier, MESSAGE).unwrap();
            let zeros = vec![0; P521_LEAST.saturating_sub(hashed.as_ref().len())];
            let hashed = [zeros.as_slice(), hashed.as_ref()].concat();
            let signature: p521::ecdsa::Signature = key.sign_prehash(&hashed).unwrap();
            let signature = signature.to_der();
            let verify = |message| {
                verify_ecdsa(
                    oid::P_521,
                    public.as_bytes(),
                    identifier,
                    message,
                    signature.as_bytes(),
                )
            };
            assert_eq!(verify(MESSAGE), Ok(()));
            assert_eq!(verify(b"other"), Err(Reason::SignatureInvalid));
        }
    }
}
