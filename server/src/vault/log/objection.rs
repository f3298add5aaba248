//! "Tôi không đồng ý": what opened the paper ends at once, and the unit reads what the owner says.

use super::store;
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::page::{Cursor, PageQuery, page};
use crate::identity::guard::{Filer, Officer};
use crate::identity::service::require_desk;
use crate::state::AppState;
use crate::vault::look::store as looks;
use crate::vault::share::service as share;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PaperEventId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::vault::log::{EventActor, Object, PaperEventView};
use motcua_shared::vault::look::ObjectionView;
use motcua_shared::vault::rule::{MAX_NOTE, optional_text};

/// Objects to what somebody else did. A share by which it came to be is taken back, a look that is still open is ended. Doing
/// it again changes nothing, save that words are added to an objection without any.
pub async fn object(
    state: &AppState,
    filer: Filer,
    id: PaperEventId,
    request: Object,
) -> AppResult<PaperEventView> {
    let said = optional_text(request.note.as_deref(), MAX_NOTE)
        .map_err(|code| AppError::field_refusal("note", code).with("max", MAX_NOTE))?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        let (event, reference) = store::find(conn, owner, id)?.ok_or(ErrorCode::NotFound)?;
        if !matches!(event.actor, EventActor::Officer | EventActor::Account) {
            return Err(ErrorCode::NotFound.into());
        }
        let mut unit = reference.unit;
        if let Some(look) = reference.look {
            looks::close(conn, look, looks::Closing::Owner(owner), now)?;
            unit = unit.or(looks::find_unit(conn, look)?);
        }
        if let Some(grant) = reference.grant {
            share::end(conn, &filer, grant, now)?;
        }
        if store::insert_objection(conn, (owner, id), unit, said.as_deref(), now)?
            || add_words(conn, (owner, id), said.as_deref())?
        {
            let action = Action::PaperObjected;
            record(conn, now, Some(owner), action, id, &filer.request_id)?;
        }
        let (event, _) = store::find(conn, owner, id)?.ok_or(ErrorCode::NotFound)?;
        Ok(event)
    };
    state.db.write(work).await
}

/// Says why, where nothing was said before; `false` when there is nothing to add. Other words than those that the unit reads
/// are refused, so that nobody takes them for sent.
fn add_words(
    conn: &mut DbConn,
    objection: (AccountId, PaperEventId),
    words: Option<&str>,
) -> AppResult<bool> {
    let Some(words) = words else { return Ok(false) };
    if store::add_words(conn, objection, words)? {
        return Ok(true);
    }
    match store::find_words(conn, objection)?.as_deref() == Some(words) {
        true => Ok(false),
        false => Err(ErrorCode::ObjectionSent.into()),
    }
}

/// What owners said of officers of the unit, newest first.
pub async fn objections(
    state: &AppState,
    officer: Officer,
    query: PageQuery,
) -> AppResult<Page<ObjectionView>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    state
        .db
        .read(move |conn| {
            require_desk(conn, &officer)?;
            let rows = looks::list_objections(conn, officer.unit, cursor, limit)?;
            let rows = page(rows, limit, cursor, |(id, _)| *id, None);
            Ok(Page {
                items: rows.items.into_iter().map(|(_, view)| view).collect(),
                next: rows.next,
                previous: rows.previous,
                total: None,
            })
        })
        .await
}
