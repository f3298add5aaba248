//! Opinions of other units, in the database.

use crate::db::DbConn;
use crate::db::schema::{dossier_opinions, dossiers, procedures, units};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId, OpinionId, UnitId};
use motcua_shared::processing::opinion::{AnswerOpinion, OpinionAnswer, OpinionView};
use motcua_shared::time::Timestamp;

/// A question as its row says it.
#[derive(Debug, Clone)]
pub struct Opinion {
    /// The dossier.
    pub dossier: DossierId,
    /// The unit that is asked.
    pub unit: UnitId,
    /// What is told of it; how many days are left is not known here.
    pub told: OpinionView,
}

/// A question to be written.
#[derive(Debug, Clone)]
pub struct NewOpinion<'a> {
    /// Its id.
    pub id: OpinionId,
    /// The dossier.
    pub dossier: DossierId,
    /// The unit that is asked.
    pub unit: UnitId,
    /// What.
    pub question: &'a str,
    /// The last day for the answer.
    pub until: NaiveDate,
    /// Who asks: account, name, unit.
    pub by: (AccountId, &'a str, &'a str),
    /// When.
    pub at: Timestamp,
}

/// Writes a question.
pub fn insert(conn: &mut DbConn, new: &NewOpinion<'_>) -> AppResult<()> {
    let (account, name, unit) = new.by;
    diesel::insert_into(dossier_opinions::table)
        .values((
            dossier_opinions::id.eq(new.id.to_string()),
            dossier_opinions::dossier_id.eq(new.dossier.to_string()),
            dossier_opinions::unit_id.eq(new.unit.to_string()),
            dossier_opinions::question.eq(new.question),
            dossier_opinions::until.eq(new.until),
            dossier_opinions::asked_by.eq(account.to_string()),
            dossier_opinions::asker_name.eq(name),
            dossier_opinions::asking_unit.eq(unit),
            dossier_opinions::asked_at.eq(naive(new.at)),
            dossier_opinions::state.eq("open"),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes an answer; `false` when there is one.
pub fn answer(
    conn: &mut DbConn,
    id: OpinionId,
    answer: &AnswerOpinion,
    (account, name, at): (AccountId, &str, Timestamp),
) -> AppResult<bool> {
    let open = dossier_opinions::table.filter(
        dossier_opinions::id
            .eq(id.to_string())
            .and(dossier_opinions::state.eq("open")),
    );
    let changed = diesel::update(open)
        .set((
            dossier_opinions::state.eq("answered"),
            dossier_opinions::stance.eq(enum_text(&answer.stance)?),
            dossier_opinions::words.eq(&answer.words),
            dossier_opinions::answered_by.eq(account.to_string()),
            dossier_opinions::answerer_name.eq(name),
            dossier_opinions::answered_at.eq(naive(at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier_opinions)]
struct Row {
    id: String,
    dossier_id: String,
    unit_id: String,
    question: String,
    until: NaiveDate,
    asker_name: String,
    asking_unit: String,
    asked_at: NaiveDateTime,
    stance: Option<String>,
    words: Option<String>,
    answerer_name: Option<String>,
    answered_at: Option<NaiveDateTime>,
}

type Joined = (Row, String, String, String, String);

fn read((row, code, status, procedure_name, unit): Joined) -> AppResult<Opinion> {
    let status: DossierStatus = parse_enum(&status)?;
    let answer = match (row.stance, row.words, row.answerer_name, row.answered_at) {
        (Some(stance), Some(words), Some(officer), Some(at)) => Some(OpinionAnswer {
            stance: parse_enum(&stance)?,
            words,
            officer,
            at: moment(at),
            was_late: moment(at).vietnam_date() > row.until,
        }),
        _ => None,
    };
    Ok(Opinion {
        dossier: parse_id(&row.dossier_id, DossierId::parse)?,
        unit: parse_id(&row.unit_id, UnitId::parse)?,
        told: OpinionView {
            id: parse_id(&row.id, OpinionId::parse)?,
            code,
            procedure_name,
            asked_by: row.asker_name,
            asking_unit: row.asking_unit,
            unit,
            question: row.question,
            asked_at: moment(row.asked_at),
            until: row.until,
            days_left: None,
            is_over: status.is_over(),
            answer,
        },
    })
}

macro_rules! opinions {
    () => {
        dossier_opinions::table
            .inner_join(dossiers::table.inner_join(procedures::table))
            .inner_join(units::table.on(units::id.eq(dossier_opinions::unit_id)))
            .select((
                Row::as_select(),
                dossiers::code,
                dossiers::status,
                procedures::name,
                units::name,
            ))
    };
}

/// A question that this unit is asked; any other does not exist.
pub fn find(conn: &mut DbConn, unit: UnitId, id: OpinionId) -> AppResult<Option<Opinion>> {
    let found: Option<Joined> = opinions!()
        .filter(
            dossier_opinions::id
                .eq(id.to_string())
                .and(dossier_opinions::unit_id.eq(unit.to_string())),
        )
        .first(conn)
        .optional()?;
    found.map(read).transpose()
}

/// What was asked about a dossier, oldest first.
pub fn list_of(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<Opinion>> {
    let rows: Vec<Joined> = opinions!()
        .filter(dossier_opinions::dossier_id.eq(dossier.to_string()))
        .order(dossier_opinions::id)
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// What a unit is asked: what waits by its last day, what was answered with the newest first; and one row more than `limit`.
pub fn list_for(
    conn: &mut DbConn,
    unit: UnitId,
    is_answered: bool,
    after: Option<(NaiveDate, OpinionId)>,
    limit: u32,
) -> AppResult<Vec<Opinion>> {
    let state = if is_answered { "answered" } else { "open" };
    let mut query = opinions!()
        .filter(
            dossier_opinions::unit_id
                .eq(unit.to_string())
                .and(dossier_opinions::state.eq(state)),
        )
        .into_boxed();
    if let Some((day, id)) = after {
        let behind = if is_answered { "<" } else { ">" };
        // Row values, because both databases walk an index by them.
        query = query.filter(
            sql::<Bool>(&format!(
                "(dossier_opinions.until, dossier_opinions.id) {behind} ("
            ))
            .bind::<Date, _>(day)
            .sql(", ")
            .bind::<Text, _>(id.to_string())
            .sql(")"),
        );
    }
    query = match is_answered {
        true => query.order((dossier_opinions::until.desc(), dossier_opinions::id.desc())),
        false => query.order((dossier_opinions::until.asc(), dossier_opinions::id.asc())),
    };
    let rows: Vec<Joined> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(read).collect()
}
