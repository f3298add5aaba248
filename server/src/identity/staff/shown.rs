//! A staff account as the page of administrators shows it: what stands in the form, and what was done to it.

use super::super::store as accounts;
use super::check::store as checks;
use super::closing::service as closing;
use super::domain::Officer;
use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::db::types::{enum_text, parse_enum};
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::http::page::Cursor;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{OfficerEvent, OfficerForm, OfficerView};
use motcua_shared::time::write_day;

/// Entries of the history that a page shows.
const EVENTS_SHOWN: u32 = 50;

/// Actions that the history shows.
const SHOWN: [Action; 7] = [
    Action::StaffAdded,
    Action::StaffChanged,
    Action::StaffSuspended,
    Action::StaffResumed,
    Action::StaffBound,
    Action::StaffPasswordReset,
    Action::StaffIdentityChecked,
];

/// All of it, as an administrator sees it.
pub(super) fn view(
    state: &AppState,
    conn: &mut DbConn,
    id: AccountId,
    asker: AccountId,
) -> AppResult<OfficerView> {
    let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let unit = match officer.duty.unit() {
        Some(unit) => Some(directory::load(conn, unit)?.name),
        None => None,
    };
    let events = events(conn, id)?;
    Ok(OfficerView {
        id,
        version: officer.version,
        identity_number: officer.account.identifier.clone(),
        unit,
        suspended: !officer.is_active,
        bound_at: officer.bound_at,
        own: id == asker,
        has_password: accounts::find_password(conn, id)?.is_some(),
        closed_from: closing::closed_from(conn, &officer.account)?,
        check: checks::find(conn, id)?,
        check_offered: state.registries.population.is_some(),
        password_offered: state.config.identity.staff_password,
        events,
        form: form_of(officer),
    })
}

/// What stands in the form of an officer now.
pub fn form_of(officer: Officer) -> OfficerForm {
    let form = OfficerForm {
        name: officer.account.name,
        birth_date: officer.birth_date.map(write_day).unwrap_or_default(),
        roles: officer.duty.shown(),
        unit_id: officer.duty.unit(),
        phone: officer.account.phone.unwrap_or_default(),
        ..OfficerForm::default()
    };
    officer.record.fill(officer.account.email, form)
}

fn events(conn: &mut DbConn, id: AccountId) -> AppResult<Vec<OfficerEvent>> {
    let actions: Vec<String> = SHOWN.iter().map(enum_text).collect::<AppResult<_>>()?;
    let entries = audit::service::list_about(conn, id, &actions, Cursor::Start, EVENTS_SHOWN)?;
    let mut events = Vec::new();
    for entry in entries {
        // What the register said has words of its own.
        let (roles, unit) = entry.word.split_once('|').unwrap_or_default();
        let roles = roles.split(',').filter(|role| !role.is_empty());
        events.push(OfficerEvent {
            action: parse_enum(&entry.action)?,
            by: match entry.actor {
                Some(actor) => store::find_name(conn, actor)?,
                None => None,
            },
            at: entry.recorded_at,
            roles: roles.map(parse_enum).collect::<AppResult<_>>()?,
            unit: unit.to_owned(),
        });
    }
    Ok(events)
}
