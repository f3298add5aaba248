//! Beginning, the pen while a look lasts, and taking in.

use super::store;
use crate::audit::service::{Action, record_with};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::identity::guard::{AtDesk, AtDraft, Filer, Officer};
use crate::identity::service::{self as identity, require_desk};
use crate::processing::service as processing;
use crate::secret;
use crate::state::AppState;
use crate::vault::service::look;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, DraftId, UnitId};
use motcua_shared::reception::{BeginReception, ReceptionView};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

pub use super::store::find_taken_in;

/// Begins to take a dossier in, or goes on with what the unit began for the same person and procedure. Who it is was checked for
/// the look; nothing that an officer does makes it last longer.
pub async fn begin(
    state: &AppState,
    officer: Officer,
    request: BeginReception,
    key: String,
    lang: Lang,
) -> AppResult<ReceptionView> {
    let now = state.clock.now();
    let fresh = filing::FreshDraft {
        key,
        keep_days: state.config.filing.draft_days,
        seal_key: secret::token().map_err(AppError::internal)?,
    };
    let work = move |conn: &mut DbConn| {
        require_desk(conn, &officer)?;
        let filer = at_side(conn, &officer, &request, now)?;
        let code = request.procedure_code.as_str();
        let (draft_id, is_resumed) = match begun(conn, &filer, &officer, code)? {
            Some(draft) => (draft, true),
            None => {
                let draft = filing::open_in(conn, &filer, code, &fresh, now, lang)?.id;
                filing::place_at(conn, filer.id(), draft, officer.unit, now)?;
                (draft, false)
            }
        };
        let by = (officer.id(), officer.unit);
        store::insert_visit(conn, (request.look_id, draft_id), by, now)?;
        let (who, word) = (Some(officer.id()), filer.id().to_string());
        let about = (draft_id, word.as_str());
        record_with(conn, now, who, Action::ReceptionBegun, about, &officer.request_id)?;
        Ok(ReceptionView { draft_id, is_resumed })
    };
    state.db.write(work).await
}

/// The person of an open look as who files, with the officer beside them. What a unit was given beforehand is no presence.
fn at_side(
    conn: &mut DbConn,
    officer: &Officer,
    request: &BeginReception,
    now: Timestamp,
) -> AppResult<Filer> {
    let agreed = look::agreed(conn, officer, request.look_id, now)?;
    let account = agreed.account.ok_or(ErrorCode::ReceptionNotAgreed)?;
    let account = identity::load_account(conn, account)?;
    match account.kind.files_dossiers() {
        true => Ok(beside(
            account,
            officer.clone(),
            (request.look_id, agreed.ends_at),
        )),
        false => Err(ErrorCode::ReceptionNotAgreed.into()),
    }
}

fn beside(
    account: identity::Account,
    officer: Officer,
    (look, ends_at): (motcua_shared::id::LookId, Timestamp),
) -> Filer {
    Filer {
        account,
        request_id: officer.request_id.clone(),
        at_desk: Some(Box::new(AtDesk {
            officer,
            look,
            ends_at,
        })),
    }
}

/// The draft of this person and procedure that the unit began and nobody handed in.
fn begun(conn: &mut DbConn, filer: &Filer, officer: &Officer, code: &str) -> AppResult<Option<DraftId>> {
    let open = filing::list_drafts(conn, filer.id())?.into_iter();
    let of_procedure: Vec<DraftId> = open
        .filter(|draft| draft.procedure_code == code)
        .map(|draft| draft.id)
        .collect();
    let begun = store::list_begun(conn, &of_procedure, officer.unit)?;
    Ok(of_procedure.into_iter().find(|draft| begun.contains(draft)))
}

/// Who has a draft open: its owner, or an officer beside the owner. For any other officer there is none.
pub async fn filer(state: &AppState, at: AtDraft, draft: DraftId) -> AppResult<Filer> {
    let officer = match at {
        AtDraft::Own(filer) => return Ok(filer),
        AtDraft::Desk(officer) => officer,
    };
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let by = (officer.id(), officer.unit);
        let look = store::find_look(conn, draft, by)?.ok_or(ErrorCode::NotFound)?;
        require_desk(conn, &officer)?;
        let agreed = look::agreed(conn, &officer, look, now).map_err(|error| match error.code {
            ErrorCode::LookOver => ErrorCode::ReceptionOver.into(),
            _ => error,
        })?;
        let account = agreed.account.ok_or(ErrorCode::NotFound)?;
        let account = identity::load_account(conn, account)?;
        Ok(beside(account, officer, (look, agreed.ends_at)))
    };
    state.db.read(work).await
}

/// Refuses what is to be handed in at another desk than the officer's.
pub fn require_here(filer: &Filer, lies_at: UnitId) -> AppResult<()> {
    match &filer.at_desk {
        Some(desk) if desk.officer.unit != lies_at => {
            Err(AppError::field("unit_id", ErrorCode::ReceptionElsewhere))
        }
        _ => Ok(()),
    }
}

/// Takes in what was just handed in at a desk, in the same transaction, and keeps what was signed there for its owner. While a fee
/// is due the dossier waits for it.
pub fn take_in(
    conn: &mut DbConn,
    app: &AppState,
    (filer, desk): (&Filer, &AtDesk),
    (dossier, is_fee_due): (DossierId, bool),
    now: Timestamp,
) -> AppResult<()> {
    let parts = filing::digitise(conn, app, filer, dossier, now)?;
    store::insert_taken_in(conn, dossier, desk, parts, now)?;
    match is_fee_due {
        true => Ok(()),
        false => processing::receive_at_desk(conn, &desk.officer, dossier, now),
    }
}
