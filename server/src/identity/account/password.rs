//! Another password, by who knows the old one.

use super::super::begun;
use super::super::confirmation::service as confirmation;
use super::super::contact::service as contact;
use super::super::new_password;
use super::super::recovery::service as recovery;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use super::super::tell::Addresses;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::state::AppState;
use motcua_shared::identity::account::ChangePassword;
use motcua_shared::text::Lang;
use std::net::IpAddr;

/// Changes it. All other sessions end, and everybody who is reached hears of it.
pub async fn change(
    state: &AppState,
    principal: Principal,
    request: ChangePassword,
    address: Option<IpAddr>,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<()> {
    let ChangePassword { current, password } = request;
    confirmation::check_password(state, &principal, "current", current, address, &request_id).await?;
    let account = principal.account.clone();
    let known = state
        .db
        .read(move |conn| recovery::known_of(conn, &account))
        .await?;
    new_password::check(&state.config.identity, &password, &known)?;
    let hash = state.passwords.hash(password).await?;
    let (this, now) = (state.clone(), state.clock.now());
    let change = move |conn: &mut DbConn| {
        let account = principal.account.id;
        contact::lock(conn, account)?;
        sessions::require(conn, &principal)?;
        accounts::replace_password(conn, account, &hash, now)?;
        begun::end_all(conn, account, now)?;
        sessions::end_all_but(conn, account, &principal.token_hash)?;
        sessions::prove(conn, &principal.token_hash, now)?;
        sign_in::forgive(&this, conn, account)?;
        let action = Action::PasswordChanged;
        audit::service::record(conn, now, Some(account), action, account, &request_id)?;
        Addresses::of(conn, account)?.tell(conn, now, &Notice::PasswordChanged { at: now }, lang)
    };
    state.db.write(change).await?;
    state.bell.ring();
    Ok(())
}
