//! Verdicts over papers in the database.

use crate::db::DbConn;
use crate::db::schema::papers;
use crate::db::types::enum_text;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::signature::report::VerificationReport;

/// Writes a verdict over every paper with these bytes. That is no change of the paper: its version stays.
pub fn set_verdict(conn: &mut DbConn, sha256: &str, today: &VerificationReport) -> AppResult<()> {
    diesel::update(papers::table.filter(papers::sha256.eq(sha256)))
        .set((
            papers::verdict.eq(enum_text(&today.verdict)?),
            papers::lacks_revocation.eq(today.lacks_revocation()),
        ))
        .execute(conn)?;
    Ok(())
}
