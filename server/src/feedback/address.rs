//! To which unit a feedback goes: the one that issued the paper; else the one that the certificates on it name; else
//! nobody knows, and the owner chooses.

use super::domain::organisations;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::vault::service::origin;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::id::AccountId;
use motcua_shared::vault::dto::PaperView;

/// The unit that a paper itself leads to.
pub fn find_unit(
    conn: &mut DbConn,
    owner: AccountId,
    paper: &PaperView,
    day: NaiveDate,
) -> AppResult<Option<UnitView>> {
    if let Some(issuer) = origin::find_issuer(conn, owner, paper.item.id)? {
        // What an authority issued that is no more is answered by the one that took over.
        let unit = directory::heir(conn, issuer, day)?.unwrap_or(issuer);
        return directory::load(conn, unit).map(Some);
    }
    for name in organisations(&paper.report) {
        if let Some(unit) = directory::find_by_name(conn, name, day)? {
            return Ok(Some(unit));
        }
    }
    Ok(None)
}
