//! Which browsers an account was seen in before, and telling its owner of sign-ins.

mod store;

use super::domain::Account;
use crate::clock::before;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::notification::service::{self as notification, Message, Notice, Recipient};
use crate::secret;
use motcua_shared::id::AccountId;
use motcua_shared::identity::account::SignInNotices;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// A browser is forgotten that did not sign in for so long.
const KEEP_SECONDS: u64 = 180 * 24 * 3600;

/// Somebody signs in.
pub struct Arrival<'a> {
    /// To which account.
    pub account: &'a Account,
    /// Keyed digest of what the browser keeps.
    pub digest: &'a str,
    /// The browser in words.
    pub words: &'a str,
    /// The language that it asks for.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
    /// Whether the way of signing in tells of it by itself.
    pub is_told: bool,
}

/// Tells the owner of the account, if it is news or if they want to know of each. The first browser of all is no news:
/// there is nothing that it differs from.
pub fn greet(conn: &mut DbConn, arrival: &Arrival<'_>) -> AppResult<()> {
    let account = arrival.account;
    let is_first = !store::has_any(conn, account.id)?;
    let is_known = store::note(conn, account.id, arrival.digest, arrival.now)?;
    if arrival.is_told {
        return Ok(());
    }
    let (at, device) = (arrival.now, arrival.words.to_owned());
    let notice = match store::wanted(conn, account.id)? {
        _ if !is_known && !is_first => Notice::SignedInOnNewDevice { at, device },
        SignInNotices::Always => Notice::SignedIn { at, device },
        SignInNotices::NewDevice => return Ok(()),
    };
    let to = Recipient::new(
        Some(account.id),
        account.phone.as_deref(),
        account.email.as_deref(),
    );
    notification::send(conn, at, Message::new(to, notice, arrival.lang)).map(|_| ())
}

/// By what a browser is known that keeps this.
pub fn digest(secret_key: &[u8], device_key: &str) -> String {
    secret::keyed_digest(secret_key, &["device", device_key])
}

/// Whether an account was seen in a browser before.
pub fn is_known(conn: &mut DbConn, account: AccountId, digest: &str) -> AppResult<bool> {
    store::is_known(conn, account, digest)
}

/// All browsers of an account, by their digests.
pub fn list(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<String>> {
    store::list(conn, account)
}

/// Of which sign-ins the owner of an account wants to be told.
pub fn wanted(conn: &mut DbConn, account: AccountId) -> AppResult<SignInNotices> {
    store::wanted(conn, account)
}

/// Keeps that.
pub fn set_wanted(
    conn: &mut DbConn,
    account: AccountId,
    wanted: SignInNotices,
    now: Timestamp,
) -> AppResult<()> {
    store::set_wanted(conn, account, wanted, now)
}

/// Forgets browsers not seen for long.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_before(conn, before(now, KEEP_SECONDS))
}
