//! Promising a later day, and the letter about it.

use super::letter::{Letter, draw};
use super::store;
use crate::audit::service::Action;
use crate::catalogue::service::{self as catalogue, calendar};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::{Filer, Officer};
use crate::notification::service::{DossierNews, Lang};
use crate::processing::domain::{Dossier, check_ground};
use crate::processing::service::{Doing, desk_view, of_filer, of_unit, on_duty, to_act_on};
use crate::processing::tell::{tell_filer, tell_owner_too};
use crate::state::AppState;
use anyhow::anyhow;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::extension::{ExtendDossier, Extension, MAX_EXTENSION_DAYS};
use motcua_shared::processing::rule::{MAX_WORDS, MIN_GROUND};

/// The later day that was promised for a dossier.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Extension>> {
    Ok(store::find(conn, id)?.map(|kept| kept.told))
}

/// The same with the officer who promised it.
pub fn find_signed(conn: &mut DbConn, id: DossierId) -> AppResult<Option<(Extension, String)>> {
    Ok(store::find(conn, id)?.map(|kept| (kept.told, kept.officer)))
}

/// Promises a later day, once: who waits is told, with the reason, before the day that was promised or after it.
pub async fn extend(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: ExtendDossier,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let ground = check_ground(&request.ground).map_err(|code| {
        let max = AppError::field("ground", code).with("max", MAX_WORDS);
        max.with("min", MIN_GROUND)
    })?;
    if !(1..=MAX_EXTENSION_DAYS).contains(&request.days) {
        return Err(AppError::field("days", ErrorCode::DaysNotWithin)
            .with("min", 1)
            .with("max", MAX_EXTENSION_DAYS));
    }
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        if dossier.version != request.version {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        let old_due = dossier.due_on.filter(|_| dossier.status.is_due());
        let old_due = old_due.ok_or(ErrorCode::DossierMovedOn)?;
        if store::find(conn, id)?.is_some() {
            return Err(ErrorCode::ExtendedBefore.into());
        }
        let from = old_due.max(today);
        let days = calendar::load(conn, old_due.min(today))?;
        let new_due = calendar::add_working_days(from, request.days, &days)
            .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a later day")))?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.advance(conn, dossier.status, Some(new_due))?;
        let extension = Extension {
            old_due,
            new_due,
            ground: ground.clone(),
            unit: duty.unit.name.clone(),
            made_at: now,
            was_late: today > old_due,
        };
        let (account, name, _) = duty.named();
        store::insert(conn, id, (&extension, (account, &name)))?;
        doing.record(conn, Action::DossierExtended)?;
        let news = DossierNews::Extended { due: new_due };
        tell_filer(conn, &dossier, news, now)?;
        tell_owner_too(conn, &dossier, news, now)?;
        desk_view(conn, &duty, id, (today, lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// The letter, for who filed.
pub async fn letter_for_filer(state: &AppState, filer: Filer, id: DossierId) -> AppResult<(String, Vec<u8>)> {
    print(state, move |conn| of_filer(conn, filer.id(), id)).await
}

/// The letter, for the unit.
pub async fn letter_for_unit(
    state: &AppState,
    officer: Officer,
    id: DossierId,
) -> AppResult<(String, Vec<u8>)> {
    let find = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        of_unit(conn, &duty, id)
    };
    print(state, find).await
}

/// The letter of a dossier as a PDF, with the name to keep it under; the same whenever it is asked for.
async fn print(
    state: &AppState,
    find: impl FnOnce(&mut DbConn) -> AppResult<Dossier> + Send + 'static,
) -> AppResult<(String, Vec<u8>)> {
    let portal = state.config.site.place().unwrap_or_default();
    let work = move |conn: &mut DbConn| {
        let dossier = find(conn)?;
        let extension = find_signed(conn, dossier.id)?.ok_or(ErrorCode::NotFound)?.0;
        let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
        Ok(Letter {
            portal,
            code: dossier.code,
            procedure: format!("{} – {}", procedure.code, procedure.name),
            filer: dossier.filer.name,
            owner: dossier.owner.name,
            submitted_at: dossier.submitted_at,
            extension,
        })
    };
    let letter = state.db.read(work).await?;
    let permit = state.gate.turn().await?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let bytes = draw(&letter, Lang::Vi)?;
        Ok((format!("thu-xin-loi-{}.pdf", letter.code), bytes))
    })
    .await
    .map_err(AppError::internal)?
}
