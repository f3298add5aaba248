//! Rounds of supplement in the database.

use super::domain::{Answer, Part, Supplement};
use crate::db::DbConn;
use crate::db::schema::{dossier_supplement_answers, dossier_supplement_parts, dossier_supplements};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::filing::service::supplement::{Attached, Settled};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, DraftId, SupplementId};
use motcua_shared::processing::supplement::RoundState;
use motcua_shared::time::Timestamp;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier_supplements)]
struct Row {
    id: String,
    number: i32,
    draft_id: String,
    state: String,
    words: String,
    came_from: String,
    days_left: Option<i32>,
    answer_until: NaiveDate,
    officer_name: String,
    unit_name: String,
    asked_at: NaiveDateTime,
    digest: Option<String>,
    ended_at: Option<NaiveDateTime>,
}

type PartRow = (String, String, String, Option<String>, Option<String>);
type AnswerRow = (String, String, Option<String>, Option<String>, Option<String>);

/// Answers of the rounds of a dossier, by round, in their order.
fn list_answers(conn: &mut DbConn, dossier: DossierId) -> AppResult<HashMap<String, Vec<Answer>>> {
    let rows: Vec<AnswerRow> = dossier_supplement_answers::table
        .inner_join(dossier_supplements::table)
        .filter(dossier_supplements::dossier_id.eq(dossier.to_string()))
        .order(dossier_supplement_answers::position)
        .select((
            dossier_supplement_answers::supplement_id,
            dossier_supplement_answers::field,
            dossier_supplement_answers::reason,
            dossier_supplement_answers::old_answer,
            dossier_supplement_answers::new_answer,
        ))
        .load(conn)?;
    let mut of_round: HashMap<String, Vec<Answer>> = HashMap::new();
    for (round, field, reason, old, new) in rows {
        of_round.entry(round).or_default().push(Answer {
            field,
            reason,
            old,
            new,
        });
    }
    Ok(of_round)
}

/// Rounds of a dossier, oldest first.
pub fn list(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<Supplement>> {
    let rows: Vec<Row> = dossier_supplements::table
        .filter(dossier_supplements::dossier_id.eq(dossier.to_string()))
        .order(dossier_supplements::number)
        .select(Row::as_select())
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<PartRow> = dossier_supplement_parts::table
        .inner_join(dossier_supplements::table)
        .filter(dossier_supplements::dossier_id.eq(dossier.to_string()))
        .order(dossier_supplement_parts::position)
        .select((
            dossier_supplement_parts::supplement_id,
            dossier_supplement_parts::component_id,
            dossier_supplement_parts::reason,
            dossier_supplement_parts::old_file,
            dossier_supplement_parts::new_file,
        ))
        .load(conn)?;
    let mut of_round: HashMap<String, Vec<Part>> = HashMap::new();
    for (round, component_id, reason, old, new) in parts {
        of_round.entry(round).or_default().push(Part {
            component_id,
            reason,
            old: old.as_deref().map(parse_json).transpose()?,
            new: new.as_deref().map(parse_json).transpose()?,
        });
    }
    let mut answers = list_answers(conn, dossier)?;
    rows.into_iter()
        .map(|row| {
            Ok(Supplement {
                answers: answers.remove(&row.id).unwrap_or_default(),
                parts: of_round.remove(&row.id).unwrap_or_default(),
                id: parse_id(&row.id, SupplementId::parse)?,
                number: unsigned(row.number)?,
                draft: parse_id(&row.draft_id, DraftId::parse)?,
                state: parse_enum(&row.state)?,
                words: row.words,
                came_from: parse_enum(&row.came_from)?,
                days_left: row.days_left,
                answer_until: row.answer_until,
                officer: row.officer_name,
                unit: row.unit_name,
                asked_at: moment(row.asked_at),
                digest: row.digest,
                ended_at: row.ended_at.map(moment),
            })
        })
        .collect()
}

/// Writes a round that begins.
pub fn insert(
    conn: &mut DbConn,
    dossier: DossierId,
    round: &Supplement,
    asked_by: AccountId,
) -> AppResult<()> {
    diesel::insert_into(dossier_supplements::table)
        .values((
            (
                dossier_supplements::id.eq(round.id.to_string()),
                dossier_supplements::dossier_id.eq(dossier.to_string()),
                dossier_supplements::number.eq(i32::try_from(round.number).map_err(AppError::internal)?),
                dossier_supplements::draft_id.eq(round.draft.to_string()),
                dossier_supplements::state.eq(enum_text(&round.state)?),
                dossier_supplements::words.eq(&round.words),
                dossier_supplements::came_from.eq(enum_text(&round.came_from)?),
            ),
            dossier_supplements::days_left.eq(round.days_left),
            dossier_supplements::answer_until.eq(round.answer_until),
            dossier_supplements::asked_by.eq(asked_by.to_string()),
            dossier_supplements::officer_name.eq(&round.officer),
            dossier_supplements::unit_name.eq(&round.unit),
            dossier_supplements::asked_at.eq(naive(round.asked_at)),
        ))
        .execute(conn)?;
    for (position, part) in round.parts.iter().enumerate() {
        let old = part.old.as_ref();
        diesel::insert_into(dossier_supplement_parts::table)
            .values((
                dossier_supplement_parts::supplement_id.eq(round.id.to_string()),
                dossier_supplement_parts::component_id.eq(&part.component_id),
                dossier_supplement_parts::position.eq(i32::try_from(position).map_err(AppError::internal)?),
                dossier_supplement_parts::reason.eq(&part.reason),
                dossier_supplement_parts::old_file.eq(old.map(json).transpose()?),
                dossier_supplement_parts::old_sha256.eq(old.map(|old| &old.attachment.sha256)),
            ))
            .execute(conn)?;
    }
    for (position, answer) in round.answers.iter().enumerate() {
        insert_answer(conn, round.id, position, answer)?;
    }
    Ok(())
}

fn insert_answer(conn: &mut DbConn, round: SupplementId, position: usize, answer: &Answer) -> AppResult<()> {
    diesel::insert_into(dossier_supplement_answers::table)
        .values((
            dossier_supplement_answers::supplement_id.eq(round.to_string()),
            dossier_supplement_answers::field.eq(&answer.field),
            dossier_supplement_answers::position.eq(i32::try_from(position).map_err(AppError::internal)?),
            dossier_supplement_answers::reason.eq(answer.reason.as_deref()),
            dossier_supplement_answers::old_answer.eq(answer.old.as_deref()),
            dossier_supplement_answers::new_answer.eq(answer.new.as_deref()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes what was answered: for those that were asked for, and for those that changed with them.
pub fn set_answers(conn: &mut DbConn, round: &Supplement, answered: &[Settled]) -> AppResult<()> {
    let mut position = round.answers.len();
    for one in answered {
        if round.answers.iter().any(|asked| asked.field == one.field) {
            diesel::update(dossier_supplement_answers::table.find((round.id.to_string(), &one.field)))
                .set(dossier_supplement_answers::new_answer.eq(one.new.as_deref()))
                .execute(conn)?;
        } else {
            let along = Answer {
                field: one.field.clone(),
                reason: None,
                old: one.old.clone(),
                new: one.new.clone(),
            };
            insert_answer(conn, round.id, position, &along)?;
            position += 1;
        }
    }
    Ok(())
}

/// Writes what was supplied for a part.
pub fn set_new(
    conn: &mut DbConn,
    round: SupplementId,
    component_id: &str,
    attached: &Attached,
) -> AppResult<()> {
    diesel::update(dossier_supplement_parts::table.find((round.to_string(), component_id)))
        .set((
            dossier_supplement_parts::new_file.eq(json(attached)?),
            dossier_supplement_parts::new_sha256.eq(&attached.attachment.sha256),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends an open round; `false` when it is over already.
pub fn end(
    conn: &mut DbConn,
    round: SupplementId,
    state: RoundState,
    digest: Option<&str>,
    now: Timestamp,
) -> AppResult<bool> {
    let open = dossier_supplements::table
        .find(round.to_string())
        .filter(dossier_supplements::state.eq(enum_text(&RoundState::Open)?));
    let changed = diesel::update(open)
        .set((
            dossier_supplements::state.eq(enum_text(&state)?),
            dossier_supplements::digest.eq(digest),
            dossier_supplements::ended_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives more time for the answer to an open round.
pub fn put_off(conn: &mut DbConn, round: SupplementId, until: NaiveDate) -> AppResult<()> {
    diesel::update(dossier_supplements::table.find(round.to_string()))
        .set(dossier_supplements::answer_until.eq(until))
        .execute(conn)?;
    Ok(())
}
