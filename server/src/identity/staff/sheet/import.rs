//! Takes the lines of a table in, by the functions of the page: what nobody may do there cannot be done here. Rows name
//! accounts by number and unit; who is missing from the table stays as they are.

use super::super::domain::{self, Duty, Officer, is_same_name};
use super::super::officers::{self, Added, Doing};
use super::super::shown;
use super::super::store;
use super::columns::Column;
use super::fault::{Fault, What};
use super::read::{Line, MAX_FAULTS, Table};
use super::store as table;
use super::units::Units;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::store as accounts;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::identity::staff::{ChangeOfficer, OfficerForm, SheetLine};
use motcua_shared::text::{self, Lang};
use std::collections::HashMap;

/// What came of a table.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Who is new or changed.
    pub lines: Vec<SheetLine>,
    /// Rows that say what is known.
    pub same: u32,
    /// What is wrong; no more than are named.
    pub faults: Vec<Fault>,
    /// How many are.
    pub wrong: u32,
}

/// Takes all lines in. Nothing of it stays where one is wrong: that is for whoever holds the transaction.
pub fn import(conn: &mut DbConn, table: &Table, lang: Lang, doing: &Doing) -> AppResult<Outcome> {
    let mut work = Work {
        units: Units::load(conn, doing.now.vietnam_date())?,
        seen: HashMap::new(),
        outcome: Outcome {
            faults: table.faults.clone(),
            wrong: table.wrong,
            ..Outcome::default()
        },
        table,
        lang,
        doing,
    };
    if table.is_readable {
        for line in &table.lines {
            match work.one(conn, line) {
                Ok(Some(told)) => work.outcome.lines.push(told),
                Ok(None) => work.outcome.same += 1,
                Err(Stop::Wrong(faults)) => work.say(faults),
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
    }
    work.outcome.faults.sort_by_key(|fault| (fault.row, fault.column));
    Ok(work.outcome)
}

struct Work<'a> {
    units: Units,
    /// Rows by number and unit.
    seen: HashMap<(String, Option<UnitId>), u32>,
    outcome: Outcome,
    table: &'a Table,
    lang: Lang,
    doing: &'a Doing,
}

/// Why a line was not taken in.
enum Stop {
    Wrong(Vec<Fault>),
    Failed(AppError),
}

impl Work<'_> {
    fn say(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            self.outcome.wrong = self.outcome.wrong.saturating_add(1);
            if self.outcome.faults.len() < MAX_FAULTS {
                self.outcome.faults.push(fault);
            }
        }
    }

    fn fault(&self, line: &Line, column: Column, what: What) -> Stop {
        Stop::Wrong(vec![Fault {
            row: Some(line.row),
            column: self.table.place(column),
            what,
        }])
    }

    /// A refusal of the rules, said of the cells that it is about.
    fn refused(&self, line: &Line, error: AppError) -> Stop {
        if error.cause.is_some() {
            return Stop::Failed(error);
        }
        let fields = match error.fields.is_empty() {
            false => error.fields,
            true => vec![FieldFault {
                path: String::new(),
                code: error.code,
                params: error.params,
            }],
        };
        let fault = |fault: FieldFault| {
            let column = Column::of_field(&fault.path).and_then(|column| self.table.place(column));
            Fault::of_field(line.row, column, fault)
        };
        Stop::Wrong(fields.into_iter().map(fault).collect())
    }

    /// Takes a line in, and says what is new; nothing where it says what is known.
    fn one(&mut self, conn: &mut DbConn, line: &Line) -> Result<Option<SheetLine>, Stop> {
        let number = parse_identity_number(line.get(Column::Identity))
            .map_err(|code| self.refused(line, AppError::field("identity_number", code)))?;
        let roles: Vec<StaffRole> = [StaffRole::Desk, StaffRole::Leader, StaffRole::Administrator]
            .into_iter()
            .filter(|role| !line.get(Column::Role(*role)).is_empty())
            .collect();
        let is_administrator = roles.contains(&StaffRole::Administrator);
        let unit = match is_administrator {
            true => None,
            false => {
                let (code, name) = (line.get(Column::UnitCode), line.get(Column::Unit));
                let found = self.units.find(conn, code, name).map_err(Stop::Failed)?;
                let column = if code.is_empty() {
                    Column::Unit
                } else {
                    Column::UnitCode
                };
                Some(found.map_err(|what| self.fault(line, column, what))?)
            }
        };
        let unit_id = unit.as_ref().map(|named| named.unit.id);
        let duty = Duty::parse(&roles, unit_id)
            .map_err(|fault| self.refused(line, AppError::fields(vec![fault])))?;
        if let Some(row) = self.seen.insert((number.clone(), unit_id), line.row) {
            return Err(self.fault(line, Column::Identity, What::Twice(row)));
        }
        match known(conn, &number, &duty).map_err(Stop::Failed)? {
            Some(officer) => self.change(conn, line, officer, roles),
            None if unit.as_ref().is_some_and(|named| !named.is_open) => {
                let name = line.get(Column::UnitCode).to_owned();
                Err(self.fault(line, Column::UnitCode, What::UnknownUnit(name)))
            }
            None => {
                let form = OfficerForm {
                    roles,
                    unit_id,
                    ..typed(line, OfficerForm::default())
                };
                let unit = unit.map(|named| named.unit.name);
                self.add(conn, line, (&number, &form), unit)
            }
        }
    }

    fn add(
        &self,
        conn: &mut DbConn,
        line: &Line,
        (number, form): (&str, &OfficerForm),
        unit: Option<String>,
    ) -> Result<Option<SheetLine>, Stop> {
        let written = domain::parse(form, self.doing.now.vietnam_date())
            .map_err(|faults| self.refused(line, AppError::fields(faults)))?;
        match officers::add_now(conn, number, &written, self.doing) {
            Ok(Added::New(_)) => {}
            Ok(Added::Known(_)) => {
                let error = AppError::field("identity_number", ErrorCode::OfficerExists);
                return Err(self.refused(line, error));
            }
            Err(error) => return Err(self.refused(line, error)),
        }
        let unit = unit.unwrap_or_else(|| text::staff::unit_none(self.lang).to_owned());
        let told = [unit, roles_told(&form.roles, self.lang), form.position.clone()];
        Ok(Some(SheetLine {
            row: line.row,
            name: written.named.name,
            is_new: true,
            details: told.into_iter().filter(|word| !word.is_empty()).collect(),
        }))
    }

    fn change(
        &self,
        conn: &mut DbConn,
        line: &Line,
        officer: Officer,
        roles: Vec<StaffRole>,
    ) -> Result<Option<SheetLine>, Stop> {
        let (id, version, is_bound) = (officer.account.id, officer.version, officer.bound_at.is_some());
        let before = shown::form_of(officer);
        let mut form = OfficerForm {
            roles,
            ..typed(line, before.clone())
        };
        if is_bound {
            // The provider's name stands; a table may have it without its marks, and accounts from before have no day.
            let other_day = !before.birth_date.is_empty() && form.birth_date != before.birth_date;
            if !is_same_name(&form.name, &before.name) {
                return Err(self.fault(line, Column::Name, What::Confirmed));
            }
            if other_day {
                return Err(self.fault(line, Column::Born, What::Confirmed));
            }
            form.name.clone_from(&before.name);
            form.birth_date.clone_from(&before.birth_date);
        }
        let change = ChangeOfficer { version, form };
        officers::change_now(conn, id, &change, self.doing).map_err(|error| self.refused(line, error))?;
        let after = store::find(conn, id).map_err(Stop::Failed)?;
        let Some(after) = after.filter(|after| after.version != version) else {
            return Ok(None);
        };
        let after = shown::form_of(after);
        let lang = self.lang;
        let told = |column: Column, before: &str, after: &str| {
            let shown = |word: &str| {
                if word.is_empty() {
                    "–".to_owned()
                } else {
                    word.to_owned()
                }
            };
            (before != after)
                .then(|| text::sheet::change(lang, shown(after), shown(before), column.heading()))
        };
        let details = [
            told(Column::Name, &before.name, &after.name),
            told(Column::Born, &before.birth_date, &after.birth_date),
            told(Column::Position, &before.position, &after.position),
            told(Column::Phone, &before.phone, &after.phone),
            (before.roles != after.roles).then(|| {
                let (before, after) = (roles_told(&before.roles, lang), roles_told(&after.roles, lang));
                text::sheet::change(lang, after, before, text::staff::role(lang))
            }),
        ];
        Ok(Some(SheetLine {
            row: line.row,
            name: after.name,
            is_new: false,
            details: details.into_iter().flatten().collect(),
        }))
    }
}

/// The account of a number for this work, or of a person who has that number beside another.
fn known(conn: &mut DbConn, number: &str, duty: &Duty) -> AppResult<Option<Officer>> {
    if let Some(id) = table::find_account(conn, number, duty)? {
        return store::find(conn, id);
    }
    let Some(person) = accounts::find_person(conn, number)? else {
        return Ok(None);
    };
    let found = store::list_of_person(conn, person)?.into_iter();
    Ok(found
        .filter(|officer| officer.duty.kind() == duty.kind() && officer.duty.unit() == duty.unit())
        .last())
}

/// What a line says, in the form as it stands.
fn typed(line: &Line, form: OfficerForm) -> OfficerForm {
    OfficerForm {
        name: line.get(Column::Name).to_owned(),
        birth_date: line.get(Column::Born).to_owned(),
        position: line.get(Column::Position).to_owned(),
        phone: line.get(Column::Phone).to_owned(),
        ..form
    }
}

fn roles_told(roles: &[StaffRole], lang: Lang) -> String {
    let name = |role: &StaffRole| match role {
        StaffRole::Desk => text::staff::role_desk(lang),
        StaffRole::Leader => text::staff::role_leader(lang),
        StaffRole::Administrator => text::staff::role_administrator(lang),
    };
    match roles.is_empty() {
        true => text::staff::role_officer(lang).to_owned(),
        false => roles.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}
