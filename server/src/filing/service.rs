//! Drafts as their filers know them, and what is read of filed dossiers.

use super::assemble::{dossier_view, draft_view, load_draft};
use super::component::{file_of, let_go, match_papers};
use super::domain::Attached;
use super::draft::store::{self as drafts, DraftRecord};
use super::flag::store::find_filer;
use super::store;
pub use super::store::Reader;
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::delegation::service as delegation;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::identity::service::staff;
use crate::payment::service as payment;
use crate::processing::service as processing;
use crate::secret;
use crate::state::AppState;
use crate::vault::service::{self as vault, log::Actor};
use motcua_shared::catalogue::dto::Reception;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::Acting;
use motcua_shared::filing::dto::{DossierView, DraftListItem, DraftView, Party, Submission};
use motcua_shared::id::{AccountId, DossierId, DraftId, ProcedureId, UnitId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::signature::report::Verdict;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;
use std::collections::BTreeMap;

/// Drafts that one account may have open.
const MAX_DRAFTS: i64 = 50;

/// Opens a draft of a procedure, filled in with what the account is known by and the papers that fit alone. The same
/// key again gives the same draft.
pub async fn open(
    state: &AppState,
    filer: Filer,
    procedure_code: String,
    key: String,
    lang: Lang,
) -> AppResult<DraftView> {
    let now = state.clock.now();
    let fresh = FreshDraft {
        key,
        keep_days: state.config.filing.draft_days,
        seal_key: secret::token().map_err(AppError::internal)?,
    };
    let work = move |conn: &mut DbConn| open_in(conn, &filer, &procedure_code, &fresh, now, lang);
    state.db.write(work).await
}

/// What a new draft is given from outside of the database.
pub struct FreshDraft {
    /// Chosen by the client, one per draft.
    pub key: String,
    /// Days that it is kept.
    pub keep_days: u32,
    /// Seals in the browser what could not be sent yet.
    pub seal_key: String,
}

/// Opens a draft in the transaction of whoever asks.
pub fn open_in(
    conn: &mut DbConn,
    filer: &Filer,
    procedure_code: &str,
    fresh: &FreshDraft,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let (owner, key) = (filer.id(), fresh.key.as_str());
    take_turn(conn, "drafts", &owner.to_string())?;
    if let Some(id) = drafts::find_draft_by_key(conn, owner, key)? {
        return repeated(conn, filer, id, procedure_code, now, lang);
    }
    let procedure = catalogue::load(conn, procedure_code)?;
    if procedure.definition.reception != Reception::Online {
        return Err(ErrorCode::ProcedureNotReceived.into());
    }
    let today = now.vietnam_date();
    if !processing::refusal::may_file(conn, filer.kind(), &procedure.definition, today)? {
        return Err(ErrorCode::ApplicantNotAllowed.into());
    }
    let open = drafts::list_drafts(conn, owner, MAX_DRAFTS)?.len();
    if i64::try_from(open).unwrap_or(i64::MAX) >= MAX_DRAFTS {
        return Err(ErrorCode::TooManyDrafts.into());
    }
    let units = catalogue::list_units(conn, &procedure.definition, now.vietnam_date())?;
    let only_case = match procedure.definition.cases.as_slice() {
        [only] => Some(only.id.clone()),
        _ => None,
    };
    let only_unit = match units.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    let draft = DraftRecord {
        id: new_id(DraftId::from_uuid),
        procedure_id: procedure.id,
        unit_id: only_unit,
        case_id: only_case,
        filer: party_of(&filer.account),
        for_another: false,
        other: Party::default(),
        acting: Acting::default(),
        answers: Answers::new(),
        delivery: None,
        submission: Submission::default(),
        version: 1,
        edits: BTreeMap::new(),
        seal_key: fresh.seal_key.clone(),
        keep_days: fresh.keep_days,
        changed_at: now,
        dossier_id: None,
    };
    if !drafts::insert_draft(conn, owner, key, &draft)? {
        // The same request at the same time was first.
        let id = drafts::find_draft_by_key(conn, owner, key)?.ok_or(ErrorCode::VersionConflict)?;
        return repeated(conn, filer, id, procedure_code, now, lang);
    }
    record(
        conn,
        now,
        Some(filer.hand()),
        Action::DraftOpened,
        draft.id,
        &filer.request_id,
    )?;
    let mut draft = load_draft(conn, owner, draft.id, now)?;
    draft.fill_in(None);
    drafts::set_answers(conn, draft.id, &draft.answers)?;
    match_papers(conn, &mut draft, now)?;
    draft_view(conn, filer, draft, lang)
}

/// The draft of a request that came again, if it is the same request.
fn repeated(
    conn: &mut DbConn,
    filer: &Filer,
    id: DraftId,
    procedure_code: &str,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let draft = load_draft(conn, filer.id(), id, now)?;
    if draft.procedure.definition.code != procedure_code {
        return Err(ErrorCode::IdempotencyMismatch.into());
    }
    draft_view(conn, filer, draft, lang)
}

fn party_of(account: &Account) -> Party {
    Party {
        name: account.name.clone(),
        identifier: account.identifier.clone(),
        phone: account.phone.clone().unwrap_or_default(),
        email: account.email.clone(),
        address: account.address.clone(),
    }
}

/// Drafts that are not yet filed.
pub fn list_drafts(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<DraftListItem>> {
    let lines = drafts::list_drafts(conn, account, MAX_DRAFTS)?;
    let item = |line: drafts::DraftLine| DraftListItem {
        id: line.id,
        procedure_code: line.procedure.0,
        procedure_name: line.procedure.1,
        changed_at: line.changed_at,
        kept_until: line.kept_until,
    };
    Ok(lines.into_iter().map(item).collect())
}

/// One draft.
pub fn read_draft(
    conn: &mut DbConn,
    filer: &Filer,
    id: DraftId,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let draft = load_draft(conn, filer.id(), id, now)?;
    draft_view(conn, filer, draft, lang)
}

/// Throws a draft away.
pub async fn delete_draft(state: &AppState, filer: Filer, id: DraftId) -> AppResult<()> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        // Locked before its files are listed: one that is attached at this moment is among them, or is not attached.
        if !drafts::lock_draft(conn, filer.id(), id)? {
            return Err(ErrorCode::NotFound.into());
        }
        supplement::refuse_round(conn, id)?;
        let filled = drafts::list_filled(conn, id)?;
        if !drafts::delete_draft(conn, filer.id(), id)? {
            return Err(ErrorCode::NotFound.into());
        }
        for attached in filled.iter().filter_map(|filled| filled.attached.as_ref()) {
            let_go(conn, attached, now)?;
        }
        record(
            conn,
            now,
            Some(filer.hand()),
            Action::DraftDeleted,
            id,
            &filer.request_id,
        )
    };
    state.db.write(work).await
}

pub use super::draft::change::change;
pub use super::draft::desk::place_at;
pub use super::draft::job::forget_ended as forget_ended_drafts;
pub use super::draft::renew::renew;
pub use super::draft::store::list_of_dossier as list_drafts_of;
/// Words of dossiers that were filed before there were any.
pub use super::finding::job::{FIND_WORDS, find_words};
/// Finding dossiers by what people type.
pub use super::finding::service as finding;
/// What became known of papers after a dossier was filed.
pub use super::flag::service as flag;
/// The folders of the personal page.
pub use super::folder::service as folder;
/// Which desks take dossiers in for other units.
pub use super::place::service as place;
pub use super::stow::service::digitise;
pub use super::submit::submit;
/// What a filed dossier is supplemented with.
pub use super::supplement::service as supplement;

/// Whose dossiers an account sees: its own, or those of its unit. An officer without the role of the desk or of a leader has no
/// business with any.
pub fn reader(conn: &mut DbConn, account: &Account) -> AppResult<Reader> {
    match (account.kind, account.unit_id) {
        (AccountKind::Staff, Some(unit)) => {
            staff::require_dossiers(conn, account.id)?;
            match &account.mandate {
                Some(mandate) => {
                    delegation::require(conn, mandate)?;
                    Ok(Reader::Unit(mandate.unit))
                }
                None => Ok(Reader::Unit(unit)),
            }
        }
        (kind, _) if kind.files_dossiers() => Ok(Reader::Filer(account.id)),
        _ => Err(ErrorCode::NotAllowed.into()),
    }
}

/// Whoever works for another officer has business only with the procedures that were delegated: any other dossier does not
/// exist.
pub fn require_covered(conn: &mut DbConn, account: &Account, procedure: ProcedureId) -> AppResult<()> {
    let named = account
        .mandate
        .as_ref()
        .filter(|mandate| mandate.procedures.is_some());
    let Some(mandate) = named else {
        return Ok(());
    };
    let code = catalogue::load_version(conn, procedure)?.definition.code;
    match mandate.covers(&code) {
        true => Ok(()),
        false => Err(ErrorCode::NotFound.into()),
    }
}

/// One dossier, for whoever may see it.
pub fn load_dossier(
    conn: &mut DbConn,
    account: &Account,
    id: DossierId,
    lang: Lang,
) -> AppResult<DossierView> {
    let reader = reader(conn, account)?;
    let dossier = store::find_dossier(conn, reader, id)?.ok_or(ErrorCode::NotFound)?;
    require_covered(conn, account, dossier.procedure_id)?;
    read_dossier(conn, reader, id, lang)
}

/// The dossier of an account with this code, however it is typed.
pub fn find_own_by_code(
    conn: &mut DbConn,
    account: AccountId,
    typed: &str,
) -> AppResult<Option<(DossierId, String)>> {
    for id in finding::by_code(conn, typed)? {
        if let Some(found) = store::find_dossier(conn, Reader::Filer(account), id)? {
            return Ok(Some((found.id, found.code)));
        }
    }
    Ok(None)
}

/// One dossier of a unit.
pub fn load_of_unit(conn: &mut DbConn, unit: UnitId, id: DossierId, lang: Lang) -> AppResult<DossierView> {
    read_dossier(conn, Reader::Unit(unit), id, lang)
}

/// The parts of a dossier with the verdict over each as it was filed.
pub fn list_verdicts(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<(String, Option<Verdict>)>> {
    let filed = store::list_filed(conn, id)?.into_iter();
    Ok(filed
        .map(|(component, attached)| (component, attached.attachment.verdict))
        .collect())
}

pub(super) fn read_dossier(
    conn: &mut DbConn,
    reader: Reader,
    id: DossierId,
    lang: Lang,
) -> AppResult<DossierView> {
    let record = store::find_dossier(conn, reader, id)?.ok_or(ErrorCode::NotFound)?;
    let mut view = dossier_view(conn, record, lang)?;
    view.notes.extend(flag::sentences(conn, id, lang)?);
    view.is_fee_due = payment::list_unpaid(conn, &[id])?.contains(&id);
    Ok(view)
}

/// The file of a component; reading it is recorded, and where it came from a vault the owner reads of it there.
pub async fn open_file(
    state: &AppState,
    account: Account,
    (id, component_id): (DossierId, String),
    is_viewed: bool,
    request_id: RequestId,
) -> AppResult<FileRef> {
    let find = move |conn: &mut DbConn, component_id: &str| {
        let mut filed = store::list_filed(conn, id)?.into_iter();
        let found = filed.find(|(component, _)| component == component_id);
        Ok(found.map(|(_, attached)| attached))
    };
    open_found(state, account, (id, component_id), find, is_viewed, request_id).await
}

/// The same for a file that `find` finds.
pub(super) async fn open_found(
    state: &AppState,
    account: Account,
    (id, component_id): (DossierId, String),
    find: impl FnOnce(&mut DbConn, &str) -> AppResult<Option<Attached>> + Send + 'static,
    is_viewed: bool,
    request_id: RequestId,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let reader = reader(conn, &account)?;
        let dossier = store::find_dossier(conn, reader, id)?.ok_or(ErrorCode::NotFound)?;
        require_covered(conn, &account, dossier.procedure_id)?;
        let attached = find(conn, &component_id)?.ok_or(ErrorCode::NotFound)?;
        record(
            conn,
            now,
            Some(account.id),
            Action::DossierFileRead,
            id,
            &request_id,
        )?;
        if let Reader::Unit(unit) = reader {
            let actor = Actor::Officer {
                id: account.id,
                name: account.signed(),
                unit: directory::load(conn, unit)?.name,
                unit_id: unit,
            };
            let filed = (id, dossier.code.as_str(), component_id.as_str());
            note_reading(conn, &attached, filed, (actor, is_viewed), now)?;
        }
        Ok(file_of(&attached))
    };
    state.db.write(work).await
}

/// What came from a vault is read by an officer: its owner sees that.
fn note_reading(
    conn: &mut DbConn,
    attached: &Attached,
    (id, code, component): (DossierId, &str, &str),
    (actor, is_viewed): (Actor, bool),
    now: Timestamp,
) -> AppResult<()> {
    let Some(paper) = attached.attachment.paper_id else {
        return Ok(());
    };
    let Some((owner, ..)) = find_filer(conn, id)? else {
        return Ok(());
    };
    let act = if is_viewed {
        PaperAct::Viewed
    } else {
        PaperAct::Downloaded
    };
    let read = (owner, paper, attached.attachment.sha256.as_str());
    vault::uses_log::note_reading(conn, read, (id, code, component), (actor, act), now)
}

/// The file of a component for an officer of another unit, who was asked about the dossier: whoever calls knows that.
pub fn file_for_asked(
    conn: &mut DbConn,
    (id, code, component): (DossierId, &str, &str),
    by: (Actor, bool),
    now: Timestamp,
) -> AppResult<FileRef> {
    let mut filed = store::list_filed(conn, id)?.into_iter();
    let found = filed.find(|(one, _)| one == component);
    let (_, attached) = found.ok_or(ErrorCode::NotFound)?;
    note_reading(conn, &attached, (id, code, component), by, now)?;
    Ok(file_of(&attached))
}
