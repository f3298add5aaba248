//! Grants in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::paper_grants;
use crate::db::types::{naive, new_id, parse_id};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, GrantId, PaperId};
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

/// The grantee of the letter's "Chia sẻ".
const RECEIVING_UNITS: &str = "receiving-units";

/// Which of these papers are shared with the units that receive dossiers.
pub fn list_shared(conn: &mut DbConn, papers: &[PaperId]) -> AppResult<HashSet<PaperId>> {
    let ids: Vec<String> = papers.iter().map(PaperId::to_string).collect();
    let found: Vec<String> = paper_grants::table
        .filter(
            paper_grants::paper_id
                .eq_any(ids)
                .and(paper_grants::grantee.eq(RECEIVING_UNITS))
                .and(paper_grants::withdrawn_at.is_null()),
        )
        .select(paper_grants::paper_id)
        .load(conn)?;
    found.iter().map(|id| parse_id(id, PaperId::parse)).collect()
}

/// Shares a paper; `false` when it was.
pub fn share_with_receiving_units(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    now: Timestamp,
) -> AppResult<bool> {
    let values = (
        paper_grants::id.eq(new_id(GrantId::from_uuid).to_string()),
        paper_grants::account_id.eq(account.to_string()),
        paper_grants::paper_id.eq(paper.to_string()),
        paper_grants::grantee.eq(RECEIVING_UNITS),
        paper_grants::uses.eq(0),
        paper_grants::granted_at.eq(naive(now)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(paper_grants::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// Withdraws that; `false` when it was not shared.
pub fn unshare_with_receiving_units(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    now: Timestamp,
) -> AppResult<bool> {
    let changed = diesel::update(
        paper_grants::table.filter(
            paper_grants::paper_id
                .eq(paper.to_string())
                .and(paper_grants::account_id.eq(account.to_string()))
                .and(paper_grants::grantee.eq(RECEIVING_UNITS))
                .and(paper_grants::withdrawn_at.is_null()),
        ),
    )
    .set(paper_grants::withdrawn_at.eq(naive(now)))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Withdraws every grant of a paper.
pub fn withdraw_all(conn: &mut DbConn, account: AccountId, paper: PaperId, now: Timestamp) -> AppResult<()> {
    diesel::update(
        paper_grants::table.filter(
            paper_grants::paper_id
                .eq(paper.to_string())
                .and(paper_grants::account_id.eq(account.to_string()))
                .and(paper_grants::withdrawn_at.is_null()),
        ),
    )
    .set(paper_grants::withdrawn_at.eq(naive(now)))
    .execute(conn)?;
    Ok(())
}
