//! What administrators do with procedures.

use super::domain::{check, cleaned};
use super::import::{Taking, import};
use super::store::{self, Author, Wanted};
use crate::audit::service::{Action, record};
use crate::catalogue::national::read::{extent, inside, split};
use crate::catalogue::store::{find_current as find_view, find_version, list_category_codes};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Administrator;
use crate::state::AppState;
use bytes::Bytes;
use motcua_shared::catalogue::dto::{ProcedureDefinition, ProcedureView};
use motcua_shared::catalogue::keep::{KeptProcedure, KeptProcedureItem, Origin, WriteProcedure};
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ProcedureId;
use motcua_shared::page::Page;
use motcua_shared::text::Lang;
use serde_json::Value;

/// Procedures that are read at a time for an export.
const EXPORTED_AT_A_TIME: i64 = 200;

/// A page of the administrators' list.
pub async fn list(state: &AppState, wanted: Wanted, limit: u32) -> AppResult<Page<KeptProcedureItem>> {
    let is_first = wanted.after.is_none();
    let (rows, total) = state
        .db
        .read(move |conn| store::list(conn, &wanted, limit))
        .await?;
    let page = Page::forth(rows, limit, is_first, |(rank, item)| {
        format!("{rank}.{}", item.code)
    });
    Ok(Page {
        items: page.items.into_iter().map(|(_, item)| item).collect(),
        next: page.next,
        previous: page.previous,
        total: u64::try_from(total).ok(),
    })
}

/// A procedure with its versions.
pub async fn load(state: &AppState, code: String) -> AppResult<KeptProcedure> {
    state.db.read(move |conn| view(conn, &code)).await
}

fn view(conn: &mut DbConn, code: &str) -> AppResult<KeptProcedure> {
    let current = find_view(conn, code)?.ok_or(ErrorCode::NotFound)?;
    Ok(KeptProcedure {
        id: current.id,
        definition: current.definition,
        versions: store::list_versions(conn, code)?,
        has_source: store::find_source(conn, code)?.is_some(),
    })
}

/// The record of the national catalogue that is kept beside a procedure, byte by byte.
pub async fn source(state: &AppState, code: String) -> AppResult<String> {
    let found = state.db.read(move |conn| store::find_source(conn, &code)).await?;
    Ok(found.ok_or(ErrorCode::NotFound)?.1)
}

/// A version of a procedure, the one in force or an older one.
pub async fn load_version(state: &AppState, code: String, id: ProcedureId) -> AppResult<ProcedureView> {
    let found = state.db.read(move |conn| find_version(conn, id)).await?;
    found
        .filter(|version| version.definition.code == code)
        .ok_or_else(|| ErrorCode::NotFound.into())
}

/// Writes a version, or only says what that would come to. Whoever saw another one is told so, and nothing is written over.
pub async fn write(
    state: &AppState,
    by: Administrator,
    code: String,
    request: WriteProcedure,
    only_tries: bool,
) -> AppResult<KeptProcedure> {
    let now = state.clock.now();
    let definition = cleaned(&request.definition)?;
    if definition.code != code {
        return Err(AppError::field("code", ErrorCode::NotAChoice));
    }
    let work = move |conn: &mut DbConn| {
        let categories = list_category_codes(conn)?;
        let faults = check(&definition, |code| categories.contains(code));
        if !faults.is_empty() {
            return Err(AppError::fields(faults));
        }
        let current = store::find_current(conn, &code)?;
        if current.as_ref().map(|current| current.id) != request.replaces {
            return Err(ErrorCode::VersionConflict.into());
        }
        // The same again is no other version: open drafts would be told of a change that is none.
        if let Some(current) = &current
            && serde_json::from_str::<ProcedureDefinition>(&current.definition)? == definition
        {
            return view(conn, &code);
        }
        if let Some(current) = current
            && !store::retire(conn, current.id)?
        {
            return Err(ErrorCode::VersionConflict.into());
        }
        let author = Author {
            origin: Origin::Administrator,
            who: Some((by.account.id, &by.account.name)),
            now,
        };
        let id = store::insert(conn, &definition, &author)?.ok_or(ErrorCode::VersionConflict)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::ProcedureChanged,
            id,
            &by.request_id,
        )?;
        view(conn, &code)
    };
    if only_tries {
        state.db.attempt(work).await
    } else {
        state.db.write(work).await
    }
}

/// A file that an administrator hands in.
#[derive(Debug, Clone)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// Takes the records of a file in, or only says what that would do. All of it is one transaction.
pub async fn import_file(
    state: &AppState,
    by: Administrator,
    file: File,
    (only_tries, replaces_ours): (bool, bool),
    lang: Lang,
) -> AppResult<ImportReport> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let text = std::str::from_utf8(&file.bytes).map_err(|_| ErrorCode::NotACatalogue)?;
        let records = split(&file.name, text).map_err(|_| ErrorCode::NotACatalogue)?;
        let is_known = |value: &Value| extent(inside(value)).is_some() || value.get("components").is_some();
        if !records
            .iter()
            .any(|record| record.value.as_ref().is_ok_and(is_known))
        {
            return Err(ErrorCode::NotACatalogue.into());
        }
        let taking = Taking {
            author: Author {
                origin: Origin::Administrator,
                who: Some((by.account.id, &by.account.name)),
                now,
            },
            taken_from: &file.name,
            replaces_ours,
            lang,
        };
        let report = import(conn, &records, &taking)?;
        if !only_tries {
            let digest = crate::secret::sha256_hex(&file.bytes);
            record(
                conn,
                now,
                Some(by.account.id),
                Action::CatalogueImported,
                digest,
                &by.request_id,
            )?;
        }
        Ok(report)
    };
    if only_tries {
        state.db.attempt(work).await
    } else {
        state.db.write(work).await
    }
}

/// Which procedures an export holds: those of this portal, or all.
pub const fn exported(all: bool) -> &'static [Origin] {
    if all {
        &[Origin::Delivered, Origin::National, Origin::Administrator]
    } else {
        &[Origin::Delivered, Origin::Administrator]
    }
}

/// Procedures in force of these origins, as a file that can be imported again.
pub fn export(conn: &mut DbConn, origins: &[Origin]) -> AppResult<String> {
    let mut text = String::from("[");
    let mut after = String::new();
    loop {
        let some = store::list_definitions(conn, origins, &after, EXPORTED_AT_A_TIME)?;
        let Some(last) = some.last() else { break };
        after.clone_from(&last.code);
        for definition in &some {
            text.push_str(if text.len() == 1 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(definition)?);
        }
    }
    text.push_str("\n]\n");
    Ok(text)
}
