//! Solves the proof of work that the server asks for (ALTCHA, version 2). The browser's own PBKDF2 does the work beside
//! the page, which stays usable meanwhile; nobody has to read or click anything.

use crate::api::{Api, Failure};
use crate::dom;
use js_sys::{Array, Object, Reflect, Uint8Array};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::registration::{ProofChallenge, ProofParameters, ProofPayload, ProofSolution};
use motcua_shared::path;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// More tries than any server of ours asks for.
const MOST_TRIES: u32 = 100_000;

/// A solved proof, ready to be sent along.
pub async fn solve(api: Api) -> Result<String, Failure> {
    let challenge: ProofChallenge = api.get(path::PROOF, None).await?;
    let failed = || Failure::of(ErrorCode::ProofNeeded);
    let solution = find(&challenge.parameters).await.ok_or_else(failed)?;
    let payload = ProofPayload { challenge, solution };
    let json = serde_json::to_string(&payload).map_err(|_| failed())?;
    let window = dom::window().ok_or_else(failed)?;
    window.btoa(&json).map_err(|_| failed())
}

async fn find(asked: &ProofParameters) -> Option<ProofSolution> {
    if asked.algorithm != "PBKDF2/SHA-256" {
        return None;
    }
    let subtle = dom::window()?.crypto().ok()?.subtle();
    let nonce = from_hex(&asked.nonce)?;
    let how = Object::new();
    set(&how, "name", &"PBKDF2".into())?;
    set(&how, "hash", &"SHA-256".into())?;
    set(&how, "salt", &Uint8Array::from(&from_hex(&asked.salt)?[..]))?;
    set(&how, "iterations", &asked.cost.into())?;
    for counter in 0..MOST_TRIES {
        let password = [&nonce[..], &counter.to_be_bytes()].concat();
        let key = derive(&subtle, &how, &password, asked.key_length * 8).await?;
        if key.starts_with(&asked.key_prefix) {
            return Some(ProofSolution {
                counter,
                derived_key: key,
            });
        }
    }
    None
}

async fn derive(subtle: &SubtleCrypto, how: &Object, password: &[u8], bits: u32) -> Option<String> {
    let usages = Array::of1(&"deriveBits".into());
    let raw = Uint8Array::from(password);
    let key = subtle
        .import_key_with_str("raw", &raw, "PBKDF2", false, &usages)
        .ok()?;
    let key: CryptoKey = JsFuture::from(key).await.ok()?.into();
    let key = subtle.derive_bits_with_object(how, &key, bits).ok()?;
    let key = JsFuture::from(key).await.ok()?;
    Some(to_hex(&Uint8Array::new(&key).to_vec()))
}

fn set(object: &Object, name: &str, value: &JsValue) -> Option<()> {
    Reflect::set(object, &name.into(), value).ok().map(|_| ())
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_travel_as_hexadecimal() {
        assert_eq!(from_hex("00ff1a"), Some(vec![0, 255, 26]));
        assert_eq!(to_hex(&[0, 255, 26]), "00ff1a");
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
    }
}
