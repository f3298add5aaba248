//! Types and categories in the database.

use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types};
use crate::db::types::unsigned;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::catalogue::kept::{KeptCategory, KeptType};

/// What is written over a row that was seen in this version.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// That was seen.
    pub version: u32,
    /// Name on screen.
    pub name: &'a str,
    /// Whether it can be chosen.
    pub is_active: bool,
}

/// All of them, in the order of the lists.
pub fn list(conn: &mut DbConn) -> AppResult<Vec<KeptType>> {
    let types: Vec<(String, String, bool, i32)> = paper_types::table
        .order((paper_types::position, paper_types::id))
        .select((
            paper_types::id,
            paper_types::name,
            paper_types::is_active,
            paper_types::version,
        ))
        .load(conn)?;
    let categories: Vec<(String, String, String, bool, i32)> = paper_categories::table
        .order((paper_categories::position, paper_categories::code))
        .select((
            paper_categories::paper_type_id,
            paper_categories::code,
            paper_categories::name,
            paper_categories::is_active,
            paper_categories::version,
        ))
        .load(conn)?;
    let mut kept = Vec::with_capacity(types.len());
    for (id, name, is_active, version) in types {
        let of_type = categories.iter().filter(|(of, ..)| *of == id);
        let categories = of_type.map(|(_, code, name, is_active, version)| {
            Ok(KeptCategory {
                code: code.clone(),
                name: name.clone(),
                is_active: *is_active,
                version: unsigned(*version)?,
            })
        });
        kept.push(KeptType {
            categories: categories.collect::<AppResult<_>>()?,
            id,
            name,
            is_active,
            version: unsigned(version)?,
        });
    }
    Ok(kept)
}

/// Writes a type behind the others.
pub fn insert_type(conn: &mut DbConn, id: &str, name: &str) -> AppResult<()> {
    let last: Option<i32> = paper_types::table
        .select(diesel::dsl::max(paper_types::position))
        .first(conn)?;
    diesel::insert_into(paper_types::table)
        .values((
            paper_types::id.eq(id),
            paper_types::name.eq(name),
            paper_types::position.eq(last.map_or(0, |last| last.saturating_add(1))),
            paper_types::is_active.eq(true),
            paper_types::version.eq(1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a category behind the others of its type.
pub fn insert_category(conn: &mut DbConn, type_id: &str, code: &str, name: &str) -> AppResult<()> {
    let last: Option<i32> = paper_categories::table
        .filter(paper_categories::paper_type_id.eq(type_id))
        .select(diesel::dsl::max(paper_categories::position))
        .first(conn)?;
    diesel::insert_into(paper_categories::table)
        .values((
            paper_categories::code.eq(code),
            paper_categories::paper_type_id.eq(type_id),
            paper_categories::name.eq(name),
            paper_categories::position.eq(last.map_or(0, |last| last.saturating_add(1))),
            paper_categories::is_active.eq(true),
            paper_categories::version.eq(1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes over a type; says whether it was still in the version that was seen.
pub fn update_type(conn: &mut DbConn, id: &str, changed: Changed<'_>) -> AppResult<bool> {
    let seen = i32::try_from(changed.version).unwrap_or(i32::MAX);
    let row = paper_types::table.find(id).filter(paper_types::version.eq(seen));
    let written = diesel::update(row)
        .set((
            paper_types::name.eq(changed.name),
            paper_types::is_active.eq(changed.is_active),
            paper_types::version.eq(paper_types::version + 1),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// The same of a category.
pub fn update_category(conn: &mut DbConn, code: &str, changed: Changed<'_>) -> AppResult<bool> {
    let seen = i32::try_from(changed.version).unwrap_or(i32::MAX);
    let row = paper_categories::table
        .find(code)
        .filter(paper_categories::version.eq(seen));
    let written = diesel::update(row)
        .set((
            paper_categories::name.eq(changed.name),
            paper_categories::is_active.eq(changed.is_active),
            paper_categories::version.eq(paper_categories::version + 1),
        ))
        .execute(conn)?;
    Ok(written == 1)
}
