//! "Xóa cán bộ": an account is closed for ever. What it did keeps its name, because the row stays; dossiers lie with units and
//! not with officers, so that nothing has to be handed over.

mod store;

use super::super::guard::Administrator;
use super::super::session::service as sessions;
use super::officers::{
    Doing, addresses, authority, end_delegations, not_oneself, not_the_last, record, tell,
};
use super::{password, store as officers};
use crate::audit::Action;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::notification::service::RightsChange;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::RemoveOfficer;

/// Closes it. Whoever is removed already does not exist.
pub async fn remove(
    state: &AppState,
    by: Administrator,
    id: AccountId,
    request: RemoveOfficer,
) -> AppResult<()> {
    let doing = Doing::of(state, &by);
    let remove = move |conn: &mut DbConn| {
        let administrators = authority(conn, &doing)?;
        let officer = officers::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        not_oneself(id, &doing)?;
        not_the_last(&administrators, id)?;
        let before = addresses(conn, id)?;
        if !store::set_removed(conn, id, request.version, doing.now)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        password::take_away(conn, id, doing.now)?;
        sessions::end_all(conn, id)?;
        end_delegations(conn, id, &doing)?;
        record(conn, id, Action::StaffRemoved, &officer.duty, &doing)?;
        tell(conn, &before, RightsChange::Removed, &doing)
    };
    state.db.write(remove).await?;
    state.bell.ring();
    Ok(())
}
