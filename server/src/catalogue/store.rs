//! The catalogue in the database.

use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, procedures};
use crate::db::types::{json, naive, new_id, parse_id, parse_json};
use crate::error::{AppError, AppResult};
use diesel::prelude::*;
use motcua_shared::catalogue::dto::{PaperCategory, PaperType, ProcedureDefinition, ProcedureView};
use motcua_shared::id::ProcedureId;
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;

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
    let is_known: bool =
        diesel::select(diesel::dsl::exists(paper_types::table.find(&paper_type.id))).get_result(conn)?;
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

/// Makes `definition` the current version of its procedure, unless it is already.
pub fn import_procedure(
    conn: &mut DbConn,
    definition: &ProcedureDefinition,
    now: Timestamp,
) -> AppResult<()> {
    let text = json(definition)?;
    let current = procedures::table.filter(
        procedures::code
            .eq(&definition.code)
            .and(procedures::is_current.eq(true)),
    );
    let known: Option<String> = current.select(procedures::definition).first(conn).optional()?;
    if known.as_ref() == Some(&text) {
        return Ok(());
    }
    diesel::update(current)
        .set(procedures::is_current.eq(false))
        .execute(conn)?;
    let key = search_key(&format!(
        "{} {} {}",
        definition.code, definition.name, definition.field
    ));
    diesel::insert_into(procedures::table)
        .values((
            procedures::id.eq(new_id(ProcedureId::from_uuid).to_string()),
            procedures::code.eq(&definition.code),
            procedures::name.eq(&definition.name),
            procedures::search_key.eq(key),
            procedures::definition.eq(text),
            procedures::is_current.eq(true),
            procedures::imported_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Current procedures whose key holds every word, by code.
pub fn search_procedures(
    conn: &mut DbConn,
    words: &[String],
    limit: i64,
) -> AppResult<Vec<ProcedureDefinition>> {
    let mut query = procedures::table
        .filter(procedures::is_current.eq(true))
        .into_boxed();
    for word in words {
        query = query.filter(procedures::search_key.like(format!("%{word}%")));
    }
    let texts: Vec<String> = query
        .order(procedures::code)
        .limit(limit)
        .select(procedures::definition)
        .load(conn)?;
    texts.iter().map(|text| parse_json(text)).collect()
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
        .filter(procedures::code.eq(code).and(procedures::is_current.eq(true)))
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
