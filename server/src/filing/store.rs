//! Dossiers in the database.

use super::domain::Attached;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_components, dossier_serials, dossiers};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json, unsigned};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::filing::acting::Acting;
use motcua_shared::filing::dto::{Delivery, DossierStatus, Party, Submission};
use motcua_shared::id::{AccountId, DossierId, ProcedureId, UnitId};
use motcua_shared::time::Timestamp;

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
    /// On which ground it is filed for another.
    pub acting: Option<Acting>,
    /// Answers of the electronic form.
    pub answers: Answers,
    /// How the result is received.
    pub delivery: Delivery,
    /// How originals come to the unit.
    pub submission: Submission,
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
            dossiers::acting.eq(dossier.acting.as_ref().map(json).transpose()?),
            dossiers::answers.eq(json(&dossier.answers)?),
            dossiers::delivery.eq(json(&dossier.delivery)?),
            dossiers::submission.eq(json(&dossier.submission)?),
            dossiers::digest.eq(&dossier.digest),
            dossiers::version.eq(1),
            dossiers::submitted_at.eq(naive(dossier.submitted_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was filed for a component, as it is kept.
#[derive(Insertable)]
#[diesel(table_name = dossier_components)]
struct NewFiled<'a> {
    dossier_id: &'a str,
    component_id: &'a str,
    attachment: String,
    sha256: &'a str,
    media_type: &'a str,
}

/// Writes what was filed for components.
pub fn insert_filed(conn: &mut DbConn, id: DossierId, filed: &[(&str, &Attached)]) -> AppResult<()> {
    if filed.is_empty() {
        return Ok(());
    }
    let id = id.to_string();
    let rows: Vec<NewFiled<'_>> = filed
        .iter()
        .map(|(component_id, attached)| {
            Ok(NewFiled {
                dossier_id: &id,
                component_id,
                attachment: json(attached)?,
                sha256: &attached.attachment.sha256,
                media_type: &attached.media_type,
            })
        })
        .collect::<AppResult<_>>()?;
    both!(conn, inner => diesel::insert_into(dossier_components::table).values(&rows).execute(inner))?;
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
    /// On which ground it was filed for another.
    pub acting: Option<Acting>,
    /// Answers of the electronic form.
    pub answers: Answers,
    /// How the result is received.
    pub delivery: Delivery,
    /// How originals come to the unit.
    pub submission: Submission,
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
    acting: Option<String>,
    answers: String,
    delivery: String,
    submission: String,
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
            acting: row.acting.as_deref().map(parse_json).transpose()?,
            answers: parse_json(&row.answers)?,
            delivery: parse_json(&row.delivery)?,
            submission: parse_json(&row.submission)?,
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
