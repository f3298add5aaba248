//! Uploads and stored files in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{
    accounts, certified_copies, dossier_components, dossier_results, dossier_supplement_parts,
    draft_components, file_scans, paper_versions, papers, result_drafts, resumable_uploads, stored_files,
    uploads,
};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, UploadId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose, ScanState, UploadView};

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

/// A row with what the antivirus said of its bytes.
type Scanned = (UploadRow, Option<String>);

impl UploadRow {
    fn into_upload((row, scan): Scanned) -> AppResult<Upload> {
        row.with_scan(scan.as_deref().map(parse_enum).transpose()?.unwrap_or_default())
    }

    fn with_scan(self, scan: ScanState) -> AppResult<Upload> {
        let report: Option<VerificationReport> = self.report.as_deref().map(parse_json).transpose()?;
        Ok(Upload {
            view: UploadView {
                id: parse_id(&self.id, UploadId::parse)?,
                file_name: self.file_name,
                size: unsigned(self.size)?,
                sha256: self.sha256,
                media_type: parse_enum(&self.media_type)?,
                report,
                scan,
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

macro_rules! scanned_uploads {
    () => {
        uploads::table
            .left_join(file_scans::table.on(file_scans::sha256.eq(uploads::sha256)))
            .select((UploadRow::as_select(), file_scans::state.nullable()))
    };
}

/// The file that came with this key before.
pub fn find_by_key(conn: &mut DbConn, account: AccountId, key: &str) -> AppResult<Option<Upload>> {
    let row: Option<Scanned> = scanned_uploads!()
        .filter(
            uploads::account_id
                .eq(account.to_string())
                .and(uploads::idempotency_key.eq(key)),
        )
        .first(conn)
        .optional()?;
    row.map(UploadRow::into_upload).transpose()
}

/// A file of this account.
pub fn find(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<Option<Upload>> {
    let row: Option<Scanned> = scanned_uploads!()
        .filter(
            uploads::id
                .eq(id.to_string())
                .and(uploads::account_id.eq(account.to_string())),
        )
        .first(conn)
        .optional()?;
    row.map(UploadRow::into_upload).transpose()
}

/// How many files of this account wait unused, those half sent included.
pub fn count_waiting(conn: &mut DbConn, account: AccountId) -> AppResult<u64> {
    let whole: i64 = uploads::table
        .filter(
            uploads::account_id
                .eq(account.to_string())
                .and(uploads::used_for.is_null()),
        )
        .count()
        .get_result(conn)?;
    let half: i64 = resumable_uploads::table
        .filter(
            resumable_uploads::account_id
                .eq(account.to_string())
                .and(resumable_uploads::refusal.is_null()),
        )
        .count()
        .get_result(conn)?;
    unsigned(whole + half)
}

/// Bytes of all files that this account sent and that wait, are on their way or are kept. What lies once in the store counts
/// once, however often it was sent. What an officer sent and put to use is its owner's by then, and no load on the officer.
pub fn sum_bytes(conn: &mut DbConn, account: AccountId) -> AppResult<u64> {
    use diesel::dsl::{exists, sql};
    use diesel::sql_types::BigInt;
    let with_vault = accounts::table.filter(
        accounts::id
            .eq(account.to_string())
            .and(accounts::kind.ne(enum_text(&AccountKind::Staff)?)),
    );
    let of_account = uploads::table.filter(uploads::account_id.eq(account.to_string()));
    let waiting: i64 = of_account
        .clone()
        .filter(uploads::used_for.is_null())
        .select(sql::<BigInt>("cast(coalesce(sum(uploads.size), 0) as bigint)"))
        .get_result(conn)?;
    let used = of_account
        .filter(uploads::used_for.is_not_null())
        .filter(exists(with_vault))
        .select(uploads::sha256);
    let kept: i64 = stored_files::table
        .filter(stored_files::sha256.eq_any(used))
        .select(sql::<BigInt>(
            "cast(coalesce(sum(stored_files.size), 0) as bigint)",
        ))
        .get_result(conn)?;
    let half: i64 = resumable_uploads::table
        .filter(
            resumable_uploads::account_id
                .eq(account.to_string())
                .and(resumable_uploads::refusal.is_null()),
        )
        .select(sql::<BigInt>("cast(coalesce(sum(size), 0) as bigint)"))
        .get_result(conn)?;
    unsigned(waiting.saturating_add(kept).saturating_add(half))
}

/// Who sent these bytes, and under which names.
pub fn list_senders(conn: &mut DbConn, sha256: &str) -> AppResult<Vec<(AccountId, String)>> {
    let rows: Vec<(String, String)> = uploads::table
        .filter(uploads::sha256.eq(sha256))
        .select((uploads::account_id, uploads::file_name))
        .distinct()
        .order((uploads::account_id, uploads::file_name))
        .load(conn)?;
    rows.into_iter()
        .map(|(account, name)| Ok((parse_id(&account, AccountId::parse)?, name)))
        .collect()
}

/// Unused files with these bytes are forgotten when the clean-up comes next.
pub fn end_waiting(conn: &mut DbConn, sha256: &str, now: Timestamp) -> AppResult<()> {
    let waiting = uploads::table.filter(uploads::sha256.eq(sha256).and(uploads::used_for.is_null()));
    diesel::update(waiting)
        .set(uploads::ends_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// An unused file with these bytes, whosever it is.
pub fn find_waiting_by_digest(conn: &mut DbConn, sha256: &str) -> AppResult<Option<UploadId>> {
    let id: Option<String> = uploads::table
        .filter(uploads::sha256.eq(sha256).and(uploads::used_for.is_null()))
        .select(uploads::id)
        .first(conn)
        .optional()?;
    id.map(|id| parse_id(&id, UploadId::parse)).transpose()
}

/// Takes an unused file out; `false` when there is none.
pub fn delete_waiting(conn: &mut DbConn, account: AccountId, id: UploadId) -> AppResult<bool> {
    let row = uploads::table.filter(
        uploads::id
            .eq(id.to_string())
            .and(uploads::account_id.eq(account.to_string()))
            .and(uploads::used_for.is_null()),
    );
    Ok(diesel::delete(row).execute(conn)? == 1)
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

/// Notes that the bytes stand in the store under their digest. A note that was there is locked until the transaction ends, and
/// written anew when somebody takes it away in this moment: what is about to stand on it must find it.
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
        .on_conflict(stored_files::sha256)
        .do_update()
        .set(stored_files::stored_at.eq(stored_files::stored_at))
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

/// Takes unused files that ended before `moment` out of the table; the ids of those that it took come back, and of none that
/// was put to use in this moment.
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
    let unused = uploads::table.filter(uploads::id.eq_any(&ids).and(uploads::used_for.is_null()));
    let taken: Vec<String> = both!(conn, inner => diesel::delete(unused)
        .returning(uploads::id)
        .get_results(inner))?;
    taken.iter().map(|id| parse_id(id, UploadId::parse)).collect()
}

/// Which of these ids are unused uploads.
pub fn filter_waiting(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<String>> {
    Ok(uploads::table
        .filter(uploads::id.eq_any(ids).and(uploads::used_for.is_null()))
        .select(uploads::id)
        .load(conn)?)
}

/// Digests of a shelf, in their order and behind `after`, that were stored before `moment` and that nothing refers to. Which
/// tables refer to bytes is said here to find the few; whether one is let go is decided by [`delete_stored`].
pub fn list_unreferenced(
    conn: &mut DbConn,
    (shelf, after): (&str, &str),
    moment: Timestamp,
    limit: i64,
) -> AppResult<Vec<String>> {
    use diesel::dsl::{exists, not};
    // `g` sorts after every hexadecimal digit, in every collation.
    let end = format!("{shelf}g");
    let sha256 = stored_files::sha256;
    Ok(stored_files::table
        .filter(sha256.ge(shelf).and(sha256.lt(end)).and(sha256.gt(after)))
        .filter(stored_files::stored_at.lt(naive(moment)))
        .filter(not(exists(papers::table.filter(papers::sha256.eq(sha256)))))
        .filter(not(exists(
            paper_versions::table.filter(paper_versions::sha256.eq(sha256)),
        )))
        .filter(not(exists(
            draft_components::table.filter(draft_components::sha256.eq(sha256.nullable())),
        )))
        .filter(not(exists(
            dossier_components::table.filter(dossier_components::sha256.eq(sha256)),
        )))
        .filter(not(exists(
            dossier_results::table.filter(dossier_results::sha256.eq(sha256)),
        )))
        .filter(not(exists(
            dossier_supplement_parts::table
                .filter(dossier_supplement_parts::old_sha256.eq(sha256.nullable())),
        )))
        .filter(not(exists(
            dossier_supplement_parts::table
                .filter(dossier_supplement_parts::new_sha256.eq(sha256.nullable())),
        )))
        .filter(not(exists(
            certified_copies::table.filter(certified_copies::sha256.eq(sha256.nullable())),
        )))
        .filter(not(exists(
            result_drafts::table.filter(result_drafts::sha256.eq(sha256.nullable())),
        )))
        .order(sha256)
        .limit(limit)
        .select(sha256)
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
