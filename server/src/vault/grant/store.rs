//! Grants in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::paper_grants;
use crate::db::types::{naive, new_id};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, GrantId, PaperId};
use motcua_shared::time::Timestamp;

/// The grantee of the letter's "Chia sẻ".
pub(in crate::vault) const RECEIVING_UNITS: &str = "receiving-units";

/// Whether the paper of a query over papers is shared with the units that receive dossiers.
macro_rules! is_shared {
    () => {
        diesel::dsl::exists(
            $crate::db::schema::paper_grants::table.filter(
                $crate::db::schema::paper_grants::paper_id
                    .eq($crate::db::schema::papers::id)
                    .and(
                        $crate::db::schema::paper_grants::grantee
                            .eq($crate::vault::grant::store::RECEIVING_UNITS),
                    )
                    .and($crate::db::schema::paper_grants::withdrawn_at.is_null()),
            ),
        )
    };
}
pub(in crate::vault) use is_shared;

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
