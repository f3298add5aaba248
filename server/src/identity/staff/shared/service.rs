//! Listing accounts with signs, and noting that one was looked into.

use super::super::super::guard::Administrator;
use super::super::officers::{Doing, authority};
use super::super::store as officers;
use super::domain;
use super::store::{self, Note};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::db::types::enum_text;
use crate::error::{AppError, AppResult, FieldFault};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{NoteShared, SharedAccount, SharedNote, SharedSign};
use motcua_shared::unseen::one_line;

/// Longest note, in characters.
const MAX_NOTE: usize = 500;

/// The accounts with signs: those that nobody has looked into since first, then the others, each by name.
pub async fn list(state: &AppState) -> AppResult<Vec<SharedAccount>> {
    state.db.read(list_now).await
}

fn list_now(conn: &mut DbConn) -> AppResult<Vec<SharedAccount>> {
    let (seen, used) = (store::list_seen(conn)?, store::list_used(conn)?);
    let notes = store::list_notes(conn)?;
    let mut found = Vec::new();
    for (one, signs) in domain::suspects(seen, &used) {
        let note = match notes.get(&one.id) {
            Some(note) if is_known(&signs, note)? => Some(SharedNote {
                at: note.at,
                by: officers::find_name(conn, note.by)?.unwrap_or_default(),
                note: note.note.clone(),
            }),
            _ => None,
        };
        found.push(SharedAccount {
            id: one.id,
            name: one.name,
            unit: one.unit,
            signs,
            note,
        });
    }
    found.sort_by_key(|account| account.note.is_some());
    Ok(found)
}

/// Whether every sign was there when somebody looked.
fn is_known(signs: &[SharedSign], note: &Note) -> AppResult<bool> {
    for sign in signs {
        let name = enum_text(sign)?;
        if !note.signs.split(',').any(|known| known == name) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes what was found; gives the list as it is then.
pub async fn note(
    state: &AppState,
    by: Administrator,
    id: AccountId,
    request: NoteShared,
) -> AppResult<Vec<SharedAccount>> {
    let doing = Doing::of(state, &by);
    let text = one_line(&request.note);
    match text.chars().count() {
        0 => return Err(AppError::field("note", ErrorCode::Required)),
        count if count > MAX_NOTE => {
            let fault = FieldFault::new("note", ErrorCode::TooLong);
            return Err(AppError::fields(vec![fault.with("max", MAX_NOTE)]));
        }
        _ => {}
    }
    let note = move |conn: &mut DbConn| {
        authority(conn, &doing)?;
        let found = list_now(conn)?;
        let account = found
            .iter()
            .find(|account| account.id == id)
            .ok_or(ErrorCode::NotFound)?;
        let signs: Vec<String> = account.signs.iter().map(enum_text).collect::<AppResult<_>>()?;
        let note = Note {
            signs: signs.join(","),
            note: text,
            by: by.account.id,
            at: doing.now,
        };
        store::set_note(conn, id, &note)?;
        let word = format!("{}: {}", note.signs, note.note);
        let action = Action::StaffSharedNoted;
        audit::service::record_with(
            conn,
            doing.now,
            doing.actor,
            action,
            (id, &word),
            &doing.request_id,
        )?;
        list_now(conn)
    };
    state.db.write(note).await
}
