//! The log in the database. There is no update and no delete here, on purpose.

use super::service::{Actor, Entry};
use crate::db::DbConn;
use crate::db::schema::paper_events;
use crate::db::types::{enum_text, naive, new_id};
use crate::error::{AppError, AppResult};
use diesel::prelude::*;
use motcua_shared::id::PaperEventId;
use motcua_shared::time::Timestamp;

/// Writes a line.
pub fn insert(conn: &mut DbConn, entry: &Entry, now: Timestamp) -> AppResult<()> {
    let (actor, id, name, unit) = match &entry.actor {
        Actor::Owner(id) => ("owner", Some(id), None, None),
        Actor::Officer { id, name, unit } => ("officer", Some(id), Some(name), Some(unit)),
        Actor::Account { id, name } => ("account", Some(id), Some(name), None),
        Actor::Portal => ("portal", None, None, None),
    };
    let (dossier_id, dossier_code) = match &entry.dossier {
        Some((id, code)) => (Some(id.to_string()), Some(code)),
        None => (None, None),
    };
    diesel::insert_into(paper_events::table)
        .values((
            paper_events::id.eq(new_id(PaperEventId::from_uuid).to_string()),
            paper_events::account_id.eq(entry.account.to_string()),
            paper_events::paper_id.eq(entry.paper.to_string()),
            paper_events::file_version.eq(i32::try_from(entry.file_version).map_err(AppError::internal)?),
            paper_events::act.eq(enum_text(&entry.act)?),
            paper_events::actor.eq(actor),
            paper_events::actor_id.eq(id.map(|id| id.to_string())),
            paper_events::actor_name.eq(name),
            paper_events::unit_name.eq(unit),
            paper_events::dossier_id.eq(dossier_id),
            paper_events::dossier_code.eq(dossier_code),
            paper_events::ground.eq(&entry.ground),
            paper_events::detail.eq(&entry.detail),
            paper_events::happened_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}
