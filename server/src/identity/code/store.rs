//! Flows and the codes sent in them.

use super::domain::{Destination, Flow, Purpose, Send};
use crate::db::DbConn;
use crate::db::schema::{code_flows, code_sends};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use anyhow::anyhow;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::time::Timestamp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = code_flows)]
struct FlowRow {
    id: String,
    purpose: String,
    account_id: Option<String>,
    subject: String,
    channel: String,
    destination: String,
    wrong_codes: i32,
    used_at: Option<NaiveDateTime>,
}

/// Which column of the sends a limit counts by, and of which purposes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counted<'a> {
    Destination(&'a str, &'a [Purpose]),
    Account(AccountId, &'a [Purpose]),
    Address(&'a str),
}

fn texts(purposes: &[Purpose]) -> AppResult<Vec<String>> {
    purposes.iter().map(enum_text).collect()
}

/// A flow by its id, locked until the transaction ends, so that guesses at the same time are judged one by one. A write
/// that changes nothing locks on both databases.
pub(super) fn lock(conn: &mut DbConn, id: ChallengeId, purpose: Purpose) -> AppResult<Option<Flow>> {
    diesel::update(code_flows::table.find(id.to_string()))
        .set(code_flows::wrong_codes.eq(code_flows::wrong_codes))
        .execute(conn)?;
    let row: Option<FlowRow> = code_flows::table
        .find(id.to_string())
        .filter(code_flows::purpose.eq(enum_text(&purpose)?))
        .select(FlowRow::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let sends: Vec<(String, NaiveDateTime, NaiveDateTime)> = code_sends::table
        .filter(code_sends::flow_id.eq(&row.id))
        .order((code_sends::sent_at, code_sends::id))
        .select((code_sends::code_hash, code_sends::sent_at, code_sends::ends_at))
        .load(conn)?;
    let destination = match row.channel.as_str() {
        "phone" => Destination::Phone(row.destination),
        "email" => Destination::Email(row.destination),
        other => return Err(AppError::internal(anyhow!("no such channel: {other}"))),
    };
    Ok(Some(Flow {
        id: parse_id(&row.id, ChallengeId::parse)?,
        purpose: parse_enum(&row.purpose)?,
        account_id: row
            .account_id
            .map(|id| parse_id(&id, AccountId::parse))
            .transpose()?,
        subject: row.subject,
        destination,
        wrong_codes: unsigned(row.wrong_codes)?,
        is_used: row.used_at.is_some(),
        sends: sends
            .into_iter()
            .map(|(code_hash, sent_at, ends_at)| Send {
                code_hash,
                sent_at: moment(sent_at),
                ends_at: moment(ends_at),
            })
            .collect(),
    }))
}

/// Writes a new flow, without a code yet.
pub(super) fn insert(conn: &mut DbConn, flow: &Flow, now: Timestamp) -> AppResult<()> {
    let channel = match flow.destination {
        Destination::Phone(_) => "phone",
        Destination::Email(_) => "email",
    };
    diesel::insert_into(code_flows::table)
        .values((
            code_flows::id.eq(flow.id.to_string()),
            code_flows::purpose.eq(enum_text(&flow.purpose)?),
            code_flows::account_id.eq(flow.account_id.map(|id| id.to_string())),
            code_flows::subject.eq(&flow.subject),
            code_flows::channel.eq(channel),
            code_flows::destination.eq(flow.destination.as_str()),
            code_flows::wrong_codes.eq(0),
            code_flows::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Sends the codes of a flow elsewhere from now on.
pub(super) fn redirect(conn: &mut DbConn, id: ChallengeId, phone: &str) -> AppResult<()> {
    diesel::update(code_flows::table.find(id.to_string()))
        .set((code_flows::channel.eq("phone"), code_flows::destination.eq(phone)))
        .execute(conn)?;
    Ok(())
}

/// Writes a code that goes out.
pub(super) fn insert_send(
    conn: &mut DbConn,
    flow: &Flow,
    send: &Send,
    destination_key: &str,
    address_key: Option<&str>,
) -> AppResult<()> {
    diesel::insert_into(code_sends::table)
        .values((
            code_sends::id.eq(uuid::Uuid::now_v7().to_string()),
            code_sends::flow_id.eq(flow.id.to_string()),
            code_sends::account_id.eq(flow.account_id.map(|id| id.to_string())),
            code_sends::destination_key.eq(destination_key),
            code_sends::address_key.eq(address_key),
            code_sends::code_hash.eq(&send.code_hash),
            code_sends::sent_at.eq(naive(send.sent_at)),
            code_sends::ends_at.eq(naive(send.ends_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the `nth` newest code (1 is the newest) went out that is counted here; `None` when fewer did.
pub(super) fn nth_newest_send(
    conn: &mut DbConn,
    counted: Counted<'_>,
    nth: u32,
) -> AppResult<Option<Timestamp>> {
    let query = code_sends::table
        .inner_join(code_flows::table)
        .order(code_sends::sent_at.desc())
        .offset(i64::from(nth.saturating_sub(1)))
        .limit(1)
        .select(code_sends::sent_at)
        .into_boxed();
    let query = match counted {
        Counted::Destination(key, purposes) => query
            .filter(code_sends::destination_key.eq(key.to_owned()))
            .filter(code_flows::purpose.eq_any(texts(purposes)?)),
        Counted::Account(id, purposes) => query
            .filter(code_sends::account_id.eq(id.to_string()))
            .filter(code_flows::purpose.eq_any(texts(purposes)?)),
        Counted::Address(key) => query.filter(code_sends::address_key.eq(key.to_owned())),
    };
    let found: Option<NaiveDateTime> = query.first(conn).optional()?;
    Ok(found.map(moment))
}

/// Wrong codes that were tried on this account in flows of these purposes begun since `moment`.
pub(super) fn count_recent_wrong_codes(
    conn: &mut DbConn,
    account: AccountId,
    purposes: &[Purpose],
    since: Timestamp,
) -> AppResult<u32> {
    let sum: Option<i64> = code_flows::table
        .filter(code_flows::account_id.eq(account.to_string()))
        .filter(code_flows::purpose.eq_any(texts(purposes)?))
        .filter(code_flows::created_at.ge(naive(since)))
        .select(diesel::dsl::sum(code_flows::wrong_codes))
        .first(conn)?;
    unsigned(sum.unwrap_or(0))
}

/// Counts a wrong code.
pub(super) fn count_wrong_code(conn: &mut DbConn, id: ChallengeId) -> AppResult<()> {
    diesel::update(code_flows::table.find(id.to_string()))
        .set(code_flows::wrong_codes.eq(code_flows::wrong_codes + 1))
        .execute(conn)?;
    Ok(())
}

/// Uses the flow up; `false` when it was used before.
pub(super) fn use_up(conn: &mut DbConn, id: ChallengeId, now: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(code_flows::table.find(id.to_string()))
        .filter(code_flows::used_at.is_null())
        .set(code_flows::used_at.eq(naive(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Uses up every flow of an account that is open, or of those whose codes go to `destination`.
pub(super) fn use_up_all(
    conn: &mut DbConn,
    account: AccountId,
    destination: Option<&str>,
    now: Timestamp,
) -> AppResult<()> {
    let open = diesel::update(code_flows::table)
        .filter(code_flows::account_id.eq(account.to_string()))
        .filter(code_flows::used_at.is_null())
        .set(code_flows::used_at.eq(naive(now)));
    match destination {
        None => open.execute(conn)?,
        Some(one) => open
            .filter(code_flows::destination.eq(one.to_owned()))
            .execute(conn)?,
    };
    Ok(())
}

/// Forgets flows begun before `moment`, with their codes.
pub(super) fn delete_begun_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = code_flows::table.filter(code_flows::created_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
