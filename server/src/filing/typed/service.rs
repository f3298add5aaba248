//! Saves single fields of a draft as they were typed, and never overwrites what changed elsewhere in the meantime.

use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::filing::assemble::{load_draft, record_of};
use crate::filing::draft::store as drafts;
use crate::filing::place::service as places;
use crate::filing::typed::domain::Offered;
use crate::identity::guard::Filer;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::typed::{MAX_FIELDS, TypedField, TypedFields, TypedSaved};
use motcua_shared::id::DraftId;

/// Saves all of the fields or none. The same request again, after its answer was lost, changes nothing and is answered as
/// the first.
pub async fn save(state: &AppState, filer: Filer, id: DraftId, typed: TypedFields) -> AppResult<TypedSaved> {
    let now = state.clock.now();
    let fields = parse(typed.fields)?;
    let seen = typed.version;
    let work = move |conn: &mut DbConn| {
        // Waits for whoever changes the draft at this moment: what they wrote is looked at, not overwritten.
        let is_open = drafts::lock_draft(conn, filer.id(), id)?;
        let mut draft = load_draft(conn, filer.id(), id, now)?;
        // Only after it is known whose it is: strangers learn nothing of it.
        if let Some(round) = &draft.round
            && !fields.iter().all(|(field, _)| round.takes(field))
        {
            return Err(ErrorCode::DraftIsSupplement.into());
        }
        if !is_open {
            return Err(ErrorCode::DraftSubmitted.into());
        }
        let known = draft.known();
        let (before, behind) = (draft.values(), draft.version != seen);
        let mut offered = Offered::default();
        for (field, _) in &fields {
            let definition = &draft.procedure.definition;
            match field {
                TypedField::Unit => {
                    offered.units = catalogue::list_units(conn, definition, now.vietnam_date())?
                }
                TypedField::Place => offered.places = places::list_places(conn, now.vietnam_date())?,
                _ => {}
            }
        }
        let mut faults = Vec::new();
        for (field, text) in &fields {
            if let Err(code) = draft.type_in(field, text, &offered) {
                faults.push(FieldFault::new(field.path(), code).with("max", field.max()));
            }
        }
        if !faults.is_empty() {
            return Err(AppError::fields(faults));
        }
        draft.tidy(filer.kind());
        draft.fill_in(Some(&known));
        let after = draft.values();
        for (field, _) in &fields {
            let path = field.path();
            let changed_at = draft.edits.get(&path).copied().unwrap_or_default();
            let (was, is) = (before.get(&path), after.get(&path));
            if changed_at > seen && was != is {
                let now_there = was.cloned().unwrap_or_default();
                faults.push(FieldFault::new(path, ErrorCode::ChangedElsewhere).with("now", now_there));
            }
        }
        if !faults.is_empty() {
            let mut conflict = AppError::new(ErrorCode::VersionConflict);
            conflict.fields = faults;
            return Err(conflict);
        }
        if !draft.note_edits(&before) {
            return Ok(TypedSaved {
                version: draft.version,
                changed_at: draft.changed_at,
                behind,
            });
        }
        if !drafts::update_draft(conn, &record_of(&draft), draft.version, now)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        Ok(TypedSaved {
            version: draft.version.saturating_add(1),
            changed_at: now,
            behind,
        })
    };
    state.db.write(work).await
}

fn parse(fields: std::collections::BTreeMap<String, String>) -> AppResult<Vec<(TypedField, String)>> {
    if fields.len() > MAX_FIELDS {
        return Err(AppError::field("fields", ErrorCode::TooLong).with("max", MAX_FIELDS));
    }
    let mut parsed = Vec::with_capacity(fields.len());
    for (path, text) in fields {
        let field = TypedField::parse(&path).ok_or_else(|| AppError::field(&path, ErrorCode::NotAChoice))?;
        parsed.push((field, text));
    }
    parsed.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(parsed)
}
