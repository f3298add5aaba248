//! Uses of papers in the database.

use crate::db::DbConn;
use crate::db::schema::{paper_uses, paper_versions, papers};
use crate::db::types::{naive, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use std::collections::HashMap;

/// Which of these papers of the account no longer have these bytes: replaced or removed since.
pub fn list_stale(
    conn: &mut DbConn,
    account: AccountId,
    attached: &[(PaperId, String)],
) -> AppResult<Vec<PaperId>> {
    let ids: Vec<String> = attached.iter().map(|(id, _)| id.to_string()).collect();
    let present: HashMap<String, String> = papers::table
        .filter(
            papers::id
                .eq_any(ids)
                .and(papers::account_id.eq(account.to_string()))
                .and(papers::removed_at.is_null()),
        )
        .select((papers::id, papers::sha256))
        .load::<(String, String)>(conn)?
        .into_iter()
        .collect();
    let is_stale = |(id, sha256): &&(PaperId, String)| present.get(&id.to_string()) != Some(sha256);
    Ok(attached.iter().filter(is_stale).map(|(id, _)| *id).collect())
}

/// What is said of the day on which these papers of the account were issued, and the report of their present file.
pub fn list_dated(
    conn: &mut DbConn,
    account: AccountId,
    ids: &[PaperId],
) -> AppResult<Vec<(PaperId, Option<NaiveDate>, VerificationReport)>> {
    let ids = ids.iter().map(PaperId::to_string);
    let rows: Vec<(String, Option<NaiveDate>, String)> = papers::table
        .inner_join(paper_versions::table)
        .filter(paper_versions::number.eq(papers::file_version))
        .filter(papers::id.eq_any(ids.collect::<Vec<_>>()))
        .filter(papers::account_id.eq(account.to_string()))
        .select((papers::id, papers::issued_on, paper_versions::report))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, said, report)| Ok((parse_id(&id, PaperId::parse)?, said, parse_json(&report)?)))
        .collect()
}

/// Counts one use in a dossier and notes which file was used; `None` when the paper is not of this account or has other
/// bytes by now.
pub fn count_use(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperId,
    sha256: &str,
    dossier: DossierId,
    component_id: &str,
    now: Timestamp,
) -> AppResult<Option<u32>> {
    let own = papers::table.filter(
        papers::id
            .eq(id.to_string())
            .and(papers::account_id.eq(account.to_string()))
            .and(papers::sha256.eq(sha256))
            .and(papers::removed_at.is_null()),
    );
    let changed = diesel::update(own)
        .set(papers::times_used.eq(papers::times_used + 1))
        .execute(conn)?;
    if changed != 1 {
        return Ok(None);
    }
    let file_version: i32 = papers::table
        .find(id.to_string())
        .select(papers::file_version)
        .first(conn)?;
    diesel::insert_into(paper_uses::table)
        .values((
            paper_uses::id.eq(uuid::Uuid::now_v7().to_string()),
            paper_uses::paper_id.eq(id.to_string()),
            paper_uses::dossier_id.eq(dossier.to_string()),
            paper_uses::component_id.eq(component_id),
            paper_uses::used_at.eq(naive(now)),
            paper_uses::file_version.eq(file_version),
        ))
        .execute(conn)?;
    Ok(Some(unsigned(file_version)?))
}

/// Which file of a paper was used for a component of a dossier, the last time it was.
pub fn find_used(
    conn: &mut DbConn,
    dossier: DossierId,
    component_id: &str,
    paper: PaperId,
) -> AppResult<Option<u32>> {
    let found: Option<i32> = paper_uses::table
        .filter(
            paper_uses::dossier_id
                .eq(dossier.to_string())
                .and(paper_uses::component_id.eq(component_id))
                .and(paper_uses::paper_id.eq(paper.to_string())),
        )
        .order(paper_uses::id.desc())
        .select(paper_uses::file_version)
        .first(conn)
        .optional()?;
    found.map(unsigned).transpose()
}

/// Dossiers in which this file of a paper was used, by id.
pub fn list_dossiers_with(
    conn: &mut DbConn,
    paper: PaperId,
    file_version: u32,
    after: Option<DossierId>,
    limit: i64,
) -> AppResult<Vec<DossierId>> {
    let number = i32::try_from(file_version).map_err(AppError::internal)?;
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let ids: Vec<String> = paper_uses::table
        .filter(
            paper_uses::paper_id
                .eq(paper.to_string())
                .and(paper_uses::file_version.eq(number))
                .and(paper_uses::dossier_id.gt(after)),
        )
        .order(paper_uses::dossier_id)
        .distinct()
        .limit(limit)
        .select(paper_uses::dossier_id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}
