//! Contacts that somebody typed into a form: nobody proved that they are theirs, so an account does not make the portal
//! call strangers without an end.

use super::service::Recipient;
use super::store;
use crate::clock::before;
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use motcua_shared::time::Timestamp;

/// Messages in a day that one account may have sent to contacts that are not its own.
const A_DAY: i64 = 40;
const DAY_SECONDS: u64 = 24 * 3600;

/// Whom to tell: the typed contact, or `own`, which the account proved, once enough went elsewhere today.
pub fn typed_or_own(
    conn: &mut DbConn,
    now: Timestamp,
    typed: Recipient,
    own: Recipient,
) -> AppResult<Recipient> {
    let is_own = (typed.phone.is_none() || typed.phone == own.phone)
        && (typed.email.is_none() || typed.email == own.email);
    if is_own {
        return Ok(typed);
    }
    let Some(account) = own.account else {
        return Ok(typed);
    };
    // Counted with what was sent at the same time.
    take_turn(conn, "typed-contacts", &account.to_string())?;
    let email = own.email.as_ref().map(ToString::to_string);
    let own_contact = (own.phone.as_deref(), email.as_deref());
    let sent = store::count_elsewhere(conn, account, own_contact, before(now, DAY_SECONDS))?;
    Ok(if sent < A_DAY { typed } else { own })
}
