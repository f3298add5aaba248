//! Officers of units, counted.

use crate::db::DbConn;
use crate::db::schema::{accounts, officers};
use crate::db::types::parse_id;
use crate::error::AppResult;
use diesel::dsl::count_star;
use diesel::prelude::*;
use motcua_shared::id::UnitId;
use std::collections::HashMap;

/// How many officers each unit has, suspended ones as well; units without any are missing.
pub fn count_officers(conn: &mut DbConn) -> AppResult<HashMap<UnitId, u32>> {
    let rows: Vec<(Option<String>, i64)> = officers::table
        .inner_join(accounts::table)
        .filter(accounts::unit_id.is_not_null())
        .group_by(accounts::unit_id)
        .select((accounts::unit_id, count_star()))
        .load(conn)?;
    let mut counts = HashMap::new();
    for (unit, count) in rows {
        if let Some(unit) = unit {
            counts.insert(
                parse_id(&unit, UnitId::parse)?,
                u32::try_from(count).unwrap_or(u32::MAX),
            );
        }
    }
    Ok(counts)
}
