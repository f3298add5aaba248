//! Results that wait, in the database.

use crate::db::DbConn;
use crate::db::schema::{dossier_results, dossiers};
use crate::db::types::{parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::send_file::FileRef;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, PaperId, UnitId};

/// Results that are looked at in one go; nobody has more.
const AT_A_TIME: i64 = 200;

/// A result that waits for its owner.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The dossier.
    pub dossier: DossierId,
    /// Counted from 1.
    pub number: u32,
    /// The unit that gave it.
    pub unit: UnitId,
    /// Code of its category.
    pub category_code: String,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Its bytes.
    pub file: FileRef,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dossier_results)]
struct Row {
    dossier_id: String,
    number: i32,
    category_code: String,
    decision_number: Option<String>,
    summary: Option<String>,
    issued_on: Option<NaiveDate>,
    file_name: String,
    size: i64,
    sha256: String,
}

/// Numbers that results wait for, behind one of them, in order.
pub fn list_numbers(conn: &mut DbConn, behind: &str) -> AppResult<Vec<String>> {
    let numbers: Vec<Option<String>> = dossier_results::table
        .filter(dossier_results::waits_for.gt(behind))
        .order(dossier_results::waits_for)
        .select(dossier_results::waits_for)
        .distinct()
        .limit(AT_A_TIME)
        .load(conn)?;
    Ok(numbers.into_iter().flatten().collect())
}

/// Results that wait for the owner of a number, the oldest dossier first.
pub fn list(conn: &mut DbConn, number: &str) -> AppResult<Vec<Waiting>> {
    let rows: Vec<(Row, String)> = dossier_results::table
        .inner_join(dossiers::table)
        .filter(dossier_results::waits_for.eq(number))
        .order((dossier_results::dossier_id, dossier_results::number))
        .limit(AT_A_TIME)
        .select((Row::as_select(), dossiers::unit_id))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, unit)| {
            Ok(Waiting {
                dossier: parse_id(&row.dossier_id, DossierId::parse)?,
                number: unsigned(row.number)?,
                unit: parse_id(&unit, UnitId::parse)?,
                category_code: row.category_code,
                decision_number: row.decision_number,
                summary: row.summary,
                issued_on: row.issued_on,
                file: FileRef {
                    sha256: row.sha256,
                    file_name: row.file_name,
                    media_type: "application/pdf".to_owned(),
                    size: u64::try_from(row.size).map_err(AppError::internal)?,
                },
            })
        })
        .collect()
}

/// Writes down where a result lies now; without a place the vault had it before, and it waits no more. `false` when it did not
/// wait any more.
pub fn keep(
    conn: &mut DbConn,
    waiting: &Waiting,
    place: Option<(AccountId, PaperId, &str)>,
) -> AppResult<bool> {
    let number = i32::try_from(waiting.number).map_err(AppError::internal)?;
    let still = dossier_results::table
        .find((waiting.dossier.to_string(), number))
        .filter(dossier_results::waits_for.is_not_null());
    let changed = match place {
        None => diesel::update(still)
            .set(dossier_results::waits_for.eq(None::<String>))
            .execute(conn)?,
        Some((account, paper, name)) => diesel::update(still)
            .set((
                dossier_results::waits_for.eq(None::<String>),
                dossier_results::account_id.eq(Some(account.to_string())),
                dossier_results::paper_id.eq(Some(paper.to_string())),
                dossier_results::name.eq(name),
            ))
            .execute(conn)?,
    };
    Ok(changed == 1 && place.is_some())
}
