//! Drafts and dossiers in the database.

use super::domain::{Attached, Filled};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{
    dossier_components, dossier_serials, dossier_supplements, dossiers, draft_components, drafts, procedures,
};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::filing::dto::{Delivery, DossierStatus, DraftListItem, Party};
use motcua_shared::id::{AccountId, DossierId, DraftId, ProcedureId, UnitId};
use motcua_shared::time::Timestamp;

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
    /// Whose matter it is.
    pub owner: Party,
    /// How the result is received.
    pub delivery: Option<Delivery>,
    /// Guards every change.
    pub version: u32,
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
    delivery: Option<String>,
    version: i32,
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
            owner: parse_json(&self.owner)?,
            delivery: self.delivery.as_deref().map(parse_json).transpose()?,
            version: unsigned(self.version)?,
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
        drafts::owner.eq(json(&draft.owner)?),
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

/// Drafts of this account that are not yet filed, newest first.
pub fn list_drafts(conn: &mut DbConn, account: AccountId, limit: i64) -> AppResult<Vec<DraftListItem>> {
    let rows: Vec<(String, String, String, NaiveDateTime)> = drafts::table
        .inner_join(procedures::table)
        .filter(
            drafts::account_id
                .eq(account.to_string())
                .and(drafts::dossier_id.is_null()),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(
            dossier_supplements::table.filter(dossier_supplements::draft_id.eq(drafts::id)),
        )))
        .order(drafts::id.desc())
        .limit(limit)
        .select((drafts::id, procedures::code, procedures::name, drafts::changed_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, procedure_code, procedure_name, changed_at)| {
            let id = parse_id(&id, DraftId::parse)?;
            Ok(DraftListItem {
                id,
                procedure_code,
                procedure_name,
                changed_at: moment(changed_at),
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
            drafts::unit_id.eq(draft.unit_id.map(|id| id.to_string())),
            drafts::case_id.eq(&draft.case_id),
            drafts::filer.eq(json(&draft.filer)?),
            drafts::owner.eq(json(&draft.owner)?),
            drafts::delivery.eq(delivery),
            drafts::version.eq(version.saturating_add(1)),
            drafts::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Marks a draft as filed.
pub fn close_draft(conn: &mut DbConn, id: DraftId, dossier: DossierId) -> AppResult<()> {
    diesel::update(drafts::table.find(id.to_string()))
        .set(drafts::dossier_id.eq(dossier.to_string()))
        .execute(conn)?;
    Ok(())
}

/// Locks a draft that was not filed until the transaction ends, so that what stands for its components stays as it is now;
/// `false` when there is none. Whoever changes it at this moment is waited for, or finds another version.
pub fn lock_draft(conn: &mut DbConn, account: AccountId, id: DraftId) -> AppResult<bool> {
    let own = drafts::table
        .filter(drafts::id.eq(id.to_string()))
        .filter(drafts::account_id.eq(account.to_string()))
        .filter(drafts::dossier_id.is_null());
    let changed = diesel::update(own)
        .set(drafts::version.eq(drafts::version + 1))
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
    let rows: Vec<(String, Option<String>)> = draft_components::table
        .filter(draft_components::draft_id.eq(id.to_string()))
        .select((draft_components::component_id, draft_components::attachment))
        .load(conn)?;
    rows.into_iter()
        .map(|(component_id, attached)| {
            Ok(Filled {
                component_id,
                attached: attached.as_deref().map(parse_json).transpose()?,
                refused: None,
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

/// A dossier to be written.
#[derive(Debug, Clone)]
pub struct NewDossier {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// Whose.
    pub account_id: AccountId,
    /// Version of the procedure.
    pub procedure_id: ProcedureId,
    /// Receiving unit.
    pub unit_id: UnitId,
    /// Case.
    pub case_id: String,
    /// Who files.
    pub filer: Party,
    /// Whose matter it is.
    pub owner: Party,
    /// How the result is received.
    pub delivery: Delivery,
    /// Digest of what the person saw.
    pub digest: String,
    /// Now.
    pub submitted_at: Timestamp,
}

/// Writes a dossier.
pub fn insert_dossier(conn: &mut DbConn, dossier: &NewDossier) -> AppResult<()> {
    diesel::insert_into(dossiers::table)
        .values((
            dossiers::id.eq(dossier.id.to_string()),
            dossiers::code.eq(&dossier.code),
            dossiers::account_id.eq(dossier.account_id.to_string()),
            dossiers::procedure_id.eq(dossier.procedure_id.to_string()),
            dossiers::unit_id.eq(dossier.unit_id.to_string()),
            dossiers::case_id.eq(&dossier.case_id),
            dossiers::status.eq(enum_text(&DossierStatus::Submitted)?),
            dossiers::filer.eq(json(&dossier.filer)?),
            dossiers::owner.eq(json(&dossier.owner)?),
            dossiers::delivery.eq(json(&dossier.delivery)?),
            dossiers::digest.eq(&dossier.digest),
            dossiers::version.eq(1),
            dossiers::submitted_at.eq(naive(dossier.submitted_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes what was filed for a component.
pub fn insert_filed(
    conn: &mut DbConn,
    id: DossierId,
    component_id: &str,
    attached: &Attached,
) -> AppResult<()> {
    diesel::insert_into(dossier_components::table)
        .values((
            dossier_components::dossier_id.eq(id.to_string()),
            dossier_components::component_id.eq(component_id),
            dossier_components::attachment.eq(json(attached)?),
            dossier_components::sha256.eq(&attached.attachment.sha256),
            dossier_components::media_type.eq(&attached.media_type),
        ))
        .execute(conn)?;
    Ok(())
}

/// The next running number of a unit on a day. The row is locked until the transaction ends, so no number is given
/// twice and none is lost to a dossier that was refused.
pub fn next_serial(conn: &mut DbConn, unit_code: &str, day: NaiveDate) -> AppResult<u32> {
    let first = (
        dossier_serials::unit_code.eq(unit_code),
        dossier_serials::received_on.eq(day),
        dossier_serials::last_serial.eq(1),
    );
    let serial: i32 = both!(conn, inner => diesel::insert_into(dossier_serials::table)
        .values(first)
        .on_conflict((dossier_serials::unit_code, dossier_serials::received_on))
        .do_update()
        .set(dossier_serials::last_serial.eq(dossier_serials::last_serial + 1))
        .returning(dossier_serials::last_serial)
        .get_result(inner))?;
    unsigned(serial)
}

/// Who may see a dossier.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    /// The account that filed it.
    Filer(AccountId),
    /// Officers of the receiving unit.
    Unit(UnitId),
}

/// A dossier as its row says it.
#[derive(Debug, Clone)]
pub struct DossierRecord {
    /// Its id.
    pub id: DossierId,
    /// "Mã hồ sơ".
    pub code: String,
    /// Version of the procedure.
    pub procedure_id: ProcedureId,
    /// Receiving unit.
    pub unit_id: UnitId,
    /// Case.
    pub case_id: String,
    /// State.
    pub status: DossierStatus,
    /// Whether its filer took it back.
    pub is_withdrawn: bool,
    /// Who files.
    pub filer: Party,
    /// Whose matter it is.
    pub owner: Party,
    /// How the result is received.
    pub delivery: Delivery,
    /// Digest of what the person saw.
    pub digest: String,
    /// When it was filed.
    pub submitted_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossiers)]
struct DossierRow {
    id: String,
    code: String,
    procedure_id: String,
    unit_id: String,
    case_id: String,
    status: String,
    is_withdrawn: bool,
    filer: String,
    owner: String,
    delivery: String,
    digest: String,
    submitted_at: NaiveDateTime,
}

/// A dossier that the reader may see.
pub fn find_dossier(conn: &mut DbConn, reader: Reader, id: DossierId) -> AppResult<Option<DossierRecord>> {
    let mut query = dossiers::table
        .filter(dossiers::id.eq(id.to_string()))
        .into_boxed();
    query = match reader {
        Reader::Filer(account) => query.filter(dossiers::account_id.eq(account.to_string())),
        Reader::Unit(unit) => query.filter(dossiers::unit_id.eq(unit.to_string())),
    };
    let row: Option<DossierRow> = query.select(DossierRow::as_select()).first(conn).optional()?;
    row.map(|row| {
        Ok(DossierRecord {
            id: parse_id(&row.id, DossierId::parse)?,
            code: row.code,
            procedure_id: parse_id(&row.procedure_id, ProcedureId::parse)?,
            unit_id: parse_id(&row.unit_id, UnitId::parse)?,
            case_id: row.case_id,
            status: parse_enum(&row.status)?,
            is_withdrawn: row.is_withdrawn,
            filer: parse_json(&row.filer)?,
            owner: parse_json(&row.owner)?,
            delivery: parse_json(&row.delivery)?,
            digest: row.digest,
            submitted_at: moment(row.submitted_at),
        })
    })
    .transpose()
}

/// What was filed for the components of a dossier.
pub fn list_filed(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<(String, Attached)>> {
    let rows: Vec<(String, String)> = dossier_components::table
        .filter(dossier_components::dossier_id.eq(id.to_string()))
        .select((dossier_components::component_id, dossier_components::attachment))
        .load(conn)?;
    rows.into_iter()
        .map(|(component_id, attached)| Ok((component_id, parse_json(&attached)?)))
        .collect()
}
