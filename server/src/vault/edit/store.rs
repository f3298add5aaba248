//! Changes of papers in the database. Each is guarded by the version that was seen.

use crate::db::DbConn;
use crate::db::schema::{accounts, paper_uses, paper_versions, papers};
use crate::db::types::{enum_text, moment, naive, parse_enum, unsigned};
use crate::error::{AppError, AppResult};
use crate::vault::domain::{SearchKey, sort_day, sort_name};
use crate::vault::entry::Checked;
use crate::vault::store::NewFile;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{StruckVersion, StruckWhy};
use std::collections::HashMap;

/// What is written over a paper.
pub struct Changes<'a> {
    /// What is said of it, where that changes.
    pub checked: Option<&'a Checked>,
    /// Code of the category.
    pub category_code: &'a str,
    /// "Hiển thị".
    pub is_visible: bool,
}

/// Why a file is struck out.
pub struct Strike<'a> {
    /// By whom; nobody when the portal does.
    pub by: Option<AccountId>,
    /// Why.
    pub why: StruckWhy,
    /// In their words.
    pub note: Option<&'a str>,
}

macro_rules! guarded {
    ($account:expr, $id:expr, $version:expr) => {
        papers::table.filter(
            papers::id
                .eq($id.to_string())
                .and(papers::account_id.eq($account.to_string()))
                .and(papers::version.eq(i32::try_from($version).map_err(AppError::internal)?))
                .and(papers::removed_at.is_null()),
        )
    };
}

/// Writes what is said of a paper; `false` when it is not in this version any more.
pub fn update(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    version: u32,
    changes: &Changes<'_>,
) -> AppResult<bool> {
    let always = (
        papers::is_visible.eq(changes.is_visible),
        papers::version.eq(papers::version + 1),
    );
    let changed = match changes.checked {
        Some(said) => diesel::update(guarded!(account, id, version))
            .set((
                always,
                papers::category_code.eq(changes.category_code),
                papers::code.eq(&said.code),
                papers::name.eq(&said.name),
                papers::decision_number.eq(&said.decision_number),
                papers::summary.eq(&said.summary),
                papers::issued_on.eq(said.issued_on),
                papers::owner_name.eq(&said.owner_name),
                papers::search_key.eq(said.search_key.as_str()),
                papers::sort_name.eq(sort_name(&said.name)),
                papers::sort_day.eq(sort_day(said.issued_on)),
            ))
            .execute(conn)?,
        None => diesel::update(guarded!(account, id, version))
            .set(always)
            .execute(conn)?,
    };
    Ok(changed == 1)
}

/// Makes another file the present one; `false` when the paper is not in this version any more.
pub fn update_file(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    version: u32,
    number: u32,
    (file, key): (&NewFile, &SearchKey),
) -> AppResult<bool> {
    let changed = diesel::update(guarded!(account, id, version))
        .set((
            papers::file_name.eq(&file.file_name),
            papers::size.eq(i64::try_from(file.size).map_err(AppError::internal)?),
            papers::sha256.eq(&file.sha256),
            papers::verdict.eq(enum_text(&file.verdict)?),
            papers::lacks_revocation.eq(file.lacks_revocation),
            papers::search_key.eq(key.as_str()),
            papers::signed_by.eq(&file.signed_by),
            papers::signed_at.eq(file.signed_at.map(naive)),
            papers::file_version.eq(i32::try_from(number).map_err(AppError::internal)?),
            papers::version.eq(papers::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Takes a paper out; `false` when it is not in this version any more.
pub fn remove(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    version: u32,
    now: Timestamp,
) -> AppResult<bool> {
    let changed = diesel::update(guarded!(account, id, version))
        .set((
            papers::removed_at.eq(naive(now)),
            papers::version.eq(papers::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Strikes a file out.
pub fn strike(
    conn: &mut DbConn,
    paper: PaperId,
    number: u32,
    strike: Strike<'_>,
    now: Timestamp,
) -> AppResult<()> {
    let number = i32::try_from(number).map_err(AppError::internal)?;
    diesel::update(paper_versions::table.find((paper.to_string(), number)))
        .set((
            paper_versions::struck_at.eq(naive(now)),
            paper_versions::struck_by.eq(strike.by.map(|id| id.to_string())),
            paper_versions::struck_why.eq(enum_text(&strike.why)?),
            paper_versions::struck_note.eq(strike.note),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was said each time that this file came in the place of another; nothing, where it was the first one.
pub fn list_replaced_with(conn: &mut DbConn, paper: PaperId, sha256: &str) -> AppResult<Vec<Option<String>>> {
    let of_paper = paper_versions::table.filter(paper_versions::paper_id.eq(paper.to_string()));
    let numbers: Vec<i32> = of_paper
        .clone()
        .filter(paper_versions::sha256.eq(sha256))
        .select(paper_versions::number)
        .load(conn)?;
    let before: Vec<i32> = numbers.iter().map(|number| number - 1).collect();
    let notes: HashMap<i32, Option<String>> = of_paper
        .filter(paper_versions::number.eq_any(&before))
        .select((paper_versions::number, paper_versions::struck_note))
        .load::<(i32, Option<String>)>(conn)?
        .into_iter()
        .collect();
    Ok(before
        .iter()
        .map(|number| notes.get(number).cloned().flatten())
        .collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = paper_versions)]
struct StruckRow {
    number: i32,
    file_name: String,
    size: i64,
    sha256: String,
    verdict: String,
    signed_by: Option<String>,
    added_at: NaiveDateTime,
    struck_at: Option<NaiveDateTime>,
    struck_by: Option<String>,
    struck_why: Option<String>,
    struck_note: Option<String>,
}

/// The most files that are shown of those struck out; the log of the vault names every one.
const MOST_STRUCK: i64 = 100;

/// Files of a paper that were struck out, newest first.
pub fn list_struck(conn: &mut DbConn, paper: PaperId) -> AppResult<Vec<StruckVersion>> {
    let rows: Vec<StruckRow> = paper_versions::table
        .filter(
            paper_versions::paper_id
                .eq(paper.to_string())
                .and(paper_versions::struck_at.is_not_null()),
        )
        .order(paper_versions::number.desc())
        .limit(MOST_STRUCK)
        .select(StruckRow::as_select())
        .load(conn)?;
    let Some(oldest) = rows.last().map(|row| row.number) else {
        return Ok(Vec::new());
    };
    let uses: HashMap<i32, i64> = paper_uses::table
        .filter(paper_uses::paper_id.eq(paper.to_string()))
        .filter(paper_uses::file_version.ge(oldest))
        .group_by(paper_uses::file_version)
        .select((paper_uses::file_version, diesel::dsl::count_star()))
        .load::<(i32, i64)>(conn)?
        .into_iter()
        .collect();
    let by: Vec<String> = rows.iter().filter_map(|row| row.struck_by.clone()).collect();
    let names: HashMap<String, String> = accounts::table
        .filter(accounts::id.eq_any(by))
        .select((accounts::id, accounts::name))
        .load::<(String, String)>(conn)?
        .into_iter()
        .collect();
    let into_version = |row: StruckRow| -> AppResult<Option<StruckVersion>> {
        let (Some(struck_at), Some(why)) = (row.struck_at, row.struck_why) else {
            return Ok(None);
        };
        Ok(Some(StruckVersion {
            number: unsigned(row.number)?,
            file_name: row.file_name,
            size: unsigned(row.size)?,
            sha256: row.sha256,
            verdict: parse_enum(&row.verdict)?,
            signed_by: row.signed_by,
            added_at: moment(row.added_at),
            struck_at: moment(struck_at),
            struck_by: row.struck_by.and_then(|id| names.get(&id).cloned()),
            why: parse_enum::<StruckWhy>(&why)?,
            note: row.struck_note,
            used_in: unsigned(uses.get(&row.number).copied().unwrap_or(0))?,
        }))
    };
    let versions: AppResult<Vec<Option<StruckVersion>>> = rows.into_iter().map(into_version).collect();
    Ok(versions?.into_iter().flatten().collect())
}
