//! What could not be sent yet, sealed on the device. The key is the server's and is in memory only: who finds the device
//! reads nothing, and who is signed in goes on where the line broke. AES-256-GCM by the browser.

use crate::dom;
use js_sys::{Array, Object, Reflect, Uint8Array};
use motcua_shared::filing::typed::TypedFields;
use motcua_shared::id::DraftId;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// In front of the key under which the browser keeps them.
pub const PREFIX: &str = "cho-gui:";
const IV_BYTES: u32 = 12;

/// Where one page keeps what waits of a draft. Each page has its own: two of them without a line overwrite nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// Of a page that opens now. Later ones stand behind earlier ones.
    pub fn new(draft: DraftId) -> Self {
        let chance = (js_sys::Math::random() * 1e9) as u32;
        Self(format!("{PREFIX}{draft}:{:014}{chance:09}", dom::now()))
    }

    /// Keeps what was sealed, in the place of what was kept before.
    pub fn keep(&self, sealed: &str) {
        if let Some(storage) = dom::local_storage() {
            let _ = storage.set_item(&self.0, sealed);
        }
    }

    /// Everything was sent, or is kept elsewhere.
    pub fn forget(&self) {
        if let Some(storage) = dom::local_storage() {
            let _ = storage.remove_item(&self.0);
        }
    }
}

/// What pages keep of a draft, that of the page that opened last at the end.
pub fn list(draft: DraftId) -> Vec<(Place, String)> {
    let Some(storage) = dom::local_storage() else {
        return Vec::new();
    };
    let own = format!("{PREFIX}{draft}");
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    let found: BTreeMap<String, String> = keys
        .filter(|key| key.starts_with(&own))
        .filter_map(|key| {
            let sealed = storage.get_item(&key).ok().flatten()?;
            Some((key, sealed))
        })
        .collect();
    found
        .into_iter()
        .map(|(key, sealed)| (Place(key), sealed))
        .collect()
}

/// Whether something of a draft waits on this device.
pub fn is_waiting(draft: DraftId) -> bool {
    !list(draft).is_empty()
}

/// A draft was filed: nothing of it waits any more.
pub fn forget_all(draft: DraftId) {
    for (place, _) in list(draft) {
        place.forget();
    }
}

/// Seals fields. Without secure context there is no cipher.
pub async fn close(key: &str, fields: &TypedFields) -> Option<String> {
    let (subtle, key) = cipher(key, "encrypt").await?;
    let iv = Uint8Array::new_with_length(IV_BYTES);
    dom::window()?
        .crypto()
        .ok()?
        .get_random_values_with_array_buffer_view(&iv)
        .ok()?;
    let text = serde_json::to_string(fields).ok()?;
    let sealed = subtle
        .encrypt_with_object_and_u8_array(&algorithm(&iv)?, &key, text.as_bytes())
        .ok()?;
    let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?);
    let mut bytes = iv.to_vec();
    bytes.extend(sealed.to_vec());
    dom::window()?
        .btoa(&bytes.iter().copied().map(char::from).collect::<String>())
        .ok()
}

/// What was sealed; nothing with another account's key, or when it was altered.
pub async fn open(key: &str, sealed: &str) -> Option<TypedFields> {
    let bytes = decode(sealed)?;
    let (iv, sealed) = bytes.split_at_checked(IV_BYTES as usize)?;
    let (subtle, key) = cipher(key, "decrypt").await?;
    let opened = subtle
        .decrypt_with_object_and_u8_array(&algorithm(&Uint8Array::from(iv))?, &key, sealed)
        .ok()?;
    let opened = Uint8Array::new(&JsFuture::from(opened).await.ok()?).to_vec();
    crate::api::json::from_str(&String::from_utf8(opened).ok()?).ok()
}

fn algorithm(iv: &Uint8Array) -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    Reflect::set(&algorithm, &"iv".into(), iv).ok()?;
    Some(algorithm)
}

async fn cipher(key: &str, usage: &str) -> Option<(SubtleCrypto, CryptoKey)> {
    let crypto = dom::window()?.crypto().ok()?;
    // Outside of a secure context it is missing, whatever its type says.
    if Reflect::get(&crypto, &"subtle".into()).ok()?.is_undefined() {
        return None;
    }
    let subtle = crypto.subtle();
    let raw = Uint8Array::from(decode(key)?.as_slice());
    let usages = Array::of1(&JsValue::from_str(usage));
    let imported = subtle
        .import_key_with_str("raw", &raw, "AES-GCM", false, &usages)
        .ok()?;
    let key = JsFuture::from(imported).await.ok()?.dyn_into().ok()?;
    Some((subtle, key))
}

/// Base64, with the letters of addresses or the usual ones.
fn decode(text: &str) -> Option<Vec<u8>> {
    let usual = text.replace('-', "+").replace('_', "/");
    let binary = dom::window()?.atob(&usual).ok()?;
    binary.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}
