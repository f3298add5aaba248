//! Orders in the database.

use super::domain::{Order, State};
use crate::db::DbConn;
use crate::db::schema::signing_orders;
use crate::db::types::{naive, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::signature::service::HandedOut;
use anyhow::anyhow;
use diesel::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, SigningOrderId, UploadId};
use motcua_shared::time::Timestamp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_orders)]
struct Row {
    id: String,
    upload_id: String,
    file_name: String,
    size: i64,
    sha256: String,
    certificate: Option<String>,
    state: String,
    returned_id: Option<String>,
    result: Option<String>,
}

impl Row {
    fn into_order(self) -> AppResult<Order> {
        let returned = self
            .returned_id
            .map(|id| parse_id(&id, UploadId::parse))
            .transpose()?;
        let state = match (self.state.as_str(), returned, self.result) {
            ("open", None, None) => State::Open,
            ("returned", Some(id), None) => State::Returned(id),
            ("taken", Some(id), Some(_)) => State::Taken(id),
            ("refused", Some(_), Some(code)) => State::Refused(parse_enum::<ErrorCode>(&code)?),
            (other, ..) => return Err(AppError::internal(anyhow!("a signing order that is {other}"))),
        };
        let sha256 = crate::secret::unhex(&self.sha256)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or_else(|| AppError::internal(anyhow!("no SHA-256")))?;
        Ok(Order {
            id: parse_id(&self.id, SigningOrderId::parse)?,
            upload_id: parse_id(&self.upload_id, UploadId::parse)?,
            file_name: self.file_name,
            handed_out: HandedOut {
                length: unsigned(self.size)?,
                sha256,
            },
            certificate: self.certificate,
            state,
        })
    }
}

/// An order about to be written.
pub(super) struct NewOrder {
    pub id: SigningOrderId,
    pub account_id: AccountId,
    pub upload_id: UploadId,
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
    pub certificate: Option<String>,
    pub download_digest: String,
    pub upload_digest: String,
    pub now: Timestamp,
    pub ends_at: Timestamp,
}

/// Writes an order. One before it for the same file that is still open is none any more: whoever has its addresses
/// comes too late.
pub(super) fn insert(conn: &mut DbConn, new: &NewOrder) -> AppResult<()> {
    diesel::delete(signing_orders::table)
        .filter(signing_orders::upload_id.eq(new.upload_id.to_string()))
        .filter(signing_orders::state.eq("open"))
        .execute(conn)?;
    diesel::insert_into(signing_orders::table)
        .values((
            signing_orders::id.eq(new.id.to_string()),
            signing_orders::account_id.eq(new.account_id.to_string()),
            signing_orders::upload_id.eq(new.upload_id.to_string()),
            signing_orders::file_name.eq(&new.file_name),
            signing_orders::size.eq(i64::try_from(new.size).map_err(AppError::internal)?),
            signing_orders::sha256.eq(&new.sha256),
            signing_orders::certificate.eq(&new.certificate),
            signing_orders::download_digest.eq(&new.download_digest),
            signing_orders::upload_digest.eq(&new.upload_digest),
            signing_orders::state.eq("open"),
            signing_orders::created_at.eq(naive(new.now)),
            signing_orders::ends_at.eq(naive(new.ends_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// An order of this account.
pub(super) fn find(conn: &mut DbConn, account: AccountId, id: SigningOrderId) -> AppResult<Option<Order>> {
    let row: Option<Row> = signing_orders::table
        .filter(signing_orders::id.eq(id.to_string()))
        .filter(signing_orders::account_id.eq(account.to_string()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_order).transpose()
}

/// Hands the file out to whoever has the secret with this digest; once.
pub(super) fn fetch(conn: &mut DbConn, digest: &str, now: Timestamp) -> AppResult<Option<Order>> {
    let fetched = diesel::update(signing_orders::table)
        .filter(signing_orders::download_digest.eq(digest))
        .filter(signing_orders::fetched_at.is_null())
        .filter(signing_orders::state.eq("open"))
        .filter(signing_orders::ends_at.gt(naive(now)))
        .set(signing_orders::fetched_at.eq(naive(now)))
        .execute(conn)?;
    if fetched == 0 {
        return Ok(None);
    }
    let row: Row = signing_orders::table
        .filter(signing_orders::download_digest.eq(digest))
        .select(Row::as_select())
        .first(conn)?;
    row.into_order().map(Some)
}

/// The open order for which the secret with this digest takes a file.
pub(super) fn find_open(conn: &mut DbConn, digest: &str, now: Timestamp) -> AppResult<Option<Order>> {
    let row: Option<Row> = signing_orders::table
        .filter(signing_orders::upload_digest.eq(digest))
        .filter(signing_orders::state.eq("open"))
        .filter(signing_orders::ends_at.gt(naive(now)))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_order).transpose()
}

/// Notes what came back; `false` when something came back before.
pub(super) fn set_returned(conn: &mut DbConn, id: SigningOrderId, returned: UploadId) -> AppResult<bool> {
    let changed = diesel::update(signing_orders::table.find(id.to_string()))
        .filter(signing_orders::state.eq("open"))
        .set((
            signing_orders::state.eq("returned"),
            signing_orders::returned_id.eq(returned.to_string()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes the judgement of what came back; `false` when it was judged before.
pub(super) fn settle(
    conn: &mut DbConn,
    id: SigningOrderId,
    outcome: Result<UploadId, ErrorCode>,
) -> AppResult<bool> {
    let (state, result) = match outcome {
        Ok(upload) => ("taken", upload.to_string()),
        Err(code) => ("refused", code.as_str().to_owned()),
    };
    let changed = diesel::update(signing_orders::table.find(id.to_string()))
        .filter(signing_orders::state.eq("returned"))
        .set((signing_orders::state.eq(state), signing_orders::result.eq(result)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Forgets orders from before `moment`.
pub(super) fn delete_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    Ok(diesel::delete(signing_orders::table)
        .filter(signing_orders::created_at.lt(naive(moment)))
        .execute(conn)?)
}
