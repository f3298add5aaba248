//! The paper of a dossier: what is known of it in its template, drawn, and as a preview.

use super::domain::Drafting;
use super::fill::{Filled, Known, day_in_words, fill, sample};
use super::page::{Sheet, render};
use super::{store, view};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::identity::guard::{Administrator, Officer};
use crate::notification::service::Lang;
use crate::processing::service::{Dossier, OnDuty, of_unit, on_duty};
use crate::state::AppState;
use anyhow::anyhow;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::template::{Fact, ResultTemplate};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, ProcedureId};
use motcua_shared::processing::drafting::SignPlaces;

/// Everything that is known of a dossier for its paper.
pub(super) fn known(
    conn: &mut DbConn,
    duty: &OnDuty,
    (dossier, procedure): (&Dossier, &ProcedureDefinition),
    drafting: &Drafting,
) -> AppResult<Known> {
    let filed = filing::load_of_unit(conn, duty.unit.id, dossier.id, Lang::Vi)?;
    let signer = drafting.signer.as_ref();
    let day = |day| day_in_words(day);
    let facts = [
        (Fact::Owner, filed.owner.name),
        (Fact::OwnerNumber, filed.owner.identifier),
        (Fact::OwnerAddress, filed.owner.address.unwrap_or_default()),
        (Fact::Filer, filed.filer.name),
        (Fact::FilerNumber, filed.filer.identifier),
        (Fact::Unit, duty.unit.name.clone()),
        (Fact::Code, filed.code),
        (Fact::Procedure, filed.procedure_name),
        (Fact::Case, filed.case_name),
        (Fact::FiledOn, day(dossier.submitted_at.vietnam_date())),
        (Fact::DueOn, dossier.due_on.map(day).unwrap_or_default()),
        (
            Fact::Today,
            drafting
                .number
                .as_ref()
                .map(|number| day(number.issued_on))
                .unwrap_or_default(),
        ),
        (Fact::Grounds, procedure.legal_grounds.join("; ")),
        (
            Fact::Signer,
            signer.map(|one| one.name.clone()).unwrap_or_default(),
        ),
        (
            Fact::Title,
            signer
                .and_then(|one| one.title.lines().last())
                .unwrap_or_default()
                .to_owned(),
        ),
    ];
    Ok(Known {
        facts: facts.into_iter().collect(),
        answers: filed
            .answers
            .into_iter()
            .map(|one| (one.name, one.answer))
            .collect(),
        typed: drafting.typed.clone(),
    })
}

pub(super) fn filled(template: &ResultTemplate, known: &Known) -> AppResult<Filled> {
    // Templates are checked when they are kept.
    fill(template, known)
        .map_err(|fault| AppError::internal(anyhow!("a template that cannot be read: {fault:?}")))
}

/// The paper as it would be drawn now.
pub(super) fn sheet(
    conn: &mut DbConn,
    duty: &OnDuty,
    (dossier, procedure): (&Dossier, &ProcedureDefinition),
    drafting: &Drafting,
    is_draft: bool,
) -> AppResult<(Sheet, Filled)> {
    let template = view::template(procedure, &drafting.template)?;
    let known = known(conn, duty, (dossier, procedure), drafting)?;
    let filled = filled(template, &known)?;
    let place = view::office(conn, duty.unit.id)?.map(|office| office.place);
    let place = place.unwrap_or_else(|| "……".to_owned());
    let number = drafting.number.as_ref().filter(|_| !is_draft);
    let sheet = Sheet {
        unit: duty.unit.name.clone(),
        number: number.map_or_else(|| format!("……/{}", template.symbol), |number| number.full()),
        day: match number {
            Some(number) => format!("{place}, {}", day_in_words(number.issued_on)),
            None => format!("{place}, ngày …… tháng …… năm ……"),
        },
        title: template.title.clone(),
        subject: filled.subject.clone(),
        body: filled.body.clone(),
        recipients: filled.recipients.clone(),
        signer_title: drafting
            .signer
            .as_ref()
            .map(|one| one.title.clone())
            .unwrap_or_default(),
        signer: drafting
            .signer
            .as_ref()
            .map(|one| one.name.clone())
            .unwrap_or_default(),
        foot: format!("Mã hồ sơ: {}", dossier.code),
        is_draft,
    };
    Ok((sheet, filled))
}

/// Draws it, in a turn: many at once would take the machine.
pub(super) async fn drawn(state: &AppState, sheet: Sheet) -> AppResult<(Vec<u8>, SignPlaces)> {
    let permit = state.gate.turn().await?;
    let made = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        render(&sheet)
    });
    made.await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

/// What was written so far, as a paper that says that it is a draft.
pub async fn preview(state: &AppState, officer: Officer, id: DossierId) -> AppResult<(String, Vec<u8>)> {
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = of_unit(conn, &duty, id)?;
        let procedure = view::definition(conn, &dossier)?;
        let drafting = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let sheet = sheet(conn, &duty, (&dossier, &procedure), &drafting, true)?.0;
        Ok((sheet, dossier.code))
    };
    let (sheet, code) = state.db.read(work).await?;
    let (bytes, _) = drawn(state, sheet).await?;
    Ok((format!("du-thao-{code}.pdf"), bytes))
}

/// A template of a version of a procedure with the words themselves in the place of what is known, for those who keep it.
pub async fn preview_template(
    state: &AppState,
    _: Administrator,
    (version, id): (ProcedureId, String),
) -> AppResult<(String, Vec<u8>)> {
    let work = move |conn: &mut DbConn| Ok(catalogue::load_version(conn, version)?.definition);
    let procedure = state.db.read(work).await?;
    let template = procedure
        .templates
        .iter()
        .find(|one| one.id == id)
        .ok_or(ErrorCode::NotFound)?;
    let filled = filled(template, &sample(&procedure, template))?;
    let sheet = Sheet {
        unit: format!("[{}]", Fact::Unit.word()),
        number: format!("……/{}", template.symbol),
        day: "……, ngày …… tháng …… năm ……".to_owned(),
        title: template.title.clone(),
        subject: filled.subject,
        body: filled.body,
        recipients: filled.recipients,
        signer_title: format!("[{}]", Fact::Title.word()),
        signer: format!("[{}]", Fact::Signer.word()),
        foot: procedure.code.clone(),
        is_draft: true,
    };
    let (bytes, _) = drawn(state, sheet).await?;
    Ok((format!("mau-{}-{}.pdf", procedure.code, template.id), bytes))
}
