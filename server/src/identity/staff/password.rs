//! "Đặt lại mật khẩu": a link goes to the officer, and with it they set another password. Whoever has it sent sees neither.

use super::super::begun;
use super::super::guard::Administrator;
use super::super::password_link::service::{self as links, NewLink};
use super::super::session::service as sessions;
use super::super::store as accounts;
use super::closing::service as closing;
use super::officers::{Doing, authority, not_oneself, record};
use super::shown::view;
use super::store;
use crate::audit::Action;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::OfficerView;
use motcua_shared::time::Timestamp;

/// Sends the link. The password that was there opens nothing from now on, and what it opened ends: it may be in other hands.
pub async fn reset(state: &AppState, by: Administrator, id: AccountId) -> AppResult<OfficerView> {
    if !state.config.identity.staff_password {
        return Err(ErrorCode::StaffSignInElsewhere.into());
    }
    let doing = Doing::of(state, &by);
    let link = NewLink::new(state)?;
    let this = state.clone();
    let reset = move |conn: &mut DbConn| {
        authority(conn, &doing)?;
        let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        not_oneself(id, &doing)?;
        if !officer.is_active {
            return Err(ErrorCode::AccountSuspended.into());
        }
        closing::require_open(conn, &officer.account, doing.now.vietnam_date())?;
        if officer.record.login.is_none() {
            return Err(AppError::field_refusal("login", ErrorCode::LoginNeeded));
        }
        take_away(conn, id, doing.now)?;
        link.send_to_officer(conn, &officer.account)?;
        record(conn, id, Action::StaffPasswordReset, &officer.duty, &doing)?;
        view(&this, conn, id, by.account.id)
    };
    let view = state.db.write(reset).await?;
    state.bell.ring();
    Ok(view)
}

/// No password opens the account any more, and nothing that one opened goes on.
pub(super) fn take_away(conn: &mut DbConn, id: AccountId, now: Timestamp) -> AppResult<()> {
    links::end_all(conn, id, now)?;
    accounts::delete_password(conn, id)?;
    begun::end_all(conn, id, now)?;
    sessions::end_of_password(conn, id)
}
