//! A new draft filled in like a dossier that was filed before; what cannot be taken over is named.

use super::assemble::load_draft;
use super::component;
use super::service::{change, open, read_draft};
use super::store::{self, Reader};
use super::typed;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Filer;
use crate::secret::sha256_hex;
use crate::state::AppState;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{Attach, AttachSource, ChangeDraft, DraftView};
use motcua_shared::filing::represent::represented_as_filed;
use motcua_shared::filing::rule::is_same_party;
use motcua_shared::filing::typed::TypedFields;
use motcua_shared::id::{DossierId, DraftId};
use motcua_shared::text::{self, Lang};
use std::collections::BTreeMap;

/// What says of a part that it is no more, and not that this server is in trouble.
fn is_gone(error: &AppError) -> bool {
    !matches!(error.code, ErrorCode::Internal | ErrorCode::Unavailable)
}

/// What was filled in of a draft since it was opened.
struct Touched {
    fields: Vec<String>,
    parts: Vec<String>,
}

impl Touched {
    async fn read(state: &AppState, filer: &Filer, id: DraftId) -> AppResult<Self> {
        let (account, now) = (filer.id(), state.clock.now());
        let work = move |conn: &mut DbConn| {
            let draft = load_draft(conn, account, id, now)?;
            let parts = draft.components.into_iter();
            Ok(Self {
                fields: draft.edits.into_keys().collect(),
                parts: parts.map(|part| part.component_id).collect(),
            })
        };
        state.db.read(work).await
    }

    fn is_filled(&self, paths: &[&str]) -> bool {
        let is_one = |field: &String| paths.iter().any(|path| field.starts_with(path));
        self.fields.iter().any(is_one)
    }
}

/// Opens a draft of the same procedure, as it is in force today, with unit, case, parties, delivery, and the papers of the vault that
/// still fit. The same key again gives the same draft. A file of the device belongs to the dossier it came with.
pub async fn copy(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    key: String,
    lang: Lang,
) -> AppResult<CopiedDraft> {
    let account = filer.id();
    let look = move |conn: &mut DbConn| {
        let dossier = store::find_dossier(conn, Reader::Filer(account), id)?.ok_or(ErrorCode::NotFound)?;
        let mut definition = catalogue::load_version(conn, dossier.procedure_id)?.definition;
        let filed = store::list_filed(conn, id)?;
        let filed_for = filed.iter().map(|(id, _)| id.as_str());
        represented_as_filed(&mut definition, dossier.acting.as_ref(), filed_for);
        Ok((dossier, filed, definition))
    };
    let (dossier, filed, was) = state.db.read(look).await?;
    // A key of its own for this dossier, so that none that opened something else is taken for it.
    let key = sha256_hex(format!("copy:{id}:{key}").as_bytes());
    let mut draft = open(state, filer.clone(), was.code.clone(), key, lang).await?;
    let mut gone = Vec::new();
    if draft.dossier_id.is_some() {
        return Ok(CopiedDraft { draft, gone });
    }
    // The request may have come again: what is filled in by now, by it or by the person, stays as it is.
    let touched = Touched::read(state, &filer, draft.id).await?;
    // One after the other, so that one that cannot be any more does not take the others with it.
    let changes = [
        (
            text::filing::unit_question(lang),
            &["unit_id"][..],
            ChangeDraft {
                unit_id: Some(dossier.lies.decides()),
                ..ChangeDraft::default()
            },
        ),
        (
            text::filing::case_question(lang),
            &["case_id"][..],
            ChangeDraft {
                case_id: Some(dossier.case_id),
                ..ChangeDraft::default()
            },
        ),
        (
            text::filing::filer(lang),
            &["filer."][..],
            ChangeDraft {
                filer: Some(dossier.filer),
                ..ChangeDraft::default()
            },
        ),
        (
            text::filing::owner(lang),
            &["owner.", "for_another", "acting."][..],
            ChangeDraft {
                // One's own matter, also where one had another name then.
                owner: Some(dossier.owner).filter(|owner| !is_same_party(owner, &draft.filer)),
                acting: dossier.acting,
                ..ChangeDraft::default()
            },
        ),
        (
            text::filing::delivery_title(lang),
            &["delivery."][..],
            ChangeDraft {
                delivery: Some(dossier.delivery),
                ..ChangeDraft::default()
            },
        ),
        (
            text::filing::submission_title(lang),
            &["submission."][..],
            ChangeDraft {
                submission: Some(dossier.submission),
                ..ChangeDraft::default()
            },
        ),
    ];
    for (name, paths, wanted) in changes {
        if touched.is_filled(paths) {
            continue;
        }
        let wanted = ChangeDraft {
            version: draft.version,
            ..wanted
        };
        match change(state, filer.clone(), draft.id, wanted, lang).await {
            Ok(next) => draft = next,
            Err(error) if is_gone(&error) => gone.push(name.to_owned()),
            Err(error) => return Err(error),
        }
    }
    let mut answers = dossier.answers;
    answers.retain(|name, _| !touched.is_filled(&[&format!("answers.{name}")]));
    draft = answer(state, &filer, draft, answers, lang).await?;
    for component in &was.components {
        if touched.parts.contains(&component.id) {
            continue;
        }
        let Some((_, attached)) = filed.iter().find(|(id, _)| *id == component.id) else {
            continue;
        };
        match take_over(
            state,
            &filer,
            &draft,
            (&component.id, attached.attachment.paper_id),
            lang,
        )
        .await?
        {
            Some(next) => draft = next,
            None => gone.push(component.name.clone()),
        }
    }
    Ok(CopiedDraft { draft, gone })
}

/// The draft with the answers that its form still asks for. What is promised is promised anew.
async fn answer(
    state: &AppState,
    filer: &Filer,
    draft: DraftView,
    answers: Answers,
    lang: Lang,
) -> AppResult<DraftView> {
    let Some(form) = &draft.procedure.definition.form else {
        return Ok(draft);
    };
    let is_asked = |name: &str| form.find(name).is_some_and(|property| property.only.is_none());
    let kept = answers.into_iter().filter(|(name, _)| is_asked(name));
    let fields: BTreeMap<String, String> = kept
        .map(|(name, answer)| {
            let typed = form.retyped(&name, &answer);
            (format!("answers.{name}"), typed)
        })
        .collect();
    if fields.is_empty() {
        return Ok(draft);
    }
    let (id, version) = (draft.id, draft.version);
    typed::service::save(state, filer.clone(), id, TypedFields { version, fields }).await?;
    let (filer, now) = (filer.clone(), state.clock.now());
    let read = move |conn: &mut DbConn| read_draft(conn, &filer, id, now, lang);
    state.db.read(read).await
}

/// The draft with the paper in it; nothing where it cannot stand there any more.
async fn take_over(
    state: &AppState,
    filer: &Filer,
    draft: &DraftView,
    (component_id, paper): (&str, Option<motcua_shared::id::PaperId>),
    lang: Lang,
) -> AppResult<Option<DraftView>> {
    let mut parts = draft.components.iter();
    let Some(part) = parts.find(|part| part.component_id == component_id) else {
        return Ok(None);
    };
    if part.attachment.is_some() {
        return Ok(Some(draft.clone()));
    }
    let Some(paper) = paper else { return Ok(None) };
    let request = Attach {
        version: draft.version,
        source: AttachSource::Paper(paper),
    };
    let id = component_id.to_owned();
    match component::attach(state, filer.clone(), draft.id, id, request, lang).await {
        Ok(next) => Ok(Some(next)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
