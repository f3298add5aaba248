//! The register of a unit: one book a year, numbers without a gap, none given twice.

use super::domain::{Drafting, Number, Signer};
use super::store::{self, NewLine};
use crate::db::{DbConn, take_turn};
use crate::error::AppResult;
use crate::identity::guard::Officer;
use crate::processing::service::{of_unit, on_duty};
use crate::state::AppState;
use chrono::{Datelike, NaiveDate};
use motcua_shared::catalogue::template::ResultTemplate;
use motcua_shared::error::ErrorCode;
use motcua_shared::processing::drafting::ResultLine;

/// Gives the number of a paper, in the transaction that hands it in: one that fails leaves no gap. What was given back keeps
/// its number within the year.
pub(super) fn enter(
    conn: &mut DbConn,
    drafting: &Drafting,
    template: &ResultTemplate,
    signer: &Signer,
    today: NaiveDate,
) -> AppResult<Number> {
    let (unit, year) = (drafting.unit, today.year());
    take_turn(conn, "result-register", &format!("{unit}/{year}"))?;
    let before = store::number_of(conn, (unit, year), drafting.dossier)?;
    let number = match before {
        Some(number) => number,
        None => store::last_number(conn, unit, year)?.saturating_add(1),
    };
    let number = Number {
        year,
        number,
        symbol: template.symbol.clone(),
        issued_on: today,
    };
    let line = NewLine {
        dossier: drafting.dossier,
        unit,
        title: &template.title,
        signer: &signer.name,
        number: &number,
    };
    store::put_line(conn, &line, before.is_none())?;
    Ok(number)
}

/// The book of the officer's unit.
pub async fn read(state: &AppState, officer: Officer, year: Option<i32>) -> AppResult<Vec<ResultLine>> {
    let year = year.unwrap_or_else(|| state.clock.now().vietnam_date().year());
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let lines = store::list_lines(conn, duty.unit.id, year)?;
        if duty.procedures().is_none() {
            return Ok(lines);
        }
        // Who works for somebody sees only the procedures that it is about.
        let mut covered = Vec::new();
        for line in lines {
            match of_unit(conn, &duty, line.dossier_id) {
                Ok(_) => covered.push(line),
                Err(error) if error.code == ErrorCode::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(covered)
    };
    state.db.read(work).await
}
