//! The draft of a round of supplement: opened for the parts that are asked for, filled like any other, and sent.

use super::store;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::filing::assemble::{draft_view, load_draft, record_of, stale};
use crate::filing::component::{let_go, use_of};
use crate::filing::domain::{Draft, DraftRound, answer_fault};
use crate::filing::draft::store::{self as drafts, DraftRecord};
use crate::filing::store::{self as filings, Reader};
use crate::http::observe::RequestId;
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::secret;
use crate::state::AppState;
use crate::vault::service as vault;
use anyhow::anyhow;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::filing::represent::represented_as_filed;
use motcua_shared::id::{AccountId, DossierId, DraftId, ProcedureId, SupplementId};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::collections::BTreeMap;

pub use crate::filing::domain::Attached;

/// Rounds end by themselves; their drafts are not among those that go when nobody goes on with them.
const KEEP_DAYS: u32 = 3650;

/// Opens the draft of a round. Nothing is attached by itself: what fits alone may be the very file that is to be replaced.
pub fn open_draft(
    conn: &mut DbConn,
    account: AccountId,
    dossier: DossierId,
    round: SupplementId,
    now: Timestamp,
) -> AppResult<DraftId> {
    let filed = filings::find_dossier(conn, Reader::Filer(account), dossier)?.ok_or(ErrorCode::NotFound)?;
    let procedure = catalogue::load_version(conn, filed.procedure_id)?.definition;
    // As people type them: they stand in fields.
    let typed = |(name, answer): (&String, &String)| {
        let form = procedure.form.as_ref();
        let typed = form.map_or_else(|| answer.clone(), |form| form.retyped(name, answer));
        (name.clone(), typed)
    };
    let answers = filed.answers.iter().map(typed).collect();
    let draft = DraftRecord {
        id: new_id(DraftId::from_uuid),
        procedure_id: filed.procedure_id,
        unit_id: Some(filed.lies.decides()),
        case_id: Some(filed.case_id),
        // Who acts for another has a paper for it, whatever was typed of the two; dossiers from before that have no ground.
        for_another: filed.acting.is_some() || filed.owner != filed.filer,
        filer: filed.filer,
        other: filed.owner,
        acting: filed.acting.unwrap_or_default(),
        answers,
        delivery: Some(filed.delivery),
        submission: filed.submission,
        version: 1,
        edits: BTreeMap::new(),
        seal_key: secret::token().map_err(AppError::internal)?,
        keep_days: KEEP_DAYS,
        changed_at: now,
        dossier_id: None,
    };
    if !drafts::insert_draft(conn, account, &format!("supplement-{round}"), &draft)? {
        return Err(AppError::internal(anyhow!("a round has a draft already")));
    }
    Ok(draft.id)
}

/// Leaves of a procedure what a round asks for, all of it needed; says which round a draft belongs to.
pub fn narrow(
    conn: &mut DbConn,
    draft: DraftId,
    definition: &mut ProcedureDefinition,
) -> AppResult<Option<DraftRound>> {
    let mut round = store::find_round(conn, draft)?;
    if let Some(round) = &mut round {
        definition.form = definition.form.take().filter(|_| !round.answers.is_empty());
        if let Some(form) = &definition.form {
            round.opened = form.opened(round.answers.iter().map(String::as_str));
            round.filed = store::find_answers(conn, round.dossier)?;
        }
        let asked_for = round.parts.iter().map(|(id, _)| id.as_str());
        represented_as_filed(definition, None, asked_for);
        definition.components.retain(|component| round.has(&component.id));
        for component in &mut definition.components {
            component.required = true;
        }
    }
    Ok(round)
}

/// Refuses what is done with drafts and not with rounds.
pub fn refuse_round(conn: &mut DbConn, draft: DraftId) -> AppResult<()> {
    match store::find_round(conn, draft)? {
        Some(_) => Err(ErrorCode::DraftIsSupplement.into()),
        None => Ok(()),
    }
}

/// What a dossier was filed under, with the paper of who filed it for another.
pub fn asked_of(
    conn: &mut DbConn,
    procedure: ProcedureId,
    dossier: DossierId,
) -> AppResult<ProcedureDefinition> {
    let mut definition = catalogue::load_version(conn, procedure)?.definition;
    let acting = filings::acting_of(conn, dossier)?;
    let filed = filings::list_filed(conn, dossier)?;
    let filed_for = filed.iter().map(|(id, _)| id.as_str());
    represented_as_filed(&mut definition, acting.as_ref(), filed_for);
    Ok(definition)
}

/// What was filed for the components of a dossier, as it stands now.
pub fn list_filed(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<(String, Attached)>> {
    filings::list_filed(conn, dossier)
}

/// The draft of a round.
pub fn read(
    conn: &mut DbConn,
    filer: &Filer,
    draft: DraftId,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let draft = load_draft(conn, filer.id(), draft, now)?;
    draft_view(conn, filer, draft, lang)
}

/// What a round brought.
pub struct Supplied {
    /// The file for each part.
    pub parts: Vec<(String, Attached)>,
    /// Each answer that was asked for, and each that changed with one.
    pub answers: Vec<Settled>,
}

/// An answer before and after.
pub struct Settled {
    /// Its field.
    pub field: String,
    /// What had been answered.
    pub old: Option<String>,
    /// What was answered now.
    pub new: Option<String>,
}

/// The answers of a dossier, as they stand.
pub fn find_answers(conn: &mut DbConn, dossier: DossierId) -> AppResult<Answers> {
    store::find_answers(conn, dossier)
}

/// Puts the answers of a round in the place of what was filed.
fn settle(conn: &mut DbConn, draft: &Draft, dossier: DossierId) -> AppResult<Vec<Settled>> {
    let (Some(round), Some(form)) = (&draft.round, &draft.procedure.definition.form) else {
        return Ok(Vec::new());
    };
    let filed = &round.filed;
    let fault = |(name, code): (String, ErrorCode)| answer_fault(form, &name, code, draft.today);
    let settled = form
        .settle(filed, &draft.answers, &round.opened, draft.today)
        .map_err(|wrong| AppError::fields(wrong.into_iter().map(fault).collect()))?;
    store::set_answers(conn, dossier, &settled)?;
    let along = round.opened.iter().filter(|name| !round.answers.contains(name));
    let one = |field: &String| Settled {
        field: field.clone(),
        old: filed.get(field).cloned(),
        new: settled.get(field).cloned(),
    };
    let along = along.map(one).filter(|one| one.old != one.new);
    Ok(round.answers.iter().map(one).chain(along).collect())
}

/// Puts what gathered in a draft in the place of what was filed, and gives it. Nothing else of the dossier changes.
pub fn supply(
    conn: &mut DbConn,
    filer: &Filer,
    draft: DraftId,
    seen: (u32, &str),
    (dossier, code): (DossierId, &str),
    now: Timestamp,
) -> AppResult<Supplied> {
    let draft = load_draft(conn, filer.id(), draft, now)?;
    if (draft.version, draft.digest().as_str()) != seen {
        return Err(ErrorCode::ContentChanged.into());
    }
    let stale = stale(conn, &draft)?;
    let obstacles = draft.obstacles(filer.kind(), &stale);
    if !obstacles.is_empty() {
        return Err(AppError::fields(obstacles));
    }
    if !drafts::update_draft(conn, &record_of(&draft), draft.version, now)? {
        return Err(ErrorCode::ContentChanged.into());
    }
    drafts::close_draft(conn, draft.id, dossier)?;
    let mut parts: Vec<(String, Attached)> = draft
        .needed()
        .filter_map(|component| Some((component.id.clone(), draft.attached(&component.id)?.clone())))
        .collect();
    // In one order of the papers, as when a dossier is filed.
    parts.sort_by(|(_, left), (_, right)| left.attachment.sha256.cmp(&right.attachment.sha256));
    for (component_id, attached) in &parts {
        store::replace_filed(conn, dossier, component_id, attached)?;
    }
    let uses: Vec<_> = parts
        .iter()
        .filter_map(|(id, attached)| use_of(id, attached))
        .collect();
    vault::count_uses(conn, filer.id(), &uses, (dossier, code), now)?;
    let answers = settle(conn, &draft, dossier)?;
    Ok(Supplied { parts, answers })
}

/// A dossier ended while parts of it were asked for: what gathered is let go.
pub fn give_up(
    conn: &mut DbConn,
    account: AccountId,
    draft: DraftId,
    dossier: DossierId,
    now: Timestamp,
) -> AppResult<()> {
    if !drafts::lock_draft(conn, account, draft)? {
        return Ok(());
    }
    for attached in drafts::list_filled(conn, draft)?
        .iter()
        .filter_map(|filled| filled.attached.as_ref())
    {
        let_go(conn, attached, now)?;
    }
    store::clear(conn, draft)?;
    drafts::close_draft(conn, draft, dossier)
}

/// The file that stood for a component before a round replaced it, for whoever may read the dossier; reading is recorded like
/// that of any other file of it.
pub async fn open_struck(
    state: &AppState,
    account: Account,
    (id, round, component_id): (DossierId, u32, String),
    is_viewed: bool,
    request_id: RequestId,
) -> AppResult<FileRef> {
    let find = move |conn: &mut DbConn, component_id: &str| store::find_struck(conn, id, round, component_id);
    crate::filing::service::open_found(state, account, (id, component_id), find, is_viewed, request_id).await
}
