//! A draft goes over to the version of its procedure that is in force now.

use super::store as drafts;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::filing::assemble::{draft_view, load_draft, record_of};
use crate::filing::component::match_papers;
use crate::filing::domain::Draft;
use crate::identity::guard::Filer;
use crate::processing::service as processing;
use crate::state::AppState;
use motcua_shared::catalogue::dto::ProcedureView;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::filing::represent::represented;
use motcua_shared::id::DraftId;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Keeps what was filled in as far as the version in force still asks for it. A draft that is of this version already stays
/// as it is, also when the request comes again.
pub async fn renew(state: &AppState, filer: Filer, id: DraftId, lang: Lang) -> AppResult<DraftView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        // Waits for whoever changes the draft at this moment.
        let is_open = drafts::lock_draft(conn, filer.id(), id)?;
        let mut draft = load_draft(conn, filer.id(), id, now)?;
        if draft.round.is_some() {
            return Err(ErrorCode::DraftIsSupplement.into());
        }
        if !is_open {
            return Err(ErrorCode::DraftSubmitted.into());
        }
        let code = &draft.procedure.definition.code;
        let current = catalogue::find_received(conn, code)?.ok_or(ErrorCode::ProcedureNotReceived)?;
        if !processing::refusal::may_file(conn, filer.kind(), &current.definition, draft.today)? {
            return Err(ErrorCode::ApplicantNotAllowed.into());
        }
        if current.id != draft.procedure.id {
            take_over(conn, &mut draft, current, now)?;
            match_papers(conn, &mut draft, now)?;
        }
        draft_view(conn, &filer, draft, lang)
    };
    state.db.write(work).await
}

fn take_over(conn: &mut DbConn, draft: &mut Draft, current: ProcedureView, now: Timestamp) -> AppResult<()> {
    let before = draft.values();
    draft.procedure = current;
    let acting = draft.for_another.then_some(&draft.acting);
    represented(&mut draft.procedure.definition, acting);
    let definition = &draft.procedure.definition;
    if let Some(unit) = &draft.unit
        && !catalogue::receives(conn, unit.id, definition, draft.today)?
    {
        draft.unit = None;
    }
    let cases = &definition.cases;
    draft.case_id = match (draft.case_id.take(), cases.as_slice()) {
        (_, [only]) => Some(only.id.clone()),
        (chosen, cases) => chosen.filter(|id| cases.iter().any(|case| case.id == *id)),
    };
    draft.delivery = draft
        .delivery
        .take()
        .filter(|delivery| definition.delivery.contains(&delivery.method));
    // What is promised is promised anew: the words may be others.
    let form = definition.form.as_ref();
    draft.answers.retain(|name, _| {
        let property = form.and_then(|form| form.find(name));
        property.is_some_and(|property| property.only.is_none())
    });
    draft.fill_in(None);
    draft.note_edits(&before);
    let seen = draft.version;
    if !drafts::update_draft(conn, &record_of(draft), seen, now)? {
        return Err(ErrorCode::VersionConflict.into());
    }
    draft.version = seen.saturating_add(1);
    draft.changed_at = now;
    Ok(())
}
