//! Dossiers, what was done with them and their results, in the database.

use super::domain::Dossier;
use super::timeline::domain::{Moment, What, Who};
use crate::db::DbConn;
use crate::db::schema::{
    dossier_components, dossier_events, dossier_places, dossier_results, dossier_supplements,
    dossier_withdrawals, dossiers, paper_categories,
};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::filing::service::place::{self, Lies};
use crate::http::send_file::FileRef;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::id::{AccountId, DossierId, PaperId, ProcedureId, UnitId};
use motcua_shared::processing::dto::DossierResult;
use motcua_shared::processing::rule::DossierAct;
use motcua_shared::time::Timestamp;

/// Who may see a dossier.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    /// Officers of a unit that has to do with it.
    Unit(UnitId),
    /// The account that filed it.
    Filer(AccountId),
    /// Nobody: the portal goes on with it by itself.
    Portal,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossiers)]
struct Row {
    id: String,
    code: String,
    account_id: String,
    procedure_id: String,
    unit_id: String,
    case_id: String,
    status: String,
    filer: String,
    owner: String,
    version: i32,
    submitted_at: NaiveDateTime,
    due_on: Option<NaiveDate>,
    is_withdrawn: bool,
}

/// A dossier that the reader may see.
pub fn find(conn: &mut DbConn, reader: Reader, id: DossierId) -> AppResult<Option<Dossier>> {
    let mut query = dossiers::table
        .left_join(dossier_places::table)
        .filter(dossiers::id.eq(id.to_string()))
        .into_boxed();
    if let Reader::Filer(account) = reader {
        query = query.filter(dossiers::account_id.eq(account.to_string()));
    }
    let handed = (
        dossier_places::place_id,
        dossier_places::unit_id,
        dossier_places::handed_on_at,
    );
    let found: Option<(Row, Option<place::Row>)> = query
        .select((Row::as_select(), handed.nullable()))
        .first(conn)
        .optional()?;
    let Some((row, handed)) = found else {
        return Ok(None);
    };
    let lies = Lies {
        at: parse_id(&row.unit_id, UnitId::parse)?,
        handed_in: place::read(handed)?,
    };
    let is_seen = match reader {
        Reader::Unit(unit) => lies.is_seen_by(unit),
        Reader::Filer(_) | Reader::Portal => true,
    };
    if !is_seen {
        return Ok(None);
    }
    let status = parse_enum(&row.status)?;
    Ok(Some(Dossier {
        id: parse_id(&row.id, DossierId::parse)?,
        code: row.code,
        account: parse_id(&row.account_id, AccountId::parse)?,
        procedure: parse_id(&row.procedure_id, ProcedureId::parse)?,
        lies,
        case_id: row.case_id,
        status,
        came_from: came_from(conn, &row.id, status)?,
        is_withdrawn: row.is_withdrawn,
        version: unsigned(row.version)?,
        due_on: row.due_on,
        filer: parse_json(&row.filer)?,
        owner: parse_json(&row.owner)?,
        submitted_at: moment(row.submitted_at),
    }))
}

/// Where a dossier that stands still stood before: what stopped it keeps that.
fn came_from(conn: &mut DbConn, id: &str, status: DossierStatus) -> AppResult<Option<DossierStatus>> {
    let found: Option<String> = match status {
        DossierStatus::AwaitingSupplement => dossier_supplements::table
            .filter(dossier_supplements::dossier_id.eq(id))
            .filter(dossier_supplements::state.eq("open"))
            .select(dossier_supplements::came_from)
            .first(conn)
            .optional()?,
        DossierStatus::WithdrawalRequested => dossier_withdrawals::table
            .filter(dossier_withdrawals::dossier_id.eq(id))
            .filter(dossier_withdrawals::state.eq("asked"))
            .select(dossier_withdrawals::came_from)
            .first(conn)
            .optional()?,
        _ => None,
    };
    found.map(|text| parse_enum(&text)).transpose()
}

/// How many dossiers its account filed for the same owner since a moment, up to this one and with it. Of the last few hundred: no
/// account files more in a day.
pub fn count_for_owner(conn: &mut DbConn, dossier: &Dossier, since: Timestamp) -> AppResult<usize> {
    const MOST: i64 = 300;
    let rows: Vec<(String, NaiveDateTime)> = dossiers::table
        .filter(
            dossiers::account_id
                .eq(dossier.account.to_string())
                .and(dossiers::id.le(dossier.id.to_string())),
        )
        .order(dossiers::id.desc())
        .limit(MOST)
        .select((dossiers::owner, dossiers::submitted_at))
        .load(conn)?;
    let mut count = 0;
    for (owner, at) in rows {
        let owner: Party = parse_json(&owner)?;
        count += usize::from(moment(at) >= since && owner.identifier == dossier.owner.identifier);
    }
    Ok(count)
}

/// Moves a dossier on that is still as it was read; `false` when somebody else was quicker.
pub fn advance(
    conn: &mut DbConn,
    dossier: &Dossier,
    next: DossierStatus,
    due_on: Option<NaiveDate>,
) -> AppResult<bool> {
    let version = i32::try_from(dossier.version).map_err(AppError::internal)?;
    let as_seen = dossiers::table.filter(
        dossiers::id
            .eq(dossier.id.to_string())
            .and(dossiers::version.eq(version))
            .and(dossiers::status.eq(enum_text(&dossier.status)?)),
    );
    let changed = diesel::update(as_seen)
        .set((
            dossiers::status.eq(enum_text(&next)?),
            dossiers::due_on.eq(due_on),
            dossiers::version.eq(version.saturating_add(1)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// An act to be written down.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Where the dossier stands afterwards.
    pub status: DossierStatus,
    /// What was done.
    pub act: DossierAct,
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub name: &'a str,
    /// Their unit; none where it was the filer.
    pub unit: &'a str,
    /// Why.
    pub words: Option<&'a str>,
}

/// Writes an act down, with the day the dossier is due since. There is no update and no delete of acts, on purpose.
pub fn insert_event(conn: &mut DbConn, id: DossierId, event: &NewEvent<'_>, now: Timestamp) -> AppResult<()> {
    let due: Option<NaiveDate> = dossiers::table
        .find(id.to_string())
        .select(dossiers::due_on)
        .first(conn)?;
    diesel::insert_into(dossier_events::table)
        .values((
            dossier_events::id.eq(new_id(|id| id).to_string()),
            dossier_events::dossier_id.eq(id.to_string()),
            dossier_events::status.eq(enum_text(&event.status)?),
            dossier_events::act.eq(enum_text(&event.act)?),
            dossier_events::actor_id.eq(event.account.to_string()),
            dossier_events::actor_name.eq(event.name),
            dossier_events::unit_name.eq(event.unit),
            dossier_events::words.eq(event.words),
            dossier_events::happened_at.eq(naive(now)),
            dossier_events::due_on.eq(due),
        ))
        .execute(conn)?;
    Ok(())
}

/// Acts, oldest first.
pub fn list_events(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<Moment>> {
    type EventRow = (
        String,
        Option<String>,
        String,
        String,
        Option<String>,
        NaiveDateTime,
        Option<NaiveDate>,
    );
    let rows: Vec<EventRow> = dossier_events::table
        .filter(dossier_events::dossier_id.eq(id.to_string()))
        .order(dossier_events::id)
        .select((
            dossier_events::status,
            dossier_events::act,
            dossier_events::actor_name,
            dossier_events::unit_name,
            dossier_events::words,
            dossier_events::happened_at,
            dossier_events::due_on,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(status, act, name, unit, words, at, due)| {
            Ok(Moment {
                at: moment(at),
                who: match unit.is_empty() {
                    true => Who::Filer(name),
                    false => Who::Officer { name, unit },
                },
                what: What::Act {
                    status: parse_enum(&status)?,
                    act: act.as_deref().map(parse_enum).transpose()?,
                    due,
                },
                words,
            })
        })
        .collect()
}

/// What was said with the last act of a kind.
pub fn last_words(conn: &mut DbConn, id: DossierId, act: DossierAct) -> AppResult<Option<String>> {
    let words: Option<Option<String>> = dossier_events::table
        .filter(
            dossier_events::dossier_id
                .eq(id.to_string())
                .and(dossier_events::act.eq(enum_text(&act)?)),
        )
        .order(dossier_events::id.desc())
        .select(dossier_events::words)
        .first(conn)
        .optional()?;
    Ok(words.flatten())
}

/// Whether a dossier was filed with these bytes.
pub fn has_component(conn: &mut DbConn, id: DossierId, sha256: &str) -> AppResult<bool> {
    let same = dossier_components::table.filter(
        dossier_components::dossier_id
            .eq(id.to_string())
            .and(dossier_components::sha256.eq(sha256)),
    );
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(conn)?)
}

/// A result as it is kept.
#[derive(Debug, Clone)]
pub struct NewResult<'a> {
    /// What is told of it.
    pub told: DossierResult,
    /// Code of its category.
    pub category_code: &'a str,
    /// Whose vault it is in.
    pub account: Option<AccountId>,
    /// Else the number of the owner whose account it waits for.
    pub waits_for: Option<String>,
    /// Its bytes.
    pub sha256: &'a str,
}

/// Writes a result.
pub fn insert_result(conn: &mut DbConn, id: DossierId, new: &NewResult<'_>) -> AppResult<()> {
    let told = &new.told;
    diesel::insert_into(dossier_results::table)
        .values((
            dossier_results::dossier_id.eq(id.to_string()),
            dossier_results::number.eq(i32::try_from(told.number).map_err(AppError::internal)?),
            dossier_results::account_id.eq(new.account.map(|id| id.to_string())),
            dossier_results::paper_id.eq(told.paper_id.map(|id| id.to_string())),
            dossier_results::category_code.eq(new.category_code),
            dossier_results::name.eq(&told.name),
            dossier_results::decision_number.eq(&told.decision_number),
            dossier_results::summary.eq(&told.summary),
            dossier_results::issued_on.eq(told.issued_on),
            dossier_results::signed_by.eq(&told.signed_by),
            dossier_results::file_name.eq(&told.file_name),
            dossier_results::size.eq(i64::try_from(told.size).map_err(AppError::internal)?),
            dossier_results::sha256.eq(new.sha256),
            dossier_results::waits_for.eq(&new.waits_for),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier_results)]
struct ResultRow {
    number: i32,
    account_id: Option<String>,
    paper_id: Option<String>,
    name: String,
    decision_number: Option<String>,
    summary: Option<String>,
    issued_on: Option<NaiveDate>,
    signed_by: Option<String>,
    file_name: String,
    size: i64,
    sha256: String,
}

/// A result, whose vault it is in, and where its bytes are.
pub type Kept = (DossierResult, Option<AccountId>, FileRef);

/// What a dossier ended with.
pub fn list_results(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<Kept>> {
    let rows: Vec<(ResultRow, String)> = dossier_results::table
        .inner_join(paper_categories::table)
        .filter(dossier_results::dossier_id.eq(id.to_string()))
        .order(dossier_results::number)
        .select((ResultRow::as_select(), paper_categories::name))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, category_name)| {
            let size = u64::try_from(row.size).map_err(AppError::internal)?;
            let file = FileRef {
                sha256: row.sha256,
                file_name: row.file_name.clone(),
                media_type: "application/pdf".to_owned(),
                size,
            };
            let account = row
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?;
            let told = DossierResult {
                number: unsigned(row.number)?,
                name: row.name,
                category_name,
                decision_number: row.decision_number,
                summary: row.summary,
                issued_on: row.issued_on,
                signed_by: row.signed_by,
                file_name: row.file_name,
                size,
                paper_id: row.paper_id.map(|id| parse_id(&id, PaperId::parse)).transpose()?,
            };
            Ok((told, account, file))
        })
        .collect()
}
