//! A flow on its way, and what was typed for it, as this tab keeps them: reading the message on a phone may throw the page
//! out of memory. Passwords are never kept.

use crate::dom;
use crate::identity::model::Waiting;
use motcua_shared::identity::password::PasswordPolicy;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Where a flow stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// What the server calls it.
    pub id: String,
    /// The code that it waits for.
    pub waiting: Waiting,
    /// What a password must be, once the code was right.
    pub password: Option<PasswordPolicy>,
    /// Milliseconds since 1970, by this device's clock.
    pub begun_at: i64,
}

impl Flow {
    /// The flow under `key`, unless it is older than `seconds`.
    pub fn kept(key: &str, seconds: i64) -> Option<Self> {
        read::<Self>(key).filter(|flow| dom::now() - flow.begun_at < seconds * 1_000)
    }
}

/// Where a sign-in that waits for its code is kept.
const SIGN_IN: &str = "sign-in";

/// The sign-in that waits for its code, until its time is over.
pub fn sign_in() -> Option<Waiting> {
    read::<Waiting>(SIGN_IN).filter(|waiting| !waiting.is_over(dom::now()))
}

/// Keeps it for a reload of this tab, or forgets it.
pub fn keep_sign_in(waiting: Option<&Waiting>) {
    write(SIGN_IN, waiting);
}

/// What is kept under `key`.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = dom::session_storage()?.get_item(key).ok().flatten()?;
    crate::api::json::from_str(&text).ok()
}

/// Keeps `value`, or forgets what was kept.
pub fn write(key: &str, value: Option<&impl Serialize>) {
    let Some(storage) = dom::session_storage() else {
        return;
    };
    let _ = match value.and_then(|value| serde_json::to_string(value).ok()) {
        Some(text) => storage.set_item(key, &text),
        None => storage.remove_item(key),
    };
}
