//! RSASSA-PSS with one digest for the message and another for the mask, which signing tokens make and neither ring nor
//! the rsa crate verifies (RFC 8017 §8.1.2, §9.1.2).

use super::digest::digest_algorithm;
use const_oid::ObjectIdentifier;
use motcua_shared::signature::Reason;
use ring::digest::{Algorithm, Context, digest};
use rsa::{BigUint, RsaPublicKey, traits::PublicKeyParts};

/// What the parameters of a signature say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PssParameters {
    /// Digest of the message.
    pub digest: ObjectIdentifier,
    /// Digest of the mask generation function MGF1.
    pub mask: ObjectIdentifier,
    /// Length of the salt in bytes.
    pub salt: usize,
}

/// Whether `signature` is one over a message with the digest `hashed`.
pub fn verify(
    key: &RsaPublicKey,
    parameters: PssParameters,
    hashed: &[u8],
    signature: &[u8],
) -> Result<(), Reason> {
    let supported = |identifier| digest_algorithm(identifier).ok_or(Reason::AlgorithmNotSupported);
    let (hash, mask) = (supported(parameters.digest)?, supported(parameters.mask)?);
    let value = BigUint::from_bytes_be(signature);
    if signature.len() != key.size() || value >= *key.n() {
        return Err(Reason::SignatureInvalid);
    }
    let bits = key.n().bits().saturating_sub(1);
    let encoded = padded(&value.modpow(key.e(), key.n()), bits.div_ceil(8));
    encoded
        .filter(|encoded| is_encoding(encoded, bits, hash, mask, parameters.salt, hashed))
        .map(|_| ())
        .ok_or(Reason::SignatureInvalid)
}

/// The number in exactly `length` bytes, if it fits.
fn padded(number: &BigUint, length: usize) -> Option<Vec<u8>> {
    let digits = number.to_bytes_be();
    let mut bytes = vec![0; length.checked_sub(digits.len())?];
    bytes.extend(digits);
    Some(bytes)
}

/// EMSA-PSS-VERIFY, RFC 8017 §9.1.2; the steps are numbered as there.
fn is_encoding(
    encoded: &[u8],
    bits: usize,
    hash: &'static Algorithm,
    mask: &'static Algorithm,
    salt: usize,
    hashed: &[u8],
) -> bool {
    // 3 to 5
    let Some((0xbc, encoded)) = encoded.split_last().map(|(last, rest)| (*last, rest)) else {
        return false;
    };
    let Some(place) = encoded.len().checked_sub(hash.output_len()) else {
        return false;
    };
    let (masked, tag) = encoded.split_at(place);
    // 6: bits beyond the number, which cannot be told from the masked ones afterwards.
    let spare = encoded
        .len()
        .saturating_add(1)
        .saturating_mul(8)
        .saturating_sub(bits);
    let Some(kept) = u32::try_from(spare)
        .ok()
        .and_then(|spare| 0xff_u8.checked_shr(spare))
    else {
        return false;
    };
    if masked.first().is_none_or(|first| first & !kept != 0) {
        return false;
    }
    // 7 to 9
    let mut block: Vec<u8> = masked
        .iter()
        .zip(mask_of(tag, mask))
        .map(|(byte, mask)| byte ^ mask)
        .collect();
    if let Some(first) = block.first_mut() {
        *first &= kept;
    }
    // 10 and 11
    let Some((zeros, salt)) = block.len().checked_sub(salt).map(|place| block.split_at(place)) else {
        return false;
    };
    let Some((1, zeros)) = zeros.split_last().map(|(last, rest)| (*last, rest)) else {
        return false;
    };
    // 12 to 14
    let mut again = Context::new(hash);
    again.update(&[0; 8]);
    again.update(hashed);
    again.update(salt);
    zeros.iter().all(|byte| *byte == 0) && again.finish().as_ref() == tag
}

/// MGF1, RFC 8017 §B.2.1, without end.
fn mask_of(seed: &[u8], algorithm: &'static Algorithm) -> impl Iterator<Item = u8> {
    (0_u32..).flat_map(move |counter| {
        let block = digest(algorithm, &[seed, &counter.to_be_bytes()].concat());
        block.as_ref().to_vec()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::signature::parse::certificate::oid;
    use rsa::traits::PrivateKeyParts;

    const SALT: [u8; 20] = [7; 20];

    /// EMSA-PSS-ENCODE, RFC 8017 §9.1.1, and the private operation.
    fn sign(
        key: &rsa::RsaPrivateKey,
        hash: ObjectIdentifier,
        mask: ObjectIdentifier,
        hashed: &[u8],
    ) -> Vec<u8> {
        let (hash, mask) = (digest_algorithm(hash).unwrap(), digest_algorithm(mask).unwrap());
        let bits = key.n().bits() - 1;
        let length = bits.div_ceil(8);
        let tag = digest(hash, &[&[0; 8], hashed, &SALT].concat());
        let mut block = vec![0; length - hash.output_len() - 1 - SALT.len() - 1];
        block.push(1);
        block.extend(SALT);
        for (byte, mask) in block.iter_mut().zip(mask_of(tag.as_ref(), mask)) {
            *byte ^= mask;
        }
        block[0] &= 0xff >> (8 * length - bits);
        let encoded = [&block, tag.as_ref(), &[0xbc]].concat();
        let value = BigUint::from_bytes_be(&encoded).modpow(key.d(), key.n());
        padded(&value, key.size()).unwrap()
    }

    #[test]
    fn what_is_signed_with_two_digests_is_verified_and_nothing_else() {
        let private = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2_048).unwrap();
        let public = private.to_public_key();
        let hashed = digest(&ring::digest::SHA256, b"message");
        let parameters = PssParameters {
            digest: oid::SHA_256,
            mask: oid::SHA_1,
            salt: SALT.len(),
        };
        let signature = sign(&private, oid::SHA_256, oid::SHA_1, hashed.as_ref());
        assert_eq!(verify(&public, parameters, hashed.as_ref(), &signature), Ok(()));
        let other = digest(&ring::digest::SHA256, b"other");
        let mut flipped = signature.clone();
        flipped[40] ^= 1;
        for (parameters, hashed, signature) in [
            (parameters, other.as_ref(), &signature),
            (parameters, hashed.as_ref(), &flipped),
            (parameters, hashed.as_ref(), &signature[1..].to_vec()),
            (
                PssParameters {
                    salt: 32,
                    ..parameters
                },
                hashed.as_ref(),
                &signature,
            ),
            (
                PssParameters {
                    mask: oid::SHA_256,
                    ..parameters
                },
                hashed.as_ref(),
                &signature,
            ),
        ] {
            assert_eq!(
                verify(&public, parameters, hashed, signature),
                Err(Reason::SignatureInvalid)
            );
        }
    }

    #[test]
    fn the_same_digest_twice_is_what_the_library_makes() {
        let private = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2_049).unwrap();
        let hashed = digest(&ring::digest::SHA256, b"message");
        let scheme = rsa::Pss::new_with_salt::<rsa::sha2::Sha256>(32);
        let signature = private
            .sign_with_rng(&mut rsa::rand_core::OsRng, scheme, hashed.as_ref())
            .unwrap();
        let parameters = PssParameters {
            digest: oid::SHA_256,
            mask: oid::SHA_256,
            salt: 32,
        };
        let public = private.to_public_key();
        assert_eq!(verify(&public, parameters, hashed.as_ref(), &signature), Ok(()));
    }
}
