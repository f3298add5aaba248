//! What could not be sent yet, sealed on the device. The key is the server's and is in memory only: who finds the device
//! reads nothing, and who is signed in goes on where the line broke. AES-256-GCM by the browser.

use crate::dom;
use crate::sealed::{self, Seal};
use js_sys::Uint8Array;
use motcua_shared::filing::typed::TypedFields;
use motcua_shared::id::DraftId;
use std::collections::BTreeMap;

/// In front of the key under which the browser keeps them.
pub const PREFIX: &str = "cho-gui:";
/// The key is of one draft, and says enough.
const UNNAMED: &str = "";

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
    // One after the other: collected they would be sorted first, and a sort weighs more than all of this.
    let mut found = BTreeMap::new();
    for key in keys.filter(|key| key.starts_with(&own)) {
        if let Ok(Some(sealed)) = storage.get_item(&key) {
            found.insert(key, sealed);
        }
    }
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

/// Between what was typed over one version and over another; not a letter of Base64.
const BETWEEN: char = '.';

/// Seals fields. Without secure context there is no cipher.
pub async fn close(key: &str, kept: &[TypedFields]) -> Option<String> {
    let seal = Seal::of(key).await?;
    let mut all = String::new();
    for fields in kept {
        if !all.is_empty() {
            all.push(BETWEEN);
        }
        let text = serde_json::to_string(fields).ok()?;
        let sealed = seal.close(&Uint8Array::from(text.as_bytes()), UNNAMED).await?;
        all += &sealed::encode(&sealed.to_vec())?;
    }
    Some(all)
}

/// What was sealed; nothing with another account's key, or when it was altered.
pub async fn open(key: &str, sealed: &str) -> Vec<TypedFields> {
    let mut kept = Vec::new();
    if let Some(seal) = Seal::of(key).await {
        for one in sealed.split(BETWEEN) {
            kept.extend(open_one(&seal, one).await);
        }
    }
    kept
}

async fn open_one(seal: &Seal, sealed: &str) -> Option<TypedFields> {
    let sealed = Uint8Array::from(sealed::decode(sealed)?.as_slice());
    let opened = seal.open(&sealed, UNNAMED).await?.to_vec();
    crate::api::json::from_str(&String::from_utf8(opened).ok()?).ok()
}
