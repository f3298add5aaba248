//! Which files may go into the vault, and putting them there.

use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::domain::Attached;
use crate::filing::store::{self, DossierRecord, Reader};
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::service::log::Actor;
use crate::vault::service::{FileFacts, filed, issue};
use motcua_shared::catalogue::dto::{Component, PaperCategory};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::Attachment;
use motcua_shared::filing::stow::{StowFile, Stowable, Stowed};
use motcua_shared::id::DossierId;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose};

/// Files of a dossier that may go into the vault, and those of them that lie there.
pub async fn list(state: &AppState, filer: Filer, id: DossierId) -> AppResult<Vec<Stowable>> {
    let app = state.clone();
    state.db.read(move |conn| list_in(conn, &app, &filer, id)).await
}

fn list_in(conn: &mut DbConn, app: &AppState, filer: &Filer, id: DossierId) -> AppResult<Vec<Stowable>> {
    let dossier = load(conn, &filer.account, id)?;
    if !is_own(&dossier, &filer.account) {
        return Ok(Vec::new());
    }
    let components = catalogue::load_version(conn, dossier.procedure_id)?
        .definition
        .components;
    let mut found = Vec::new();
    for (component_id, attached) in store::list_filed(conn, id)? {
        let component = components.iter().find(|one| one.id == component_id);
        let Some(component) = component.filter(|_| is_of_device(&attached)) else {
            continue;
        };
        let sha256 = &attached.attachment.sha256;
        let paper = filed::find(conn, filer.id(), sha256)?.map(|(paper_id, name)| Stowed {
            paper_id,
            name,
            was_there: true,
        });
        let categories = categories(conn, component)?;
        let is_fit = !categories.is_empty() && judged(conn, app, &attached.attachment)?.is_ok();
        if paper.is_some() || is_fit {
            found.push(Stowable {
                component_id,
                categories,
                paper,
            });
        }
    }
    Ok(found)
}

/// Puts one in. Again, or where the vault has this very file, the paper that is there comes back.
pub async fn stow(
    state: &AppState,
    filer: Filer,
    (id, component_id): (DossierId, String),
    request: StowFile,
) -> AppResult<Stowed> {
    let (app, now) = (state.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        put(
            conn,
            &app,
            &filer,
            (id, &component_id),
            &request.category_code,
            now,
        )
    };
    state.db.write(work).await
}

/// What an officer scanned and signed at the desk goes into the vault of the person who stands there, so that nobody scans it
/// again (seed 001 §2, §4): as what the component asks for first. What nobody signed stays in the dossier alone. How many parts were
/// scanned comes back, and how many of them lie in the vault.
pub fn digitise(
    conn: &mut DbConn,
    app: &AppState,
    filer: &Filer,
    id: DossierId,
    now: Timestamp,
) -> AppResult<(i32, i32)> {
    let sent = store::list_filed(conn, id)?.into_iter();
    let scanned = sent
        .filter(|(_, attached)| attached.attachment.paper_id.is_none())
        .count();
    let mut kept = 0_i32;
    for file in list_in(conn, app, filer, id)? {
        if let (None, Some(category)) = (&file.paper, file.categories.first()) {
            put(conn, app, filer, (id, &file.component_id), &category.code, now)?;
        }
        kept = kept.saturating_add(1);
    }
    Ok((i32::try_from(scanned).unwrap_or(i32::MAX), kept))
}

fn put(
    conn: &mut DbConn,
    app: &AppState,
    filer: &Filer,
    (id, component_id): (DossierId, &str),
    category_code: &str,
    now: Timestamp,
) -> AppResult<Stowed> {
    let dossier = load(conn, &filer.account, id)?;
    let mut all = store::list_filed(conn, id)?.into_iter();
    let attached = all.find(|(component, _)| *component == component_id);
    let (_, attached) = attached.ok_or(ErrorCode::NotFound)?;
    if !is_own(&dossier, &filer.account) || !is_of_device(&attached) {
        return Err(ErrorCode::NotForVault.into());
    }
    let definition = catalogue::load_version(conn, dossier.procedure_id)?.definition;
    let component = definition.components.iter().find(|one| one.id == component_id);
    let offered = categories(conn, component.ok_or(ErrorCode::NotFound)?)?;
    let category = offered.into_iter().find(|one| one.code == category_code);
    let category = category.ok_or_else(|| AppError::field("category_code", ErrorCode::NotAChoice))?;
    let attachment = &attached.attachment;
    upload::check_clear(conn, &attachment.sha256)?;
    let report = judged(conn, app, attachment)?.map_err(|code| AppError::field_refusal("file", code))?;
    let file = filed::Filed {
        category,
        issued_on: attachment.issued_on,
        file: FileFacts {
            file_name: &attachment.file_name,
            size: attachment.size,
            sha256: &attachment.sha256,
        },
        report,
        dossier: (id, &dossier.code),
        by: hand(conn, filer)?,
    };
    let (paper_id, name, is_new) = filed::put(conn, &filer.account, file, now, &filer.request_id)?;
    Ok(Stowed {
        paper_id,
        name,
        was_there: !is_new,
    })
}

/// Who puts it in: the owner, or the officer at the desk.
fn hand(conn: &mut DbConn, filer: &Filer) -> AppResult<Actor> {
    let Some(desk) = &filer.at_desk else {
        return Ok(Actor::Owner(filer.id()));
    };
    Ok(Actor::Officer {
        id: desk.officer.id(),
        name: desk.officer.account.name.clone(),
        unit: directory::load(conn, desk.officer.unit)?.name,
        unit_id: desk.officer.unit,
    })
}

fn load(conn: &mut DbConn, account: &Account, id: DossierId) -> AppResult<DossierRecord> {
    store::find_dossier(conn, Reader::Filer(account.id), id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Whether who filed is whose matter it is: papers of somebody else have no business in the vault of who filed for them.
fn is_own(dossier: &DossierRecord, account: &Account) -> bool {
    dossier.acting.is_none() && dossier.owner.identifier == account.identifier
}

/// The vault has PDF files; a photograph is no paper, and what came from the vault is there.
fn is_of_device(attached: &Attached) -> bool {
    attached.attachment.paper_id.is_none() && attached.media_type == MediaType::Pdf.as_str()
}

/// What the component asks for, as far as it can be chosen today.
fn categories(conn: &mut DbConn, component: &Component) -> AppResult<Vec<PaperCategory>> {
    let mut found = Vec::new();
    for code in &component.accepts {
        found.extend(catalogue::choose_category(conn, code)?.ok());
    }
    Ok(found)
}

/// The newest report over the bytes, or why the vault would not take them: it asks for more than a component does. Of what
/// nobody signed there is none.
fn judged(
    conn: &mut DbConn,
    state: &AppState,
    attachment: &Attachment,
) -> AppResult<Result<VerificationReport, ErrorCode>> {
    let Some(report) = signature::last_report(conn, &attachment.sha256)? else {
        return Ok(Err(ErrorCode::PaperUnsigned));
    };
    let sound = issue::check_today(conn, &attachment.sha256)?;
    Ok(sound
        .and_then(|()| state.gate.accept(Purpose::Vault, &report))
        .map(|()| report))
}
