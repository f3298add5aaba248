//! Requests in the database.

use super::domain::{Document, Request, Taken};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{accounts, certified_copies as table, paper_categories, units};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use anyhow::anyhow;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, CertifiedCopyId, PaperId, SigningOrderId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::certified::{Appointment, CopyState, RefusalGround};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: String,
    unit_id: String,
    account_id: String,
    state: String,
    version: i32,
    category_code: String,
    description: String,
    pages: i32,
    at_desk: bool,
    appointment_day: Option<NaiveDate>,
    appointment_half: Option<String>,
    signer_id: Option<String>,
    signer_name: Option<String>,
    signer_title: Option<String>,
    officer_id: Option<String>,
    number: Option<i32>,
    certified_on: Option<NaiveDate>,
    fee: Option<i32>,
    fee_waived: Option<String>,
    size: Option<i64>,
    sha256: Option<String>,
    report: Option<String>,
    order_id: Option<String>,
    ground: Option<String>,
    note: Option<String>,
    paper_id: Option<String>,
    created_at: NaiveDateTime,
    changed_at: NaiveDateTime,
}

impl Row {
    fn taken(&mut self) -> AppResult<Option<Taken>> {
        let parts = (
            self.signer_id.take(),
            self.signer_name.take(),
            self.signer_title.take(),
            self.officer_id.take(),
            self.number.take(),
            self.certified_on.take(),
            self.fee.take(),
        );
        match parts {
            (
                Some(signer),
                Some(signer_name),
                Some(signer_title),
                Some(officer),
                Some(number),
                Some(certified_on),
                Some(fee),
            ) => Ok(Some(Taken {
                signer: parse_id(&signer, AccountId::parse)?,
                signer_name,
                signer_title,
                officer: parse_id(&officer, AccountId::parse)?,
                number: unsigned(number)?,
                certified_on,
                fee: unsigned(fee)?,
                waived: self.fee_waived.take(),
            })),
            (None, None, None, None, None, None, None) => Ok(None),
            _ => Err(AppError::internal(anyhow!(
                "a certified copy that is half written down"
            ))),
        }
    }

    fn into_request(mut self) -> AppResult<Request> {
        let taken = self.taken()?;
        let appointment = match (self.appointment_day, self.appointment_half.as_deref()) {
            (Some(day), Some(half)) => Some(Appointment {
                day,
                half: parse_enum(half)?,
            }),
            _ => None,
        };
        let document = match (self.sha256, self.size) {
            (Some(sha256), Some(size)) => Some(Document {
                size: unsigned(size)?,
                sha256,
                report: self.report.as_deref().map(parse_json).transpose()?,
            }),
            _ => None,
        };
        Ok(Request {
            id: parse_id(&self.id, CertifiedCopyId::parse)?,
            unit: parse_id(&self.unit_id, UnitId::parse)?,
            owner: parse_id(&self.account_id, AccountId::parse)?,
            state: parse_enum(&self.state)?,
            version: unsigned(self.version)?,
            category_code: self.category_code,
            description: self.description,
            pages: unsigned(self.pages)?,
            at_desk: self.at_desk,
            appointment,
            taken,
            document,
            order: self
                .order_id
                .map(|id| parse_id(&id, SigningOrderId::parse))
                .transpose()?,
            ground: self
                .ground
                .as_deref()
                .map(parse_enum::<RefusalGround>)
                .transpose()?,
            note: self.note,
            paper: self
                .paper_id
                .map(|id| parse_id(&id, PaperId::parse))
                .transpose()?,
            created_at: moment(self.created_at),
            changed_at: moment(self.changed_at),
        })
    }
}

fn small(number: u32) -> AppResult<i32> {
    i32::try_from(number).map_err(AppError::internal)
}

/// Writes a new request; `false` when the same request made it before.
pub(super) fn insert(
    conn: &mut DbConn,
    new: &Request,
    asked_by: AccountId,
    request_key: &str,
) -> AppResult<bool> {
    let row = (
        table::id.eq(new.id.to_string()),
        table::unit_id.eq(new.unit.to_string()),
        table::account_id.eq(new.owner.to_string()),
        table::asked_by.eq(asked_by.to_string()),
        table::request_key.eq(request_key),
        table::state.eq(enum_text(&new.state)?),
        table::version.eq(small(new.version)?),
        table::category_code.eq(&new.category_code),
        table::description.eq(&new.description),
        table::pages.eq(small(new.pages)?),
        table::at_desk.eq(new.at_desk),
        table::appointment_day.eq(new.appointment.map(|at| at.day)),
        table::appointment_half.eq(half(new)?),
        table::created_at.eq(naive(new.created_at)),
        table::changed_at.eq(naive(new.changed_at)),
    );
    let added = both!(conn, inner => diesel::insert_into(table::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

fn half(request: &Request) -> AppResult<Option<String>> {
    request.appointment.map(|at| enum_text(&at.half)).transpose()
}

/// What a request made before.
pub(super) fn find_by_key(
    conn: &mut DbConn,
    asked_by: AccountId,
    request_key: &str,
) -> AppResult<Option<Request>> {
    let row: Option<Row> = table::table
        .filter(table::asked_by.eq(asked_by.to_string()))
        .filter(table::request_key.eq(request_key))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_request).transpose()
}

/// One request.
pub(super) fn find(conn: &mut DbConn, id: CertifiedCopyId) -> AppResult<Option<Request>> {
    let row: Option<Row> = table::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_request).transpose()
}

/// The same, locked until the transaction ends.
pub(super) fn lock(conn: &mut DbConn, id: CertifiedCopyId) -> AppResult<Option<Request>> {
    diesel::update(table::table.find(id.to_string()))
        .set(table::state.eq(table::state))
        .execute(conn)?;
    find(conn, id)
}

/// Writes a request that was locked in this transaction.
pub(super) fn save(conn: &mut DbConn, request: &Request, now: Timestamp) -> AppResult<()> {
    let taken = request.taken.as_ref();
    let document = request.document.as_ref();
    let size = document.map(|file| i64::try_from(file.size));
    let report = document.and_then(|file| file.report.as_ref());
    diesel::update(table::table.find(request.id.to_string()))
        .set((
            table::state.eq(enum_text(&request.state)?),
            table::version.eq(table::version + 1),
            table::pages.eq(small(request.pages)?),
            table::appointment_day.eq(request.appointment.map(|at| at.day)),
            table::appointment_half.eq(half(request)?),
            table::signer_id.eq(taken.map(|one| one.signer.to_string())),
            table::signer_name.eq(taken.map(|one| one.signer_name.clone())),
            table::signer_title.eq(taken.map(|one| one.signer_title.clone())),
            table::officer_id.eq(taken.map(|one| one.officer.to_string())),
            table::number.eq(taken.map(|one| small(one.number)).transpose()?),
            table::certified_on.eq(taken.map(|one| one.certified_on)),
            table::fee.eq(taken.map(|one| small(one.fee)).transpose()?),
            table::fee_waived.eq(taken.and_then(|one| one.waived.clone())),
            table::size.eq(size.transpose().map_err(AppError::internal)?),
            table::sha256.eq(document.map(|file| file.sha256.clone())),
            table::report.eq(report.map(json).transpose()?),
            table::order_id.eq(request.order.map(|id| id.to_string())),
            table::ground.eq(request.ground.as_ref().map(enum_text).transpose()?),
            table::note.eq(&request.note),
            table::paper_id.eq(request.paper.map(|id| id.to_string())),
            table::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whose requests.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// Those of an owner.
    Owner(AccountId),
    /// Those of a unit, in this state where one is named.
    Unit(UnitId, Option<CopyState>),
}

/// Newest first; one more than `limit`, in the direction of the cursor.
pub(super) fn list(conn: &mut DbConn, of: Of, cursor: Cursor, limit: u32) -> AppResult<Vec<Request>> {
    let mut query = table::table
        .limit(i64::from(limit) + 1)
        .select(Row::as_select())
        .into_boxed();
    query = match of {
        Of::Owner(owner) => query.filter(table::account_id.eq(owner.to_string())),
        Of::Unit(unit, None) => query.filter(table::unit_id.eq(unit.to_string())),
        Of::Unit(unit, Some(state)) => query
            .filter(table::unit_id.eq(unit.to_string()))
            .filter(table::state.eq(enum_text(&state)?)),
    };
    query = match cursor {
        Cursor::Start => query.order(table::id.desc()),
        Cursor::Older(id) => query.filter(table::id.lt(id.to_string())).order(table::id.desc()),
        Cursor::Newer(id) => query.filter(table::id.gt(id.to_string())).order(table::id.asc()),
    };
    query.load(conn)?.into_iter().map(Row::into_request).collect()
}

/// How many requests of an account wait for it to come.
pub(super) fn count_open(conn: &mut DbConn, owner: AccountId) -> AppResult<u64> {
    let waiting = [enum_text(&CopyState::Asked)?, enum_text(&CopyState::Appointed)?];
    let count: i64 = table::table
        .filter(table::account_id.eq(owner.to_string()))
        .filter(table::state.eq_any(waiting))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// Appointments of a unit in these days.
pub(super) fn list_appointments(
    conn: &mut DbConn,
    unit: UnitId,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<Appointment>> {
    let rows: Vec<(Option<NaiveDate>, Option<String>)> = table::table
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::state.eq(enum_text(&CopyState::Appointed)?))
        .filter(table::appointment_day.between(from, to))
        .select((table::appointment_day, table::appointment_half))
        .load(conn)?;
    let appointment = |(day, half): (Option<NaiveDate>, Option<String>)| match (day, half) {
        (Some(day), Some(half)) => Some(parse_enum(&half).map(|half| Appointment { day, half })),
        _ => None,
    };
    rows.into_iter().filter_map(appointment).collect()
}

/// Appointments before this day that nobody came to.
pub(super) fn list_missed(
    conn: &mut DbConn,
    today: NaiveDate,
    limit: i64,
) -> AppResult<Vec<CertifiedCopyId>> {
    let ids: Vec<String> = table::table
        .filter(table::state.eq(enum_text(&CopyState::Appointed)?))
        .filter(table::appointment_day.lt(today))
        .order(table::appointment_day)
        .limit(limit)
        .select(table::id)
        .load(conn)?;
    ids.iter()
        .map(|id| parse_id(id, CertifiedCopyId::parse))
        .collect()
}

/// Names that a request is shown with: unit, category, owner and the owner's number.
pub(super) struct Names {
    pub unit: String,
    pub category: String,
    pub owner: String,
    pub identifier: String,
}

/// Those names.
pub(super) fn names(conn: &mut DbConn, request: &Request) -> AppResult<Names> {
    let (unit, category): (String, String) = table::table
        .inner_join(units::table)
        .inner_join(paper_categories::table)
        .filter(table::id.eq(request.id.to_string()))
        .select((units::name, paper_categories::name))
        .first(conn)?;
    let (owner, identifier): (String, String) = accounts::table
        .find(request.owner.to_string())
        .select((accounts::name, accounts::identifier))
        .first(conn)?;
    Ok(Names {
        unit,
        category,
        owner,
        identifier,
    })
}
