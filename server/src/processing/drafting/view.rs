//! What officers see of a drafted result, and who may sign one.

use super::domain::{Drafting, Signer};
use super::store;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::delegation::service as delegation;
use crate::error::{AppError, AppResult};
use crate::identity::service as identity;
use crate::processing::service::{Dossier, OnDuty};
use crate::processing::work::service as work;
use crate::vault::service::certifying_office;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::template::ResultTemplate;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::processing::drafting::{
    ChosenSigner, DraftedFile, DraftingState, DraftingView, InPlaceOf, SignerChoice, TemplateChoice,
};
use std::collections::BTreeMap;

/// The procedure as the dossier was filed with it.
pub(super) fn definition(conn: &mut DbConn, dossier: &Dossier) -> AppResult<ProcedureDefinition> {
    Ok(catalogue::load_version(conn, dossier.procedure)?.definition)
}

/// One of its templates.
pub(super) fn template<'a>(procedure: &'a ProcedureDefinition, id: &str) -> AppResult<&'a ResultTemplate> {
    let found = procedure.templates.iter().find(|template| template.id == id);
    found.ok_or_else(|| AppError::field("template_id", ErrorCode::NotAChoice))
}

/// Place and seal of a unit; none where nobody entered them.
pub(super) fn office(conn: &mut DbConn, unit: UnitId) -> AppResult<Option<certifying_office::Office>> {
    match certifying_office::load(conn, unit) {
        Ok(office) => Ok(Some(office)),
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who may sign for a unit today: its leaders, and those to whom a leader delegated this procedure.
pub(super) fn signers(
    conn: &mut DbConn,
    (unit, code): (UnitId, &str),
    today: NaiveDate,
) -> AppResult<Vec<SignerChoice>> {
    let mut choices = Vec::new();
    for leader in work::leaders(conn, unit)? {
        let position = leader.position.unwrap_or_default().to_uppercase();
        let title = store::last_title(conn, unit, (leader.id, None))?.unwrap_or(position);
        for (id, mandate) in delegation::list_given_by(conn, leader.id, today)? {
            if mandate.unit != unit || !mandate.covers(code) {
                continue;
            }
            let last = store::last_title(conn, unit, (id, Some(leader.id)))?;
            let proposed = title.lines().last().unwrap_or_default();
            choices.push(SignerChoice {
                id,
                name: identity::load_account(conn, id)?.name,
                in_place_of: Some(InPlaceOf {
                    id: leader.id,
                    name: leader.name.clone(),
                }),
                title: last.unwrap_or_else(|| format!("TUQ. {proposed}").trim().to_owned()),
            });
        }
        choices.push(SignerChoice {
            id: leader.id,
            name: leader.name,
            in_place_of: None,
            title,
        });
    }
    choices.sort_by_key(|one| one.in_place_of.is_some());
    Ok(choices)
}

/// Whether the officer is who signs, as they work now: for themselves, or by the delegation that was named.
pub(super) fn is_signer(duty: &OnDuty, signer: &Signer) -> bool {
    let by = duty.account.mandate.as_ref().map(|mandate| mandate.delegator);
    duty.account.id == signer.account && by == signer.delegator && duty.roles.contains(&StaffRole::Leader)
}

/// A drafted result, or the blank one of a dossier for which nothing was written yet.
pub(super) fn view(
    conn: &mut DbConn,
    duty: &OnDuty,
    (dossier, procedure): (&Dossier, &ProcedureDefinition),
    drafting: Option<Drafting>,
    today: NaiveDate,
) -> AppResult<DraftingView> {
    let is_here = dossier.lies.at == duty.unit.id && dossier.status == DossierStatus::InProcess;
    let signer = drafting.as_ref().and_then(|one| one.signer.clone());
    let file = drafting.as_ref().and_then(|one| one.document.clone());
    let number = drafting.as_ref().and_then(|one| one.number.clone());
    let is_returned = match &file {
        Some(file) => store::is_result(conn, dossier.id, &file.sha256)?,
        None => false,
    };
    let state = drafting.as_ref().map_or(DraftingState::Draft, |one| one.state);
    let only = procedure
        .templates
        .first()
        .filter(|_| procedure.templates.len() == 1);
    let chosen = drafting.as_ref().map(|one| one.template.clone());
    Ok(DraftingView {
        dossier_id: dossier.id,
        code: dossier.code.clone(),
        procedure_name: procedure.name.clone(),
        owner: dossier.owner.name.clone(),
        state,
        version: drafting.as_ref().map_or(0, |one| one.version),
        dossier_version: dossier.version,
        templates: procedure.templates.iter().map(choice).collect(),
        template_id: chosen.or_else(|| only.map(|one| one.id.clone())),
        typed: drafting
            .as_ref()
            .map_or_else(BTreeMap::new, |one| one.typed.clone()),
        signers: match is_here && state == DraftingState::Draft {
            true => signers(conn, (duty.unit.id, &procedure.code), today)?,
            false => Vec::new(),
        },
        signer: signer.clone().map(|one| ChosenSigner {
            id: one.account,
            in_place_of: one.delegator,
            title: one.title,
        }),
        signer_name: signer.as_ref().map(|one| one.name.clone()),
        issued_on: number.as_ref().map(|one| one.issued_on),
        number: number.map(|one| one.full()),
        file: file.map(|file| DraftedFile {
            size: file.size,
            sha256: file.sha256,
            places: file.places,
        }),
        given_back: drafting.as_ref().and_then(|one| one.given_back.clone()),
        changed_by: drafting.as_ref().map(|one| one.changed_by.1.clone()),
        changed_at: drafting.as_ref().map(|one| one.changed_at),
        may_write: is_here && duty.roles.contains(&StaffRole::Desk),
        may_sign: is_here && signer.is_some_and(|signer| is_signer(duty, &signer)),
        has_seal: office(conn, duty.unit.id)?.is_some(),
        is_returned,
    })
}

fn choice(template: &ResultTemplate) -> TemplateChoice {
    TemplateChoice {
        id: template.id.clone(),
        title: template.title.clone(),
        open: template.open_fields(),
    }
}

/// The officer who was chosen to sign, checked against who may.
pub(super) fn chosen(
    conn: &mut DbConn,
    (unit, code): (UnitId, &str),
    asked: &ChosenSigner,
    today: NaiveDate,
) -> AppResult<Signer> {
    let delegator: Option<AccountId> = asked.in_place_of;
    let found = signers(conn, (unit, code), today)?
        .into_iter()
        .find(|one| one.id == asked.id && one.in_place_of.as_ref().map(|of| of.id) == delegator);
    let found = found.ok_or_else(|| AppError::field("signer", ErrorCode::OfficerNotFit))?;
    Ok(Signer {
        account: found.id,
        name: found.name,
        title: asked.title.clone(),
        delegator,
    })
}
