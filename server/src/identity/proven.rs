//! That it is known now whose an account is: other features may have something waiting for its owner.

use super::domain::Account;
use super::oidc::store as persons;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::job::queue;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Kind of the job by which other features hear of it.
pub const PROVEN: &str = "identity.account-proven";

/// Its argument.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proven {
    /// Whose.
    pub account: AccountId,
}

/// Says so, in the transaction that makes the account or raises its level. Ring the bell after the commit.
pub(super) fn say(conn: &mut DbConn, account: AccountId, now: Timestamp) -> AppResult<()> {
    queue::enqueue(conn, now, PROVEN, &Proven { account })
}

/// Every number under which the owner of an account is known: a person has had others before.
pub fn numbers_of(conn: &mut DbConn, account: &Account) -> AppResult<Vec<String>> {
    let mut numbers = match account.person_id {
        Some(person) => persons::list_numbers(conn, person)?,
        None => Vec::new(),
    };
    if !numbers.contains(&account.identifier) {
        numbers.push(account.identifier.clone());
    }
    Ok(numbers)
}
