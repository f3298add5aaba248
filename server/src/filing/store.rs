//! Dossiers in the database.

use super::domain::Attached;
use super::finding::store as finding;
use super::place::domain::Lies;
use super::place::store as place;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_components, dossier_places, dossier_serials, dossiers};
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
    /// Which units have to do with it.
    pub lies: Lies,
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

/// Writes a dossier, with what it is found by.
pub fn insert_dossier(conn: &mut DbConn, dossier: &NewDossier) -> AppResult<()> {
    diesel::insert_into(dossiers::table)
        .values((
            dossiers::id.eq(dossier.id.to_string()),
            dossiers::code.eq(&dossier.code),
            dossiers::account_id.eq(dossier.account_id.to_string()),
            dossiers::procedure_id.eq(dossier.procedure_id.to_string()),
            dossiers::unit_id.eq(dossier.lies.at.to_string()),
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
    if let Some(handed) = dossier.lies.handed_in {
        place::insert(conn, dossier.id, handed.place, handed.decides)?;
    }
    let found = finding::Found {
        id: dossier.id,
        code: &dossier.code,
        owner: &dossier.owner.name,
    };
    let decides = dossier.lies.decides();
    let desk = Some(dossier.lies.at).filter(|at| *at != decides);
    for unit in desk.into_iter().chain([decides]) {
        finding::insert(conn, &found, unit)?;
    }
    Ok(())
}

/// When the last but so many of an account's dossiers was filed, newest first; nothing where there are fewer.
pub fn find_recent(conn: &mut DbConn, account: AccountId, count: u32) -> AppResult<Option<Timestamp>> {
    let at: Option<NaiveDateTime> = dossiers::table
        .filter(dossiers::account_id.eq(account.to_string()))
        .order(dossiers::id.desc())
        .offset(i64::from(count).saturating_sub(1))
        .select(dossiers::submitted_at)
        .first(conn)
        .optional()?;
    Ok(at.map(moment))
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
pub fn insert_filed(conn: &mut DbConn, id: DossierId, filed: &[(String, Attached)]) -> AppResult<()> {
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

impl NewDossier {
    /// What its row says.
    pub fn into_record(self) -> DossierRecord {
        DossierRecord {
            id: self.id,
            code: self.code,
            procedure_id: self.procedure_id,
            lies: self.lies,
            case_id: self.case_id,
            status: DossierStatus::Submitted,
            is_withdrawn: false,
            filer: self.filer,
            owner: self.owner,
            acting: self.acting,
            answers: self.answers,
            delivery: self.delivery,
            submission: self.submission,
            digest: self.digest,
            submitted_at: self.submitted_at,
        }
    }
}

/// Who may see a dossier.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    /// The account that filed it.
    Filer(AccountId),
    /// Officers of a unit that has to do with it.
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
    /// Which units have to do with it.
    pub lies: Lies,
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
    let found: Option<(DossierRow, Option<place::Row>)> = query
        .select((DossierRow::as_select(), handed.nullable()))
        .first(conn)
        .optional()?;
    let Some((row, handed)) = found else {
        return Ok(None);
    };
    let lies = Lies {
        at: parse_id(&row.unit_id, UnitId::parse)?,
        handed_in: place::read(handed)?,
    };
    if let Reader::Unit(unit) = reader
        && !lies.is_seen_by(unit)
    {
        return Ok(None);
    }
    Some(row)
        .map(|row| {
            Ok(DossierRecord {
                id: parse_id(&row.id, DossierId::parse)?,
                code: row.code,
                procedure_id: parse_id(&row.procedure_id, ProcedureId::parse)?,
                lies,
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

/// On which ground a dossier was filed for another.
pub fn acting_of(conn: &mut DbConn, id: DossierId) -> AppResult<Option<Acting>> {
    let acting: Option<String> = dossiers::table
        .filter(dossiers::id.eq(id.to_string()))
        .select(dossiers::acting)
        .first(conn)?;
    acting.as_deref().map(parse_json).transpose()
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
