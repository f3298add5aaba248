//! Random tokens and keyed digests, on `ring`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use ring::{aead, digest, hmac};

/// The operating system's random source failed; nothing secret may be made without it.
#[derive(Debug, thiserror::Error)]
#[error("the random source of the operating system failed")]
pub struct RandomFailed;

/// 256 random bits, URL-safe.
pub fn token() -> Result<String, RandomFailed> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| RandomFailed)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// `digits` random decimal digits, each equally likely.
pub fn digits(digits: usize) -> Result<String, RandomFailed> {
    let random = SystemRandom::new();
    let mut text = String::with_capacity(digits);
    while text.len() < digits {
        let mut byte = [0_u8; 1];
        random.fill(&mut byte).map_err(|_| RandomFailed)?;
        // 250 is the largest multiple of ten below 256: anything above would favour small digits.
        let [value] = byte;
        if value < 250 {
            text.push(char::from(b'0' + value % 10));
        }
    }
    Ok(text)
}

/// `count` random letters and digits that nobody mistakes for each other, 5 bits each.
pub fn letters(count: usize) -> Result<String, RandomFailed> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = vec![0_u8; count];
    SystemRandom::new().fill(&mut bytes).map_err(|_| RandomFailed)?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map(char::from);
    Ok(bytes.iter().filter_map(letter).collect())
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The bytes of hexadecimal; nothing if it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// A keyed digest for values too short to be hashed plainly, such as one-time codes.
pub fn keyed_digest(key: &[u8], parts: &[&str]) -> String {
    hex(keyed(key, parts).as_ref())
}

fn keyed(key: &[u8], parts: &[&str]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part.as_bytes());
    }
    context.sign()
}

/// A key of 256 bits for one purpose, which the parts name.
pub fn derived_key(key: &[u8], parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(keyed(key, parts).as_ref())
}

/// Compares without telling by its time where the difference is.
pub fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left
            .bytes()
            .zip(right.bytes())
            .fold(0_u8, |diff, (a, b)| diff | (a ^ b))
            == 0
}

/// Seals `plain` so that only this server reads it again, and only as part of `context`. AES-256-GCM under a key of its
/// own; the nonce is random and stands in front.
pub fn seal(key: &[u8], context: &str, plain: &[u8]) -> Result<String, RandomFailed> {
    let mut nonce = [0_u8; aead::NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).map_err(|_| RandomFailed)?;
    let mut bytes = plain.to_vec();
    sealing_key(key)
        .and_then(|key| {
            let nonce = aead::Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, aead::Aad::from(context), &mut bytes)
                .ok()
        })
        .ok_or(RandomFailed)?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &bytes].concat()))
}

/// What was sealed; `None` when it was altered, belongs to another context, or is of another key.
pub fn open(key: &[u8], context: &str, sealed: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, rest) = bytes.split_at_checked(aead::NONCE_LEN)?;
    let nonce = aead::Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut rest = rest.to_vec();
    let plain = sealing_key(key)?
        .open_in_place(nonce, aead::Aad::from(context), &mut rest)
        .ok()?;
    Some(plain.to_vec())
}

fn sealing_key(key: &[u8]) -> Option<aead::LessSafeKey> {
    let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"sealing");
    aead::UnboundKey::new(&aead::AES_256_GCM, derived.as_ref())
        .ok()
        .map(aead::LessSafeKey::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_have_256_bits() {
        let (first, second) = (token().unwrap(), token().unwrap());
        assert_ne!(first, second);
        assert_eq!(URL_SAFE_NO_PAD.decode(first).unwrap().len(), 32);
    }

    #[test]
    fn keyed_digests_keep_their_parts_apart() {
        assert_ne!(keyed_digest(b"k", &["ab", "c"]), keyed_digest(b"k", &["a", "bc"]));
        assert_ne!(keyed_digest(b"k", &["a"]), keyed_digest(b"j", &["a"]));
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_in_its_place_only() {
        let sealed = seal(b"k", "here", "Nguyễn".as_bytes()).unwrap();
        assert_eq!(open(b"k", "here", &sealed).as_deref(), Some("Nguyễn".as_bytes()));
        assert_eq!(open(b"k", "there", &sealed), None);
        assert_eq!(open(b"j", "here", &sealed), None);
        assert_ne!(sealed, seal(b"k", "here", "Nguyễn".as_bytes()).unwrap());
        let mut altered = sealed.clone().into_bytes();
        altered[20] ^= 1;
        assert_eq!(open(b"k", "here", std::str::from_utf8(&altered).unwrap()), None);
        for noise in ["", "abc", "é"] {
            assert_eq!(open(b"k", "here", noise), None);
        }
    }
}
