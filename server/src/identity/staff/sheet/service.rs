//! The table goes out and comes in: looked at first, then taken whole or not at all.

use super::super::officers::Doing;
use super::fault::Fault;
use super::import::{Outcome, import};
use super::read::{Table, read};
use super::{store, write};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Administrator;
use crate::secret::sha256_hex;
use crate::state::AppState;
use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::staff::SheetReport;
use motcua_shared::text::Lang;

/// Lines of the report that travel.
const MAX_LINES: usize = 500;

/// The table of today. Whole numbers of every officer leave the portal with it, so that it is written down.
pub async fn export(state: &AppState, by: Administrator) -> AppResult<Vec<u8>> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let people = store::list(conn)?;
        let (actor, action) = (by.account.id, Action::StaffExported);
        audit::service::record(conn, now, Some(actor), action, actor, &by.request_id)?;
        Ok(people)
    };
    let people = state.db.write(work).await?;
    tokio::task::spawn_blocking(move || write::write(people, now.vietnam_date()))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

/// Says what a table would do; with what was said then, does it.
pub async fn take(
    state: &AppState,
    by: Administrator,
    bytes: Bytes,
    lang: Lang,
    seen: Option<String>,
) -> AppResult<SheetReport> {
    let doing = Doing::of(state, &by);
    let digest = sha256_hex(&bytes);
    let table = tokio::task::spawn_blocking(move || read(&bytes))
        .await
        .map_err(AppError::internal)?;
    let Some(seen) = seen else {
        let look = move |conn: &mut DbConn| {
            let outcome = import(conn, &table, lang, &doing)?;
            report(outcome, &table, &digest, lang)
        };
        return state.db.attempt(look).await.map(cut);
    };
    let work = move |conn: &mut DbConn| {
        let outcome = import(conn, &table, lang, &doing)?;
        let report = report(outcome, &table, &digest, lang)?;
        // Something changed since, or it is another file, or something is wrong with it: look again.
        if report.seen.as_ref() != Some(&seen) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let (actor, action) = (by.account.id, Action::StaffImported);
        let subject = (actor, digest.as_str());
        audit::service::record_with(conn, doing.now, Some(actor), action, subject, &by.request_id)?;
        Ok(SheetReport {
            seen: None,
            is_taken: true,
            ..report
        })
    };
    let report = state.db.write(work).await?;
    state.bell.ring();
    Ok(cut(report))
}

fn report(outcome: Outcome, table: &Table, digest: &str, lang: Lang) -> AppResult<SheetReport> {
    let headings = table.headings();
    let told = |fault: &Fault| fault.told(&headings, lang);
    let added = outcome.lines.iter().filter(|line| line.is_new).count();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut report = SheetReport {
        added: count(added),
        changed: count(outcome.lines.len() - added),
        same: outcome.same,
        wrong: outcome.wrong,
        faults: outcome.faults.iter().map(told).collect(),
        lines: outcome.lines,
        seen: None,
        is_taken: false,
    };
    if report.wrong == 0 && !report.lines.is_empty() {
        let said = serde_json::to_string(&report).map_err(AppError::internal)?;
        report.seen = Some(sha256_hex(format!("{digest}\n{said}").as_bytes()));
    }
    Ok(report)
}

fn cut(mut report: SheetReport) -> SheetReport {
    report.lines.truncate(MAX_LINES);
    report
}
