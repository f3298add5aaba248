//! What became of partners' papers, in the database.

use super::domain::Known;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{paper_versions, papers, partner_papers};
use crate::db::types::{enum_text, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::time::Timestamp;
use std::collections::HashMap;

type Row = (
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<NaiveDateTime>,
);

/// What is known of these papers of a partner.
pub fn list(
    conn: &mut DbConn,
    account: AccountId,
    partner: &str,
    their_ids: &[&str],
) -> AppResult<Vec<Known>> {
    let rows: Vec<Row> = partner_papers::table
        .left_join(papers::table)
        .filter(
            partner_papers::account_id
                .eq(account.to_string())
                .and(partner_papers::partner_id.eq(partner))
                .and(partner_papers::their_id.eq_any(their_ids)),
        )
        .select((
            partner_papers::their_id,
            partner_papers::refused_sha256,
            partner_papers::refusal,
            papers::id.nullable(),
            papers::origin.nullable(),
            papers::removed_at.nullable(),
        ))
        .load(conn)?;
    let into_known = |(their_id, sha256, refusal, paper, origin, removed_at): Row| {
        let paper = paper.zip(origin).filter(|_| removed_at.is_none());
        Ok(Known {
            their_id,
            paper: paper
                .map(|(id, origin)| AppResult::Ok((parse_id(&id, PaperId::parse)?, parse_enum(&origin)?)))
                .transpose()?,
            refused: sha256
                .zip(refusal)
                .map(|(sha256, code)| AppResult::Ok((sha256, parse_enum(&code)?)))
                .transpose()?,
        })
    };
    rows.into_iter().map(into_known).collect()
}

/// Which papers of a vault have these files now.
pub fn list_by_digest(
    conn: &mut DbConn,
    account: AccountId,
    digests: &[&str],
) -> AppResult<HashMap<String, PaperId>> {
    let rows: Vec<(String, String)> = paper_versions::table
        .filter(
            paper_versions::account_id
                .eq(account.to_string())
                .and(paper_versions::sha256.eq_any(digests))
                .and(paper_versions::struck_at.is_null()),
        )
        .select((paper_versions::sha256, paper_versions::paper_id))
        .load(conn)?;
    rows.into_iter()
        .map(|(sha256, id)| Ok((sha256, parse_id(&id, PaperId::parse)?)))
        .collect()
}

/// Which paper of which partner, for whom.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// Whose.
    pub account: AccountId,
    /// The partner.
    pub partner: &'a str,
    /// What the partner calls it.
    pub their_id: &'a str,
}

/// Keeps which paper it became, with the digest of the file.
pub fn put(conn: &mut DbConn, key: Key<'_>, paper: PaperId, sha256: &str, now: Timestamp) -> AppResult<()> {
    let taken = (
        partner_papers::paper_id.eq(paper.to_string()),
        partner_papers::sha256.eq(sha256),
        partner_papers::fetched_at.eq(naive(now)),
    );
    let first = (
        partner_papers::account_id.eq(key.account.to_string()),
        partner_papers::partner_id.eq(key.partner),
        partner_papers::their_id.eq(key.their_id),
        taken.clone(),
    );
    both!(conn, inner => diesel::insert_into(partner_papers::table)
        .values(first)
        .on_conflict((partner_papers::account_id, partner_papers::partner_id, partner_papers::their_id))
        .do_update()
        .set(taken)
        .execute(inner))?;
    Ok(())
}

/// Keeps which file was refused, and why.
pub fn put_refusal(conn: &mut DbConn, key: Key<'_>, sha256: &str, why: ErrorCode) -> AppResult<()> {
    let refused = (
        partner_papers::refused_sha256.eq(sha256),
        partner_papers::refusal.eq(enum_text(&why)?),
    );
    let first = (
        partner_papers::account_id.eq(key.account.to_string()),
        partner_papers::partner_id.eq(key.partner),
        partner_papers::their_id.eq(key.their_id),
        refused.clone(),
    );
    both!(conn, inner => diesel::insert_into(partner_papers::table)
        .values(first)
        .on_conflict((partner_papers::account_id, partner_papers::partner_id, partner_papers::their_id))
        .do_update()
        .set(refused)
        .execute(inner))?;
    Ok(())
}
