//! Delegations in the database.

use super::domain::{Delegation, EndCause, Side, Standing};
use crate::db::DbConn;
use crate::db::schema::{
    accounts, delegation_procedures, delegations, officers, procedures, staff_roles, units,
};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use crate::http::page::Cursor;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use motcua_shared::delegation::dto::{Colleague, DelegatedProcedure};
use motcua_shared::id::{AccountId, DelegationId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = delegations)]
struct Row {
    id: String,
    delegator_id: String,
    delegate_id: String,
    unit_id: String,
    delegate_unit_id: String,
    given_by: String,
    from_on: NaiveDate,
    until_on: NaiveDate,
    is_for_all: bool,
    reason: String,
    ended_at: Option<NaiveDateTime>,
    end_cause: Option<String>,
}

impl Row {
    fn into_delegation(self) -> AppResult<Delegation> {
        let side = |account: &str, unit: &str| -> AppResult<Side> {
            Ok(Side {
                account: parse_id(account, AccountId::parse)?,
                unit: parse_id(unit, UnitId::parse)?,
            })
        };
        let cause = self.end_cause.as_deref().map(parse_enum).transpose()?;
        Ok(Delegation {
            id: parse_id(&self.id, DelegationId::parse)?,
            delegator: side(&self.delegator_id, &self.unit_id)?,
            delegate: side(&self.delegate_id, &self.delegate_unit_id)?,
            given_by: parse_id(&self.given_by, AccountId::parse)?,
            from: self.from_on,
            until: self.until_on,
            is_for_all: self.is_for_all,
            reason: self.reason,
            ended: self.ended_at.map(moment).zip(cause),
        })
    }
}

/// One of them.
pub(super) fn find(conn: &mut DbConn, id: DelegationId) -> AppResult<Option<Delegation>> {
    let row: Option<Row> = delegations::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_delegation).transpose()
}

/// Those of an account, on either side, or all; newest first, one more than `limit`, in the direction of the cursor.
pub(super) fn list(
    conn: &mut DbConn,
    of: Option<AccountId>,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<Delegation>> {
    let mut query = delegations::table
        .select(Row::as_select())
        .limit(i64::from(limit) + 1)
        .into_boxed();
    if let Some(of) = of {
        let of = of.to_string();
        query = query.filter(
            delegations::delegator_id
                .eq(of.clone())
                .or(delegations::delegate_id.eq(of)),
        );
    }
    query = match cursor {
        Cursor::Start => query.order(delegations::id.desc()),
        Cursor::Older(id) => query
            .filter(delegations::id.lt(id.to_string()))
            .order(delegations::id.desc()),
        Cursor::Newer(id) => query
            .filter(delegations::id.gt(id.to_string()))
            .order(delegations::id.asc()),
    };
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(Row::into_delegation).collect()
}

/// Those of an account, on either side, that nobody ended and whose last day is not over.
pub(super) fn list_open_of(
    conn: &mut DbConn,
    account: AccountId,
    today: NaiveDate,
) -> AppResult<Vec<Delegation>> {
    let of = account.to_string();
    let rows: Vec<Row> = delegations::table
        .filter(
            delegations::delegator_id
                .eq(of.clone())
                .or(delegations::delegate_id.eq(of)),
        )
        .filter(
            delegations::ended_at
                .is_null()
                .and(delegations::until_on.ge(today)),
        )
        .order(delegations::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::into_delegation).collect()
}

/// Whether two have a delegation that nobody ended within these days.
pub(super) fn overlaps(
    conn: &mut DbConn,
    (delegator, delegate): (AccountId, AccountId),
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<bool> {
    let within = delegations::table
        .filter(delegations::delegator_id.eq(delegator.to_string()))
        .filter(delegations::delegate_id.eq(delegate.to_string()))
        .filter(delegations::ended_at.is_null())
        .filter(delegations::from_on.le(until).and(delegations::until_on.ge(from)));
    Ok(diesel::select(exists(within)).get_result(conn)?)
}

/// Writes a delegation with the procedures that it names.
pub(super) fn insert(conn: &mut DbConn, new: &Delegation, codes: &[String], now: Timestamp) -> AppResult<()> {
    diesel::insert_into(delegations::table)
        .values((
            delegations::id.eq(new.id.to_string()),
            delegations::delegator_id.eq(new.delegator.account.to_string()),
            delegations::delegate_id.eq(new.delegate.account.to_string()),
            delegations::unit_id.eq(new.delegator.unit.to_string()),
            delegations::delegate_unit_id.eq(new.delegate.unit.to_string()),
            delegations::given_by.eq(new.given_by.to_string()),
            delegations::from_on.eq(new.from),
            delegations::until_on.eq(new.until),
            delegations::is_for_all.eq(new.is_for_all),
            delegations::reason.eq(&new.reason),
            delegations::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    for code in codes {
        diesel::insert_into(delegation_procedures::table)
            .values((
                delegation_procedures::delegation_id.eq(new.id.to_string()),
                delegation_procedures::procedure_code.eq(code),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Codes of the procedures that a delegation names.
pub(super) fn list_codes(conn: &mut DbConn, id: DelegationId) -> AppResult<Vec<String>> {
    Ok(delegation_procedures::table
        .filter(delegation_procedures::delegation_id.eq(id.to_string()))
        .order(delegation_procedures::procedure_code)
        .select(delegation_procedures::procedure_code)
        .load(conn)?)
}

/// Of these codes the procedures that are known.
pub(super) fn list_procedures(conn: &mut DbConn, codes: &[String]) -> AppResult<Vec<DelegatedProcedure>> {
    let rows: Vec<(String, String)> = procedures::table
        .filter(
            procedures::code
                .eq_any(codes.to_vec())
                .and(procedures::is_current.eq(true)),
        )
        .order(procedures::code)
        .select((procedures::code, procedures::name))
        .load(conn)?;
    let known = |(code, name)| DelegatedProcedure { code, name };
    Ok(rows.into_iter().map(known).collect())
}

/// Ends a delegation; `false` when it was ended before.
pub(super) fn end(
    conn: &mut DbConn,
    id: DelegationId,
    (cause, by): (EndCause, Option<AccountId>),
    now: Timestamp,
) -> AppResult<bool> {
    let open = delegations::table.filter(
        delegations::id
            .eq(id.to_string())
            .and(delegations::ended_at.is_null()),
    );
    let changed = diesel::update(open)
        .set((
            delegations::ended_at.eq(naive(now)),
            delegations::end_cause.eq(enum_text(&cause)?),
            delegations::ended_by.eq(by.map(|id| id.to_string())),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Those that have begun and were told to nobody.
pub(super) fn list_untold(conn: &mut DbConn, today: NaiveDate, limit: i64) -> AppResult<Vec<Delegation>> {
    let rows: Vec<Row> = delegations::table
        .filter(delegations::told_at.is_null().and(delegations::from_on.le(today)))
        .order((delegations::from_on, delegations::id))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::into_delegation).collect()
}

/// Notes that the two were told; `false` when that was noted before.
pub(super) fn set_told(conn: &mut DbConn, id: DelegationId, now: Timestamp) -> AppResult<bool> {
    let untold = delegations::table.filter(
        delegations::id
            .eq(id.to_string())
            .and(delegations::told_at.is_null()),
    );
    let changed = diesel::update(untold)
        .set(delegations::told_at.eq(naive(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What a delegation rests on, of one account.
pub(super) fn standing(conn: &mut DbConn, account: AccountId) -> AppResult<Standing> {
    let (name, unit, status, kind): (String, Option<String>, String, String) = accounts::table
        .find(account.to_string())
        .select((
            accounts::name,
            accounts::unit_id,
            accounts::status,
            accounts::kind,
        ))
        .first(conn)?;
    let role = staff_roles::table
        .filter(staff_roles::account_id.eq(account.to_string()))
        .filter(staff_roles::role.eq_any(roles()?));
    let has_role: bool = diesel::select(exists(role)).get_result(conn)?;
    Ok(Standing {
        name,
        unit: unit.map(|id| parse_id(&id, UnitId::parse)).transpose()?,
        is_on_duty: has_role && status == "active" && kind == enum_text(&AccountKind::Staff)?,
    })
}

/// Roles that let into dossiers.
fn roles() -> AppResult<[String; 2]> {
    let [one, other] = StaffRole::OF_DOSSIERS;
    Ok([enum_text(&one)?, enum_text(&other)?])
}

/// Officers on duty, by name: of these units or of all, but none of one person.
pub(super) fn list_colleagues(
    conn: &mut DbConn,
    units_of: Option<&[UnitId]>,
    words: &[String],
    limit: i64,
) -> AppResult<Vec<(Colleague, UnitId, Option<String>)>> {
    let role = staff_roles::table
        .filter(staff_roles::account_id.eq(accounts::id))
        .filter(staff_roles::role.eq_any(roles()?));
    let mut query = officers::table
        .inner_join(accounts::table.inner_join(units::table))
        .filter(
            accounts::kind
                .eq(enum_text(&AccountKind::Staff)?)
                .and(accounts::status.eq("active")),
        )
        .filter(exists(role))
        .order((officers::search_key, accounts::id))
        .limit(limit)
        .select((
            accounts::id,
            accounts::name,
            units::id,
            units::name,
            accounts::person_id,
        ))
        .into_boxed();
    if let Some(ids) = units_of {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        query = query.filter(units::id.eq_any(ids));
    }
    for word in words {
        query = query.filter(officers::search_key.like(format!("%{word}%")));
    }
    let rows: Vec<(String, String, String, String, Option<String>)> = query.load(conn)?;
    rows.into_iter()
        .map(|(id, name, unit_id, unit, person)| {
            let id = parse_id(&id, AccountId::parse)?;
            let unit_id = parse_id(&unit_id, UnitId::parse)?;
            Ok((Colleague { id, name, unit }, unit_id, person))
        })
        .collect()
}
