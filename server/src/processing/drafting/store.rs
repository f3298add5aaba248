//! Drafted results and their register in the database.

use super::domain::{Document, Drafting, Number, Signer};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_results, dossiers, result_drafts as table, result_register as register};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use anyhow::anyhow;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::id::{AccountId, DossierId, SigningOrderId, UnitId};
use motcua_shared::processing::drafting::{DraftingState, GivenBack, ResultLine, ResultLineState};

/// The most that a list shows.
const MOST: i64 = 300;

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    dossier_id: String,
    unit_id: String,
    state: String,
    version: i32,
    template_id: String,
    typed: String,
    signer_id: Option<String>,
    signer_name: Option<String>,
    signer_title: Option<String>,
    delegator_id: Option<String>,
    year: Option<i32>,
    number: Option<i32>,
    symbol: Option<String>,
    issued_on: Option<NaiveDate>,
    size: Option<i64>,
    sha256: Option<String>,
    report: Option<String>,
    places: Option<String>,
    order_id: Option<String>,
    given_back_words: Option<String>,
    given_back_by: Option<String>,
    changed_by: String,
    changed_name: String,
    changed_at: NaiveDateTime,
}

impl Row {
    fn into_drafting(self) -> AppResult<Drafting> {
        let delegator = self
            .delegator_id
            .map(|id| parse_id(&id, AccountId::parse))
            .transpose()?;
        let signer = match (self.signer_id, self.signer_name, self.signer_title) {
            (Some(id), Some(name), Some(title)) => Some(Signer {
                account: parse_id(&id, AccountId::parse)?,
                name,
                title,
                delegator,
            }),
            _ => None,
        };
        let number = match (self.year, self.number, self.symbol, self.issued_on) {
            (Some(year), Some(number), Some(symbol), Some(issued_on)) => Some(Number {
                year,
                number: unsigned(number)?,
                symbol,
                issued_on,
            }),
            _ => None,
        };
        let document = match (self.size, self.sha256, self.places) {
            (Some(size), Some(sha256), Some(places)) => Some(Document {
                size: unsigned(size)?,
                sha256,
                report: self.report.as_deref().map(parse_json).transpose()?,
                places: parse_json(&places)?,
            }),
            _ => None,
        };
        let given_back = match (self.given_back_words, self.given_back_by) {
            (Some(words), Some(by)) => Some(GivenBack { words, by }),
            _ => None,
        };
        Ok(Drafting {
            dossier: parse_id(&self.dossier_id, DossierId::parse)?,
            unit: parse_id(&self.unit_id, UnitId::parse)?,
            state: parse_enum(&self.state)?,
            version: unsigned(self.version)?,
            template: self.template_id,
            typed: parse_json(&self.typed)?,
            signer,
            number,
            document,
            order: self
                .order_id
                .map(|id| parse_id(&id, SigningOrderId::parse))
                .transpose()?,
            given_back,
            changed_by: (parse_id(&self.changed_by, AccountId::parse)?, self.changed_name),
            changed_at: moment(self.changed_at),
        })
    }
}

fn small(number: u32) -> AppResult<i32> {
    i32::try_from(number).map_err(AppError::internal)
}

/// The drafted result of a dossier.
pub(super) fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Drafting>> {
    let row: Option<Row> = table::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_drafting).transpose()
}

/// The same, with nobody else at it until the transaction ends.
pub(super) fn lock(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Drafting>> {
    diesel::update(table::table.find(id.to_string()))
        .set(table::state.eq(table::state))
        .execute(conn)?;
    find(conn, id)
}

/// Begins one; `false` where somebody else began at the same moment.
pub(super) fn insert(conn: &mut DbConn, new: &Drafting) -> AppResult<bool> {
    let row = (
        table::dossier_id.eq(new.dossier.to_string()),
        table::unit_id.eq(new.unit.to_string()),
        table::state.eq(enum_text(&new.state)?),
        table::version.eq(1),
        table::template_id.eq(&new.template),
        table::typed.eq(json(&new.typed)?),
        table::changed_by.eq(new.changed_by.0.to_string()),
        table::changed_name.eq(&new.changed_by.1),
        table::changed_at.eq(naive(new.changed_at)),
        table::signer_id.eq(new.signer.as_ref().map(|one| one.account.to_string())),
        table::signer_name.eq(new.signer.as_ref().map(|one| one.name.clone())),
        table::signer_title.eq(new.signer.as_ref().map(|one| one.title.clone())),
        table::delegator_id.eq(new
            .signer
            .as_ref()
            .and_then(|one| one.delegator)
            .map(|id| id.to_string())),
    );
    let added = both!(conn, inner => diesel::insert_into(table::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Writes one that was locked in this transaction; its version counts on.
pub(super) fn save(conn: &mut DbConn, one: &Drafting) -> AppResult<()> {
    let (signer, number, document) = (one.signer.as_ref(), one.number.as_ref(), one.document.as_ref());
    let size = document.map(|file| i64::try_from(file.size)).transpose();
    let report = document.and_then(|file| file.report.as_ref());
    diesel::update(table::table.find(one.dossier.to_string()))
        .set((
            table::unit_id.eq(one.unit.to_string()),
            table::state.eq(enum_text(&one.state)?),
            table::version.eq(table::version + 1),
            table::template_id.eq(&one.template),
            table::typed.eq(json(&one.typed)?),
            table::signer_id.eq(signer.map(|one| one.account.to_string())),
            table::signer_name.eq(signer.map(|one| one.name.clone())),
            table::signer_title.eq(signer.map(|one| one.title.clone())),
            table::delegator_id.eq(signer.and_then(|one| one.delegator).map(|id| id.to_string())),
            table::year.eq(number.map(|one| one.year)),
            table::number.eq(number.map(|one| small(one.number)).transpose()?),
            table::symbol.eq(number.map(|one| one.symbol.clone())),
            table::issued_on.eq(number.map(|one| one.issued_on)),
            table::size.eq(size.map_err(AppError::internal)?),
            table::sha256.eq(document.map(|file| file.sha256.clone())),
            table::report.eq(report.map(json).transpose()?),
            table::places.eq(document.map(|file| json(&file.places)).transpose()?),
            table::order_id.eq(one.order.map(|id| id.to_string())),
            table::given_back_words.eq(one.given_back.as_ref().map(|back| back.words.clone())),
            table::given_back_by.eq(one.given_back.as_ref().map(|back| back.by.clone())),
            table::changed_by.eq(one.changed_by.0.to_string()),
            table::changed_name.eq(&one.changed_by.1),
            table::changed_at.eq(naive(one.changed_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes which order is out for the file; nothing else of it changed.
pub(super) fn note_order(conn: &mut DbConn, one: &Drafting) -> AppResult<()> {
    diesel::update(table::table.find(one.dossier.to_string()))
        .set(table::order_id.eq(one.order.map(|id| id.to_string())))
        .execute(conn)?;
    Ok(())
}

/// Whether a dossier ended with these bytes.
pub(super) fn is_result(conn: &mut DbConn, id: DossierId, sha256: &str) -> AppResult<bool> {
    let found = dossier_results::table
        .filter(dossier_results::dossier_id.eq(id.to_string()))
        .filter(dossier_results::sha256.eq(sha256));
    Ok(diesel::select(exists(found)).get_result(conn)?)
}

/// The capacity in which somebody signed at a unit last.
pub(super) fn last_title(
    conn: &mut DbConn,
    unit: UnitId,
    (signer, delegator): (AccountId, Option<AccountId>),
) -> AppResult<Option<String>> {
    let mut query = table::table
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::signer_id.eq(signer.to_string()))
        .order(table::changed_at.desc())
        .select(table::signer_title)
        .into_boxed();
    query = match delegator {
        Some(delegator) => query.filter(table::delegator_id.eq(delegator.to_string())),
        None => query.filter(table::delegator_id.is_null()),
    };
    Ok(query.first::<Option<String>>(conn).optional()?.flatten())
}

/// Drafted results of a unit that wait for something, oldest first, while their dossiers are worked on.
pub(super) fn list_waiting(conn: &mut DbConn, unit: UnitId) -> AppResult<Vec<Drafting>> {
    let rows: Vec<Row> = table::table
        .inner_join(dossiers::table)
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::state.ne(enum_text(&DraftingState::Draft)?))
        .filter(dossiers::status.eq(enum_text(&DossierStatus::InProcess)?))
        .order((table::changed_at, table::dossier_id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::into_drafting).collect()
}

/// The last number of a year; 0 where there is none.
pub(super) fn last_number(conn: &mut DbConn, unit: UnitId, year: i32) -> AppResult<u32> {
    let last: Option<i32> = register::table
        .filter(register::unit_id.eq(unit.to_string()))
        .filter(register::year.eq(year))
        .select(max(register::number))
        .first(conn)?;
    unsigned(last.unwrap_or_default())
}

/// A line of the register, as it is written.
pub(super) struct NewLine<'a> {
    /// Of which dossier.
    pub dossier: DossierId,
    /// Whose book.
    pub unit: UnitId,
    /// What the paper is called.
    pub title: &'a str,
    /// Who signs, with the capacity.
    pub signer: &'a str,
    /// The number.
    pub number: &'a Number,
}

/// The number that a dossier has in a book.
pub(super) fn number_of(
    conn: &mut DbConn,
    (unit, year): (UnitId, i32),
    dossier: DossierId,
) -> AppResult<Option<u32>> {
    let found: Option<i32> = register::table
        .filter(register::dossier_id.eq(dossier.to_string()))
        .filter(register::unit_id.eq(unit.to_string()))
        .filter(register::year.eq(year))
        .select(register::number)
        .first(conn)
        .optional()?;
    found.map(unsigned).transpose()
}

/// Writes a line, or the same line anew: its number stays.
pub(super) fn put_line(conn: &mut DbConn, line: &NewLine<'_>, is_new: bool) -> AppResult<()> {
    let number = small(line.number.number)?;
    let said = (
        register::symbol.eq(&line.number.symbol),
        register::title.eq(line.title),
        register::signer.eq(line.signer),
        register::issued_on.eq(line.number.issued_on),
    );
    let place = (line.unit.to_string(), line.number.year, number);
    if !is_new {
        diesel::update(register::table.find(place))
            .set(said)
            .execute(conn)?;
        return Ok(());
    }
    diesel::insert_into(register::table)
        .values((
            register::unit_id.eq(place.0),
            register::year.eq(place.1),
            register::number.eq(place.2),
            register::dossier_id.eq(line.dossier.to_string()),
            said,
        ))
        .execute(conn)?;
    Ok(())
}

/// The book of a year, first to last.
pub(super) fn list_lines(conn: &mut DbConn, unit: UnitId, year: i32) -> AppResult<Vec<ResultLine>> {
    type Told = (
        i32,
        String,
        String,
        String,
        NaiveDate,
        String,
        String,
        String,
        String,
    );
    let rows: Vec<Told> = register::table
        .inner_join(dossiers::table)
        .filter(register::unit_id.eq(unit.to_string()))
        .filter(register::year.eq(year))
        .order(register::number)
        .select((
            register::number,
            register::symbol,
            register::title,
            register::signer,
            register::issued_on,
            dossiers::id,
            dossiers::code,
            dossiers::owner,
            dossiers::status,
        ))
        .load(conn)?;
    let mut lines = Vec::new();
    for (number, symbol, title, signer, issued_on, id, code, owner, status) in rows {
        let number = unsigned(number)?;
        let dossier_id = parse_id(&id, DossierId::parse)?;
        let status: DossierStatus = parse_enum(&status)?;
        let drafting =
            find(conn, dossier_id)?.ok_or_else(|| AppError::internal(anyhow!("a number of nothing")))?;
        let is_current = drafting
            .number
            .is_some_and(|now| now.number == number && now.year == year && drafting.unit == unit);
        let is_issued = match &drafting.document {
            Some(file) if is_current => is_result(conn, dossier_id, &file.sha256)?,
            _ => false,
        };
        lines.push(ResultLine {
            number,
            full: super::domain::full_number(number, &symbol),
            dossier_id,
            code,
            title,
            owner: parse_json::<Party>(&owner)?.name,
            signer,
            issued_on,
            state: match (is_issued, is_current && !status.is_over()) {
                (true, _) => ResultLineState::Issued,
                (false, true) => ResultLineState::Open,
                (false, false) => ResultLineState::Void,
            },
        });
    }
    Ok(lines)
}
