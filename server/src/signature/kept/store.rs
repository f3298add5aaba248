//! Evidence beside the papers in the database: each piece once, however many papers stand on it.

use super::{Piece, PieceKind};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{signature_evidence, signature_evidence_uses};
use crate::db::types::{naive, unsigned};
use crate::error::AppResult;
use crate::secret;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use motcua_shared::time::Timestamp;

/// Keeps what a verdict over this paper stands on. What was kept before stays.
pub fn insert(conn: &mut DbConn, paper: &str, pieces: &[Piece], now: Timestamp) -> AppResult<()> {
    // In one order: others may keep some of the same pieces in this moment.
    let mut named: Vec<(String, &Piece)> = pieces
        .iter()
        .map(|piece| (secret::sha256_hex(&piece.der), piece))
        .collect();
    named.sort_by(|(left, _), (right, _)| left.cmp(right));
    for (sha256, piece) in named {
        let row = (
            signature_evidence::sha256.eq(&sha256),
            signature_evidence::kind.eq(piece.kind.as_str()),
            signature_evidence::content.eq(piece.der.to_vec()),
            signature_evidence::kept_at.eq(naive(now)),
        );
        both!(conn, inner => diesel::insert_into(signature_evidence::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(inner))?;
        let used = (
            signature_evidence_uses::paper_sha256.eq(paper),
            signature_evidence_uses::evidence_sha256.eq(&sha256),
        );
        both!(conn, inner => diesel::insert_into(signature_evidence_uses::table)
            .values(used)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    Ok(())
}

/// What was kept for this paper.
pub fn list(conn: &mut DbConn, paper: &str) -> AppResult<Vec<Piece>> {
    let rows: Vec<(String, Vec<u8>)> = signature_evidence_uses::table
        .inner_join(
            signature_evidence::table
                .on(signature_evidence::sha256.eq(signature_evidence_uses::evidence_sha256)),
        )
        .filter(signature_evidence_uses::paper_sha256.eq(paper))
        .order(signature_evidence::sha256)
        .select((signature_evidence::kind, signature_evidence::content))
        .load(conn)?;
    let pieces = rows.into_iter().filter_map(|(kind, content)| {
        Some(Piece {
            kind: PieceKind::parse(&kind)?,
            der: content.into(),
        })
    });
    Ok(pieces.collect())
}

/// How many pieces were kept for this paper.
pub fn count(conn: &mut DbConn, paper: &str) -> AppResult<u32> {
    let count: i64 = signature_evidence_uses::table
        .filter(signature_evidence_uses::paper_sha256.eq(paper))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// Lets go of what no paper stands on any more.
pub fn forget_unused(conn: &mut DbConn) -> AppResult<usize> {
    let uses = signature_evidence_uses::table
        .filter(signature_evidence_uses::evidence_sha256.eq(signature_evidence::sha256));
    Ok(diesel::delete(signature_evidence::table.filter(not(exists(uses)))).execute(conn)?)
}
