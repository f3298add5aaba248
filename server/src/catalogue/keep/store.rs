//! Versions of procedures and their sources in the database.

use super::domain::rank;
use crate::both;
use crate::catalogue::national::convert::national_code;
use crate::catalogue::national::read::Extent;
use crate::db::DbConn;
use crate::db::schema::{procedure_life_events, procedure_sources, procedures};
use crate::db::types::{enum_text, json, moment, naive, new_id, parse_enum, parse_id, parse_json};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};
use motcua_shared::catalogue::dto::{ProcedureDefinition, Reception};
use motcua_shared::catalogue::keep::{KeptProcedureItem, KeptVersion, Origin};
use motcua_shared::id::{AccountId, ProcedureId};
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;
use std::collections::BTreeSet;

/// The version in force, as far as writing another one needs it.
#[derive(Debug, Clone)]
pub struct Current {
    /// Its id.
    pub id: ProcedureId,
    /// The text of its definition, byte by byte.
    pub definition: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Who writes a version, and when.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// Where it comes from.
    pub origin: Origin,
    /// The administrator's account and name.
    pub who: Option<(AccountId, &'a str)>,
    /// When.
    pub now: Timestamp,
}

/// The version in force of a code.
pub fn find_current(conn: &mut DbConn, code: &str) -> AppResult<Option<Current>> {
    let found: Option<(String, String, String)> = procedures::table
        .filter(procedures::code.eq(code).and(procedures::is_current))
        .select((procedures::id, procedures::definition, procedures::origin))
        .first(conn)
        .optional()?;
    let current = |(id, definition, origin): (String, String, String)| {
        Ok(Current {
            id: parse_id(&id, ProcedureId::parse)?,
            definition,
            origin: parse_enum(&origin)?,
        })
    };
    found.map(current).transpose()
}

/// Takes a version out of force; says whether it still was in it.
pub fn retire(conn: &mut DbConn, id: ProcedureId) -> AppResult<bool> {
    let seen = procedures::table
        .filter(procedures::id.eq(id.to_string()))
        .filter(procedures::is_current);
    let changed = diesel::update(seen)
        .set(procedures::is_current.eq(false))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Writes the version in force; there is none other. Says no when another one came first.
pub fn insert(
    conn: &mut DbConn,
    definition: &ProcedureDefinition,
    author: &Author<'_>,
) -> AppResult<Option<ProcedureId>> {
    let id = new_id(ProcedureId::from_uuid);
    let key = search_key(&format!(
        "{} {} {}",
        definition.code, definition.name, definition.field
    ));
    let row = (
        procedures::id.eq(id.to_string()),
        procedures::code.eq(&definition.code),
        procedures::name.eq(&definition.name),
        procedures::search_key.eq(key),
        procedures::definition.eq(json(definition)?),
        procedures::is_current.eq(true),
        procedures::imported_at.eq(naive(author.now)),
        procedures::field.eq(&definition.field),
        procedures::national_code.eq(national_code(&definition.code)),
        procedures::reception.eq(enum_text(&definition.reception)?),
        procedures::rank.eq(rank(definition)),
        procedures::origin.eq(enum_text(&author.origin)?),
        procedures::author_id.eq(author.who.map(|(id, _)| id.to_string())),
        procedures::author_name.eq(author.who.map(|(_, name)| name)),
    );
    let written = both!(conn, inner => diesel::insert_into(procedures::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    if written != 1 {
        return Ok(None);
    }
    // A file may name one twice.
    for event in definition.life_events.iter().collect::<BTreeSet<_>>() {
        diesel::insert_into(procedure_life_events::table)
            .values((
                procedure_life_events::procedure_id.eq(id.to_string()),
                procedure_life_events::life_event.eq(event.as_str()),
            ))
            .execute(conn)?;
    }
    Ok(Some(id))
}

/// All versions of a code, the newest first.
pub fn list_versions(conn: &mut DbConn, code: &str) -> AppResult<Vec<KeptVersion>> {
    type Row = (String, bool, String, Option<String>, NaiveDateTime);
    let rows: Vec<Row> = procedures::table
        .filter(procedures::code.eq(code))
        .order(procedures::id.desc())
        .select((
            procedures::id,
            procedures::is_current,
            procedures::origin,
            procedures::author_name,
            procedures::imported_at,
        ))
        .load(conn)?;
    let version = |(id, is_current, origin, author, since): Row| {
        Ok(KeptVersion {
            id: parse_id(&id, ProcedureId::parse)?,
            is_current,
            origin: parse_enum(&origin)?,
            author,
            since: moment(since),
        })
    };
    rows.into_iter().map(version).collect()
}

/// What the administrators' list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words of code, name and field.
    pub words: Vec<String>,
    /// One field of administration.
    pub field: Option<String>,
    /// Only these.
    pub reception: Option<Reception>,
    /// Only these.
    pub origin: Option<Origin>,
    /// Behind this place.
    pub after: Option<(i32, String)>,
}

/// Versions in force, those that ended as well, in the order of lists, one row more than `limit`, and how many there are.
pub fn list(
    conn: &mut DbConn,
    wanted: &Wanted,
    limit: u32,
) -> AppResult<(Vec<(i32, KeptProcedureItem)>, i64)> {
    type Row = (i32, String, String, String, String, String, NaiveDateTime);
    let reception = wanted.reception.as_ref().map(enum_text).transpose()?;
    let origin = wanted.origin.as_ref().map(enum_text).transpose()?;
    let matching = || {
        let mut query = procedures::table.filter(procedures::is_current).into_boxed();
        for word in &wanted.words {
            query = query.filter(procedures::search_key.like(format!("%{word}%")));
        }
        if let Some(field) = &wanted.field {
            query = query.filter(procedures::field.eq(field.clone()));
        }
        if let Some(reception) = &reception {
            query = query.filter(procedures::reception.eq(reception.clone()));
        }
        if let Some(origin) = &origin {
            query = query.filter(procedures::origin.eq(origin.clone()));
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
    let rows: Vec<Row> = query
        .order((procedures::rank, procedures::code))
        .limit(i64::from(limit) + 1)
        .select((
            procedures::rank,
            procedures::code,
            procedures::name,
            procedures::field,
            procedures::reception,
            procedures::origin,
            procedures::imported_at,
        ))
        .load(conn)?;
    let item = |(rank, code, name, field, reception, origin, since): Row| {
        Ok((
            rank,
            KeptProcedureItem {
                code,
                name,
                field,
                reception: parse_enum(&reception)?,
                origin: parse_enum(&origin)?,
                since: moment(since),
            },
        ))
    };
    Ok((rows.into_iter().map(item).collect::<AppResult<_>>()?, total))
}

/// Definitions in force of these origins behind a code, by code.
pub fn list_definitions(
    conn: &mut DbConn,
    origins: &[Origin],
    after: &str,
    limit: i64,
) -> AppResult<Vec<ProcedureDefinition>> {
    let origins: Vec<String> = origins.iter().map(enum_text).collect::<AppResult<_>>()?;
    let texts: Vec<String> = procedures::table
        .filter(procedures::is_current)
        .filter(procedures::origin.eq_any(origins))
        .filter(procedures::code.gt(after))
        .order(procedures::code)
        .limit(limit)
        .select(procedures::definition)
        .load(conn)?;
    texts.iter().map(|text| parse_json(text)).collect()
}

/// A record as it was imported.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// Its id at the source.
    pub id: &'a str,
    /// How much it says.
    pub extent: Extent,
    /// The code of its procedure here.
    pub code: &'a str,
    /// Its bytes.
    pub content: &'a str,
    /// The file.
    pub taken_from: &'a str,
}

/// Keeps a record; the same one again changes nothing.
pub fn keep_source(conn: &mut DbConn, source: &Source<'_>, now: Timestamp) -> AppResult<()> {
    let sha256 = crate::secret::sha256_hex(source.content.as_bytes());
    let extent = enum_text(&source.extent)?;
    let known: Option<String> = procedure_sources::table
        .find((source.id, &extent))
        .select(procedure_sources::sha256)
        .first(conn)
        .optional()?;
    if known.as_ref() == Some(&sha256) {
        return Ok(());
    }
    let values = (
        procedure_sources::code.eq(source.code),
        procedure_sources::content.eq(source.content),
        procedure_sources::sha256.eq(&sha256),
        procedure_sources::taken_from.eq(source.taken_from),
        procedure_sources::imported_at.eq(naive(now)),
    );
    if known.is_some() {
        diesel::update(procedure_sources::table.find((source.id, &extent)))
            .set(values)
            .execute(conn)?;
    } else {
        diesel::insert_into(procedure_sources::table)
            .values((
                procedure_sources::source_id.eq(source.id),
                procedure_sources::extent.eq(&extent),
                values,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The code that a record of the source has here.
pub fn find_code_of(conn: &mut DbConn, source_id: &str) -> AppResult<Option<String>> {
    Ok(procedure_sources::table
        .filter(procedure_sources::source_id.eq(source_id))
        .select(procedure_sources::code)
        .first(conn)
        .optional()?)
}

/// The record of the source that has a code here.
pub fn find_source_id(conn: &mut DbConn, code: &str) -> AppResult<Option<String>> {
    Ok(procedure_sources::table
        .filter(procedure_sources::code.eq(code))
        .select(procedure_sources::source_id)
        .first(conn)
        .optional()?)
}

/// The fullest record of a code, byte by byte.
pub fn find_source(conn: &mut DbConn, code: &str) -> AppResult<Option<(Extent, String)>> {
    let found: Option<(String, String)> = procedure_sources::table
        .filter(procedure_sources::code.eq(code))
        // `full` before `header`.
        .order(procedure_sources::extent)
        .select((procedure_sources::extent, procedure_sources::content))
        .first(conn)
        .optional()?;
    found
        .map(|(extent, content)| Ok((parse_enum(&extent)?, content)))
        .transpose()
}
