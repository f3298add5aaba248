//! Private keys and the signatures they make.

use anyhow::{Context, Result, anyhow, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use p256::ecdsa::{DerSignature, SigningKey as EcKey, signature::hazmat::PrehashSigner};
use ring::signature::{Ed25519KeyPair, KeyPair};
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::rand_core::OsRng;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::certificate::pem;
use crate::asn1::{bits, explicit, int, null, octets, oid, seq};

/// Digest algorithms that signatures and timestamps of the sandbox use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// Only for papers that pretend to be old.
    Sha1,
    /// The usual one.
    Sha256,
    /// For the verifier's corpus.
    Sha384,
    /// For the verifier's corpus.
    Sha512,
}

impl Hash {
    /// Digest of `data`.
    pub fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha1 => Sha1::digest(data).to_vec(),
            Hash::Sha256 => Sha256::digest(data).to_vec(),
            Hash::Sha384 => Sha384::digest(data).to_vec(),
            Hash::Sha512 => Sha512::digest(data).to_vec(),
        }
    }

    fn oid(self) -> Vec<u8> {
        oid(match self {
            Hash::Sha1 => "1.3.14.3.2.26",
            Hash::Sha256 => "2.16.840.1.101.3.4.2.1",
            Hash::Sha384 => "2.16.840.1.101.3.4.2.2",
            Hash::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// AlgorithmIdentifier of the digest.
    pub fn algorithm(self) -> Vec<u8> {
        seq(&[self.oid(), null()])
    }
}

/// How an RSA key signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Padding {
    /// RSASSA-PKCS1-v1_5.
    #[default]
    Pkcs1,
    /// RSASSA-PSS with MGF1 of the same digest and a salt of its length.
    Pss,
    /// The same with a salt of this many bytes.
    PssSalt(usize),
}

/// A private key.
pub enum Key {
    /// RSA, boxed because it is large.
    Rsa(Box<RsaPrivateKey>),
    /// ECDSA on P-256.
    P256(EcKey),
    /// ECDSA on P-384.
    P384(Box<p384::SecretKey>),
    /// ECDSA on P-521.
    P521(Box<p521::SecretKey>),
    /// Ed25519, as PKCS#8.
    Ed25519(Vec<u8>),
    /// RSA, in a token.
    Token(Box<dyn Held>),
}

/// An RSA key that signs where it lies.
pub trait Held: Send + Sync {
    /// SubjectPublicKeyInfo.
    fn public(&self) -> Vec<u8>;
    /// RSASSA-PKCS1-v1_5 over a DigestInfo (RFC 8017 §9.2).
    fn sign_pkcs1(&self, digest_info: &[u8]) -> Result<Vec<u8>>;
}

/// A signature with the AlgorithmIdentifier that belongs to it.
pub struct Signed {
    /// AlgorithmIdentifier, DER.
    pub algorithm: Vec<u8>,
    /// Signature value.
    pub value: Vec<u8>,
}

impl Key {
    /// A new RSA key.
    pub fn rsa(bits: usize) -> Result<Self> {
        Ok(Key::Rsa(Box::new(RsaPrivateKey::new(&mut OsRng, bits)?)))
    }

    /// A new P-256 key.
    pub fn p256() -> Self {
        Key::P256(EcKey::random(&mut OsRng))
    }

    /// A new P-384 key.
    pub fn p384() -> Self {
        Key::P384(Box::new(p384::SecretKey::random(&mut OsRng)))
    }

    /// A new P-521 key.
    pub fn p521() -> Self {
        Key::P521(Box::new(p521::SecretKey::random(&mut OsRng)))
    }

    /// A new Ed25519 key.
    pub fn ed25519() -> Result<Self> {
        let made = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new());
        let made = made.map_err(|_| anyhow!("no randomness"))?;
        Ok(Key::Ed25519(made.as_ref().to_vec()))
    }

    /// Reads a PKCS#8 PEM key of any kind.
    pub fn from_pem(pem: &str) -> Result<Self> {
        if let Ok(key) = RsaPrivateKey::from_pkcs8_pem(pem) {
            return Ok(Key::Rsa(Box::new(key)));
        }
        if let Ok(key) = EcKey::from_pkcs8_pem(pem) {
            return Ok(Key::P256(key));
        }
        if let Ok(key) = p384::SecretKey::from_pkcs8_pem(pem) {
            return Ok(Key::P384(Box::new(key)));
        }
        if let Ok(key) = p521::SecretKey::from_pkcs8_pem(pem) {
            return Ok(Key::P521(Box::new(key)));
        }
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let key = STANDARD.decode(body).context("no PEM")?;
        ed25519(&key).context("a key of no known kind")?;
        Ok(Key::Ed25519(key))
    }

    /// PKCS#8 PEM.
    pub fn to_pem(&self) -> Result<String> {
        Ok(match self {
            Key::Rsa(key) => key.to_pkcs8_pem(LineEnding::LF)?.to_string(),
            Key::P256(key) => key.to_pkcs8_pem(LineEnding::LF)?.to_string(),
            Key::P384(key) => key.to_pkcs8_pem(LineEnding::LF)?.to_string(),
            Key::P521(key) => key.to_pkcs8_pem(LineEnding::LF)?.to_string(),
            Key::Ed25519(key) => pem("PRIVATE KEY", key),
            Key::Token(_) => bail!("a key does not leave its token"),
        })
    }

    /// SubjectPublicKeyInfo.
    pub fn public(&self) -> Result<Vec<u8>> {
        Ok(match self {
            Key::Rsa(key) => key.to_public_key().to_public_key_der()?.into_vec(),
            Key::P256(key) => key.verifying_key().to_public_key_der()?.into_vec(),
            Key::P384(key) => key.public_key().to_public_key_der()?.into_vec(),
            Key::P521(key) => key.public_key().to_public_key_der()?.into_vec(),
            Key::Ed25519(key) => {
                let public = ed25519(key)?.public_key().as_ref().to_vec();
                seq(&[seq(&[oid(ED25519)]), bits(&public)])
            }
            Key::Token(key) => key.public(),
        })
    }

    /// Signs `message`; an elliptic key ignores `padding`.
    pub fn sign(&self, hash: Hash, padding: Padding, message: &[u8]) -> Result<Signed> {
        let digest = hash.digest(message);
        match (self, padding) {
            (Key::Rsa(key), Padding::Pkcs1) => Ok(Signed {
                algorithm: seq(&[pkcs1_oid(hash), null()]),
                value: match hash {
                    Hash::Sha1 => key.sign(Pkcs1v15Sign::new::<Sha1>(), &digest)?,
                    Hash::Sha256 => key.sign(Pkcs1v15Sign::new::<Sha256>(), &digest)?,
                    Hash::Sha384 => key.sign(Pkcs1v15Sign::new::<Sha384>(), &digest)?,
                    Hash::Sha512 => key.sign(Pkcs1v15Sign::new::<Sha512>(), &digest)?,
                },
            }),
            (Key::Rsa(key), Padding::Pss) => sign_pss(key, hash, digest.len(), &digest),
            (Key::Rsa(key), Padding::PssSalt(salt)) => sign_pss(key, hash, salt, &digest),
            (Key::P256(key), _) => {
                let signature: DerSignature = key.sign_prehash(&digest)?;
                Ok(ecdsa(hash, signature.as_bytes()))
            }
            (Key::P384(key), _) => {
                let key = p384::ecdsa::SigningKey::from(key.as_ref());
                let signature: p384::ecdsa::DerSignature = key.sign_prehash(&digest)?;
                Ok(ecdsa(hash, signature.as_bytes()))
            }
            (Key::P521(key), _) => {
                let key = p521::ecdsa::SigningKey::from_bytes(&key.to_bytes())?;
                let signature: p521::ecdsa::Signature = key.sign_prehash(&digest)?;
                Ok(ecdsa(hash, signature.to_der().as_bytes()))
            }
            (Key::Token(key), Padding::Pkcs1) => Ok(Signed {
                algorithm: seq(&[pkcs1_oid(hash), null()]),
                value: key.sign_pkcs1(&digest_info(hash, &digest))?,
            }),
            (Key::Token(_), _) => bail!("the token signs with PKCS #1 v1.5 only"),
            (Key::Ed25519(key), _) => Ok(Signed {
                algorithm: seq(&[oid(ED25519)]),
                value: ed25519(key)?.sign(message).as_ref().to_vec(),
            }),
        }
    }

    /// RSASSA-PKCS1-v1_5 over a digest that was made elsewhere.
    pub fn sign_digest(&self, hash: Hash, digest: &[u8]) -> Result<Vec<u8>> {
        match self {
            Key::Token(key) => key.sign_pkcs1(&digest_info(hash, digest)),
            _ => bail!("only a token signs digests"),
        }
    }
}

/// DigestInfo, RFC 8017 §9.2.
pub fn digest_info(hash: Hash, digest: &[u8]) -> Vec<u8> {
    seq(&[hash.algorithm(), octets(digest)])
}

const ED25519: &str = "1.3.101.112";

fn ed25519(pkcs8: &[u8]) -> Result<Ed25519KeyPair> {
    Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|error| anyhow!("no Ed25519 key: {error}"))
}

fn ecdsa(hash: Hash, value: &[u8]) -> Signed {
    let algorithm = match hash {
        Hash::Sha1 => "1.2.840.10045.4.1",
        Hash::Sha256 => "1.2.840.10045.4.3.2",
        Hash::Sha384 => "1.2.840.10045.4.3.3",
        Hash::Sha512 => "1.2.840.10045.4.3.4",
    };
    Signed {
        algorithm: seq(&[oid(algorithm)]),
        value: value.to_vec(),
    }
}

fn sign_pss(key: &RsaPrivateKey, hash: Hash, salt: usize, digest: &[u8]) -> Result<Signed> {
    let scheme = match hash {
        Hash::Sha1 => Pss::new_with_salt::<Sha1>(salt),
        Hash::Sha256 => Pss::new_with_salt::<Sha256>(salt),
        Hash::Sha384 => Pss::new_with_salt::<Sha384>(salt),
        Hash::Sha512 => Pss::new_with_salt::<Sha512>(salt),
    };
    Ok(Signed {
        algorithm: pss_algorithm(hash, u64::try_from(salt)?),
        value: key.sign_with_rng(&mut OsRng, scheme, digest)?,
    })
}

fn pkcs1_oid(hash: Hash) -> Vec<u8> {
    oid(match hash {
        Hash::Sha1 => "1.2.840.113549.1.1.5",
        Hash::Sha256 => "1.2.840.113549.1.1.11",
        Hash::Sha384 => "1.2.840.113549.1.1.12",
        Hash::Sha512 => "1.2.840.113549.1.1.13",
    })
}

fn pss_algorithm(hash: Hash, salt: u64) -> Vec<u8> {
    let mgf1 = seq(&[oid("1.2.840.113549.1.1.8"), hash.algorithm()]);
    let parameters = seq(&[
        explicit(0, &hash.algorithm()),
        explicit(1, &mgf1),
        explicit(2, &int(salt)),
    ]);
    seq(&[oid("1.2.840.113549.1.1.10"), parameters])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_pem_form() {
        for key in [Key::p256(), Key::p384(), Key::p521(), Key::ed25519().unwrap()] {
            let again = Key::from_pem(&key.to_pem().unwrap()).unwrap();
            assert_eq!(key.public().unwrap(), again.public().unwrap());
        }
    }

    #[test]
    fn every_digest_has_its_length() {
        let lengths = [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512].map(|h| h.digest(b"x").len());
        assert_eq!(lengths, [20, 32, 48, 64]);
    }
}
