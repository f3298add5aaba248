//! Rules of refusal and what was found of them, in the database.

use super::domain::Found;
use crate::db::DbConn;
use crate::db::schema::{dossier_grounds, refusal_rules};
use crate::db::types::{enum_text, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::processing::refusal::{RefusalKind, RefusalRule};
use std::collections::HashSet;

/// Every rule, as it stands on a day.
pub fn list_rules(conn: &mut DbConn, today: NaiveDate) -> AppResult<Vec<RefusalRule>> {
    let rows: Vec<(String, String, NaiveDate, i32)> = refusal_rules::table
        .order(refusal_rules::kind)
        .select((
            refusal_rules::kind,
            refusal_rules::legal_ground,
            refusal_rules::starts_on,
            refusal_rules::version,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(kind, legal_ground, starts_on, version)| {
            Ok(RefusalRule {
                kind: parse_enum(&kind)?,
                legal_ground,
                starts_on,
                is_in_force: starts_on <= today,
                version: unsigned(version)?,
            })
        })
        .collect()
}

/// Changes a rule; `false` when somebody was faster.
pub fn set_rule(conn: &mut DbConn, rule: &RefusalRule) -> AppResult<bool> {
    let seen = i32::try_from(rule.version).unwrap_or(i32::MAX);
    let changed = diesel::update(
        refusal_rules::table
            .filter(refusal_rules::kind.eq(enum_text(&rule.kind)?))
            .filter(refusal_rules::version.eq(seen)),
    )
    .set((
        refusal_rules::legal_ground.eq(&rule.legal_ground),
        refusal_rules::starts_on.eq(rule.starts_on),
        refusal_rules::version.eq(refusal_rules::version + 1),
    ))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Writes down what was found in a dossier, in the place of what was found before.
pub fn replace_found(conn: &mut DbConn, id: DossierId, found: &[Found]) -> AppResult<()> {
    diesel::delete(dossier_grounds::table.filter(dossier_grounds::dossier_id.eq(id.to_string())))
        .execute(conn)?;
    insert_found(conn, id, found)
}

/// Writes down what was found in a new dossier.
pub fn insert_found(conn: &mut DbConn, id: DossierId, found: &[Found]) -> AppResult<()> {
    for one in found {
        diesel::insert_into(dossier_grounds::table)
            .values((
                dossier_grounds::dossier_id.eq(id.to_string()),
                dossier_grounds::kind.eq(enum_text(&one.kind)?),
                dossier_grounds::component_id.eq(one.component.as_deref().unwrap_or_default()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What was found in a dossier.
pub fn list_found(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<Found>> {
    let rows: Vec<(String, String)> = dossier_grounds::table
        .filter(dossier_grounds::dossier_id.eq(id.to_string()))
        .order((dossier_grounds::kind, dossier_grounds::component_id))
        .select((dossier_grounds::kind, dossier_grounds::component_id))
        .load(conn)?;
    rows.into_iter()
        .map(|(kind, component)| {
            Ok(Found {
                kind: parse_enum(&kind)?,
                component: Some(component).filter(|id| !id.is_empty()),
            })
        })
        .collect()
}

/// Of these dossiers those in which something of these kinds was found.
pub fn list_flagged(
    conn: &mut DbConn,
    ids: &[DossierId],
    kinds: &[RefusalKind],
) -> AppResult<HashSet<DossierId>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let kinds: Vec<String> = kinds.iter().map(enum_text).collect::<AppResult<_>>()?;
    let rows: Vec<String> = dossier_grounds::table
        .filter(dossier_grounds::dossier_id.eq_any(ids))
        .filter(dossier_grounds::kind.eq_any(kinds))
        .select(dossier_grounds::dossier_id)
        .distinct()
        .load(conn)?;
    rows.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}
