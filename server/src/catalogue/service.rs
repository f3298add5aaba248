//! Reading the catalogue.

use super::store;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{
    HalfDays, PaperCategory, PaperType, ProcedureDefinition, ProcedureListItem, ProcedureView, UnitView,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ProcedureId;
use motcua_shared::page::Page;

/// Which days are worked.
pub use super::calendar::service as calendar;

/// The most procedures that one search shows.
const MAX_FOUND: i64 = 100;

/// Paper types with their categories.
pub fn list_paper_types(conn: &mut DbConn) -> AppResult<Vec<PaperType>> {
    store::list_paper_types(conn)
}

/// The categories that administrators keep.
pub use super::category::domain::{RENAMED, Renamed};

/// A category, if there is one with this code; one that was retired is found as well, for what does not choose it.
pub fn find_category(conn: &mut DbConn, code: &str) -> AppResult<Option<PaperCategory>> {
    Ok(store::find_category(conn, code)?.map(|(category, _)| category))
}

/// A category that somebody chooses for a new paper, or why not.
pub fn choose_category(conn: &mut DbConn, code: &str) -> AppResult<Result<PaperCategory, ErrorCode>> {
    Ok(match store::find_category(conn, code)? {
        Some((category, true)) => Ok(category),
        Some((_, false)) => Err(ErrorCode::CategoryRetired),
        None => Err(ErrorCode::NotAChoice),
    })
}

/// Codes of all categories of a type, retired ones as well.
pub fn list_categories_of(conn: &mut DbConn, type_id: &str) -> AppResult<Vec<String>> {
    store::list_categories_of(conn, type_id)
}

/// Procedures whose code, name or field holds every word.
pub fn search(conn: &mut DbConn, words: &[String]) -> AppResult<Page<ProcedureListItem>> {
    let found = store::search_procedures(conn, words, MAX_FOUND)?;
    let items: Vec<ProcedureListItem> = found.into_iter().map(list_item).collect();
    let total = u64::try_from(items.len()).ok();
    Ok(Page {
        items,
        next: None,
        previous: None,
        total,
    })
}

fn list_item(procedure: ProcedureDefinition) -> ProcedureListItem {
    ProcedureListItem {
        shortest: procedure
            .cases
            .iter()
            .map(|case| case.working_time)
            .min()
            .unwrap_or(HalfDays(0)),
        code: procedure.code,
        name: procedure.name,
        field: procedure.field,
        levels: procedure.levels,
        applicants: procedure.applicants,
    }
}

/// The current version of a procedure.
pub fn load(conn: &mut DbConn, code: &str) -> AppResult<ProcedureView> {
    store::find_current(conn, code)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// A version of a procedure.
pub fn load_version(conn: &mut DbConn, id: ProcedureId) -> AppResult<ProcedureView> {
    store::find_version(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Units that receive a procedure on `day`.
pub fn list_units(
    conn: &mut DbConn,
    procedure: &ProcedureDefinition,
    day: NaiveDate,
) -> AppResult<Vec<UnitView>> {
    directory::list_of_levels(conn, &procedure.levels, day)
}
