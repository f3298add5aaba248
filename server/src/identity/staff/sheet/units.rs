//! Units as a table names them.

use super::fault::What;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::search_key::search_key;
use std::collections::HashMap;

/// Units where officers may be added.
pub struct Units {
    by_code: HashMap<String, UnitView>,
    by_name: HashMap<String, Vec<UnitView>>,
}

/// A unit, and whether officers may be added there.
pub struct Named {
    /// The unit.
    pub unit: UnitView,
    /// It works with this portal today.
    pub is_open: bool,
}

impl Units {
    /// Those of today.
    pub fn load(conn: &mut DbConn, today: NaiveDate) -> AppResult<Self> {
        let levels = [Level::Province, Level::District, Level::Commune];
        let mut units = Self {
            by_code: HashMap::new(),
            by_name: HashMap::new(),
        };
        for unit in directory::list_of_levels(conn, &levels, today)? {
            let key = search_key(&unit.name);
            units.by_name.entry(key).or_default().push(unit.clone());
            units.by_code.insert(unit.code.clone(), unit);
        }
        Ok(units)
    }

    /// The unit of a row: by its code, else by its name. One that is no more is found by its code.
    pub fn find(&self, conn: &mut DbConn, code: &str, name: &str) -> AppResult<Result<Named, What>> {
        if code.is_empty() {
            return Ok(self.of_name(name));
        }
        let named = match self.by_code.get(code) {
            Some(unit) => Named {
                unit: unit.clone(),
                is_open: true,
            },
            None => match directory::load_by_code(conn, code) {
                Ok(unit) => Named { unit, is_open: false },
                Err(error) if error.code == ErrorCode::NotFound => {
                    return Ok(Err(What::UnknownUnit(code.to_owned())));
                }
                Err(error) => return Err(error),
            },
        };
        let is_same = name.is_empty() || key_of(name) == search_key(&named.unit.name);
        Ok(match is_same {
            true => Ok(named),
            false => Err(What::OtherUnit(named.unit.name)),
        })
    }

    fn of_name(&self, name: &str) -> Result<Named, What> {
        match self.by_name.get(&key_of(name)).map(Vec::as_slice) {
            Some([unit]) => Ok(Named {
                unit: unit.clone(),
                is_open: true,
            }),
            Some([_, _, ..]) => Err(What::UnitTwice(name.to_owned())),
            _ => Err(What::UnknownUnit(name.to_owned())),
        }
    }
}

/// With the usual abbreviation written out.
fn key_of(name: &str) -> String {
    let key = search_key(name);
    match key.strip_prefix("ubnd ") {
        Some(rest) => format!("uy ban nhan dan {rest}"),
        None => key,
    }
}
