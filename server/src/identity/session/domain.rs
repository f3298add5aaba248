//! What a session is.

use super::super::domain::{Account, Acting};
use motcua_shared::id::{DelegationId, SessionId};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

pub use motcua_shared::identity::dto::SignInMethod as Method;

/// Longest description of a browser that is kept, in bytes.
const DEVICE_BYTES: usize = 300;

/// From where somebody signs in.
#[derive(Debug, Clone)]
pub struct Device {
    /// What the browser says of itself, shortened.
    pub browser: String,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// What it keeps since it signed in before, if it did.
    pub key: Option<String>,
    /// The language that it asks for.
    pub lang: Lang,
}

impl Device {
    /// Takes what the browser says; a lie harms nobody but its teller.
    pub fn new(browser: &str, address: Option<IpAddr>, key: Option<String>, lang: Lang) -> Self {
        let browser: String = browser.chars().filter(|c| !c.is_control()).collect();
        let end = browser.floor_char_boundary(DEVICE_BYTES.min(browser.len()));
        Self {
            browser: browser.get(..end).unwrap_or_default().to_owned(),
            address,
            // Only what could be ours: the digest of it is written down.
            key: key.filter(|key| (1..=64).contains(&key.len())),
            lang,
        }
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The account that acts.
    pub account: Account,
    /// Digest of the session token.
    pub token_hash: String,
    /// When the person last proved who they are.
    pub proved_at: Timestamp,
    /// End of the session in any case.
    pub ends_at: Timestamp,
    /// The delegation that it works by, which may have ended.
    pub acting: Option<Acting>,
}

/// A session and the account that acts in it, as kept.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// The account.
    pub account: Account,
    /// When the person last proved who they are.
    pub proved_at: Timestamp,
    /// Last request that was noted.
    pub seen_at: Timestamp,
    /// End in any case.
    pub ends_at: Timestamp,
    /// The delegation that it works by.
    pub delegation: Option<DelegationId>,
}

/// A session as its owner sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id.
    pub id: SessionId,
    /// Digest of its token.
    pub token_hash: String,
    /// How it was opened.
    pub method: Method,
    /// What the browser said of itself.
    pub browser: String,
    /// Where it was opened from.
    pub address: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Last request that was noted.
    pub seen_at: Timestamp,
    /// End in any case.
    pub ends_at: Timestamp,
}
