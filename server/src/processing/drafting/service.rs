//! Writing a result: keeping what is typed, handing it in, taking it back, giving it back to its owner.

use super::domain::{Document, Drafting, Event, check_title};
use super::paper::{drawn, filled, known, sheet};
use super::{register, store, view};
use crate::audit::service::Action;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::send_file::FileRef;
use crate::identity::guard::Officer;
use crate::notification::service::Lang;
use crate::processing::returning;
use crate::processing::service::{Doing, Dossier, OnDuty, desk_view, in_hand, of_unit, on_duty, to_act_on};
use crate::state::AppState;
use crate::upload::service as uploads;
use bytes::Bytes;
use motcua_shared::catalogue::template::ResultTemplate;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::processing::drafting::{
    DraftingState, DraftingView, GivenBack, MAX_SIGNER_TITLE, MAX_TYPED, ReopenDrafting, SaveDrafting,
    WaitingResult,
};
use motcua_shared::processing::dto::{DeskDossier, ReturnDossier, SignedResult};
use motcua_shared::processing::rule::MAX_WORDS;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose};
use motcua_shared::vault::rule::{MAX_SUMMARY, optional_text, required_text};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// The drafted result of a dossier, as its officers see it.
pub async fn load(state: &AppState, officer: Officer, id: DossierId) -> AppResult<DraftingView> {
    let today = state.clock.now().vietnam_date();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = of_unit(conn, &duty, id)?;
        seen(conn, &duty, &dossier, today)
    };
    state.db.read(work).await
}

/// The same, after something was done with it.
pub(super) fn seen(
    conn: &mut DbConn,
    duty: &OnDuty,
    dossier: &Dossier,
    today: chrono::NaiveDate,
) -> AppResult<DraftingView> {
    let procedure = view::definition(conn, dossier)?;
    let drafting = store::find(conn, dossier.id)?;
    view::view(conn, duty, (dossier, &procedure), drafting, today)
}

/// Refuses what is not being worked on: who took it back, or ended it, was first.
pub(super) fn require_in_process(dossier: &Dossier) -> AppResult<()> {
    match dossier.status {
        DossierStatus::InProcess => Ok(()),
        _ => Err(ErrorCode::DossierMovedOn.into()),
    }
}

/// The drafted result alone, where it still is as it was seen.
pub(super) fn locked(conn: &mut DbConn, id: DossierId, version: u32) -> AppResult<Drafting> {
    let drafting = store::lock(conn, id)?.ok_or(ErrorCode::NotFound)?;
    match drafting.version == version {
        true => Ok(drafting),
        false => Err(ErrorCode::VersionConflict.into()),
    }
}

fn check_typed(
    template: &ResultTemplate,
    typed: BTreeMap<String, String>,
) -> AppResult<BTreeMap<String, String>> {
    let open = template.open_fields();
    let mut kept = BTreeMap::new();
    for (label, text) in typed {
        // What another template left open is kept by nobody.
        let Some(at) = open.iter().position(|known| *known == label) else {
            continue;
        };
        let text = text.replace("\r\n", "\n");
        if text.chars().count() > MAX_TYPED {
            return Err(AppError::field(&format!("typed.{at}"), ErrorCode::TooLong).with("max", MAX_TYPED));
        }
        kept.insert(label, text);
    }
    Ok(kept)
}

/// Keeps what was typed. Who comes second is told, and keeps on the page what they typed.
pub async fn save(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: SaveDrafting,
) -> AppResult<DraftingView> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        require_in_process(&dossier)?;
        let procedure = view::definition(conn, &dossier)?;
        let template = view::template(&procedure, &request.template_id)?;
        let typed = check_typed(template, request.typed.clone())?;
        let signer = match &request.signer {
            Some(asked) if asked.title.chars().count() > MAX_SIGNER_TITLE => {
                return Err(AppError::field("title", ErrorCode::TooLong).with("max", MAX_SIGNER_TITLE));
            }
            Some(asked) => Some(view::chosen(conn, (duty.unit.id, &procedure.code), asked, today)?),
            None => None,
        };
        let (account, name, _) = duty.named();
        if request.version == 0 {
            let new = Drafting {
                dossier: id,
                unit: duty.unit.id,
                state: DraftingState::Draft,
                version: 1,
                template: template.id.clone(),
                typed,
                signer,
                number: None,
                document: None,
                order: None,
                given_back: None,
                changed_by: (account, name),
                changed_at: now,
            };
            if !store::insert(conn, &new)? {
                return Err(ErrorCode::VersionConflict.into());
            }
        } else {
            let mut drafting = locked(conn, id, request.version)?;
            drafting.go(Event::Save)?;
            drafting.unit = duty.unit.id;
            drafting.template.clone_from(&template.id);
            (drafting.typed, drafting.signer) = (typed, signer);
            (drafting.changed_by, drafting.changed_at) = ((account, name), now);
            store::save(conn, &drafting)?;
        }
        seen(conn, &duty, &dossier, today)
    };
    state.db.write(work).await
}

/// Hands it in to be signed: gives the number, makes the file, keeps it.
pub async fn hand_in(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    version: u32,
) -> AppResult<DraftingView> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let who = officer.clone();
    let numbered = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &who)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        require_in_process(&dossier)?;
        let mut drafting = locked(conn, id, version)?;
        // Only asks: the state follows when the file is there.
        drafting.clone().go(Event::HandIn)?;
        if view::office(conn, duty.unit.id)?.is_none() {
            return Err(ErrorCode::UnitWithoutSeal.into());
        }
        let procedure = view::definition(conn, &dossier)?;
        let template = view::template(&procedure, &drafting.template)?;
        let signer = drafting.signer.clone();
        let signer = signer.ok_or_else(|| AppError::field("signer", ErrorCode::Required))?;
        let asked = motcua_shared::processing::drafting::ChosenSigner {
            id: signer.account,
            in_place_of: signer.delegator,
            title: check_title(&signer.title, signer.delegator.is_some())
                .map_err(|code| AppError::field("title", code).with("max", MAX_SIGNER_TITLE))?,
        };
        // Whoever may sign no more is not waited for.
        let signer = view::chosen(conn, (duty.unit.id, &procedure.code), &asked, today)?;
        drafting.unit = duty.unit.id;
        drafting.signer = Some(signer.clone());
        drafting.number = Some(register::enter(conn, &drafting, template, &signer, today)?);
        let (sheet, filled) = sheet(conn, &duty, (&dossier, &procedure), &drafting, false)?;
        if !filled.missing.is_empty() {
            let names = filled.missing.join("; ");
            return Err(AppError::new(ErrorCode::DraftingOpen).with("names", names));
        }
        store::save(conn, &drafting)?;
        Ok((sheet, drafting.version + 1, dossier.code))
    };
    let (sheet, version, code) = state.db.write(numbered).await?;
    let (bytes, places) = drawn(state, sheet).await?;
    let stream = futures::stream::iter([Ok::<_, Infallible>(Bytes::from(bytes))]);
    let made = uploads::put(state, officer.id(), file_name(&code), stream).await?;
    let (kept, this) = (made.clone(), state.clone());
    let work = async move {
        this.db
            .write(move |conn| {
                let duty = on_duty(conn, &officer)?;
                let dossier = to_act_on(conn, &duty, id, now)?;
                require_in_process(&dossier)?;
                let mut drafting = locked(conn, id, version)?;
                if !uploads::claim(conn, &kept, &id.to_string(), now)? {
                    return Err(ErrorCode::UploadGone.into());
                }
                drafting.go(Event::HandIn)?;
                drafting.document = Some(Document {
                    size: kept.size,
                    sha256: kept.sha256.clone(),
                    report: None,
                    places,
                });
                (drafting.order, drafting.given_back) = (None, None);
                let (account, name, _) = duty.named();
                (drafting.changed_by, drafting.changed_at) = ((account, name), now);
                store::save(conn, &drafting)?;
                let doing = Doing {
                    officer: &officer,
                    duty: &duty,
                    dossier: &dossier,
                    now,
                };
                doing.record(conn, Action::ResultHandedIn)?;
                seen(conn, &duty, &dossier, now.vietnam_date())
            })
            .await
    };
    uploads::keep(state, &made, work).await
}

/// What the file is called.
pub(super) fn file_name(code: &str) -> String {
    format!("ket-qua-{code}.pdf")
}

/// Gives it back to be written anew. What was signed is signed no more; its number stays.
pub async fn reopen(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: ReopenDrafting,
) -> AppResult<DraftingView> {
    let now = state.clock.now();
    let typed = request.words.unwrap_or_default();
    let words = optional_text(Some(&typed), MAX_WORDS)
        .map_err(|code| AppError::field("words", code).with("max", MAX_WORDS))?;
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = in_hand(conn, &duty, id)?;
        require_in_process(&dossier)?;
        let mut drafting = locked(conn, id, request.version)?;
        let is_signer = drafting
            .signer
            .as_ref()
            .is_some_and(|signer| view::is_signer(&duty, signer));
        if is_signer && drafting.state == DraftingState::HandedIn {
            // Who wrote it needs to know what is wrong.
            required_text(&typed, MAX_WORDS)
                .map_err(|code| AppError::field("words", code).with("max", MAX_WORDS))?;
        } else {
            to_act_on(conn, &duty, id, now)?;
        }
        drafting.go(Event::Reopen)?;
        drafting.order = None;
        let before = drafting.document.take();
        let (account, name, _) = duty.named();
        drafting.given_back = Some(GivenBack {
            words: words.clone().unwrap_or_default(),
            by: name.clone(),
        });
        (drafting.changed_by, drafting.changed_at) = ((account, name), now);
        store::save(conn, &drafting)?;
        if let Some(before) = before {
            uploads::release(conn, &before.sha256, now)?;
        }
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.record(conn, Action::ResultReopened)?;
        seen(conn, &duty, &dossier, now.vietnam_date())
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// The dossier went to another unit: what was typed stays, and is to be handed in there, under a number of its book.
pub fn leave(conn: &mut DbConn, id: DossierId, to: UnitId, now: Timestamp) -> AppResult<()> {
    let Some(mut drafting) = store::lock(conn, id)? else {
        return Ok(());
    };
    drafting.unit = to;
    (drafting.signer, drafting.number, drafting.order) = (None, None, None);
    let before = drafting.document.take();
    drafting.state = DraftingState::Draft;
    store::save(conn, &drafting)?;
    match before {
        Some(before) => uploads::release(conn, &before.sha256, now),
        None => Ok(()),
    }
}

/// The file as it is now.
pub async fn file(state: &AppState, officer: Officer, id: DossierId) -> AppResult<FileRef> {
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = of_unit(conn, &duty, id)?;
        let drafting = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let document = drafting.document.ok_or(ErrorCode::NotFound)?;
        Ok(FileRef {
            sha256: document.sha256,
            file_name: file_name(&dossier.code),
            media_type: MediaType::Pdf.as_str().to_owned(),
            size: document.size,
        })
    };
    state.db.read(work).await
}

/// Ends the dossier with the sealed file, as with one that an officer sent: it is judged once more and goes the same way.
pub async fn give_back(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    version: u32,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let now = state.clock.now();
    let who = officer.clone();
    let prepared = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &who)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let drafting = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let document = drafting
            .document
            .as_ref()
            .filter(|_| drafting.state == DraftingState::Sealed);
        let document = document.ok_or(ErrorCode::StepNotPossible)?;
        if store::is_result(conn, id, &document.sha256)? {
            return Ok(Err(desk_view(conn, &duty, id, (now.vietnam_date(), lang))?));
        }
        require_in_process(&dossier)?;
        let procedure = view::definition(conn, &dossier)?;
        let template = view::template(&procedure, &drafting.template)?;
        let known = known(conn, &duty, (&dossier, &procedure), &drafting)?;
        let subject = filled(template, &known)?.subject;
        let summary = format!("{} {}", template.title, subject.replace('\n', " "));
        let said = SignedResult {
            upload_id: crate::db::types::new_id(motcua_shared::id::UploadId::from_uuid),
            category_code: template.category_code.clone(),
            decision_number: drafting.number.as_ref().map(|number| number.full()),
            summary: Some(summary.trim().chars().take(MAX_SUMMARY).collect()),
            issued_on: drafting.number.as_ref().map(|number| number.issued_on),
        };
        Ok(Ok((said, document.sha256.clone(), dossier.code)))
    };
    let (mut said, sha256, code) = match state.db.read(prepared).await? {
        Ok(prepared) => prepared,
        Err(done) => return Ok(done),
    };
    let mut bytes = state.files.read_stored(&sha256).await?;
    let taken = uploads::take_in(state, Purpose::Vault, &mut bytes).await?;
    let sent = uploads::fetched(state, officer.id(), &file_name(&code), Purpose::Vault, taken).await?;
    said.upload_id = sent.id;
    let account = officer.id();
    let request = ReturnDossier {
        version,
        results: vec![said],
    };
    let answer = returning::give_back(state, officer, id, request, lang).await;
    if answer.is_err() {
        uploads::forget(state, account, sent.id).await?;
    }
    answer
}

/// Drafted results that wait for the officer: to be signed, sealed, or given back.
pub async fn waiting(state: &AppState, officer: Officer) -> AppResult<Vec<WaitingResult>> {
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let mut waiting = Vec::new();
        for drafting in store::list_waiting(conn, duty.unit.id)? {
            let is_ones = match (drafting.state, &drafting.signer) {
                (DraftingState::HandedIn, Some(signer)) => view::is_signer(&duty, signer),
                _ => duty.require_desk().is_ok(),
            };
            if !is_ones {
                continue;
            }
            let dossier = match in_hand(conn, &duty, drafting.dossier) {
                Ok(dossier) => dossier,
                Err(error) if matches!(error.code, ErrorCode::NotFound | ErrorCode::DossierElsewhere) => {
                    continue;
                }
                Err(error) => return Err(error),
            };
            let procedure = view::definition(conn, &dossier)?;
            waiting.push(WaitingResult {
                dossier_id: dossier.id,
                code: dossier.code,
                owner: dossier.owner.name,
                title: view::template(&procedure, &drafting.template)?.title.clone(),
                number: drafting.number.map(|number| number.full()).unwrap_or_default(),
                signer: drafting.signer.map(|signer| signer.name).unwrap_or_default(),
                state: drafting.state,
                since: drafting.changed_at,
            });
        }
        Ok(waiting)
    };
    state.db.read(work).await
}
