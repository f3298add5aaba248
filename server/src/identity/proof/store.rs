//! Proofs that were handed in.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::proofs;
use crate::db::types::naive;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::time::Timestamp;

/// Notes a proof; `false` when it was there.
pub(super) fn insert(conn: &mut DbConn, nonce: &str, digest: &str, ends_at: Timestamp) -> AppResult<bool> {
    let row = (
        proofs::nonce.eq(nonce),
        proofs::request_digest.eq(digest),
        proofs::ends_at.eq(naive(ends_at)),
    );
    let added = both!(conn, inner => diesel::insert_into(proofs::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// The request that a proof was used for.
pub(super) fn find(conn: &mut DbConn, nonce: &str) -> AppResult<Option<String>> {
    Ok(proofs::table
        .find(nonce)
        .select(proofs::request_digest)
        .first(conn)
        .optional()?)
}

/// Forgets proofs that ended before `moment`.
pub(super) fn delete_ended(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    Ok(diesel::delete(proofs::table.filter(proofs::ends_at.lt(naive(moment)))).execute(conn)?)
}
