//! Published answers in the database.

use crate::db::DbConn;
use crate::db::schema::{petition_publications, petitions};
use crate::db::types::{parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::PetitionId;
use motcua_shared::petition::dto::{AnswerItem, AnswerView, PetitionPublication};

#[derive(Queryable, Selectable)]
#[diesel(table_name = petition_publications)]
struct Row {
    petition_id: String,
    title: String,
    question: String,
    answer: String,
    is_shown: bool,
    published_on: NaiveDate,
}

fn into_publication(row: Row) -> PetitionPublication {
    PetitionPublication {
        title: row.title,
        question: row.question,
        answer: row.answer,
        is_shown: row.is_shown,
        published_on: row.published_on,
    }
}

/// What everybody reads of a petition, or read.
pub fn find(conn: &mut DbConn, id: PetitionId) -> AppResult<Option<PetitionPublication>> {
    let row: Option<Row> = petition_publications::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(into_publication))
}

/// Writes it, or writes over it. Whoever calls holds the petition.
pub fn write(conn: &mut DbConn, id: PetitionId, wanted: &PetitionPublication) -> AppResult<()> {
    let values = (
        petition_publications::title.eq(&wanted.title),
        petition_publications::question.eq(&wanted.question),
        petition_publications::answer.eq(&wanted.answer),
        petition_publications::is_shown.eq(wanted.is_shown),
        petition_publications::published_on.eq(wanted.published_on),
    );
    let known = diesel::update(petition_publications::table.find(id.to_string()))
        .set(values)
        .execute(conn)?;
    if known == 0 {
        diesel::insert_into(petition_publications::table)
            .values((petition_publications::petition_id.eq(id.to_string()), values))
            .execute(conn)?;
    }
    Ok(())
}

/// Publication, code, kind and unit of a petition.
type Shown = (Row, String, String, Option<String>);

fn into_answer((row, code, kind, unit): Shown) -> AppResult<(PetitionId, AnswerView)> {
    let id = parse_id(&row.petition_id, PetitionId::parse)?;
    let view = AnswerView {
        item: AnswerItem {
            code,
            kind: parse_enum(&kind)?,
            title: row.title,
            unit_name: unit.unwrap_or_default(),
            published_on: row.published_on,
        },
        question: row.question,
        answer: row.answer,
    };
    Ok((id, view))
}

macro_rules! shown {
    () => {
        petition_publications::table
            .inner_join(petitions::table)
            .filter(petition_publications::is_shown.eq(true))
            .select((
                Row::as_select(),
                petitions::code,
                petitions::kind,
                petitions::unit_name,
            ))
    };
}

/// Answers that everybody reads, the newest first: `limit` and one more.
pub fn list_shown(
    conn: &mut DbConn,
    after: Option<(NaiveDate, PetitionId)>,
    limit: u32,
) -> AppResult<Vec<(PetitionId, AnswerView)>> {
    let mut query = shown!().into_boxed();
    if let Some((day, id)) = after {
        let same_day = petition_publications::published_on
            .eq(day)
            .and(petition_publications::petition_id.lt(id.to_string()));
        query = query.filter(petition_publications::published_on.lt(day).or(same_day));
    }
    let rows: Vec<Shown> = query
        .order((
            petition_publications::published_on.desc(),
            petition_publications::petition_id.desc(),
        ))
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    rows.into_iter().map(into_answer).collect()
}

/// The answer at an address, while it is shown.
pub fn find_shown(conn: &mut DbConn, code: &str) -> AppResult<Option<AnswerView>> {
    let found: Option<Shown> = shown!()
        .filter(petitions::code.eq(code.to_owned()))
        .first(conn)
        .optional()?;
    Ok(found.map(into_answer).transpose()?.map(|(_, view)| view))
}
