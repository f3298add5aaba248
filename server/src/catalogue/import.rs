//! Brings the data files into the database. A procedure whose text changed becomes a new version: dossiers keep the one
//! that they were filed under.

use super::calendar::domain::SpecialDay;
use super::calendar::service as calendar;
use super::keep::domain::check;
use super::keep::store::{self as versions, Author};
use super::store;
use crate::db::DbConn;
use crate::db::types::json;
use crate::directory::service::{self as directory, UnitRecord};
use crate::error::{AppError, AppResult};
use anyhow::{Context, anyhow};
use motcua_shared::catalogue::dto::{PaperType, ProcedureDefinition};
use motcua_shared::catalogue::keep::Origin;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

const UNITS: &str = include_str!("../../catalogue/units.json");
const PAPER_TYPES: &str = include_str!("../../catalogue/paper-types.json");
/// Of agencies (appendix 3 of the letter), and those that the letter on the vault shows.
const PROCEDURES: &str = include_str!("../../catalogue/procedures.json");
/// What citizens ask for most.
const OF_CITIZENS: &str = include_str!("../../catalogue/citizen-procedures.json");

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
        let mut procedures: Vec<ProcedureDefinition> =
            serde_json::from_str(PROCEDURES).context("procedures.json")?;
        let of_citizens: Vec<ProcedureDefinition> =
            serde_json::from_str(OF_CITIZENS).context("citizen-procedures.json")?;
        procedures.extend(of_citizens);
        let catalogue = Self {
            units: serde_json::from_str(UNITS).context("units.json")?,
            paper_types: serde_json::from_str(PAPER_TYPES).context("paper-types.json")?,
            procedures,
            calendar: calendar::delivered().context("calendar")?,
        };
        catalogue.check()?;
        Ok(catalogue)
    }

    /// What is against a rule of the catalogue is a mistake of ours.
    fn check(&self) -> anyhow::Result<()> {
        let categories: HashSet<&str> = self
            .paper_types
            .iter()
            .flat_map(|paper_type| &paper_type.categories)
            .map(|category| category.code.as_str())
            .collect();
        for procedure in &self.procedures {
            let faults = check(procedure, |code| categories.contains(code));
            if let Some(fault) = faults.first() {
                return Err(anyhow!("{}: {}: {}", procedure.code, fault.path, fault.code));
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
        deliver(conn, procedure, now)?;
    }
    calendar::import_delivered(conn, &catalogue.calendar)
}

/// Makes a delivered procedure the version in force, unless it is already, or somebody else wrote the one that is.
fn deliver(conn: &mut DbConn, definition: &ProcedureDefinition, now: Timestamp) -> AppResult<()> {
    if let Some(current) = versions::find_current(conn, &definition.code)? {
        if current.origin != Origin::Delivered || current.definition == json(definition)? {
            return Ok(());
        }
        versions::retire(conn, current.id)?;
    }
    let author = Author {
        origin: Origin::Delivered,
        who: None,
        now,
    };
    versions::insert(conn, definition, &author)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::identity::dto::AccountKind;

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
        let of_citizens = catalogue
            .procedures
            .iter()
            .filter(|procedure| procedure.applicants.contains(&AccountKind::Citizen))
            .count();
        assert!(of_citizens >= 20, "{of_citizens}");
    }
}
