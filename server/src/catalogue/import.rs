//! Brings the data files into the database. A procedure whose text changed becomes a new version: dossiers keep the one
//! that they were filed under.

use super::calendar::domain::SpecialDay;
use super::calendar::service as calendar;
use super::store;
use crate::db::DbConn;
use crate::directory::service::{self as directory, UnitRecord};
use crate::error::{AppError, AppResult};
use anyhow::{Context, anyhow};
use motcua_shared::catalogue::dto::{PaperType, ProcedureDefinition};
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

const UNITS: &str = include_str!("../../catalogue/units.json");
const PAPER_TYPES: &str = include_str!("../../catalogue/paper-types.json");
const PROCEDURES: &str = include_str!("../../catalogue/procedures.json");

/// The data of the letters, as delivered with the program.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Units, parents first.
    pub units: Vec<UnitRecord>,
    /// Paper types with their categories.
    pub paper_types: Vec<PaperType>,
    /// Procedures.
    pub procedures: Vec<ProcedureDefinition>,
    /// Statutory days off.
    pub calendar: Vec<SpecialDay>,
}

impl Catalogue {
    /// Reads the delivered files and checks that they fit together.
    pub fn delivered() -> anyhow::Result<Self> {
        let catalogue = Self {
            units: serde_json::from_str(UNITS).context("units.json")?,
            paper_types: serde_json::from_str(PAPER_TYPES).context("paper-types.json")?,
            procedures: serde_json::from_str(PROCEDURES).context("procedures.json")?,
            calendar: calendar::delivered().context("calendar")?,
        };
        catalogue.check()?;
        Ok(catalogue)
    }

    /// What a person could not file is not imported: a procedure without case, component ids that stand twice, a
    /// category that does not exist.
    fn check(&self) -> anyhow::Result<()> {
        let categories: HashSet<&str> = self
            .paper_types
            .iter()
            .flat_map(|paper_type| {
                paper_type
                    .categories
                    .iter()
                    .map(|category| category.code.as_str())
            })
            .collect();
        for procedure in &self.procedures {
            let code = &procedure.code;
            let mut ids = HashSet::new();
            if procedure.cases.is_empty() || procedure.levels.is_empty() || procedure.delivery.is_empty() {
                return Err(anyhow!(
                    "{code}: a procedure has at least one case, level and delivery method"
                ));
            }
            for component in &procedure.components {
                if !ids.insert(&component.id) {
                    return Err(anyhow!("{code}: component {} stands twice", component.id));
                }
                if let Some(unknown) = component
                    .accepts
                    .iter()
                    .find(|code| !categories.contains(code.as_str()))
                {
                    return Err(anyhow!(
                        "{code}: component {} accepts unknown category {unknown}",
                        component.id
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Writes what differs; in the transaction of `conn`.
pub fn import(conn: &mut DbConn, catalogue: &Catalogue, now: Timestamp) -> AppResult<()> {
    directory::import(conn, &catalogue.units)?;
    for (position, paper_type) in catalogue.paper_types.iter().enumerate() {
        let position = i32::try_from(position).map_err(AppError::internal)?;
        store::import_paper_type(conn, paper_type, position)?;
    }
    for procedure in &catalogue.procedures {
        store::import_procedure(conn, procedure, now)?;
    }
    calendar::import_delivered(conn, &catalogue.calendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delivered_catalogue_holds_what_the_letters_name() {
        let catalogue = Catalogue::delivered().unwrap();
        let results = catalogue
            .paper_types
            .iter()
            .find(|kind| kind.name == "Kết quả giải quyết")
            .unwrap();
        let praise = results.categories.iter().filter(|one| one.name == "Giấy khen");
        assert_eq!(
            (results.categories.len(), praise.count()),
            (17, 1),
            "the sixteen of the letter, and one"
        );
        for code in [
            "1.012373.H08",
            "1.012376.H08",
            "1.005435.000.00.00.H08",
            "1.009322.000.00.00.H08",
            "1.000894",
        ] {
            assert!(
                catalogue
                    .procedures
                    .iter()
                    .any(|procedure| procedure.code == code),
                "{code}"
            );
        }
        let agencies_only = catalogue
            .procedures
            .iter()
            .filter(|procedure| procedure.code.ends_with(".H08"))
            .count();
        assert_eq!(agencies_only, 14);
    }
}
