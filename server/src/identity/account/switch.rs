//! Acting as another account of the same person.

use super::super::session::service as sessions;
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method, Principal};
use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::SwitchAccount;

/// With a new token; the session of the account before ends. When the person showed who they are stays as it was: nothing
/// was shown anew.
pub async fn switch(
    state: &AppState,
    principal: Principal,
    request: SwitchAccount,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    let person = principal.account.person_id.ok_or(ErrorCode::NotFound)?;
    let (old, from) = (principal.token_hash.clone(), principal.account.id);
    let key = old.clone();
    let find = move |conn: &mut DbConn| sessions::method(conn, &key);
    let method = state.db.read(find).await?.unwrap_or(Method::Password);
    // Nobody comes to a staff account by a way that does not lead there (seed 004).
    let opens_officers = match method {
        Method::Oidc => true,
        Method::Password => state.config.identity.staff_password,
        Method::Token | Method::Sim => false,
    };
    let opening = Opening::new(state, method, device)?.proved_at(principal.proved_at);
    let now = state.clock.now();
    let switch = move |conn: &mut DbConn| {
        let others = store::list_of_person(conn, person)?;
        let wanted = |one: &super::super::domain::Account| one.id == request.account_id && one.id != from;
        let account = others.into_iter().find(wanted).ok_or(ErrorCode::NotFound)?;
        if account.kind.is_officer() && !opens_officers {
            return Err(ErrorCode::StaffSignInElsewhere.into());
        }
        let action = Action::AccountSwitched;
        audit::service::record_with(conn, now, Some(from), action, (from, &account.name), &request_id)?;
        opening.write_as(conn, &account, action, &request_id)?;
        sessions::replace(conn, &old, opening.token_hash())?;
        Ok((account, opening))
    };
    let (account, opening) = state.db.write(switch).await?;
    Ok(opening.finish(state, account))
}
