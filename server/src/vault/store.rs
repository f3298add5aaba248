//! Papers in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, paper_versions, papers, vaults};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::send_file::FileRef;
use crate::vault::domain::{SearchKey, sort_day, sort_name};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, PaperId, UnitId};
use motcua_shared::signature::report::{Verdict, VerificationReport};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{PaperListItem, PaperView, VaultKind};
use std::collections::HashMap;

/// Where a paper comes from that its owner did not put in.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<String>,
    /// Who issued it.
    pub issuer: Option<UnitId>,
    /// The dossier it is the result of.
    pub dossier: Option<DossierId>,
    /// Name of the other system.
    pub source: Option<String>,
}

/// A file to stand under a paper.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its name.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// Digest of its bytes.
    pub sha256: String,
    /// Report of the day it was put in.
    pub report: VerificationReport,
    /// The verdict of today.
    pub verdict: Verdict,
    /// Whether that lacks nothing but word of revocation.
    pub lacks_revocation: bool,
    /// Whom searches find it by.
    pub signers: String,
    /// Name of the last signer.
    pub signed_by: Option<String>,
    /// Time of the last signature.
    pub signed_at: Option<Timestamp>,
    /// Who put it in; nobody when the portal did.
    pub added_by: Option<AccountId>,
}

/// A paper to be written.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// Its id.
    pub id: PaperId,
    /// Whose.
    pub account_id: AccountId,
    /// "Mã giấy tờ".
    pub code: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// Code of its category.
    pub category_code: String,
    /// "Loại kho".
    pub vault_kind: VaultKind,
    /// Where it comes from, unless its owner put it in.
    pub origin: Origin,
    /// "Số định danh".
    pub identifier: String,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// "Hiển thị".
    pub is_visible: bool,
    /// What searches look in.
    pub search_key: SearchKey,
    /// Its file.
    pub file: NewFile,
    /// Digest of the request that it is put in with, where a person does.
    pub added_as: Option<String>,
    /// Now.
    pub added_at: Timestamp,
}

/// Writes a paper and counts it; `false` when the account has a paper with these bytes: the transaction must end.
pub fn insert(conn: &mut DbConn, paper: &NewPaper) -> AppResult<bool> {
    let file = &paper.file;
    let values = (
        papers::id.eq(paper.id.to_string()),
        papers::account_id.eq(paper.account_id.to_string()),
        papers::code.eq(&paper.code),
        papers::name.eq(&paper.name),
        papers::category_code.eq(&paper.category_code),
        papers::file_name.eq(&file.file_name),
        papers::size.eq(i64::try_from(file.size).map_err(AppError::internal)?),
        papers::sha256.eq(&file.sha256),
        papers::identifier.eq(&paper.identifier),
        papers::decision_number.eq(&paper.decision_number),
        papers::summary.eq(&paper.summary),
        papers::issued_on.eq(paper.issued_on),
        papers::is_visible.eq(paper.is_visible),
        papers::times_used.eq(0),
        papers::verdict.eq(enum_text(&file.verdict)?),
        papers::signed_by.eq(&file.signed_by),
        papers::signed_at.eq(file.signed_at.map(naive)),
        papers::search_key.eq(paper.search_key.as_str()),
        papers::version.eq(1),
        papers::added_at.eq(naive(paper.added_at)),
    );
    let origin = &paper.origin;
    let more = (
        papers::origin.eq(enum_text(&paper.vault_kind)?),
        papers::owner_name.eq(&paper.owner_name),
        papers::result_code.eq(&origin.result_code),
        papers::issuer_unit_id.eq(origin.issuer.map(|id| id.to_string())),
        papers::dossier_id.eq(origin.dossier.map(|id| id.to_string())),
        papers::source.eq(&origin.source),
        papers::file_version.eq(1),
        papers::sort_name.eq(sort_name(&paper.name)),
        papers::sort_day.eq(sort_day(paper.issued_on)),
        papers::added_as.eq(&paper.added_as),
        papers::lacks_revocation.eq(file.lacks_revocation),
    );
    diesel::insert_into(papers::table)
        .values((values, more))
        .execute(conn)?;
    if !insert_version(conn, paper.account_id, paper.id, 1, file, paper.added_at)? {
        return Ok(false);
    }
    count_paper(conn, paper.account_id, 1)?;
    Ok(true)
}

/// Writes a file of a paper; `false` when the vault has these bytes.
pub fn insert_version(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    number: u32,
    file: &NewFile,
    now: Timestamp,
) -> AppResult<bool> {
    let values = (
        paper_versions::paper_id.eq(paper.to_string()),
        paper_versions::number.eq(i32::try_from(number).map_err(AppError::internal)?),
        paper_versions::account_id.eq(account.to_string()),
        paper_versions::file_name.eq(&file.file_name),
        paper_versions::size.eq(i64::try_from(file.size).map_err(AppError::internal)?),
        paper_versions::sha256.eq(&file.sha256),
        paper_versions::verdict.eq(enum_text(&file.report.verdict)?),
        paper_versions::signed_by.eq(&file.signed_by),
        paper_versions::signed_at.eq(file.signed_at.map(naive)),
        paper_versions::report.eq(json(&file.report)?),
        paper_versions::added_at.eq(naive(now)),
        paper_versions::added_by.eq(file.added_by.map(|id| id.to_string())),
    );
    let inserted = both!(conn, inner => diesel::insert_into(paper_versions::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// Counts papers that came into a vault or left it.
pub fn count_paper(conn: &mut DbConn, account: AccountId, change: i64) -> AppResult<()> {
    let first = (
        vaults::account_id.eq(account.to_string()),
        vaults::paper_count.eq(change.max(0)),
    );
    both!(conn, inner => diesel::insert_into(vaults::table)
        .values(first)
        .on_conflict(vaults::account_id)
        .do_update()
        .set(vaults::paper_count.eq(vaults::paper_count + change))
        .execute(inner))?;
    Ok(())
}

/// How many papers a vault holds.
pub fn count(conn: &mut DbConn, account: AccountId) -> AppResult<u64> {
    let count: Option<i64> = vaults::table
        .find(account.to_string())
        .select(vaults::paper_count)
        .first(conn)
        .optional()?;
    unsigned(count.unwrap_or(0))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = papers)]
pub(super) struct ItemRow {
    id: String,
    code: String,
    name: String,
    file_name: String,
    size: i64,
    category_code: String,
    origin: String,
    source: Option<String>,
    result_code: Option<String>,
    owner_name: String,
    identifier: String,
    decision_number: Option<String>,
    summary: Option<String>,
    issued_on: Option<NaiveDate>,
    times_used: i32,
    is_visible: bool,
    verdict: String,
    signed_by: Option<String>,
    signed_at: Option<NaiveDateTime>,
    added_at: NaiveDateTime,
    version: i32,
    file_version: i32,
    removed_at: Option<NaiveDateTime>,
    lacks_revocation: bool,
}

/// A row with the names of its category and type, whether it is shared, and what the antivirus said of its file.
pub(super) type Named = (ItemRow, String, String, bool, Option<String>);

pub(super) fn into_item((row, category_name, type_name, is_shared, scan): Named) -> AppResult<PaperListItem> {
    Ok(PaperListItem {
        id: parse_id(&row.id, PaperId::parse)?,
        code: row.code,
        name: row.name,
        file_name: row.file_name,
        size: unsigned(row.size)?,
        type_name,
        category_name,
        category_code: row.category_code,
        vault_kind: parse_enum(&row.origin)?,
        source: row.source,
        result_code: row.result_code,
        owner_name: row.owner_name,
        identifier: row.identifier,
        decision_number: row.decision_number,
        summary: row.summary,
        issued_on: row.issued_on,
        times_used: unsigned(row.times_used)?,
        is_visible: row.is_visible,
        is_shared,
        verdict: parse_enum(&row.verdict)?,
        lacks_revocation: row.lacks_revocation,
        signed_by: row.signed_by,
        signed_at: row.signed_at.map(moment),
        added_at: moment(row.added_at),
        version: unsigned(row.version)?,
        file_version: unsigned(row.file_version)?,
        scan: scan
            .map(|state| parse_enum(&state))
            .transpose()?
            .unwrap_or_default(),
    })
}

/// Papers with the names of their category and type, whether they are shared, and what the antivirus said: in one question, because every further
/// one costs a way to the database and back.
macro_rules! named_papers {
    () => {
        papers::table
            .inner_join(paper_categories::table.inner_join(paper_types::table))
            .select((
                ItemRow::as_select(),
                paper_categories::name,
                paper_types::name,
                $crate::vault::grant::store::is_shared!(),
                $crate::db::schema::file_scans::table
                    .filter($crate::db::schema::file_scans::sha256.eq(papers::sha256))
                    .select($crate::db::schema::file_scans::state)
                    .single_value(),
            ))
    };
}
pub(super) use named_papers;

/// Papers of these categories that their owner shows, newest first.
pub fn list_of_categories(
    conn: &mut DbConn,
    account: AccountId,
    categories: &[String],
    limit: i64,
) -> AppResult<Vec<PaperListItem>> {
    let rows: Vec<Named> = named_papers!()
        .filter(papers::account_id.eq(account.to_string()))
        .filter(papers::category_code.eq_any(categories))
        .filter(papers::removed_at.is_null())
        .filter(papers::is_visible.eq(true))
        .order(papers::id.desc())
        .limit(limit)
        .load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// How many papers of each of these categories their owner shows.
pub fn count_of_categories(
    conn: &mut DbConn,
    account: AccountId,
    categories: &[String],
) -> AppResult<HashMap<String, u32>> {
    let rows: Vec<(String, i64)> = papers::table
        .filter(papers::account_id.eq(account.to_string()))
        .filter(papers::category_code.eq_any(categories))
        .filter(papers::removed_at.is_null())
        .filter(papers::is_visible.eq(true))
        .group_by(papers::category_code)
        .select((papers::category_code, diesel::dsl::count_star()))
        .load(conn)?;
    rows.into_iter()
        .map(|(code, count)| Ok((code, unsigned(count)?)))
        .collect()
}

/// A paper of this account, with the report of its present file. One that was removed is found as well: whoever relied
/// on it can prove what it was.
pub fn find(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<Option<PaperView>> {
    let found: Option<Named> = named_papers!()
        .filter(
            papers::id
                .eq(id.to_string())
                .and(papers::account_id.eq(account.to_string())),
        )
        .first(conn)
        .optional()?;
    let Some(row) = found else { return Ok(None) };
    let removed_at = row.0.removed_at.map(moment);
    let item = into_item(row)?;
    let number = i32::try_from(item.file_version).map_err(AppError::internal)?;
    let (sha256, report): (String, String) = paper_versions::table
        .find((id.to_string(), number))
        .select((paper_versions::sha256, paper_versions::report))
        .first(conn)?;
    Ok(Some(PaperView {
        item,
        sha256,
        report: parse_json(&report)?,
        current: None,
        struck: Vec::new(),
        removed_at,
    }))
}

/// Code of the paper of this account with these bytes.
pub fn find_code_by_digest(conn: &mut DbConn, account: AccountId, sha256: &str) -> AppResult<Option<String>> {
    Ok(paper_versions::table
        .inner_join(papers::table)
        .filter(
            paper_versions::account_id
                .eq(account.to_string())
                .and(paper_versions::sha256.eq(sha256))
                .and(paper_versions::struck_at.is_null()),
        )
        .select(papers::code)
        .first(conn)
        .optional()?)
}

/// A file of a paper of this account by its number, struck out or not.
pub fn find_file(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    number: u32,
) -> AppResult<Option<FileRef>> {
    let Ok(number) = i32::try_from(number) else {
        return Ok(None);
    };
    let found: Option<(String, String, i64)> = paper_versions::table
        .filter(
            paper_versions::paper_id
                .eq(id.to_string())
                .and(paper_versions::number.eq(number))
                .and(paper_versions::account_id.eq(account.to_string())),
        )
        .select((
            paper_versions::sha256,
            paper_versions::file_name,
            paper_versions::size,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(sha256, file_name, size)| {
            Ok(FileRef {
                sha256,
                file_name,
                media_type: "application/pdf".to_owned(),
                size: unsigned(size)?,
            })
        })
        .transpose()
}

/// The paper of this account that has these bytes now, and the number of its file.
pub fn find_by_digest(
    conn: &mut DbConn,
    account: AccountId,
    sha256: &str,
) -> AppResult<Option<(PaperId, u32)>> {
    let found: Option<(String, i32)> = paper_versions::table
        .filter(
            paper_versions::account_id
                .eq(account.to_string())
                .and(paper_versions::sha256.eq(sha256))
                .and(paper_versions::struck_at.is_null()),
        )
        .select((paper_versions::paper_id, paper_versions::number))
        .first(conn)
        .optional()?;
    found
        .map(|(id, number)| Ok((parse_id(&id, PaperId::parse)?, unsigned(number)?)))
        .transpose()
}

/// Makes a paper that its owner had put in the authority's, with all that the authority says of it; `false` when it is not as
/// it was seen any more.
pub fn adopt(conn: &mut DbConn, seen: &PaperListItem, paper: &NewPaper) -> AppResult<bool> {
    let is_this = papers::id
        .eq(seen.id.to_string())
        .and(papers::version.eq(unsigned::<u32, i32>(seen.version)?))
        .and(papers::sha256.eq(&paper.file.sha256))
        .and(papers::removed_at.is_null());
    let changed = diesel::update(papers::table.filter(is_this))
        .set((
            papers::code.eq(&paper.code),
            papers::name.eq(&paper.name),
            papers::category_code.eq(&paper.category_code),
            papers::origin.eq(enum_text(&paper.vault_kind)?),
            papers::owner_name.eq(&paper.owner_name),
            papers::decision_number.eq(&paper.decision_number),
            papers::summary.eq(&paper.summary),
            papers::issued_on.eq(paper.issued_on),
            papers::result_code.eq(&paper.origin.result_code),
            papers::issuer_unit_id.eq(paper.origin.issuer.map(|id| id.to_string())),
            papers::dossier_id.eq(paper.origin.dossier.map(|id| id.to_string())),
            papers::source.eq(&paper.origin.source),
            papers::search_key.eq(paper.search_key.as_str()),
            papers::sort_name.eq(sort_name(&paper.name)),
            papers::sort_day.eq(sort_day(paper.issued_on)),
            papers::version.eq(papers::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// One paper as lists show it, whosever it is.
pub fn find_item(conn: &mut DbConn, id: PaperId) -> AppResult<Option<PaperListItem>> {
    let row: Option<Named> = named_papers!()
        .filter(papers::id.eq(id.to_string()))
        .first(conn)
        .optional()?;
    row.map(into_item).transpose()
}
