//! Bytes that wait on the device (IndexedDB), beside a sign that says until when. Only what is sealed comes in, and only
//! while its sign is there. `frontend/sw.js` lets go what nobody came back for.

use crate::dom;
use js_sys::{Array, Promise, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

/// The database; `frontend/sw.js` knows it as well.
const DATABASE: &str = "cho-gui";
const STORE: &str = "phan";

/// Under which the browser keeps by what chance somebody signed out last: other tabs hear that it changed.
const SIGNED_OUT: &str = "dang-xuat";

/// What became of keeping something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is on the disk.
    Done,
    /// There is no room, or nothing may be kept.
    NoRoom,
    /// The sign is not there any more: what stood beside it was let go.
    Gone,
}

/// Puts up a sign that says until when what stands beside it waits. `false` where nothing may be kept.
pub async fn begin(sign: &str, until: &str) -> bool {
    let write = |store: &IdbObjectStore| store.put_with_key(&until.into(), &sign.into()).ok();
    with(IdbTransactionMode::Readwrite, Box::new(write))
        .await
        .is_some()
}

/// Keeps bytes in the place of what was there, and says anew until when. Nothing comes in where the sign was taken away:
/// both is one transaction, so that no other tab can come between.
pub async fn put_beside(sign: &str, until: &str, key: &str, bytes: &Uint8Array) -> Put {
    let is_gone = Rc::new(Cell::new(false));
    let (sign, until, key) = (JsValue::from(sign), JsValue::from(until), JsValue::from(key));
    let (bytes, missed) = (bytes.clone(), is_gone.clone());
    let write = move |store: &IdbObjectStore| {
        let looking = store.count_with_key(&sign).ok()?;
        let (looked, store) = (looking.clone(), store.clone());
        let then = Closure::once_into_js(move || {
            if looked.result().ok().and_then(|found| found.as_f64()) != Some(1.0) {
                missed.set(true);
                return;
            }
            let put = store.put_with_key(&bytes, &key);
            if put.and(store.put_with_key(&until, &sign)).is_err() {
                let _ = store.transaction().abort();
            }
        });
        looking.set_onsuccess(Some(then.unchecked_ref()));
        Some(looking)
    };
    match with(IdbTransactionMode::Readwrite, Box::new(write)).await {
        None => Put::NoRoom,
        Some(_) if is_gone.get() => Put::Gone,
        Some(_) => Put::Done,
    }
}

/// What a sign says, if it is there; nothing when that could not be asked.
pub async fn until(sign: &str) -> Option<Option<String>> {
    let found = with(
        IdbTransactionMode::Readonly,
        Box::new(|store: &IdbObjectStore| store.get(&sign.into()).ok()),
    )
    .await?;
    Some(found.as_string())
}

/// Whether something is kept under a key; nothing when that could not be asked.
pub async fn is_there(key: &str) -> Option<bool> {
    let count = |store: &IdbObjectStore| store.count_with_key(&key.into()).ok();
    let found = with(IdbTransactionMode::Readonly, Box::new(count)).await?;
    Some(found.as_f64()? > 0.0)
}

/// What is kept under a key.
pub async fn get(key: &str) -> Option<Uint8Array> {
    let found = with(
        IdbTransactionMode::Readonly,
        Box::new(|store: &IdbObjectStore| store.get(&key.into()).ok()),
    )
    .await?;
    found.dyn_into().ok()
}

/// All keys, in their order.
pub async fn keys() -> Vec<String> {
    let found = with(
        IdbTransactionMode::Readonly,
        Box::new(|store: &IdbObjectStore| store.get_all_keys().ok()),
    )
    .await;
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
    let _ = with(IdbTransactionMode::Readwrite, Box::new(delete)).await;
}

/// Lets go everything: somebody signed out. Other tabs are told first, so that they bring nothing behind it.
pub async fn forget_all() {
    if let Some(storage) = dom::local_storage() {
        let chance = (js_sys::Math::random() * 1e9) as u32;
        let _ = storage.set_item(SIGNED_OUT, &chance.to_string());
    }
    let _ = with(
        IdbTransactionMode::Readwrite,
        Box::new(|store: &IdbObjectStore| store.clear().ok()),
    )
    .await;
}

/// Something by chance that changes whenever somebody signs out in this browser; empty before the first time.
pub fn last_sign_out() -> String {
    dom::local_storage()
        .and_then(|storage| storage.get_item(SIGNED_OUT).ok().flatten())
        .unwrap_or_default()
}

/// What is done with the store. Behind a box, what stands around it is built once.
type Act<'a> = Box<dyn FnOnce(&IdbObjectStore) -> Option<IdbRequest> + 'a>;

/// Opened for each act and closed behind it: nothing that is open stands in the way of another page.
async fn with(mode: IdbTransactionMode, act: Act<'_>) -> Option<JsValue> {
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
