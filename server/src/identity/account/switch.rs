//! Acting as another account of the same person ("Chuyển tài khoản").

use super::super::domain::Account;
use super::super::session::service as sessions;
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method, Principal};
use super::super::staff::service as staff;
use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{OtherAccount, SwitchAccount};

/// Accounts that the session may go on with.
pub async fn list(state: &AppState, principal: Principal) -> AppResult<Vec<OtherAccount>> {
    state.db.read(move |conn| others(conn, &principal)).await
}

/// The same within a transaction.
pub(super) fn others(conn: &mut DbConn, principal: &Principal) -> AppResult<Vec<OtherAccount>> {
    let mut others = Vec::new();
    if !shows_the_person(conn, principal)? {
        return Ok(others);
    }
    for account in of_person(conn, principal)? {
        if !may_follow(conn, principal, &account)? {
            continue;
        }
        let unit = account.unit_id.map(|unit| directory::load(conn, unit));
        let roles = match account.kind.is_officer() {
            true => staff::shown_roles(conn, &account)?,
            false => Vec::new(),
        };
        others.push(OtherAccount {
            id: account.id,
            kind: account.kind,
            name: account.name,
            unit: unit.transpose()?.map(|unit| unit.name),
            roles,
        });
    }
    Ok(others)
}

/// Active accounts of the person beside the one that acts.
fn of_person(conn: &mut DbConn, principal: &Principal) -> AppResult<Vec<Account>> {
    let Some(person) = principal.account.person_id else {
        return Ok(Vec::new());
    };
    let mut accounts = store::list_of_person(conn, person)?;
    accounts.retain(|account| account.id != principal.account.id);
    Ok(accounts)
}

/// Only an electronic identity says who the person is; a password says no more than whose account it is.
fn shows_the_person(conn: &mut DbConn, principal: &Principal) -> AppResult<bool> {
    Ok(sessions::method(conn, &principal.token_hash)? == Some(Method::Oidc))
}

/// Officers sign in by a way of their own, so nobody comes from one class to the other; and a staff account is a person's own
/// only once they came to it (seed 004).
fn may_follow(conn: &mut DbConn, principal: &Principal, account: &Account) -> AppResult<bool> {
    let is_same_class = account.kind.is_officer() == principal.account.kind.is_officer();
    Ok(is_same_class && (!account.kind.is_officer() || staff::is_bound(conn, account.id)?))
}

/// With a new token; the session of the account before ends. When the person showed who they are, and when the session ends at
/// the latest, stay as they were: nothing was shown anew.
pub async fn switch(
    state: &AppState,
    principal: Principal,
    request: SwitchAccount,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    let opening = Opening::new(state, Method::Oidc, device)?
        .proved_at(principal.proved_at)
        .until(principal.ends_at);
    let now = state.clock.now();
    let switch = move |conn: &mut DbConn| {
        let from = principal.account.id;
        let mut others = of_person(conn, &principal)?.into_iter();
        let account = others
            .find(|account| account.id == request.account_id)
            .ok_or(ErrorCode::NotFound)?;
        if !shows_the_person(conn, &principal)? {
            return Err(ErrorCode::StaffSignInElsewhere.into());
        }
        if !may_follow(conn, &principal, &account)? {
            return Err(match account.kind.is_officer() && !principal.account.kind.is_officer() {
                true => ErrorCode::StaffSignInElsewhere.into(),
                false => ErrorCode::NotFound.into(),
            });
        }
        let action = Action::AccountSwitched;
        audit::service::record_with(conn, now, Some(from), action, (from, &account.name), &request_id)?;
        opening.write_as(conn, &account, action, &request_id)?;
        sessions::replace(conn, &principal.token_hash, opening.token_hash())?;
        Ok((account, opening))
    };
    let (account, opening) = state.db.write(switch).await?;
    Ok(opening.finish(state, account))
}
