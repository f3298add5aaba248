//! Reading the catalogue.

use super::{everyday, near, store};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{
    FieldCount, PaperCategory, PaperType, ProcedureDefinition, ProcedureListItem, ProcedurePage,
    ProcedureView, Reception, UnitView,
};
use motcua_shared::catalogue::life_event::{LifeEvent, LifeEventCount};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{ProcedureId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::search_key::search_key;

/// Which days are worked.
pub use super::calendar::service as calendar;

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

/// What the public list is asked for, and where a page of it begins.
pub use super::store::Wanted;

/// Procedures whose code, name or field holds every word: first those that can be filed here, the plainest name first.
/// Where nothing holds them, the words that only say that something is wanted are left out; where nothing is left even so, words
/// that are nearly those that were typed are good enough, and the answer says so.
pub fn search(conn: &mut DbConn, typed: &str, mut wanted: Wanted, limit: u32) -> AppResult<ProcedurePage> {
    wanted.readings = everyday::readings(typed);
    let (mut rows, mut total) = store::search_procedures(conn, &wanted, limit)?;
    let core = everyday::core(typed);
    if total == 0 && !core.is_empty() {
        wanted.readings = core;
        (rows, total) = store::search_procedures(conn, &wanted, limit)?;
    }
    let mut is_near = false;
    // What is there, but of another field or not to be filed here, is not what was mistyped.
    if total == 0 && !wanted.readings.is_empty() && !stands_anywhere(conn, &wanted)? {
        let keys = store::list_search_keys(conn)?;
        let near = near::readings(&everyday::wanted_words(typed), keys.iter().map(String::as_str));
        if !near.is_empty() {
            wanted.readings = near;
            (rows, total) = store::search_procedures(conn, &wanted, limit)?;
            is_near = total > 0;
        }
    }
    let page = Page::forth(rows, limit, wanted.after.is_none(), |(rank, procedure)| {
        format!("{rank}.{}", procedure.code)
    });
    Ok(ProcedurePage {
        items: page.items.into_iter().map(|(_, one)| list_item(one)).collect(),
        next: page.next,
        previous: page.previous,
        total: u64::try_from(total).ok(),
        is_near,
    })
}

/// Whether the words stand in any procedure, whatever else is wanted of it.
fn stands_anywhere(conn: &mut DbConn, wanted: &Wanted) -> AppResult<bool> {
    let anywhere = Wanted {
        readings: wanted.readings.clone(),
        ..Wanted::default()
    };
    Ok(store::search_procedures(conn, &anywhere, 1)?.1 > 0)
}

/// Reads the place that a cursor of [`search`] names.
pub fn read_cursor(text: Option<&str>) -> Result<Option<(i32, String)>, ErrorCode> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let (rank, code) = text.split_once('.').ok_or(ErrorCode::NotAChoice)?;
    let rank = rank.parse().map_err(|_| ErrorCode::NotAChoice)?;
    Ok(Some((rank, code.to_owned())))
}

/// Fields of administration with how many procedures they have, as people sort them.
pub fn list_fields(conn: &mut DbConn) -> AppResult<Vec<FieldCount>> {
    let mut fields: Vec<FieldCount> = store::list_fields(conn)?
        .into_iter()
        .map(|(name, procedures)| FieldCount {
            name,
            procedures: u64::try_from(procedures).unwrap_or_default(),
        })
        .collect();
    // The two databases sort letters with marks each in its own way.
    fields.sort_by_cached_key(|field| search_key(&field.name));
    Ok(fields)
}

/// Events of life that have procedures, in the order of a life.
pub fn list_life_events(conn: &mut DbConn) -> AppResult<Vec<LifeEventCount>> {
    let counted = store::list_life_events(conn)?;
    let of = |event: LifeEvent| {
        let (_, procedures) = counted.iter().find(|(name, _)| name == event.as_str())?;
        Some(LifeEventCount {
            life_event: event,
            procedures: u64::try_from(*procedures).ok()?,
        })
    };
    Ok(LifeEvent::ALL.into_iter().filter_map(of).collect())
}

fn list_item(procedure: ProcedureDefinition) -> ProcedureListItem {
    ProcedureListItem {
        shortest: procedure
            .cases
            .iter()
            .map(|case| case.working_time)
            .min_by_key(|time| time.about_hours()),
        reception: procedure.reception,
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

/// A procedure as it is in force, if dossiers of it are filed here now.
pub fn find_received(conn: &mut DbConn, code: &str) -> AppResult<Option<ProcedureView>> {
    let current = store::find_current(conn, code)?;
    Ok(current.filter(|current| current.definition.reception == Reception::Online))
}

/// Whether a version of a procedure is the one in force.
pub fn is_current(conn: &mut DbConn, id: ProcedureId) -> AppResult<bool> {
    store::is_current(conn, id)
}

/// A version of a procedure.
pub fn load_version(conn: &mut DbConn, id: ProcedureId) -> AppResult<ProcedureView> {
    store::find_version(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Whether a unit receives a procedure on `day`.
pub fn receives(
    conn: &mut DbConn,
    unit: UnitId,
    procedure: &ProcedureDefinition,
    day: NaiveDate,
) -> AppResult<bool> {
    directory::exists_at(conn, unit, &procedure.levels, day)
}

/// Units that receive a procedure on `day`.
pub fn list_units(
    conn: &mut DbConn,
    procedure: &ProcedureDefinition,
    day: NaiveDate,
) -> AppResult<Vec<UnitView>> {
    directory::list_of_levels(conn, &procedure.levels, day)
}
