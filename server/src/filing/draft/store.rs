//! Drafts in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_supplements, draft_components, drafts, file_scans, procedures};
use crate::db::types::{json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::AppResult;
use crate::filing::domain::{Attached, Filled, kept_until};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::Acting;
use motcua_shared::filing::dto::{Delivery, Party, Submission};
use motcua_shared::id::{AccountId, DossierId, DraftId, ProcedureId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::ScanState;
use std::collections::BTreeMap;

/// A draft as its row says it; the service adds procedure and unit.
#[derive(Debug, Clone)]
pub struct DraftRecord {
    /// Its id.
    pub id: DraftId,
    /// Version of the procedure.
    pub procedure_id: ProcedureId,
    /// Receiving unit.
    pub unit_id: Option<UnitId>,
    /// Case.
    pub case_id: Option<String>,
    /// Who files.
    pub filer: Party,
    /// Whether the matter is somebody else's.
    pub for_another: bool,
    /// That other, as typed.
    pub other: Party,
    /// On which ground one files for another.
    pub acting: Acting,
    /// Answers of the electronic form.
    pub answers: Answers,
    /// How the result is received.
    pub delivery: Option<Delivery>,
    /// How originals come to the unit.
    pub submission: Submission,
    /// Guards every change.
    pub version: u32,
    /// With which version each field changed last.
    pub edits: BTreeMap<String, u32>,
    /// Seals in the browser what could not be sent yet.
    pub seal_key: String,
    /// Days that it is kept after its last change.
    pub keep_days: u32,
    /// Last change.
    pub changed_at: Timestamp,
    /// The dossier it became.
    pub dossier_id: Option<DossierId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = drafts)]
struct DraftRow {
    id: String,
    procedure_id: String,
    unit_id: Option<String>,
    case_id: Option<String>,
    filer: String,
    owner: String,
    for_another: bool,
    acting: String,
    answers: String,
    delivery: Option<String>,
    submission: String,
    version: i32,
    edits: String,
    seal_key: String,
    keep_days: i32,
    changed_at: NaiveDateTime,
    dossier_id: Option<String>,
}

impl DraftRow {
    fn into_record(self) -> AppResult<DraftRecord> {
        Ok(DraftRecord {
            id: parse_id(&self.id, DraftId::parse)?,
            procedure_id: parse_id(&self.procedure_id, ProcedureId::parse)?,
            unit_id: self.unit_id.map(|id| parse_id(&id, UnitId::parse)).transpose()?,
            case_id: self.case_id,
            filer: parse_json(&self.filer)?,
            for_another: self.for_another,
            other: parse_json(&self.owner)?,
            acting: parse_json(&self.acting)?,
            answers: parse_json(&self.answers)?,
            delivery: self.delivery.as_deref().map(parse_json).transpose()?,
            submission: parse_json(&self.submission)?,
            version: unsigned(self.version)?,
            edits: parse_json(&self.edits)?,
            seal_key: self.seal_key,
            keep_days: unsigned(self.keep_days)?,
            changed_at: moment(self.changed_at),
            dossier_id: self
                .dossier_id
                .map(|id| parse_id(&id, DossierId::parse))
                .transpose()?,
        })
    }
}

/// Writes a new draft; `false` when its key was there before.
pub fn insert_draft(
    conn: &mut DbConn,
    account: AccountId,
    key: &str,
    draft: &DraftRecord,
) -> AppResult<bool> {
    let values = (
        drafts::id.eq(draft.id.to_string()),
        drafts::account_id.eq(account.to_string()),
        drafts::idempotency_key.eq(key),
        drafts::procedure_id.eq(draft.procedure_id.to_string()),
        drafts::case_id.eq(&draft.case_id),
        drafts::unit_id.eq(draft.unit_id.map(|id| id.to_string())),
        drafts::filer.eq(json(&draft.filer)?),
        drafts::owner.eq(json(&draft.other)?),
        drafts::submission.eq(json(&draft.submission)?),
        drafts::for_another.eq(draft.for_another),
        drafts::acting.eq(json(&draft.acting)?),
        drafts::answers.eq(json(&draft.answers)?),
        drafts::edits.eq(json(&draft.edits)?),
        drafts::seal_key.eq(&draft.seal_key),
        drafts::keep_days.eq(i32::try_from(draft.keep_days).unwrap_or(i32::MAX)),
        drafts::kept_until.eq(naive(kept_until(draft.changed_at, draft.keep_days))),
        drafts::version.eq(1),
        drafts::changed_at.eq(naive(draft.changed_at)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(drafts::table)
        .values(values)
        .on_conflict((drafts::account_id, drafts::idempotency_key))
        .do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// The draft that was opened with this key before.
pub fn find_draft_by_key(conn: &mut DbConn, account: AccountId, key: &str) -> AppResult<Option<DraftId>> {
    let id: Option<String> = drafts::table
        .filter(
            drafts::account_id
                .eq(account.to_string())
                .and(drafts::idempotency_key.eq(key)),
        )
        .select(drafts::id)
        .first(conn)
        .optional()?;
    id.map(|id| parse_id(&id, DraftId::parse)).transpose()
}

/// A draft of this account.
pub fn find_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<Option<DraftRecord>> {
    let row: Option<DraftRow> = drafts::table
        .filter(
            drafts::id
                .eq(id.to_string())
                .and(drafts::account_id.eq(account.to_string())),
        )
        .select(DraftRow::as_select())
        .first(conn)
        .optional()?;
    row.map(DraftRow::into_record).transpose()
}

/// The same, and nobody else changes it until the transaction ends. On SQLite a transaction that writes is alone anyway.
pub fn hold_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<Option<DraftRecord>> {
    let DbConn::Postgres(inner) = conn else {
        return find_draft(conn, account, id);
    };
    let rows: Vec<DraftRow> = drafts::table
        .filter(drafts::id.eq(id.to_string()))
        .filter(drafts::account_id.eq(account.to_string()))
        .select(DraftRow::as_select())
        .for_update()
        .load(inner)?;
    rows.into_iter().next().map(DraftRow::into_record).transpose()
}

/// A draft in a list.
#[derive(Debug, Clone)]
pub struct DraftLine {
    /// Its id.
    pub id: DraftId,
    /// Code and name of the procedure.
    pub procedure: (String, String),
    /// Last change.
    pub changed_at: Timestamp,
    /// When it goes.
    pub kept_until: Timestamp,
}

/// Drafts of rounds of supplement belong to their dossiers.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_no_supplement() -> _ {
    diesel::dsl::not(diesel::dsl::exists(
        dossier_supplements::table.filter(dossier_supplements::draft_id.eq(drafts::id)),
    ))
}

/// Drafts of this account that are not yet filed, newest first.
pub fn list_drafts(conn: &mut DbConn, account: AccountId, limit: i64) -> AppResult<Vec<DraftLine>> {
    let rows: Vec<(String, String, String, NaiveDateTime, NaiveDateTime)> = drafts::table
        .inner_join(procedures::table)
        .filter(
            drafts::account_id
                .eq(account.to_string())
                .and(drafts::dossier_id.is_null()),
        )
        .filter(is_no_supplement())
        .order(drafts::id.desc())
        .limit(limit)
        .select((
            drafts::id,
            procedures::code,
            procedures::name,
            drafts::changed_at,
            drafts::kept_until,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, code, name, changed_at, kept_until)| {
            Ok(DraftLine {
                id: parse_id(&id, DraftId::parse)?,
                procedure: (code, name),
                changed_at: moment(changed_at),
                kept_until: moment(kept_until),
            })
        })
        .collect()
}

/// Writes the fields of a draft that was read as `version`; `false` when somebody else was quicker or it was filed.
pub fn update_draft(conn: &mut DbConn, draft: &DraftRecord, version: u32, now: Timestamp) -> AppResult<bool> {
    let version = i32::try_from(version).unwrap_or(i32::MAX);
    let delivery = draft.delivery.as_ref().map(json).transpose()?;
    let changed = diesel::update(drafts::table.find(draft.id.to_string()))
        .filter(drafts::version.eq(version).and(drafts::dossier_id.is_null()))
        .set((
            drafts::procedure_id.eq(draft.procedure_id.to_string()),
            drafts::unit_id.eq(draft.unit_id.map(|id| id.to_string())),
            drafts::case_id.eq(&draft.case_id),
            drafts::filer.eq(json(&draft.filer)?),
            drafts::owner.eq(json(&draft.other)?),
            drafts::for_another.eq(draft.for_another),
            drafts::acting.eq(json(&draft.acting)?),
            drafts::answers.eq(json(&draft.answers)?),
            drafts::edits.eq(json(&draft.edits)?),
            drafts::kept_until.eq(naive(kept_until(now, draft.keep_days))),
            drafts::warned_at.eq(None::<NaiveDateTime>),
            drafts::delivery.eq(delivery),
            drafts::submission.eq(json(&draft.submission)?),
            drafts::version.eq(version.saturating_add(1)),
            drafts::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Writes the answers that are known when a draft is opened.
pub fn set_answers(conn: &mut DbConn, id: DraftId, answers: &Answers) -> AppResult<()> {
    diesel::update(drafts::table.find(id.to_string()))
        .set(drafts::answers.eq(json(answers)?))
        .execute(conn)?;
    Ok(())
}

/// The drafts that became this dossier or were sent for it.
pub fn list_of_dossier(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<DraftId>> {
    let rows: Vec<String> = drafts::table
        .filter(drafts::dossier_id.eq(dossier.to_string()))
        .order(drafts::id)
        .select(drafts::id)
        .load(conn)?;
    rows.iter().map(|id| parse_id(id, DraftId::parse)).collect()
}

/// Marks a draft as filed. What was typed stands in the dossier from here on and goes from the row, with what was typed and
/// not filed; and what a browser still holds for it cannot be opened any more.
pub fn file_draft(conn: &mut DbConn, id: DraftId, dossier: DossierId, now: Timestamp) -> AppResult<()> {
    let nobody = json(&Party::default())?;
    diesel::update(drafts::table.find(id.to_string()))
        .set((
            drafts::dossier_id.eq(dossier.to_string()),
            drafts::filer.eq(&nobody),
            drafts::owner.eq(&nobody),
            drafts::acting.eq(json(&Acting::default())?),
            drafts::answers.eq(json(&Answers::new())?),
            drafts::edits.eq(json(&BTreeMap::<String, u32>::new())?),
            drafts::delivery.eq(None::<String>),
            drafts::submission.eq(json(&Submission::default())?),
            drafts::seal_key.eq(""),
            drafts::version.eq(drafts::version + 1),
            drafts::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    // What was attached is the dossier's; a row left here would hold on to bytes that nobody filed.
    diesel::delete(draft_components::table.filter(draft_components::draft_id.eq(id.to_string())))
        .execute(conn)?;
    Ok(())
}

/// Marks the draft of a round as sent.
pub fn close_draft(conn: &mut DbConn, id: DraftId, dossier: DossierId) -> AppResult<()> {
    diesel::update(drafts::table.find(id.to_string()))
        .set(drafts::dossier_id.eq(dossier.to_string()))
        .execute(conn)?;
    Ok(())
}

/// Locks a draft that was not filed until the transaction ends, so that what stands for its components stays as it is now;
/// `false` when there is none. Whoever changes it at this moment is waited for.
pub fn lock_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<bool> {
    let own = drafts::table
        .filter(drafts::id.eq(id.to_string()))
        .filter(drafts::account_id.eq(account.to_string()))
        .filter(drafts::dossier_id.is_null());
    let changed = diesel::update(own)
        .set(drafts::version.eq(drafts::version))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Throws a draft away that was not filed; `false` when there is none.
pub fn delete_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<bool> {
    let own = drafts::table
        .filter(
            drafts::id
                .eq(id.to_string())
                .and(drafts::account_id.eq(account.to_string())),
        )
        .filter(drafts::dossier_id.is_null());
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// What stands for the components of a draft.
pub fn list_filled(conn: &mut DbConn, id: DraftId) -> AppResult<Vec<Filled>> {
    let scanned = file_scans::table.on(file_scans::sha256.nullable().eq(draft_components::sha256));
    let rows: Vec<(String, Option<String>, Option<String>)> = draft_components::table
        .left_join(scanned)
        .filter(draft_components::draft_id.eq(id.to_string()))
        .select((
            draft_components::component_id,
            draft_components::attachment,
            file_scans::state.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(component_id, attached, scan)| {
            let scan: Option<ScanState> = scan.as_deref().map(parse_enum).transpose()?;
            Ok(Filled {
                component_id,
                attached: attached.as_deref().map(parse_json).transpose()?,
                // It may have been found long after it was attached.
                refused: (scan == Some(ScanState::Infected)).then_some(ErrorCode::FileInfected),
            })
        })
        .collect()
}

/// Puts a file, or the person's refusal of one, in place for a component.
pub fn put_filled(
    conn: &mut DbConn,
    id: DraftId,
    component_id: &str,
    attached: Option<&Attached>,
) -> AppResult<()> {
    let key = (
        draft_components::draft_id.eq(id.to_string()),
        draft_components::component_id.eq(component_id),
    );
    let attachment = attached.map(|attached| &attached.attachment);
    let columns = (
        draft_components::attachment.eq(attached.map(json).transpose()?),
        draft_components::paper_id.eq(attachment
            .and_then(|attachment| attachment.paper_id)
            .map(|id| id.to_string())),
        draft_components::sha256.eq(attachment.map(|attachment| attachment.sha256.clone())),
        draft_components::media_type.eq(attached.map(|attached| attached.media_type.clone())),
    );
    let changed = diesel::update(draft_components::table.find((id.to_string(), component_id)))
        .set(columns.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(draft_components::table)
            .values((key, columns))
            .execute(conn)?;
    }
    Ok(())
}

/// A draft whose time comes.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Its id.
    pub id: DraftId,
    /// Whose.
    pub account: AccountId,
    /// Name of its procedure.
    pub procedure: String,
    /// When it goes.
    pub kept_until: Timestamp,
}

/// Drafts that go before a moment and whose filers were not told, those first that go first.
pub fn list_unwarned(conn: &mut DbConn, before: Timestamp, limit: i64) -> AppResult<Vec<Ending>> {
    let rows = drafts::table
        .inner_join(procedures::table)
        .filter(drafts::dossier_id.is_null().and(drafts::warned_at.is_null()))
        .filter(drafts::kept_until.lt(naive(before)))
        .filter(is_no_supplement())
        .order((drafts::kept_until, drafts::id))
        .limit(limit)
        .select((
            drafts::id,
            drafts::account_id,
            procedures::name,
            drafts::kept_until,
        ))
        .load(conn)?;
    endings(rows)
}

/// Drafts whose time has come, of those whose filers were told.
pub fn list_ended(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<Vec<Ending>> {
    let rows = drafts::table
        .inner_join(procedures::table)
        .filter(drafts::dossier_id.is_null().and(drafts::warned_at.is_not_null()))
        .filter(drafts::kept_until.lt(naive(now)))
        .order((drafts::kept_until, drafts::id))
        .limit(limit)
        .select((
            drafts::id,
            drafts::account_id,
            procedures::name,
            drafts::kept_until,
        ))
        .load(conn)?;
    endings(rows)
}

fn endings(rows: Vec<(String, String, String, NaiveDateTime)>) -> AppResult<Vec<Ending>> {
    let ending = |(id, account, procedure, kept_until): (String, String, String, NaiveDateTime)| {
        Ok(Ending {
            id: parse_id(&id, DraftId::parse)?,
            account: parse_id(&account, AccountId::parse)?,
            procedure,
            kept_until: moment(kept_until),
        })
    };
    rows.into_iter().map(ending).collect()
}

/// Notes that the filer is told, and until when the draft stays; `false` when it was told of, changed or filed meanwhile.
pub fn set_warned(conn: &mut DbConn, id: DraftId, until: Timestamp, now: Timestamp) -> AppResult<bool> {
    let untold = diesel::update(drafts::table.find(id.to_string()))
        .filter(drafts::dossier_id.is_null().and(drafts::warned_at.is_null()))
        .filter(drafts::kept_until.le(naive(until)));
    let changed = untold
        .set((
            drafts::warned_at.eq(naive(now)),
            drafts::kept_until.eq(naive(until)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Locks a draft whose time has come; `false` when somebody went on with it.
pub fn lock_ended(conn: &mut DbConn, id: DraftId, now: Timestamp) -> AppResult<bool> {
    let ended = diesel::update(drafts::table.find(id.to_string()))
        .filter(drafts::dossier_id.is_null().and(drafts::warned_at.is_not_null()))
        .filter(drafts::kept_until.lt(naive(now)));
    Ok(ended.set(drafts::version.eq(drafts::version)).execute(conn)? == 1)
}
