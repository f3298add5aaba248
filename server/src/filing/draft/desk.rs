//! A draft that an officer opens for somebody at a desk: handed in there, unless the unit does not take the procedure in.

use super::store as drafts;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::filing::assemble::{load_draft, record_of};
use crate::filing::place::service as places;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Submission, SubmissionMethod};
use motcua_shared::id::{AccountId, DraftId, UnitId};
use motcua_shared::time::Timestamp;

/// Says where a draft is handed in: at the unit itself where it decides, or at it for the unit that does.
pub fn place_at(
    conn: &mut DbConn,
    account: AccountId,
    id: DraftId,
    desk: UnitId,
    now: Timestamp,
) -> AppResult<()> {
    let draft = load_draft(conn, account, id, now)?;
    let decides = catalogue::receives(conn, desk, &draft.procedure.definition, draft.today)?;
    if !decides && !places::is_place(conn, desk, draft.today)? {
        return Err(ErrorCode::ReceptionNotHere.into());
    }
    let mut record = record_of(&draft);
    if decides {
        record.unit_id = Some(desk);
    }
    record.submission = Submission {
        method: SubmissionMethod::AtUnit,
        place: (!decides).then_some(desk),
        ..Submission::default()
    };
    match drafts::update_draft(conn, &record, draft.version, now)? {
        true => Ok(()),
        false => Err(ErrorCode::VersionConflict.into()),
    }
}
