//! Papers in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, paper_uses, papers, vaults};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use crate::http::send_file::FileRef;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{PaperListItem, PaperView, VaultKind};
use std::collections::HashMap;

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
    /// File name.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// Digest of the file.
    pub sha256: String,
    /// "Số định danh".
    pub identifier: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// "Hiển thị".
    pub is_visible: bool,
    /// "Chia sẻ".
    pub is_shared: bool,
    /// Report of the day it was put in.
    pub report: VerificationReport,
    /// Name of the last signer.
    pub signed_by: Option<String>,
    /// Time of the last signature.
    pub signed_at: Option<Timestamp>,
    /// What searches look in.
    pub search_key: String,
    /// Now.
    pub added_at: Timestamp,
}

/// Writes a paper and counts it; `false` when the account has a paper with these bytes.
pub fn insert(conn: &mut DbConn, paper: &NewPaper) -> AppResult<bool> {
    let values = (
        papers::id.eq(paper.id.to_string()),
        papers::account_id.eq(paper.account_id.to_string()),
        papers::code.eq(&paper.code),
        papers::name.eq(&paper.name),
        papers::category_code.eq(&paper.category_code),
        papers::vault_kind.eq(enum_text(&paper.vault_kind)?),
        papers::file_name.eq(&paper.file_name),
        papers::size.eq(i64::try_from(paper.size).map_err(AppError::internal)?),
        papers::sha256.eq(&paper.sha256),
        papers::identifier.eq(&paper.identifier),
        papers::decision_number.eq(&paper.decision_number),
        papers::summary.eq(&paper.summary),
        papers::issued_on.eq(paper.issued_on),
        papers::is_visible.eq(paper.is_visible),
        papers::is_shared.eq(paper.is_shared),
        papers::times_used.eq(0),
        papers::verdict.eq(enum_text(&paper.report.verdict)?),
        papers::signed_by.eq(&paper.signed_by),
        papers::signed_at.eq(paper.signed_at.map(naive)),
        papers::report.eq(json(&paper.report)?),
        papers::search_key.eq(&paper.search_key),
        papers::version.eq(1),
        papers::added_at.eq(naive(paper.added_at)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(papers::table)
        .values(values)
        .on_conflict((papers::account_id, papers::sha256))
        .do_nothing()
        .execute(inner))?;
    if inserted == 0 {
        return Ok(false);
    }
    let count = (
        vaults::account_id.eq(paper.account_id.to_string()),
        vaults::paper_count.eq(1),
    );
    both!(conn, inner => diesel::insert_into(vaults::table)
        .values(count)
        .on_conflict(vaults::account_id)
        .do_update()
        .set(vaults::paper_count.eq(vaults::paper_count + 1))
        .execute(inner))?;
    Ok(true)
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
struct ItemRow {
    id: String,
    code: String,
    name: String,
    file_name: String,
    size: i64,
    category_code: String,
    vault_kind: String,
    identifier: String,
    decision_number: Option<String>,
    summary: Option<String>,
    issued_on: Option<NaiveDate>,
    times_used: i32,
    is_visible: bool,
    is_shared: bool,
    verdict: String,
    signed_by: Option<String>,
    signed_at: Option<NaiveDateTime>,
    added_at: NaiveDateTime,
}

/// A row with the names of its category and type.
type Named = (ItemRow, String, String);

fn into_item((row, category_name, type_name): Named) -> AppResult<PaperListItem> {
    Ok(PaperListItem {
        id: parse_id(&row.id, PaperId::parse)?,
        code: row.code,
        name: row.name,
        file_name: row.file_name,
        size: unsigned(row.size)?,
        type_name,
        category_name,
        category_code: row.category_code,
        vault_kind: parse_enum(&row.vault_kind)?,
        identifier: row.identifier,
        decision_number: row.decision_number,
        summary: row.summary,
        issued_on: row.issued_on,
        times_used: unsigned(row.times_used)?,
        is_visible: row.is_visible,
        is_shared: row.is_shared,
        verdict: parse_enum(&row.verdict)?,
        signed_by: row.signed_by,
        signed_at: row.signed_at.map(moment),
        added_at: moment(row.added_at),
    })
}

macro_rules! named_papers {
    () => {
        papers::table
            .inner_join(paper_categories::table.inner_join(paper_types::table))
            .select((ItemRow::as_select(), paper_categories::name, paper_types::name))
    };
}

/// One page and one row more, in the direction of the cursor.
pub fn list(
    conn: &mut DbConn,
    account: AccountId,
    words: &[String],
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<PaperListItem>> {
    let mut query = named_papers!()
        .filter(papers::account_id.eq(account.to_string()))
        .into_boxed();
    for word in words {
        query = query.filter(papers::search_key.like(format!("%{word}%")));
    }
    query = match cursor {
        Cursor::Start => query.order(papers::id.desc()),
        Cursor::Older(id) => query
            .filter(papers::id.lt(id.to_string()))
            .order(papers::id.desc()),
        Cursor::Newer(id) => query
            .filter(papers::id.gt(id.to_string()))
            .order(papers::id.asc()),
    };
    let rows: Vec<Named> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

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
        .filter(papers::is_visible.eq(true))
        .group_by(papers::category_code)
        .select((papers::category_code, diesel::dsl::count_star()))
        .load(conn)?;
    rows.into_iter()
        .map(|(code, count)| Ok((code, unsigned(count)?)))
        .collect()
}

/// A paper of this account.
pub fn find(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<Option<PaperView>> {
    let found: Option<(ItemRow, String, String, String, String)> = papers::table
        .inner_join(paper_categories::table.inner_join(paper_types::table))
        .filter(
            papers::id
                .eq(id.to_string())
                .and(papers::account_id.eq(account.to_string())),
        )
        .select((
            ItemRow::as_select(),
            paper_categories::name,
            paper_types::name,
            papers::sha256,
            papers::report,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(row, category, kind, sha256, report)| {
            Ok(PaperView {
                item: into_item((row, category, kind))?,
                sha256,
                report: parse_json(&report)?,
                current: None,
            })
        })
        .transpose()
}

/// Code of the paper of this account with these bytes.
pub fn find_code_by_digest(conn: &mut DbConn, account: AccountId, sha256: &str) -> AppResult<Option<String>> {
    Ok(papers::table
        .filter(
            papers::account_id
                .eq(account.to_string())
                .and(papers::sha256.eq(sha256)),
        )
        .select(papers::code)
        .first(conn)
        .optional()?)
}

/// The file of a paper of this account.
pub fn find_file(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<Option<FileRef>> {
    let found: Option<(String, String, i64)> = papers::table
        .filter(
            papers::id
                .eq(id.to_string())
                .and(papers::account_id.eq(account.to_string())),
        )
        .select((papers::sha256, papers::file_name, papers::size))
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

/// Counts one use in a dossier and writes it into the use log.
pub fn count_use(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    dossier: DossierId,
    component_id: &str,
    now: Timestamp,
) -> AppResult<bool> {
    let own = papers::table.filter(
        papers::id
            .eq(id.to_string())
            .and(papers::account_id.eq(account.to_string())),
    );
    let changed = diesel::update(own)
        .set((
            papers::times_used.eq(papers::times_used + 1),
            papers::version.eq(papers::version + 1),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Ok(false);
    }
    diesel::insert_into(paper_uses::table)
        .values((
            paper_uses::id.eq(uuid::Uuid::now_v7().to_string()),
            paper_uses::paper_id.eq(id.to_string()),
            paper_uses::dossier_id.eq(dossier.to_string()),
            paper_uses::component_id.eq(component_id),
            paper_uses::used_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(true)
}
