//! An officer with several staff accounts chooses one, after the provider has said who it is.

use super::super::domain::Account;
use super::super::session::Method;
use super::super::session::service::{Opened, Opening};
use super::domain::{Purpose, Waiting};
use super::service::{Arrival, browser_key};
use super::{admit, store};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffChoice;
use motcua_shared::time::Timestamp;

/// Whoever waits in this browser, and the accounts they may choose from.
fn waiting(conn: &mut DbConn, key: &str, now: Timestamp) -> AppResult<(Waiting, Vec<Account>)> {
    let waiting = store::find_waiting(conn, key, &[Purpose::Staff])?
        .filter(|waiting| waiting.is_open(now, key))
        .ok_or(ErrorCode::FlowEnded)?;
    let accounts = admit::staff_of(conn, &waiting.identity)??;
    Ok((waiting, accounts))
}

/// The accounts.
pub async fn choices(state: &AppState, browser: Option<&str>) -> AppResult<Vec<StaffChoice>> {
    let key = browser_key(state, browser.ok_or(ErrorCode::FlowElsewhere)?);
    let now = state.clock.now();
    state
        .db
        .read(move |conn| {
            let (_, accounts) = waiting(conn, &key, now)?;
            let mut choices = Vec::new();
            for account in accounts {
                let unit = match account.unit_id {
                    Some(unit) => Some(directory::load(conn, unit)?.name),
                    None => None,
                };
                choices.push(StaffChoice {
                    id: account.id,
                    kind: account.kind,
                    name: account.name,
                    unit,
                });
            }
            Ok(choices)
        })
        .await
}

/// Signs in to one of them.
pub async fn choose(state: &AppState, id: AccountId, arrival: Arrival<'_>) -> AppResult<Opened> {
    let key = browser_key(state, arrival.browser.ok_or(ErrorCode::FlowElsewhere)?);
    let now = state.clock.now();
    let opening = Opening::new(state, Method::Oidc, arrival.device)?;
    let request_id = arrival.request_id;
    let (account, opening) = state
        .db
        .write(move |conn| {
            let (waiting, accounts) = waiting(conn, &key, now)?;
            let chosen = accounts.into_iter().find(|account| account.id == id);
            let account = chosen.ok_or_else(|| AppError::field("id", ErrorCode::NotAChoice))?;
            if !store::delete_flow(conn, &waiting.id)? {
                return Err(ErrorCode::FlowEnded.into());
            }
            let doing = admit::Doing {
                now,
                request_id: &request_id,
            };
            let account = admit::enter_staff(conn, account, &waiting.identity, &doing)?;
            opening.write(conn, &account, &request_id)?;
            store::insert_session(conn, opening.token_hash(), &waiting.provider, &waiting.id_token)?;
            Ok((account, opening))
        })
        .await?;
    Ok(opening.finish(state, account))
}
