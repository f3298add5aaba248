//! Uploads and stored files in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{stored_files, uploads};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose, UploadView};

/// A file that was received.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What its sender sees.
    pub view: UploadView,
    /// What it was sent for.
    pub purpose: Purpose,
    /// What it was put to use for: an id that the using feature chose.
    pub used_for: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = uploads)]
struct UploadRow {
    id: String,
    purpose: String,
    file_name: String,
    size: i64,
    sha256: String,
    media_type: String,
    report: Option<String>,
    ends_at: NaiveDateTime,
    used_for: Option<String>,
}

impl UploadRow {
    fn into_upload(self) -> AppResult<Upload> {
        let report: Option<VerificationReport> = self.report.as_deref().map(parse_json).transpose()?;
        Ok(Upload {
            view: UploadView {
                id: parse_id(&self.id, UploadId::parse)?,
                file_name: self.file_name,
                size: unsigned(self.size)?,
                sha256: self.sha256,
                media_type: parse_enum(&self.media_type)?,
                report,
                ends_at: moment(self.ends_at),
            },
            purpose: parse_enum(&self.purpose)?,
            used_for: self.used_for,
        })
    }
}

/// Writes a received file; `false` when its key was there before.
pub fn insert(
    conn: &mut DbConn,
    account: AccountId,
    key: &str,
    purpose: Purpose,
    view: &UploadView,
    now: Timestamp,
) -> AppResult<bool> {
    let size = i64::try_from(view.size).map_err(AppError::internal)?;
    let report = view.report.as_ref().map(json).transpose()?;
    let values = (
        uploads::id.eq(view.id.to_string()),
        uploads::account_id.eq(account.to_string()),
        uploads::idempotency_key.eq(key),
        uploads::purpose.eq(enum_text(&purpose)?),
        uploads::file_name.eq(&view.file_name),
        uploads::size.eq(size),
        uploads::sha256.eq(&view.sha256),
        uploads::media_type.eq(enum_text(&view.media_type)?),
        uploads::report.eq(report),
        uploads::received_at.eq(naive(now)),
        uploads::ends_at.eq(naive(view.ends_at)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(uploads::table)
        .values(values)
        .on_conflict((uploads::account_id, uploads::idempotency_key))
        .do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// The file that came with this key before.
pub fn find_by_key(conn: &mut DbConn, account: AccountId, key: &str) -> AppResult<Option<Upload>> {
    let row: Option<UploadRow> = uploads::table
        .filter(
            uploads::account_id
                .eq(account.to_string())
                .and(uploads::idempotency_key.eq(key)),
        )
        .select(UploadRow::as_select())
        .first(conn)
        .optional()?;
    row.map(UploadRow::into_upload).transpose()
}

/// A file of this account.
pub fn find(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<Option<Upload>> {
    let row: Option<UploadRow> = uploads::table
        .filter(
            uploads::id
                .eq(id.to_string())
                .and(uploads::account_id.eq(account.to_string())),
        )
        .select(UploadRow::as_select())
        .first(conn)
        .optional()?;
    row.map(UploadRow::into_upload).transpose()
}

/// How many files of this account wait unused.
pub fn count_waiting(conn: &mut DbConn, account: AccountId) -> AppResult<u64> {
    let count: i64 = uploads::table
        .filter(
            uploads::account_id
                .eq(account.to_string())
                .and(uploads::used_for.is_null()),
        )
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// Puts a file to use; `false` when it was put to use before.
pub fn use_for(conn: &mut DbConn, id: UploadId, used_for: &str) -> AppResult<bool> {
    let changed = diesel::update(uploads::table.find(id.to_string()))
        .filter(uploads::used_for.is_null())
        .set(uploads::used_for.eq(used_for))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes an unused file of this account out of the table; `false` when it is used, or not there.
pub fn delete_unused(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<bool> {
    let unused = uploads::table
        .filter(uploads::id.eq(id.to_string()))
        .filter(uploads::account_id.eq(account.to_string()))
        .filter(uploads::used_for.is_null());
    Ok(diesel::delete(unused).execute(conn)? == 1)
}

/// Notes that the bytes stand in the store under their digest.
pub fn insert_stored(
    conn: &mut DbConn,
    sha256: &str,
    size: u64,
    media: MediaType,
    now: Timestamp,
) -> AppResult<()> {
    let values = (
        stored_files::sha256.eq(sha256),
        stored_files::size.eq(i64::try_from(size).map_err(AppError::internal)?),
        stored_files::media_type.eq(enum_text(&media)?),
        stored_files::stored_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(stored_files::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Whether the bytes are stood on.
pub fn is_stored(conn: &mut DbConn, sha256: &str) -> AppResult<bool> {
    Ok(diesel::select(diesel::dsl::exists(stored_files::table.find(sha256))).get_result(conn)?)
}

/// Takes the note of stored bytes away, unless something stands on them; says whether it did. Every table that stands on
/// bytes refers to this one, so the database knows. Call in a transaction of its own: the refusal ends it.
pub fn delete_stored(conn: &mut DbConn, sha256: &str) -> AppResult<bool> {
    use diesel::result::{DatabaseErrorKind, Error};
    match diesel::delete(stored_files::table.find(sha256)).execute(conn) {
        Ok(count) => Ok(count == 1),
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => Ok(false),
        // SQLite refuses `on delete restrict` as a trigger does, and diesel does not know that for what it is.
        Err(Error::DatabaseError(_, said)) if said.message() == "FOREIGN KEY constraint failed" => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Takes unused files that ended before `moment` out of the table; their ids come back.
pub fn delete_ended(conn: &mut DbConn, moment: Timestamp, limit: i64) -> AppResult<Vec<UploadId>> {
    let ids: Vec<String> = uploads::table
        .filter(
            uploads::ends_at
                .lt(naive(moment))
                .and(uploads::used_for.is_null()),
        )
        .order(uploads::ends_at)
        .limit(limit)
        .select(uploads::id)
        .load(conn)?;
    diesel::delete(uploads::table.filter(uploads::id.eq_any(&ids).and(uploads::used_for.is_null())))
        .execute(conn)?;
    ids.iter().map(|id| parse_id(id, UploadId::parse)).collect()
}

/// Which of these ids are unused uploads.
pub fn filter_waiting(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<String>> {
    Ok(uploads::table
        .filter(uploads::id.eq_any(ids).and(uploads::used_for.is_null()))
        .select(uploads::id)
        .load(conn)?)
}

/// Digests that start with `shelf`.
pub fn list_stored(conn: &mut DbConn, shelf: &str) -> AppResult<Vec<String>> {
    // `g` sorts after every hexadecimal digit, in every collation.
    let end = format!("{shelf}g");
    Ok(stored_files::table
        .filter(stored_files::sha256.ge(shelf).and(stored_files::sha256.lt(end)))
        .select(stored_files::sha256)
        .load(conn)?)
}
