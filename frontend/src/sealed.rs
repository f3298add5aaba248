//! AES-256-GCM by the browser, for what waits on the device: the key is the server's and is in memory only.

use crate::dom;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// Stands in front of what is sealed.
const IV_BYTES: u32 = 12;

/// A key that is ready.
#[derive(Clone)]
pub struct Seal {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Seal {
    /// Of a key in Base64. Without secure context there is no cipher.
    pub async fn of(key: &str) -> Option<Self> {
        let crypto = dom::window()?.crypto().ok()?;
        // Outside of a secure context it is missing, whatever its type says.
        if Reflect::get(&crypto, &"subtle".into()).ok()?.is_undefined() {
            return None;
        }
        let subtle = crypto.subtle();
        let raw = Uint8Array::from(decode(key)?.as_slice());
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let imported = subtle
            .import_key_with_str("raw", &raw, "AES-GCM", false, &usages)
            .ok()?;
        let key = JsFuture::from(imported).await.ok()?.dyn_into().ok()?;
        Some(Self { subtle, key })
    }

    /// Seals; only under the same `name` it opens again.
    pub async fn close(&self, plain: &Uint8Array, name: &str) -> Option<Uint8Array> {
        let iv = Uint8Array::new_with_length(IV_BYTES);
        dom::window()?
            .crypto()
            .ok()?
            .get_random_values_with_array_buffer_view(&iv)
            .ok()?;
        let sealed = self
            .subtle
            .encrypt_with_object_and_js_u8_array(&algorithm(&iv, name)?, &self.key, plain)
            .ok()?;
        let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?);
        let all = Uint8Array::new_with_length(IV_BYTES + sealed.length());
        all.set(&iv, 0);
        all.set(&sealed, IV_BYTES);
        Some(all)
    }

    /// What was sealed; nothing with another account's key, under another name, or when it was altered.
    pub async fn open(&self, sealed: &Uint8Array, name: &str) -> Option<Uint8Array> {
        let iv = sealed.slice(0, IV_BYTES);
        let sealed = sealed.subarray(IV_BYTES, sealed.length());
        let opened = self
            .subtle
            .decrypt_with_object_and_js_u8_array(&algorithm(&iv, name)?, &self.key, &sealed)
            .ok()?;
        Some(Uint8Array::new(&JsFuture::from(opened).await.ok()?))
    }
}

fn algorithm(iv: &Uint8Array, name: &str) -> Option<Object> {
    let algorithm = Object::new();
    let name = Uint8Array::from(name.as_bytes());
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    Reflect::set(&algorithm, &"iv".into(), iv).ok()?;
    Reflect::set(&algorithm, &"additionalData".into(), &name).ok()?;
    Some(algorithm)
}

/// Base64.
pub fn encode(bytes: &[u8]) -> Option<String> {
    dom::window()?
        .btoa(&bytes.iter().copied().map(char::from).collect::<String>())
        .ok()
}

/// Base64, with the letters of addresses or the usual ones.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let usual = text.replace('-', "+").replace('_', "/");
    let binary = dom::window()?.atob(&usual).ok()?;
    binary.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}
