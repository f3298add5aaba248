//! Writing keys anew, so many papers at a time.

use super::store::{self, Which};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::signature::service as signature;
use crate::vault::domain::{SearchKey, signers};
use crate::vault::store as papers;
use motcua_shared::id::PaperId;
use motcua_shared::signature::report::VerificationReport;
use std::collections::HashMap;

/// Papers in one transaction.
const BATCH: i64 = 500;

/// Writes the keys anew of the next papers behind `after`; the last of them comes back, and nothing when there was none.
pub fn next(conn: &mut DbConn, which: Which<'_>, after: Option<PaperId>) -> AppResult<Option<PaperId>> {
    let found = store::list_behind(conn, which, after, BATCH)?;
    let ids: Vec<PaperId> = found.iter().map(|paper| paper.id).collect();
    let signed = signers_of(conn, &ids)?;
    for paper in &found {
        let by = signed.get(&paper.id).map_or("", String::as_str);
        if !store::rekey(conn, paper, &SearchKey::of_item(paper, by))? {
            again(conn, paper.id)?;
        }
    }
    Ok(ids.last().copied())
}

/// The same of all papers with these bytes.
pub fn of_bytes(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    let mut after = None;
    while let Some(last) = next(conn, Which::Bytes(sha256), after)? {
        after = Some(last);
    }
    Ok(())
}

/// A paper that was edited in this moment is keyed as it is then.
fn again(conn: &mut DbConn, id: PaperId) -> AppResult<()> {
    while let Some(paper) = papers::find_item(conn, id)? {
        let signed = signers_of(conn, &[id])?;
        let by = signed.get(&id).map_or("", String::as_str);
        if store::rekey(conn, &paper, &SearchKey::of_item(&paper, by))? {
            break;
        }
    }
    Ok(())
}

/// Who signed the present file of each paper, by the newest report.
fn signers_of(conn: &mut DbConn, ids: &[PaperId]) -> AppResult<HashMap<PaperId, String>> {
    let reports = store::list_reports(conn, ids)?;
    let digests: Vec<&str> = reports.iter().map(|(_, sha256, _)| sha256.as_str()).collect();
    let newest: HashMap<String, VerificationReport> = signature::list_newest(conn, &digests)?;
    let by = |(id, sha256, report): &(PaperId, String, VerificationReport)| {
        (*id, signers(newest.get(sha256).unwrap_or(report)))
    };
    Ok(reports.iter().map(by).collect())
}
