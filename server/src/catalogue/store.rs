//! The catalogue in the database.

use super::everyday::{Reading, Spellings};
use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, procedure_life_events, procedures};
use crate::db::types::{parse_id, parse_json};
use crate::error::{AppError, AppResult};
use diesel::dsl::{count_star, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};
use motcua_shared::catalogue::dto::{PaperCategory, PaperType, ProcedureDefinition, ProcedureView};
use motcua_shared::catalogue::life_event::LifeEvent;
use motcua_shared::id::ProcedureId;
use std::collections::HashSet;

/// Active paper types with their active categories, in catalogue order.
pub fn list_paper_types(conn: &mut DbConn) -> AppResult<Vec<PaperType>> {
    let types: Vec<(String, String)> = paper_types::table
        .filter(paper_types::is_active.eq(true))
        .order(paper_types::position)
        .select((paper_types::id, paper_types::name))
        .load(conn)?;
    let categories: Vec<(String, String, String)> = paper_categories::table
        .filter(paper_categories::is_active.eq(true))
        .order((paper_categories::position, paper_categories::code))
        .select((
            paper_categories::paper_type_id,
            paper_categories::code,
            paper_categories::name,
        ))
        .load(conn)?;
    Ok(types
        .into_iter()
        .map(|(id, name)| PaperType {
            categories: categories
                .iter()
                .filter(|(type_id, _, _)| *type_id == id)
                .map(|(_, code, name)| PaperCategory {
                    code: code.clone(),
                    name: name.clone(),
                })
                .collect(),
            id,
            name,
        })
        .collect())
}

/// Codes of all categories of a type, retired ones as well.
pub fn list_categories_of(conn: &mut DbConn, type_id: &str) -> AppResult<Vec<String>> {
    Ok(paper_categories::table
        .filter(paper_categories::paper_type_id.eq(type_id))
        .select(paper_categories::code)
        .load(conn)?)
}

/// A category, and whether it may be chosen for new papers.
pub fn find_category(conn: &mut DbConn, code: &str) -> AppResult<Option<(PaperCategory, bool)>> {
    let found: Option<(String, String, bool, bool)> = paper_categories::table
        .inner_join(paper_types::table)
        .filter(paper_categories::code.eq(code))
        .select((
            paper_categories::code,
            paper_categories::name,
            paper_categories::is_active,
            paper_types::is_active,
        ))
        .first(conn)
        .optional()?;
    Ok(
        found
            .map(|(code, name, is_active, of_active)| (PaperCategory { code, name }, is_active && of_active)),
    )
}

/// Writes a paper type and its categories where they are missing. What is there belongs to the administrators, who may have
/// named it otherwise or retired it, or have added under a code of their own what is delivered only since.
pub fn import_paper_type(conn: &mut DbConn, paper_type: &PaperType, position: i32) -> AppResult<()> {
    let is_known: bool = diesel::select(exists(paper_types::table.find(&paper_type.id))).get_result(conn)?;
    if !is_known {
        diesel::insert_into(paper_types::table)
            .values((
                paper_types::id.eq(&paper_type.id),
                paper_types::name.eq(&paper_type.name),
                paper_types::position.eq(position),
                paper_types::is_active.eq(true),
                paper_types::version.eq(1),
            ))
            .execute(conn)?;
    }
    let known: Vec<(String, String, String)> = paper_categories::table
        .select((
            paper_categories::code,
            paper_categories::name,
            paper_categories::paper_type_id,
        ))
        .load(conn)?;
    for (index, category) in paper_type.categories.iter().enumerate() {
        let is_same = |(code, name, of): &(String, String, String)| {
            *code == category.code
                || *of == paper_type.id && name.to_lowercase() == category.name.to_lowercase()
        };
        if known.iter().any(is_same) {
            continue;
        }
        diesel::insert_into(paper_categories::table)
            .values((
                paper_categories::code.eq(&category.code),
                paper_categories::paper_type_id.eq(&paper_type.id),
                paper_categories::name.eq(&category.name),
                paper_categories::position.eq(i32::try_from(index).map_err(AppError::internal)?),
                paper_categories::is_active.eq(true),
                paper_categories::version.eq(1),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What the public list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words of code, name and field; one of the readings is enough, and none stands for everything.
    pub readings: Vec<Reading>,
    /// One field of administration.
    pub field: Option<String>,
    /// One event of life.
    pub life_event: Option<LifeEvent>,
    /// Only what can be filed here.
    pub only_online: bool,
    /// Behind this place.
    pub after: Option<(i32, String)>,
}

/// Short words are looked for whole: "so" is in too many others. Of others the beginning is enough, as one types it, and any
/// part of a code. A key begins with a code, so that a word has always a blank before it. The column stands there bare: of
/// anything made of it the databases do not know how often it fits, and leave the index of the order.
fn patterns(word: &str) -> Vec<String> {
    if word.contains(|c: char| c.is_ascii_digit()) {
        vec![format!("%{word}%")]
    } else if word.len() <= 2 {
        vec![format!("% {word} %"), format!("% {word}")]
    } else {
        vec![format!("% {word}%")]
    }
}

type Backend = <DbConn as Connection>::Backend;
type Condition = Box<dyn BoxableExpression<procedures::table, Backend, SqlType = Bool>>;

/// Whether a key holds all words of one of the readings, each in one of its spellings.
fn reads(readings: &[Reading]) -> Option<Condition> {
    let has = |pattern: String| -> Condition { Box::new(procedures::search_key.like(pattern)) };
    let either = |left: Condition, right: Condition| -> Condition { Box::new(left.or(right)) };
    let both = |left: Condition, right: Condition| -> Condition { Box::new(left.and(right)) };
    let word = |spellings: &Spellings| {
        spellings
            .iter()
            .flat_map(|word| patterns(word))
            .map(has)
            .reduce(either)
    };
    let reading = |reading: &Reading| reading.iter().filter_map(word).reduce(both);
    readings.iter().filter_map(reading).reduce(either)
}

/// Procedures in force in the order of lists (`is_current` stands there bare: a value in its place would keep the databases
/// from their indexes of what is in force), one more than `limit`, and how many there are. A record of the national
/// catalogue does not stand beside the procedure of this portal that has its code.
pub fn search_procedures(
    conn: &mut DbConn,
    wanted: &Wanted,
    limit: u32,
) -> AppResult<(Vec<(i32, ProcedureDefinition)>, i64)> {
    let ours = diesel::alias!(procedures as ours);
    let has_ours = ours
        .filter(ours.field(procedures::is_current))
        .filter(ours.field(procedures::reception).eq("online"))
        .filter(
            ours.field(procedures::national_code)
                .eq(procedures::national_code),
        );
    let matching = || {
        let mut query = procedures::table
            .filter(procedures::is_current)
            .filter(procedures::reception.ne("ended"))
            .filter(procedures::reception.eq("online").or(not(exists(has_ours))))
            .into_boxed();
        if let Some(found) = reads(&wanted.readings) {
            query = query.filter(found);
        }
        if let Some(field) = &wanted.field {
            query = query.filter(procedures::field.eq(field.clone()));
        }
        if let Some(event) = wanted.life_event {
            let named = procedure_life_events::table
                .filter(procedure_life_events::life_event.eq(event.as_str()))
                .select(procedure_life_events::procedure_id);
            query = query.filter(procedures::id.eq_any(named));
        }
        if wanted.only_online {
            query = query.filter(procedures::reception.eq("online"));
        }
        query
    };
    let total = matching().count().get_result(conn)?;
    let mut query = matching();
    if let Some((rank, code)) = &wanted.after {
        let behind = sql::<Bool>("(procedures.rank, procedures.code) > (")
            .bind::<Integer, _>(*rank)
            .sql(", ")
            .bind::<Text, _>(code.clone())
            .sql(")");
        query = query.filter(behind);
    }
    let rows: Vec<(i32, String)> = query
        .order((procedures::rank, procedures::code))
        .limit(i64::from(limit) + 1)
        .select((procedures::rank, procedures::definition))
        .load(conn)?;
    let read = |(rank, text): (i32, String)| Ok((rank, parse_json(&text)?));
    Ok((rows.into_iter().map(read).collect::<AppResult<_>>()?, total))
}

/// The search keys of everything that people can find.
pub fn list_search_keys(conn: &mut DbConn) -> AppResult<Vec<String>> {
    Ok(procedures::table
        .filter(procedures::is_current)
        .filter(procedures::reception.ne("ended"))
        .select(procedures::search_key)
        .load(conn)?)
}

/// Fields of administration with how many procedures in force they have, by name.
pub fn list_fields(conn: &mut DbConn) -> AppResult<Vec<(String, i64)>> {
    Ok(procedures::table
        .filter(procedures::is_current)
        .filter(procedures::reception.ne("ended"))
        .filter(procedures::field.ne(""))
        .group_by(procedures::field)
        .select((procedures::field, count_star()))
        .load(conn)?)
}

/// Events of life with how many procedures in force they have.
pub fn list_life_events(conn: &mut DbConn) -> AppResult<Vec<(String, i64)>> {
    Ok(procedure_life_events::table
        .inner_join(procedures::table)
        .filter(procedures::is_current)
        .filter(procedures::reception.ne("ended"))
        .group_by(procedure_life_events::life_event)
        .select((procedure_life_events::life_event, count_star()))
        .load(conn)?)
}

/// Codes of all categories, retired ones as well.
pub fn list_category_codes(conn: &mut DbConn) -> AppResult<HashSet<String>> {
    let codes: Vec<String> = paper_categories::table
        .select(paper_categories::code)
        .load(conn)?;
    Ok(codes.into_iter().collect())
}

fn view((id, text): (String, String)) -> AppResult<ProcedureView> {
    Ok(ProcedureView {
        id: parse_id(&id, ProcedureId::parse)?,
        definition: parse_json(&text)?,
    })
}

/// The current version of a procedure.
pub fn find_current(conn: &mut DbConn, code: &str) -> AppResult<Option<ProcedureView>> {
    let found: Option<(String, String)> = procedures::table
        .filter(procedures::code.eq(code).and(procedures::is_current))
        .select((procedures::id, procedures::definition))
        .first(conn)
        .optional()?;
    found.map(view).transpose()
}

/// A version of a procedure.
pub fn find_version(conn: &mut DbConn, id: ProcedureId) -> AppResult<Option<ProcedureView>> {
    let found: Option<(String, String)> = procedures::table
        .find(id.to_string())
        .select((procedures::id, procedures::definition))
        .first(conn)
        .optional()?;
    found.map(view).transpose()
}

/// Whether a version of a procedure is the one in force.
pub fn is_current(conn: &mut DbConn, id: ProcedureId) -> AppResult<bool> {
    let found: Option<bool> = procedures::table
        .find(id.to_string())
        .select(procedures::is_current)
        .first(conn)
        .optional()?;
    Ok(found.unwrap_or_default())
}
