//! Search keys in the database.

use crate::db::DbConn;
use crate::db::schema::{paper_categories, paper_types, paper_versions, papers};
use crate::db::types::{parse_id, parse_json, unsigned};
use crate::error::AppResult;
use crate::vault::domain::{SearchKey, sort_name};
use crate::vault::store::{ItemRow, Named, into_item, named_papers};
use diesel::prelude::*;
use motcua_shared::id::PaperId;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::vault::dto::PaperListItem;

/// Whose keys are written anew.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those of all papers.
    All,
    /// Those of the papers of a category.
    Category(&'a str),
    /// Those of the papers with these bytes.
    Bytes(&'a str),
}

/// Papers behind this one, oldest first, those that were removed as well.
pub fn list_behind(
    conn: &mut DbConn,
    which: Which<'_>,
    after: Option<PaperId>,
    limit: i64,
) -> AppResult<Vec<PaperListItem>> {
    let boxed = named_papers!()
        .filter(papers::id.gt(after.map(|id| id.to_string()).unwrap_or_default()))
        .into_boxed();
    let boxed = match which {
        Which::All => boxed,
        Which::Category(code) => boxed.filter(papers::category_code.eq(code.to_owned())),
        Which::Bytes(sha256) => boxed.filter(papers::sha256.eq(sha256.to_owned())),
    };
    let rows: Vec<Named> = boxed.order(papers::id).limit(limit).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// Digest and report of the day of the present file of each paper.
pub fn list_reports(
    conn: &mut DbConn,
    ids: &[PaperId],
) -> AppResult<Vec<(PaperId, String, VerificationReport)>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, String)> = paper_versions::table
        .inner_join(papers::table)
        .filter(papers::id.eq_any(ids))
        .filter(paper_versions::number.eq(papers::file_version))
        .select((papers::id, paper_versions::sha256, paper_versions::report))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, sha256, report)| Ok((parse_id(&id, PaperId::parse)?, sha256, parse_json(&report)?)))
        .collect()
}

/// Writes the search key of a paper anew, as it was seen; `false` when somebody edited it meanwhile.
pub fn rekey(conn: &mut DbConn, seen: &PaperListItem, key: &SearchKey) -> AppResult<bool> {
    let as_seen = papers::table
        .find(seen.id.to_string())
        .filter(papers::version.eq(unsigned::<u32, i32>(seen.version)?));
    let changed = diesel::update(as_seen)
        .set((
            papers::search_key.eq(key.as_str()),
            papers::sort_name.eq(sort_name(&seen.name)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
