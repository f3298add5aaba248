//! Numbers, and the book to keep.

use super::store;
use super::table::csv;
use crate::audit::service::{Action, record_with};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::identity::service as identity;
use crate::state::AppState;
use anyhow::anyhow;
use chrono::{Datelike, NaiveDate};
use motcua_shared::id::{CertifiedCopyId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::vault::certified::{LineState, RegisterLine};

/// What is written down of a copy.
pub struct Written {
    /// The unit whose book it is.
    pub unit: UnitId,
    /// The copy.
    pub copy: CertifiedCopyId,
    /// The day.
    pub certified_on: NaiveDate,
    /// Who asked.
    pub asked_by: String,
    /// What the original is.
    pub original: String,
    /// Who certifies, with the title.
    pub signer: String,
    /// What is paid.
    pub fee: u32,
    /// Why nothing is.
    pub note: String,
}

/// Gives the next number of the year, in the transaction that makes the copy: one that fails leaves no gap, because its
/// line goes with it.
pub fn enter(conn: &mut DbConn, written: Written) -> AppResult<u32> {
    let year = written.certified_on.year();
    take_turn(conn, "certified-register", &format!("{}/{year}", written.unit))?;
    let number = store::last_number(conn, written.unit, year)?.saturating_add(1);
    let (unit, copy) = (written.unit, written.copy);
    store::insert(conn, unit, year, copy, &line(written, number))?;
    Ok(number)
}

/// Writes the line of a copy that was made anew, before anybody signed it.
pub fn enter_again(conn: &mut DbConn, written: Written, number: u32) -> AppResult<()> {
    let copy = written.copy;
    change(conn, copy, &line(written, number))
}

fn line(written: Written, number: u32) -> RegisterLine {
    RegisterLine {
        number,
        state: LineState::Open,
        certified_on: written.certified_on,
        asked_by: written.asked_by,
        original: written.original,
        signer: written.signer,
        copies: 1,
        fee: written.fee,
        note: written.note,
    }
}

/// The copy was issued.
pub fn close(conn: &mut DbConn, copy: CertifiedCopyId) -> AppResult<()> {
    let line = load(conn, copy)?;
    let closed = RegisterLine {
        state: LineState::Issued,
        ..line
    };
    change(conn, copy, &closed)
}

/// The copy was not issued: its number stays, struck, and says why.
pub fn strike(conn: &mut DbConn, copy: CertifiedCopyId, why: &str) -> AppResult<()> {
    let line = load(conn, copy)?;
    let struck = RegisterLine {
        state: LineState::Void,
        copies: 0,
        fee: 0,
        note: why.to_owned(),
        ..line
    };
    change(conn, copy, &struck)
}

fn load(conn: &mut DbConn, copy: CertifiedCopyId) -> AppResult<RegisterLine> {
    store::find(conn, copy)?
        .ok_or_else(|| AppError::internal(anyhow!("a certified copy without a line in the register")))
}

fn change(conn: &mut DbConn, copy: CertifiedCopyId, line: &RegisterLine) -> AppResult<()> {
    match store::rewrite(conn, copy, line)? {
        true => Ok(()),
        false => Err(AppError::internal(anyhow!(
            "a line of the register that is open no more"
        ))),
    }
}

/// The book of the officer's unit, as lines.
pub async fn read(state: &AppState, officer: Officer, year: i32) -> AppResult<Vec<RegisterLine>> {
    state
        .db
        .read(move |conn| {
            identity::require_role(conn, officer.id(), StaffRole::Desk)?;
            store::list(conn, officer.unit, year)
        })
        .await
}

/// The same as a file to keep. That it was taken out is noted.
pub async fn export(state: &AppState, officer: Officer, year: i32) -> AppResult<Vec<u8>> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            identity::require_role(conn, officer.id(), StaffRole::Desk)?;
            let lines = store::list(conn, officer.unit, year)?;
            let (actor, action) = (Some(officer.id()), Action::CopyRegisterExported);
            let what = (officer.unit, year.to_string());
            record_with(conn, now, actor, action, (what.0, &what.1), &officer.request_id)?;
            Ok(csv(&lines, year))
        })
        .await
}
