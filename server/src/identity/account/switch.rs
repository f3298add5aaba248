//! Acting as another account of the same person ("Chuyển tài khoản"), working for another officer by a delegation ("Ủy quyền giải
//! quyết"), and going back.

use super::super::domain::{Account, Acting};
use super::super::session::service as sessions;
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method, Principal};
use super::super::staff::service as staff;
use super::store;
use crate::audit::Action;
use crate::audit::service::record_with;
use crate::db::DbConn;
use crate::delegation::service as delegation;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{OtherAccount, SwitchAccount};
use motcua_shared::identity::dto::AccountKind;

/// Accounts that the session may go on with, and those for which a delegation lets it work.
pub async fn list(state: &AppState, principal: Principal) -> AppResult<Vec<OtherAccount>> {
    let today = state.clock.now().vietnam_date();
    let list = move |conn: &mut DbConn| {
        let mut others = others(conn, &principal)?;
        let current = principal.acting.as_ref().map(|acting| acting.mandate.id);
        for (id, mandate) in delegation::list_taken_by(conn, principal.account.id, today)? {
            if Some(mandate.id) == current {
                continue;
            }
            others.push(OtherAccount {
                id,
                kind: AccountKind::Staff,
                name: mandate.name.clone(),
                unit: Some(mandate.unit_name.clone()),
                roles: Vec::new(),
                delegation_id: Some(mandate.id),
            });
        }
        Ok(others)
    };
    state.db.read(list).await
}

/// Own accounts, within a transaction.
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
            delegation_id: None,
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

/// Of officers only an electronic identity says who the person is: accounts in a unit may have been shared (seed 004). Citizens
/// showed who they are when their accounts became one person's.
fn shows_the_person(conn: &mut DbConn, principal: &Principal) -> AppResult<bool> {
    let is_officer = principal.account.kind.is_officer();
    Ok(!is_officer || sessions::method(conn, &principal.token_hash)? == Some(Method::Oidc))
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
        let next = next(conn, &principal, &request, now.vietnam_date())?;
        let method = sessions::method(conn, &principal.token_hash)?.ok_or(ErrorCode::SignInNeeded)?;
        let opening = opening.by(method);
        let (account, opening) = match next {
            Next::Account(account) => {
                let action = Action::AccountSwitched;
                record_with(conn, now, Some(from), action, (from, &account.name), &request_id)?;
                opening.write_as(conn, &account, action, &request_id)?;
                (account, opening)
            }
            Next::Delegation(acting) => {
                let (id, words) = (acting.mandate.id, acting.mandate.signed(&principal.account.name));
                let action = Action::DelegationTaken;
                record_with(conn, now, Some(from), action, (id, &words), &request_id)?;
                let opening = opening.acting(acting);
                opening.write_quietly(conn, &principal.account)?;
                (principal.account, opening)
            }
            Next::Back(acting) => {
                let action = Action::DelegationLeft;
                record_with(
                    conn,
                    now,
                    Some(from),
                    action,
                    (acting.mandate.id, ""),
                    &request_id,
                )?;
                opening.write_quietly(conn, &principal.account)?;
                (principal.account, opening)
            }
        };
        sessions::replace(conn, &principal.token_hash, opening.token_hash())?;
        Ok((account, opening))
    };
    let (account, opening) = state.db.write(switch).await?;
    Ok(opening.finish(state, account))
}

/// As what a session goes on.
enum Next {
    /// Another account of the person.
    Account(Account),
    /// The same account, for another officer.
    Delegation(Acting),
    /// The same account for itself again.
    Back(Acting),
}

fn next(
    conn: &mut DbConn,
    principal: &Principal,
    request: &SwitchAccount,
    today: NaiveDate,
) -> AppResult<Next> {
    if let Some(id) = request.delegation_id {
        return delegation::take(conn, principal.account.id, id, today).map(Next::Delegation);
    }
    if request.account_id == principal.account.id
        && let Some(acting) = &principal.acting
    {
        return Ok(Next::Back(acting.clone()));
    }
    let mut others = of_person(conn, principal)?.into_iter();
    let account = others
        .find(|account| account.id == request.account_id)
        .ok_or(ErrorCode::NotFound)?;
    if !shows_the_person(conn, principal)? {
        return Err(ErrorCode::StaffSignInElsewhere.into());
    }
    match may_follow(conn, principal, &account)? {
        true => Ok(Next::Account(account)),
        false if account.kind.is_officer() && !principal.account.kind.is_officer() => {
            Err(ErrorCode::StaffSignInElsewhere.into())
        }
        false => Err(ErrorCode::NotFound.into()),
    }
}
