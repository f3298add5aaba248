//! Officers of units, counted.

use crate::db::DbConn;
use crate::db::schema::{accounts, officers};
use crate::db::types::parse_id;
use crate::error::AppResult;
use diesel::dsl::count_star;
use diesel::prelude::*;
use motcua_shared::id::UnitId;
use std::collections::HashMap;

/// How many officers a unit has, suspended ones as well, and how many of them may act and have not come with their identity.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// All.
    pub officers: u32,
    /// Those without.
    pub unbound: u32,
}

/// Units without any are missing.
pub fn count_officers(conn: &mut DbConn) -> AppResult<HashMap<UnitId, Counts>> {
    let mut counts: HashMap<UnitId, Counts> = HashMap::new();
    let all = by_unit().load(conn)?;
    for (unit, count) in numbers(all)? {
        counts.entry(unit).or_default().officers = count;
    }
    let unbound = by_unit()
        .filter(officers::bound_at.is_null())
        .filter(accounts::status.eq("active"))
        .load(conn)?;
    for (unit, count) in numbers(unbound)? {
        counts.entry(unit).or_default().unbound = count;
    }
    Ok(counts)
}

type Row = (Option<String>, i64);

/// Accounts that were not removed.
#[diesel::dsl::auto_type]
fn by_unit() -> _ {
    let unit: accounts::unit_id = accounts::unit_id;
    officers::table
        .inner_join(accounts::table)
        .filter(accounts::unit_id.is_not_null())
        .filter(officers::removed_at.is_null())
        .group_by(unit)
        .select((accounts::unit_id, count_star()))
}

fn numbers(rows: Vec<Row>) -> AppResult<Vec<(UnitId, u32)>> {
    let known = rows.into_iter().filter_map(|(unit, count)| Some((unit?, count)));
    known
        .map(|(unit, count)| {
            let unit = parse_id(&unit, UnitId::parse)?;
            Ok((unit, u32::try_from(count).unwrap_or(u32::MAX)))
        })
        .collect()
}
