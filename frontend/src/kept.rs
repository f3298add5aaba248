//! Bytes that wait on the device (IndexedDB), each under a key that begins with its last moment. Only what is sealed comes in.
//! `frontend/sw.js` lets go what nobody came back for.

use crate::dom;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

/// The database; `frontend/sw.js` knows it as well.
const DATABASE: &str = "cho-gui";
const STORE: &str = "phan";

/// Keeps bytes in the place of what was there. `false` where there is no room, or nothing may be kept.
pub async fn put(key: &str, bytes: &Uint8Array) -> bool {
    let write = |store: &IdbObjectStore| store.put_with_key(bytes, &key.into()).ok();
    with(IdbTransactionMode::Readwrite, write).await.is_some()
}

/// What is kept under a key.
pub async fn get(key: &str) -> Option<Uint8Array> {
    let found = with(IdbTransactionMode::Readonly, |store| store.get(&key.into()).ok()).await?;
    found.dyn_into().ok()
}

/// All keys, in their order.
pub async fn keys() -> Vec<String> {
    let found = with(IdbTransactionMode::Readonly, |store| store.get_all_keys().ok()).await;
    let found: Option<Array> = found.and_then(|found| found.dyn_into().ok());
    found
        .map(|found| found.iter().filter_map(|key| key.as_string()).collect())
        .unwrap_or_default()
}

/// Lets go what is kept from one key to before another.
pub async fn forget(from: &str, to: &str) {
    let delete = |store: &IdbObjectStore| {
        let range = IdbKeyRange::bound_with_lower_open_and_upper_open(&from.into(), &to.into(), false, true);
        store.delete(&range.ok()?.into()).ok()
    };
    let _ = with(IdbTransactionMode::Readwrite, delete).await;
}

/// Lets go everything: somebody signed out.
pub async fn forget_all() {
    let _ = with(IdbTransactionMode::Readwrite, |store| store.clear().ok()).await;
}

/// Opened for each act and closed behind it: nothing that is open stands in the way of another page.
async fn with(
    mode: IdbTransactionMode,
    act: impl FnOnce(&IdbObjectStore) -> Option<IdbRequest>,
) -> Option<JsValue> {
    let database = open().await?;
    let done = async {
        let transaction = database.transaction_with_str_and_mode(STORE, mode).ok()?;
        let request = act(&transaction.object_store(STORE).ok()?)?;
        // A request may work out and its transaction not: only at its end it is on the disk.
        finished(&transaction).await.then(|| request.result().ok())?
    };
    let done = done.await;
    database.close();
    done
}

async fn open() -> Option<IdbDatabase> {
    // Absent, or refused, where the browser may keep nothing.
    let request = dom::window()?
        .indexed_db()
        .ok()??
        .open_with_u32(DATABASE, 1)
        .ok()?;
    let opening = request.clone();
    let make = Closure::once_into_js(move || {
        if let Some(database) = result(&opening) {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    let opened = Promise::new(&mut |resolve, _| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&resolve));
        request.set_onblocked(Some(&resolve));
    });
    let _ = JsFuture::from(opened).await;
    result(&request)
}

fn result(request: &IdbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

async fn finished(transaction: &IdbTransaction) -> bool {
    let end = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(end).await.is_ok()
}
