//! Offices in the database.

use super::super::domain::Hours;
use super::service::Office;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{accounts, certifying_offices as offices, certifying_signers as signers, units};
use crate::db::types::{enum_text, json, naive, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::certified::{CopySigner, SetSigner};

#[derive(Queryable, Selectable)]
#[diesel(table_name = offices)]
struct Row {
    unit_id: String,
    identifier: String,
    place: String,
    weekdays: String,
    morning: i32,
    afternoon: i32,
    closed_days: String,
}

impl Row {
    fn into_office(self) -> AppResult<Office> {
        let weekdays = self.weekdays.bytes().map(|day| day.saturating_sub(b'0'));
        Ok(Office {
            unit: parse_id(&self.unit_id, UnitId::parse)?,
            identifier: self.identifier,
            place: self.place,
            hours: Hours {
                weekdays: weekdays.collect(),
                morning: unsigned(self.morning)?,
                afternoon: unsigned(self.afternoon)?,
                closed_days: parse_json::<Vec<NaiveDate>>(&self.closed_days)?,
            },
        })
    }
}

/// One office.
pub(in super::super) fn find(conn: &mut DbConn, unit: UnitId) -> AppResult<Option<Office>> {
    let row: Option<Row> = offices::table
        .find(unit.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_office).transpose()
}

/// All of them whose unit exists on `day`, by name.
pub(in super::super) fn list(conn: &mut DbConn, day: NaiveDate) -> AppResult<Vec<Office>> {
    let rows: Vec<Row> = offices::table
        .inner_join(units::table)
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .order(units::search_key)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::into_office).collect()
}

/// Writes an office with its signers in the place of what was there.
pub(in super::super) fn set(
    conn: &mut DbConn,
    office: &Office,
    who: &[SetSigner],
    now: Timestamp,
) -> AppResult<()> {
    let number = |count: u32| i32::try_from(count).map_err(AppError::internal);
    let weekdays: String = office.hours.weekdays.iter().map(ToString::to_string).collect();
    let values = (
        offices::identifier.eq(office.identifier.clone()),
        offices::place.eq(office.place.clone()),
        offices::weekdays.eq(weekdays),
        offices::morning.eq(number(office.hours.morning)?),
        offices::afternoon.eq(number(office.hours.afternoon)?),
        offices::closed_days.eq(json(&office.hours.closed_days)?),
        offices::changed_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(offices::table)
        .values((offices::unit_id.eq(office.unit.to_string()), values.clone()))
        .on_conflict(offices::unit_id)
        .do_update()
        .set(values)
        .execute(inner))?;
    diesel::delete(signers::table.filter(signers::unit_id.eq(office.unit.to_string()))).execute(conn)?;
    for one in who {
        diesel::insert_into(signers::table)
            .values((
                signers::unit_id.eq(office.unit.to_string()),
                signers::account_id.eq(one.account_id.to_string()),
                signers::title.eq(&one.title),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Who signs, by name: officers who work there still and may act.
pub(in super::super) fn list_signers(conn: &mut DbConn, unit: UnitId) -> AppResult<Vec<CopySigner>> {
    let rows: Vec<(String, String, String)> = signers::table
        .inner_join(accounts::table)
        .filter(signers::unit_id.eq(unit.to_string()))
        .filter(accounts::unit_id.eq(unit.to_string()))
        .filter(accounts::kind.eq(enum_text(&AccountKind::Staff)?))
        .filter(accounts::status.eq("active"))
        .order((accounts::name, accounts::id))
        .select((signers::account_id, accounts::name, signers::title))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, name, title)| {
            Ok(CopySigner {
                account_id: parse_id(&id, AccountId::parse)?,
                name,
                title,
            })
        })
        .collect()
}

/// Whether this is an officer of the unit.
pub(in super::super) fn works_at(conn: &mut DbConn, account: AccountId, unit: UnitId) -> AppResult<bool> {
    let found = accounts::table
        .filter(accounts::id.eq(account.to_string()))
        .filter(accounts::unit_id.eq(unit.to_string()))
        .filter(accounts::kind.eq(enum_text(&AccountKind::Staff)?));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn)?)
}
