//! Files that come in pieces, in the database.

use super::domain::{Part, Refusal, Sending};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{resumable_uploads, upload_parts};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::time::Timestamp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = resumable_uploads)]
struct Row {
    id: String,
    account_id: String,
    idempotency_key: String,
    purpose: String,
    file_name: String,
    size: i64,
    received: i64,
    refusal: Option<String>,
    ends_at: NaiveDateTime,
}

impl Row {
    fn into_sending(self) -> AppResult<Sending> {
        let refusal: Option<Refusal> = self.refusal.as_deref().map(parse_json).transpose()?;
        Ok(Sending {
            id: parse_id(&self.id, UploadId::parse)?,
            account_id: parse_id(&self.account_id, AccountId::parse)?,
            key: self.idempotency_key,
            purpose: parse_enum(&self.purpose)?,
            file_name: self.file_name,
            size: unsigned(self.size)?,
            received: unsigned(self.received)?,
            refusal,
            ends_at: moment(self.ends_at),
        })
    }
}

fn signed(bytes: u64) -> AppResult<i64> {
    i64::try_from(bytes).map_err(AppError::internal)
}

/// Writes a file that begins; `false` when its key was there before.
pub fn insert(conn: &mut DbConn, sending: &Sending, now: Timestamp) -> AppResult<bool> {
    let values = (
        resumable_uploads::id.eq(sending.id.to_string()),
        resumable_uploads::account_id.eq(sending.account_id.to_string()),
        resumable_uploads::idempotency_key.eq(&sending.key),
        resumable_uploads::purpose.eq(enum_text(&sending.purpose)?),
        resumable_uploads::file_name.eq(&sending.file_name),
        resumable_uploads::size.eq(signed(sending.size)?),
        resumable_uploads::received.eq(0),
        resumable_uploads::created_at.eq(naive(now)),
        resumable_uploads::ends_at.eq(naive(sending.ends_at)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(resumable_uploads::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// The file that began with this key before.
pub fn find_by_key(conn: &mut DbConn, account: AccountId, key: &str) -> AppResult<Option<Sending>> {
    let row: Option<Row> = resumable_uploads::table
        .filter(
            resumable_uploads::account_id
                .eq(account.to_string())
                .and(resumable_uploads::idempotency_key.eq(key)),
        )
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_sending).transpose()
}

/// A file of this account.
pub fn find(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<Option<Sending>> {
    let row: Option<Row> = resumable_uploads::table
        .filter(
            resumable_uploads::id
                .eq(id.to_string())
                .and(resumable_uploads::account_id.eq(account.to_string())),
        )
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_sending).transpose()
}

/// Adds a piece behind what has come; `false` when another one was there first, or the file is gone or refused.
pub fn advance(conn: &mut DbConn, id: UploadId, part: &Part) -> AppResult<bool> {
    let start = signed(part.start)?;
    let size = signed(part.size)?;
    let row = resumable_uploads::table.find(id.to_string()).filter(
        resumable_uploads::received
            .eq(start)
            .and(resumable_uploads::refusal.is_null()),
    );
    let changed = diesel::update(row)
        .set(resumable_uploads::received.eq(start + size))
        .execute(conn)?;
    if changed != 1 {
        return Ok(false);
    }
    diesel::insert_into(upload_parts::table)
        .values((
            upload_parts::object.eq(&part.object),
            upload_parts::upload_id.eq(id.to_string()),
            upload_parts::start_at.eq(start),
            upload_parts::size.eq(size),
        ))
        .execute(conn)?;
    Ok(true)
}

/// The pieces of a file, in their order.
pub fn list_parts(conn: &mut DbConn, id: UploadId) -> AppResult<Vec<Part>> {
    let rows: Vec<(String, i64, i64)> = upload_parts::table
        .filter(upload_parts::upload_id.eq(id.to_string()))
        .order(upload_parts::start_at)
        .select((upload_parts::object, upload_parts::start_at, upload_parts::size))
        .load(conn)?;
    rows.into_iter()
        .map(|(object, start, size)| {
            Ok(Part {
                object,
                start: unsigned(start)?,
                size: unsigned(size)?,
            })
        })
        .collect()
}

/// Takes the judging of a whole file until then; `false` when somebody else does it.
pub fn claim_judging(conn: &mut DbConn, id: UploadId, now: Timestamp, until: Timestamp) -> AppResult<bool> {
    let free = resumable_uploads::judged_until
        .is_null()
        .or(resumable_uploads::judged_until.le(naive(now)));
    let row = resumable_uploads::table.find(id.to_string()).filter(
        resumable_uploads::received
            .eq(resumable_uploads::size)
            .and(resumable_uploads::refusal.is_null()),
    );
    let changed = diesel::update(row.filter(free))
        .set(resumable_uploads::judged_until.eq(naive(until)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A file whose judging is claimed until then, and by no other claim.
macro_rules! judged {
    ($id:expr, $until:expr) => {
        resumable_uploads::table
            .find($id.to_string())
            .filter(resumable_uploads::judged_until.eq(naive($until)))
    };
}

/// Makes a claim last longer; `false` when it is another's by now.
pub fn renew_judging(conn: &mut DbConn, id: UploadId, held: Timestamp, until: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(judged!(id, held))
        .set(resumable_uploads::judged_until.eq(naive(until)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Lets somebody else judge it; `false` when somebody else does by now.
pub fn release_judging(conn: &mut DbConn, id: UploadId, until: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(judged!(id, until))
        .set(resumable_uploads::judged_until.eq(None::<NaiveDateTime>))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes a judged file out, with its pieces; `false` when the claim is another's by now, or the file is gone.
pub fn delete_judged(conn: &mut DbConn, id: UploadId, until: Timestamp) -> AppResult<bool> {
    Ok(diesel::delete(judged!(id, until)).execute(conn)? == 1)
}

/// Keeps why a file was not taken, and forgets its pieces; `false` when the claim of whoever judged is another's by now, when
/// something came of a file that nobody judged, or it is gone.
pub fn refuse(
    conn: &mut DbConn,
    id: UploadId,
    claim: Option<Timestamp>,
    refusal: &Refusal,
) -> AppResult<bool> {
    let values = (
        resumable_uploads::refusal.eq(json(refusal)?),
        resumable_uploads::judged_until.eq(None::<NaiveDateTime>),
    );
    let changed = match claim {
        Some(until) => diesel::update(judged!(id, until)).set(values).execute(conn)?,
        // The first bytes decide only as long as nothing else has come.
        None => diesel::update(resumable_uploads::table.find(id.to_string()))
            .filter(resumable_uploads::received.eq(0))
            .set(values)
            .execute(conn)?,
    };
    if changed != 1 {
        return Ok(false);
    }
    diesel::delete(upload_parts::table.filter(upload_parts::upload_id.eq(id.to_string()))).execute(conn)?;
    Ok(true)
}

/// Forgets the refused files of an account, all but the newest `kept`; nothing of them lies anywhere.
pub fn forget_refused(conn: &mut DbConn, account: AccountId, kept: i64) -> AppResult<()> {
    let refused = resumable_uploads::table.filter(
        resumable_uploads::account_id
            .eq(account.to_string())
            .and(resumable_uploads::refusal.is_not_null()),
    );
    let last: Option<String> = refused
        .clone()
        .order(resumable_uploads::id.desc())
        .offset(kept - 1)
        .select(resumable_uploads::id)
        .first(conn)
        .optional()?;
    if let Some(last) = last {
        diesel::delete(refused.filter(resumable_uploads::id.lt(last))).execute(conn)?;
    }
    Ok(())
}

/// Takes a file out, and its pieces with it, which go behind their file so that two who do so wait for each other; `false`
/// when it is gone.
pub fn delete(conn: &mut DbConn, id: UploadId) -> AppResult<bool> {
    Ok(diesel::delete(resumable_uploads::table.find(id.to_string())).execute(conn)? == 1)
}

/// Files that ended before `moment`.
pub fn list_ended(conn: &mut DbConn, moment: Timestamp, limit: i64) -> AppResult<Vec<UploadId>> {
    let ids: Vec<String> = resumable_uploads::table
        .filter(resumable_uploads::ends_at.lt(naive(moment)))
        .order(resumable_uploads::ends_at)
        .limit(limit)
        .select(resumable_uploads::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, UploadId::parse)).collect()
}

/// Which of these pieces belong to a file.
pub fn filter_parts(conn: &mut DbConn, objects: &[String]) -> AppResult<Vec<String>> {
    Ok(upload_parts::table
        .filter(upload_parts::object.eq_any(objects))
        .select(upload_parts::object)
        .load(conn)?)
}
