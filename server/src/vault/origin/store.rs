//! Origins of papers in the database.

use crate::db::DbConn;
use crate::db::schema::{paper_uses, paper_versions, papers};
use crate::db::types::{parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use diesel::dsl::count;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PaperId, UnitId};
use motcua_shared::signature::report::VerificationReport;

/// The unit that issued a paper of this account, if it is known.
pub fn find_issuer(conn: &mut DbConn, account: AccountId, paper: PaperId) -> AppResult<Option<UnitId>> {
    let found: Option<Option<String>> = papers::table
        .filter(
            papers::id
                .eq(paper.to_string())
                .and(papers::account_id.eq(account.to_string())),
        )
        .select(papers::issuer_unit_id)
        .first(conn)
        .optional()?;
    found.flatten().map(|id| parse_id(&id, UnitId::parse)).transpose()
}

/// Digest of the request that a paper was put in with.
pub fn find_added_as(conn: &mut DbConn, paper: PaperId) -> AppResult<Option<String>> {
    let found: Option<Option<String>> = papers::table
        .find(paper.to_string())
        .select(papers::added_as)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Name and report of a file that stands or stood under a paper of this account.
pub fn find_report(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    number: u32,
) -> AppResult<Option<(String, VerificationReport)>> {
    // No file has a number that the column cannot hold.
    let Ok(number) = i32::try_from(number) else {
        return Ok(None);
    };
    let found: Option<(String, String)> = paper_versions::table
        .filter(
            paper_versions::paper_id
                .eq(paper.to_string())
                .and(paper_versions::number.eq(number))
                .and(paper_versions::account_id.eq(account.to_string())),
        )
        .select((paper_versions::file_name, paper_versions::report))
        .first(conn)
        .optional()?;
    found
        .map(|(name, report)| Ok((name, parse_json(&report)?)))
        .transpose()
}

/// In how many dossiers a file of a paper was used.
pub fn count_dossiers_with(conn: &mut DbConn, paper: PaperId, number: u32) -> AppResult<u32> {
    let number = i32::try_from(number).map_err(AppError::internal)?;
    let count: i64 = paper_uses::table
        .filter(
            paper_uses::paper_id
                .eq(paper.to_string())
                .and(paper_uses::file_version.eq(number)),
        )
        .select(count(paper_uses::dossier_id).aggregate_distinct())
        .first(conn)?;
    unsigned(count)
}

/// Which file of a paper of this account has these bytes, struck out or not.
pub fn find_number(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    sha256: &str,
) -> AppResult<Option<u32>> {
    let found: Option<i32> = paper_versions::table
        .filter(
            paper_versions::paper_id
                .eq(paper.to_string())
                .and(paper_versions::account_id.eq(account.to_string()))
                .and(paper_versions::sha256.eq(sha256)),
        )
        .select(paper_versions::number)
        .order(paper_versions::number.desc())
        .first(conn)
        .optional()?;
    found.map(unsigned).transpose()
}
