//! From rows to what people see.

use super::domain::Draft;
use super::store::{self, DossierRecord, DraftRecord};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::error::FieldFault;
use crate::http::problem::sentence;
use crate::identity::guard::Filer;
use crate::vault::service as vault;
use motcua_shared::error::{ErrorCode, FieldError};
use motcua_shared::filing::dto::{DossierComponent, DossierView, DraftComponent, DraftView};
use motcua_shared::id::{AccountId, DraftId, PaperId};
use motcua_shared::text::Lang;

/// A draft of this account with everything it refers to.
pub fn load_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<Draft> {
    let record = store::find_draft(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
    let unit = record.unit_id.map(|id| directory::load(conn, id)).transpose()?;
    Ok(Draft {
        id: record.id,
        account_id: account,
        procedure: catalogue::load_version(conn, record.procedure_id)?,
        unit,
        case_id: record.case_id,
        filer: record.filer,
        owner: record.owner,
        delivery: record.delivery,
        components: store::list_filled(conn, id)?,
        version: record.version,
        changed_at: record.changed_at,
        dossier_id: record.dossier_id,
    })
}

/// The row of a draft.
pub fn record_of(draft: &Draft) -> DraftRecord {
    DraftRecord {
        id: draft.id,
        procedure_id: draft.procedure.id,
        unit_id: draft.unit.as_ref().map(|unit| unit.id),
        case_id: draft.case_id.clone(),
        filer: draft.filer.clone(),
        owner: draft.owner.clone(),
        delivery: draft.delivery.clone(),
        version: draft.version,
        changed_at: draft.changed_at,
        dossier_id: draft.dossier_id,
    }
}

/// Papers that were attached to a draft and have another file, or none, by now.
pub fn stale(conn: &mut DbConn, draft: &Draft) -> AppResult<Vec<PaperId>> {
    let attached = draft
        .procedure
        .definition
        .components
        .iter()
        .filter_map(|component| {
            let attachment = &draft.attached(&component.id)?.attachment;
            Some((attachment.paper_id?, attachment.sha256.clone()))
        });
    let attached: Vec<(PaperId, String)> = attached.collect();
    if attached.is_empty() || draft.dossier_id.is_some() {
        return Ok(Vec::new());
    }
    vault::list_stale(conn, draft.account_id, &attached)
}

/// What the wizard shows.
pub fn draft_view(conn: &mut DbConn, filer: &Filer, draft: Draft, lang: Lang) -> AppResult<DraftView> {
    let wanted: Vec<String> = draft
        .procedure
        .definition
        .components
        .iter()
        .flat_map(|component| component.accepts.clone())
        .collect();
    let counts = vault::count_of_categories(conn, filer.id(), &wanted)?;
    let components = draft
        .procedure
        .definition
        .components
        .iter()
        .map(|component| DraftComponent {
            component_id: component.id.clone(),
            attachment: draft
                .attached(&component.id)
                .map(|attached| attached.attachment.clone()),
            fitting: component.accepts.iter().filter_map(|code| counts.get(code)).sum(),
        });
    let told = |fault: &FieldFault| FieldError {
        path: fault.path.clone(),
        code: fault.code,
        title: sentence(fault.code, &fault.params, lang),
        params: fault.params.clone(),
    };
    let stale = stale(conn, &draft)?;
    Ok(DraftView {
        id: draft.id,
        version: draft.version,
        components: components.collect(),
        digest: draft.digest(),
        missing: draft.obstacles(filer.kind(), &stale).iter().map(told).collect(),
        unit: draft.unit,
        case_id: draft.case_id,
        filer: draft.filer,
        owner: draft.owner,
        delivery: draft.delivery,
        changed_at: draft.changed_at,
        dossier_id: draft.dossier_id,
        procedure: draft.procedure,
    })
}

/// What the receipt shows.
pub fn dossier_view(conn: &mut DbConn, record: DossierRecord) -> AppResult<DossierView> {
    let procedure = catalogue::load_version(conn, record.procedure_id)?.definition;
    let unit = directory::load(conn, record.unit_id)?;
    let mut filed: std::collections::HashMap<_, _> =
        store::list_filed(conn, record.id)?.into_iter().collect();
    let case = procedure
        .cases
        .into_iter()
        .find(|case| case.id == record.case_id)
        .ok_or(ErrorCode::Internal)?;
    let components = procedure
        .components
        .into_iter()
        .map(|component| DossierComponent {
            attachment: filed.remove(&component.id).map(|attached| attached.attachment),
            component_id: component.id,
            name: component.name,
        });
    Ok(DossierView {
        id: record.id,
        code: record.code,
        components: components.collect(),
        procedure_code: procedure.code,
        procedure_name: procedure.name,
        unit,
        case_name: case.name,
        working_time: case.working_time,
        fee: case.fee,
        filer: record.filer,
        owner: record.owner,
        delivery: record.delivery,
        status: record.status,
        submitted_at: record.submitted_at,
        digest: record.digest,
        notes: Vec::new(),
    })
}
