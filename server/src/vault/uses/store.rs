//! Uses of papers in the database.

use crate::both;
use crate::db::schema::{paper_uses, paper_versions, papers};
use crate::db::types::{naive, parse_id, parse_json, unsigned};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::vault::service::Use;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use std::collections::{BTreeMap, HashMap};

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

/// One use of a paper, as it is kept.
#[derive(Insertable)]
#[diesel(table_name = paper_uses)]
struct NewUse<'a> {
    id: String,
    paper_id: String,
    dossier_id: &'a str,
    component_id: &'a str,
    used_at: NaiveDateTime,
    file_version: i32,
}

/// The papers that are used, in the order of their ids and locked until the transaction ends: another dossier may be filed
/// with the same ones in this moment. Of each its bytes and which file of it they are.
fn lock(
    conn: &mut DbConn,
    account: AccountId,
    ids: Vec<String>,
) -> AppResult<HashMap<String, (String, i32)>> {
    let own = papers::table
        .filter(
            papers::id
                .eq_any(ids)
                .and(papers::account_id.eq(account.to_string()))
                .and(papers::removed_at.is_null()),
        )
        .order(papers::id)
        .select((papers::id, papers::sha256, papers::file_version));
    let rows: Vec<(String, String, i32)> = match conn {
        DbConn::Sqlite(inner) => own.load(inner)?,
        DbConn::Postgres(inner) => own.for_no_key_update().load(inner)?,
    };
    Ok(rows
        .into_iter()
        .map(|(id, sha256, version)| (id, (sha256, version)))
        .collect())
}

/// Counts the uses of a dossier and notes which files were used: for each its number, or the places of all that are papers
/// which are not of this account or have other bytes by now.
pub fn count_uses(
    conn: &mut DbConn,
    account: AccountId,
    uses: &[Use<'_>],
    dossier: DossierId,
    now: Timestamp,
) -> AppResult<Result<Vec<u32>, Vec<usize>>> {
    // Results that are returned into the vault at this moment take several of its papers as well, in an order of their own.
    take_turn(conn, "papers-of", &account.to_string())?;
    let mut often: BTreeMap<String, i32> = BTreeMap::new();
    for used in uses {
        *often.entry(used.paper.to_string()).or_default() += 1;
    }
    let locked = lock(conn, account, often.keys().cloned().collect())?;
    let dossier = dossier.to_string();
    let (mut rows, mut versions, mut stale) = (Vec::new(), Vec::new(), Vec::new());
    for (place, used) in uses.iter().enumerate() {
        let paper_id = used.paper.to_string();
        let Some((_, version)) = locked.get(&paper_id).filter(|(sha256, _)| sha256 == used.sha256) else {
            stale.push(place);
            continue;
        };
        versions.push(unsigned(*version)?);
        rows.push(NewUse {
            id: uuid::Uuid::now_v7().to_string(),
            paper_id,
            dossier_id: &dossier,
            component_id: used.component_id,
            used_at: naive(now),
            file_version: *version,
        });
    }
    if !stale.is_empty() {
        return Ok(Err(stale));
    }
    // Nearly always each is used once, and this is one statement.
    let mut alike: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    for (id, times) in often {
        alike.entry(times).or_default().push(id);
    }
    for (times, ids) in alike {
        diesel::update(papers::table.filter(papers::id.eq_any(ids)))
            .set(papers::times_used.eq(papers::times_used + times))
            .execute(conn)?;
    }
    both!(conn, inner => diesel::insert_into(paper_uses::table).values(&rows).execute(inner))?;
    Ok(Ok(versions))
}

/// Which file of a paper these bytes are that were used for a component of a dossier.
pub fn find_used(
    conn: &mut DbConn,
    dossier: DossierId,
    component_id: &str,
    (paper, sha256): (PaperId, &str),
) -> AppResult<Option<u32>> {
    let number: Option<i32> = paper_versions::table
        .filter(paper_versions::paper_id.eq(paper.to_string()))
        .filter(paper_versions::sha256.eq(sha256))
        .select(paper_versions::number)
        .first(conn)
        .optional()?;
    let Some(number) = number else {
        return Ok(None);
    };
    let used = paper_uses::table
        .filter(paper_uses::dossier_id.eq(dossier.to_string()))
        .filter(paper_uses::component_id.eq(component_id))
        .filter(paper_uses::paper_id.eq(paper.to_string()))
        .filter(paper_uses::file_version.eq(number));
    match diesel::select(diesel::dsl::exists(used)).get_result(conn)? {
        true => Ok(Some(unsigned(number)?)),
        false => Ok(None),
    }
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
