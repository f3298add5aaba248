//! Who works on dossiers, in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{accounts, dossier_moves, dossier_works, dossiers, officers, staff_roles};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::upsert::excluded;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::processing::work::{WorkColleague, WorkMove};
use motcua_shared::time::Timestamp;
use std::collections::HashMap;

/// Who works on a dossier, as its row says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Id and name of the step.
    pub step: Option<(String, String)>,
    /// Who works on it.
    pub holder: Option<(AccountId, String)>,
    /// The day the step is to be done.
    pub due_on: Option<NaiveDate>,
    /// Working days that were left of the step when its time stood still.
    pub days_left: Option<i32>,
}

impl Work {
    /// Id of the step.
    pub fn step_id(&self) -> Option<&str> {
        self.step.as_ref().map(|(id, _)| id.as_str())
    }
}

/// Who works on a dossier; nobody was named and no step begun where nothing was written.
pub fn find(conn: &mut DbConn, id: DossierId) -> AppResult<Work> {
    type Row = (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<NaiveDate>,
        Option<i32>,
    );
    let found: Option<Row> = dossier_works::table
        .find(id.to_string())
        .select((
            dossier_works::step_id,
            dossier_works::step_name,
            dossier_works::holder_id,
            dossier_works::holder_name,
            dossier_works::due_on,
            dossier_works::days_left,
        ))
        .first(conn)
        .optional()?;
    let Some((step, step_name, holder, name, due_on, days_left)) = found else {
        return Ok(Work::default());
    };
    let holder = holder
        .map(|holder| parse_id(&holder, AccountId::parse))
        .transpose()?;
    Ok(Work {
        step: step.zip(step_name),
        holder: holder.zip(name),
        due_on,
        days_left,
    })
}

/// Writes who works on a dossier, in the place of what was written.
pub fn set(conn: &mut DbConn, id: DossierId, work: &Work) -> AppResult<()> {
    let holder = work.holder.as_ref();
    let row = (
        dossier_works::dossier_id.eq(id.to_string()),
        dossier_works::step_id.eq(work.step.as_ref().map(|(id, _)| id)),
        dossier_works::step_name.eq(work.step.as_ref().map(|(_, name)| name)),
        dossier_works::holder_id.eq(holder.map(|(id, _)| id.to_string())),
        dossier_works::holder_name.eq(holder.map(|(_, name)| name)),
        dossier_works::due_on.eq(work.due_on),
        dossier_works::days_left.eq(work.days_left),
    );
    both!(conn, inner => diesel::insert_into(dossier_works::table)
        .values(row)
        .on_conflict(dossier_works::dossier_id)
        .do_update()
        .set((
            dossier_works::step_id.eq(excluded(dossier_works::step_id)),
            dossier_works::step_name.eq(excluded(dossier_works::step_name)),
            dossier_works::holder_id.eq(excluded(dossier_works::holder_id)),
            dossier_works::holder_name.eq(excluded(dossier_works::holder_name)),
            dossier_works::due_on.eq(excluded(dossier_works::due_on)),
            dossier_works::days_left.eq(excluded(dossier_works::days_left)),
        ))
        .execute(inner))?;
    Ok(())
}

/// Name of the step, and of who works on it.
pub type StepAndHolder = (Option<String>, Option<String>);

/// Who works on these dossiers, and at which step, for those of which something was written.
pub fn list(conn: &mut DbConn, ids: &[DossierId]) -> AppResult<HashMap<DossierId, StepAndHolder>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, Option<String>, Option<String>)> = dossier_works::table
        .filter(dossier_works::dossier_id.eq_any(ids))
        .select((
            dossier_works::dossier_id,
            dossier_works::step_name,
            dossier_works::holder_name,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, step, holder)| Ok((parse_id(&id, DossierId::parse)?, (step, holder))))
        .collect()
}

/// A way that a dossier went.
#[derive(Debug, Clone)]
pub struct Move {
    /// Where to.
    pub to: WorkMove,
    /// Name of the step.
    pub step: Option<String>,
    /// Who works on it since.
    pub holder: Option<String>,
    /// Who passed it on.
    pub actor: String,
    /// Of which unit.
    pub unit: String,
    /// What they said.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Writes a way down. There is no update and no delete, on purpose.
pub fn insert_move(conn: &mut DbConn, id: DossierId, actor: AccountId, moved: &Move) -> AppResult<()> {
    diesel::insert_into(dossier_moves::table)
        .values((
            dossier_moves::id.eq(new_id(|id| id).to_string()),
            dossier_moves::dossier_id.eq(id.to_string()),
            dossier_moves::kind.eq(enum_text(&moved.to)?),
            dossier_moves::step_name.eq(&moved.step),
            dossier_moves::holder_name.eq(&moved.holder),
            dossier_moves::actor_id.eq(actor.to_string()),
            dossier_moves::actor_name.eq(&moved.actor),
            dossier_moves::unit_name.eq(&moved.unit),
            dossier_moves::words.eq(&moved.words),
            dossier_moves::happened_at.eq(naive(moved.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ways that a dossier went, oldest first.
pub fn list_moves(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<Move>> {
    type Row = (
        String,
        Option<String>,
        Option<String>,
        String,
        String,
        Option<String>,
        NaiveDateTime,
    );
    let rows: Vec<Row> = dossier_moves::table
        .filter(dossier_moves::dossier_id.eq(id.to_string()))
        .order(dossier_moves::id)
        .select((
            dossier_moves::kind,
            dossier_moves::step_name,
            dossier_moves::holder_name,
            dossier_moves::actor_name,
            dossier_moves::unit_name,
            dossier_moves::words,
            dossier_moves::happened_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(to, step, holder, actor, unit, words, at)| {
            Ok(Move {
                to: parse_enum(&to)?,
                step,
                holder,
                actor,
                unit,
                words,
                at: moment(at),
            })
        })
        .collect()
}

/// Officers of a unit who may work on dossiers, by name, with the open ones that each works on.
pub fn list_colleagues(conn: &mut DbConn, unit: UnitId) -> AppResult<Vec<WorkColleague>> {
    let rows: Vec<(String, String, Option<String>, String)> = officers::table
        .inner_join(accounts::table)
        .inner_join(staff_roles::table.on(staff_roles::account_id.eq(officers::account_id)))
        .filter(
            accounts::unit_id
                .eq(unit.to_string())
                .and(accounts::status.eq("active")),
        )
        .order((officers::search_key, accounts::id))
        .select((
            accounts::id,
            accounts::name,
            officers::position,
            staff_roles::role,
        ))
        .load(conn)?;
    let mut found: Vec<WorkColleague> = Vec::new();
    for (id, name, position, role) in rows {
        let id = parse_id(&id, AccountId::parse)?;
        let role: StaffRole = parse_enum(&role)?;
        match found.iter_mut().find(|one| one.id == id) {
            Some(one) => one.roles.push(role),
            None => found.push(WorkColleague {
                id,
                name,
                position,
                roles: vec![role],
                open: 0,
            }),
        }
    }
    let ids: Vec<String> = found.iter().map(|one| one.id.to_string()).collect();
    let open = DossierStatus::IN_USE
        .into_iter()
        .filter(|status| !status.is_over());
    let open = open
        .map(|status| enum_text(&status))
        .collect::<AppResult<Vec<_>>>()?;
    let counted: Vec<(Option<String>, i64)> = dossier_works::table
        .inner_join(dossiers::table)
        .filter(dossier_works::holder_id.eq_any(ids))
        .filter(
            dossiers::unit_id
                .eq(unit.to_string())
                .and(dossiers::status.eq_any(open)),
        )
        .group_by(dossier_works::holder_id)
        .select((dossier_works::holder_id, count_star()))
        .load(conn)?;
    for one in &mut found {
        let id = one.id.to_string();
        let count = counted.iter().find(|(holder, _)| holder.as_ref() == Some(&id));
        one.open = count.map_or(Ok(0), |(_, count)| unsigned(*count))?;
    }
    Ok(found)
}
