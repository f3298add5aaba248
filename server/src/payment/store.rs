//! Charges, what was done with them, and payments, in the database.

use super::domain::{Attempt, Charge, Event, bare_reference};
use crate::db::DbConn;
use crate::db::schema::{charge_events, charges, dossiers, payment_attempts, procedures, units};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChargeId, DossierId, PaymentAttemptId, UnitId};
use motcua_shared::payment::dto::{AttemptState, ChargeState, DueCharge};
use motcua_shared::payment::rule::Money;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

/// Most acts with one number that are looked at.
const MOST_NOTED: i64 = 50;

#[derive(Queryable, Selectable)]
#[diesel(table_name = charges)]
struct ChargeRow {
    id: String,
    dossier_id: String,
    amount: i64,
    state: String,
    way: Option<String>,
    reference: Option<String>,
    received: i64,
    refunded: i64,
    excess: i64,
    is_kept: bool,
    version: i32,
    settled_at: Option<NaiveDateTime>,
}

impl ChargeRow {
    fn into_charge(self) -> AppResult<Charge> {
        Ok(Charge {
            id: parse_id(&self.id, ChargeId::parse)?,
            dossier: parse_id(&self.dossier_id, DossierId::parse)?,
            money: Money {
                amount: self.amount,
                state: parse_enum(&self.state)?,
                received: self.received,
                refunded: self.refunded,
                excess: self.excess,
                is_kept: self.is_kept,
            },
            way: self.way.as_deref().map(parse_enum).transpose()?,
            reference: self.reference,
            version: unsigned(self.version)?,
            settled_at: self.settled_at.map(moment),
        })
    }
}

/// Makes a charge.
pub fn insert(conn: &mut DbConn, dossier: DossierId, money: Money, now: Timestamp) -> AppResult<ChargeId> {
    let id = new_id(ChargeId::from_uuid);
    diesel::insert_into(charges::table)
        .values((
            charges::id.eq(id.to_string()),
            charges::dossier_id.eq(dossier.to_string()),
            charges::amount.eq(money.amount),
            charges::state.eq(enum_text(&money.state)?),
            charges::received.eq(money.received),
            charges::refunded.eq(money.refunded),
            charges::excess.eq(money.excess),
            charges::version.eq(1),
            charges::made_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// The charge of a dossier.
pub fn find(conn: &mut DbConn, dossier: DossierId) -> AppResult<Option<Charge>> {
    let row: Option<ChargeRow> = charges::table
        .filter(charges::dossier_id.eq(dossier.to_string()))
        .select(ChargeRow::as_select())
        .first(conn)
        .optional()?;
    row.map(ChargeRow::into_charge).transpose()
}

/// A charge.
pub fn load(conn: &mut DbConn, id: ChargeId) -> AppResult<Charge> {
    let row: ChargeRow = charges::table
        .find(id.to_string())
        .select(ChargeRow::as_select())
        .first(conn)?;
    row.into_charge()
}

/// Writes a charge as it stands after an act on the version that `next` has; `false` when somebody else was quicker.
pub fn advance(conn: &mut DbConn, next: &Charge) -> AppResult<bool> {
    let version = i32::try_from(next.version).map_err(AppError::internal)?;
    let as_seen = charges::table.filter(
        charges::id
            .eq(next.id.to_string())
            .and(charges::version.eq(version)),
    );
    let changed = diesel::update(as_seen)
        .set((
            charges::state.eq(enum_text(&next.money.state)?),
            charges::way.eq(next.way.as_ref().map(enum_text).transpose()?),
            charges::reference.eq(&next.reference),
            charges::received.eq(next.money.received),
            charges::refunded.eq(next.money.refunded),
            charges::excess.eq(next.money.excess),
            charges::is_kept.eq(next.money.is_kept),
            charges::settled_at.eq(next.settled_at.map(naive)),
            charges::version.eq(version.saturating_add(1)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Writes an act down; `key` is that of the request. There is no update and no delete of acts, on purpose.
pub fn insert_event(conn: &mut DbConn, charge: ChargeId, event: &Event, key: Option<&str>) -> AppResult<()> {
    let by = event.by.as_ref();
    diesel::insert_into(charge_events::table)
        .values((
            charge_events::id.eq(new_id(|id| id).to_string()),
            charge_events::charge_id.eq(charge.to_string()),
            charge_events::kind.eq(enum_text(&event.kind)?),
            charge_events::amount.eq(event.amount),
            charge_events::actor_id.eq(by.map(|by| by.0.to_string())),
            charge_events::actor_name.eq(by.map(|by| by.1.as_str())),
            charge_events::unit_name.eq(by.map(|by| by.2.as_str())),
            charge_events::reference.eq(&event.reference),
            charge_events::bare_reference.eq(event.reference.as_deref().map(bare_reference)),
            charge_events::words.eq(&event.words),
            charge_events::idempotency_key.eq(key),
            charge_events::happened_at.eq(naive(event.at)),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = charge_events)]
struct EventRow {
    kind: String,
    amount: i64,
    actor_id: Option<String>,
    actor_name: Option<String>,
    unit_name: Option<String>,
    reference: Option<String>,
    words: Option<String>,
    happened_at: NaiveDateTime,
}

impl EventRow {
    fn into_event(self) -> AppResult<Event> {
        let by = match (self.actor_id, self.actor_name, self.unit_name) {
            (Some(id), Some(name), Some(unit)) => Some((parse_id(&id, AccountId::parse)?, name, unit)),
            _ => None,
        };
        Ok(Event {
            kind: parse_enum(&self.kind)?,
            amount: self.amount,
            by,
            reference: self.reference,
            words: self.words,
            at: moment(self.happened_at),
        })
    }
}

/// Acts, oldest first.
pub fn list_events(conn: &mut DbConn, charge: ChargeId) -> AppResult<Vec<Event>> {
    let rows: Vec<EventRow> = charge_events::table
        .filter(charge_events::charge_id.eq(charge.to_string()))
        .order(charge_events::id)
        .select(EventRow::as_select())
        .load(conn)?;
    rows.into_iter().map(EventRow::into_event).collect()
}

/// Charges of dossiers that lie at a unit for which something was noted with this number, as [`bare_reference`] writes it: few, and
/// of few units.
pub fn list_noted(conn: &mut DbConn, unit: UnitId, bare: &str) -> AppResult<Vec<(ChargeId, String)>> {
    let rows: Vec<(String, String)> = charge_events::table
        .inner_join(charges::table.inner_join(dossiers::table))
        .filter(charge_events::bare_reference.eq(bare))
        .filter(dossiers::unit_id.eq(unit.to_string()))
        .order(charge_events::id)
        .limit(MOST_NOTED)
        .select((charges::id, dossiers::code))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, code)| Ok((parse_id(&id, ChargeId::parse)?, code)))
        .collect()
}

/// The act of a request that came before.
pub fn find_event(conn: &mut DbConn, charge: ChargeId, key: &str) -> AppResult<Option<Event>> {
    let row: Option<EventRow> = charge_events::table
        .filter(
            charge_events::charge_id
                .eq(charge.to_string())
                .and(charge_events::idempotency_key.eq(key)),
        )
        .select(EventRow::as_select())
        .first(conn)
        .optional()?;
    row.map(EventRow::into_event).transpose()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = payment_attempts)]
struct AttemptRow {
    id: String,
    charge_id: String,
    amount: i64,
    state: String,
    started_at: NaiveDateTime,
    expires_at: NaiveDateTime,
}

impl AttemptRow {
    fn into_attempt(self) -> AppResult<Attempt> {
        Ok(Attempt {
            id: parse_id(&self.id, PaymentAttemptId::parse)?,
            charge: parse_id(&self.charge_id, ChargeId::parse)?,
            amount: self.amount,
            state: parse_enum(&self.state)?,
            started_at: moment(self.started_at),
            expires_at: moment(self.expires_at),
        })
    }
}

/// Writes a payment that begins.
pub fn insert_attempt(conn: &mut DbConn, attempt: &Attempt, key: &str) -> AppResult<()> {
    diesel::insert_into(payment_attempts::table)
        .values((
            payment_attempts::id.eq(attempt.id.to_string()),
            payment_attempts::charge_id.eq(attempt.charge.to_string()),
            payment_attempts::idempotency_key.eq(key),
            payment_attempts::amount.eq(attempt.amount),
            payment_attempts::state.eq(enum_text(&attempt.state)?),
            payment_attempts::started_at.eq(naive(attempt.started_at)),
            payment_attempts::expires_at.eq(naive(attempt.expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A payment.
pub fn find_attempt(conn: &mut DbConn, id: PaymentAttemptId) -> AppResult<Option<Attempt>> {
    let row: Option<AttemptRow> = payment_attempts::table
        .find(id.to_string())
        .select(AttemptRow::as_select())
        .first(conn)
        .optional()?;
    row.map(AttemptRow::into_attempt).transpose()
}

/// The payment of a request that came before.
pub fn find_attempt_by_key(conn: &mut DbConn, charge: ChargeId, key: &str) -> AppResult<Option<Attempt>> {
    let row: Option<AttemptRow> = payment_attempts::table
        .filter(
            payment_attempts::charge_id
                .eq(charge.to_string())
                .and(payment_attempts::idempotency_key.eq(key)),
        )
        .select(AttemptRow::as_select())
        .first(conn)
        .optional()?;
    row.map(AttemptRow::into_attempt).transpose()
}

/// The newest payments of a charge, newest first.
pub fn list_attempts(conn: &mut DbConn, charge: ChargeId, limit: i64) -> AppResult<Vec<Attempt>> {
    let rows: Vec<AttemptRow> = payment_attempts::table
        .filter(payment_attempts::charge_id.eq(charge.to_string()))
        .order(payment_attempts::id.desc())
        .limit(limit)
        .select(AttemptRow::as_select())
        .load(conn)?;
    rows.into_iter().map(AttemptRow::into_attempt).collect()
}

/// Writes down what the gateway said of a payment that is still as it was read; `false` when that was done before.
pub fn answer(
    conn: &mut DbConn,
    attempt: &Attempt,
    next: AttemptState,
    (transaction, code): (Option<&str>, &str),
    now: Timestamp,
) -> AppResult<bool> {
    let as_seen = payment_attempts::table.filter(
        payment_attempts::id
            .eq(attempt.id.to_string())
            .and(payment_attempts::state.eq(enum_text(&attempt.state)?)),
    );
    let changed = diesel::update(as_seen)
        .set((
            payment_attempts::state.eq(enum_text(&next)?),
            payment_attempts::transaction_number.eq(transaction),
            payment_attempts::response_code.eq(code),
            payment_attempts::answered_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Writes down that the gateway named another amount; `false` when it had before.
pub fn note_odd(conn: &mut DbConn, id: PaymentAttemptId, amount: i64) -> AppResult<bool> {
    let first = payment_attempts::table.filter(
        payment_attempts::id
            .eq(id.to_string())
            .and(payment_attempts::odd_amount.is_null()),
    );
    let changed = diesel::update(first)
        .set(payment_attempts::odd_amount.eq(amount))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Which of these dossiers have a fee that is due.
pub fn list_unpaid(conn: &mut DbConn, dossiers: &[DossierId]) -> AppResult<HashSet<DossierId>> {
    if dossiers.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<String> = dossiers.iter().map(|id| id.to_string()).collect();
    let due: Vec<String> = charges::table
        .filter(
            charges::dossier_id
                .eq_any(ids)
                .and(charges::state.eq(enum_text(&ChargeState::Due)?)),
        )
        .select(charges::dossier_id)
        .load(conn)?;
    due.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}

/// The money of these dossiers' charges.
pub fn list_money(conn: &mut DbConn, dossiers: &[DossierId]) -> AppResult<Vec<(DossierId, Money)>> {
    if dossiers.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = dossiers.iter().map(|id| id.to_string()).collect();
    let rows: Vec<ChargeRow> = charges::table
        .filter(charges::dossier_id.eq_any(ids))
        .select(ChargeRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| row.into_charge().map(|charge| (charge.dossier, charge.money)))
        .collect()
}

/// Charges of an account that are due, newest dossier first.
pub fn list_due(conn: &mut DbConn, account: AccountId, limit: i64) -> AppResult<Vec<DueCharge>> {
    let rows: Vec<(String, String, String, String, i64, NaiveDateTime)> = charges::table
        .inner_join(
            dossiers::table
                .inner_join(procedures::table)
                .inner_join(units::table),
        )
        .filter(
            dossiers::account_id
                .eq(account.to_string())
                .and(charges::state.eq(enum_text(&ChargeState::Due)?)),
        )
        .order(dossiers::id.desc())
        .limit(limit)
        .select((
            dossiers::id,
            dossiers::code,
            procedures::name,
            units::name,
            charges::amount,
            dossiers::submitted_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, dossier_code, procedure_name, unit_name, amount, since)| {
            Ok(DueCharge {
                dossier_id: parse_id(&id, DossierId::parse)?,
                dossier_code,
                procedure_name,
                unit_name,
                amount,
                since: moment(since),
            })
        })
        .collect()
}
