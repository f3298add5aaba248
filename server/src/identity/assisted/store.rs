//! Accounts that the desk makes, in the database.

use super::domain::State;
use super::scan::Format;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{assisted_files, assisted_registrations as table, assisted_scopes, units};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use crate::http::page::Cursor;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, AssistedId, ChallengeId, UnitId};
use motcua_shared::identity::desk::{AssistedRow, Comparison, DeskFile, DeskFileKind};
use motcua_shared::time::Timestamp;

/// A registration as kept.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub id: AssistedId,
    pub unit_id: UnitId,
    pub officer_name: String,
    pub state: State,
    pub version: u32,
    pub sealed: String,
    pub challenge_id: Option<ChallengeId>,
    pub comparison: Option<Comparison>,
    pub account_id: Option<AccountId>,
    pub changed_at: Timestamp,
    pub made_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: String,
    unit_id: String,
    officer_name: String,
    state: String,
    version: i32,
    sealed: String,
    challenge_id: Option<String>,
    comparison: Option<String>,
    account_id: Option<String>,
    changed_at: NaiveDateTime,
    made_at: Option<NaiveDateTime>,
}

impl Row {
    fn into_record(self) -> AppResult<Record> {
        Ok(Record {
            id: parse_id(&self.id, AssistedId::parse)?,
            unit_id: parse_id(&self.unit_id, UnitId::parse)?,
            officer_name: self.officer_name,
            state: parse_enum(&self.state)?,
            version: unsigned(self.version)?,
            sealed: self.sealed,
            challenge_id: self
                .challenge_id
                .map(|id| parse_id(&id, ChallengeId::parse))
                .transpose()?,
            comparison: self
                .comparison
                .as_deref()
                .map(parse_enum::<Comparison>)
                .transpose()?,
            account_id: self
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?,
            changed_at: moment(self.changed_at),
            made_at: self.made_at.map(moment),
        })
    }
}

/// A draft that begins.
pub(super) struct New<'a> {
    pub id: AssistedId,
    pub unit: UnitId,
    pub officer: AccountId,
    pub officer_name: &'a str,
    pub officer_key: &'a str,
    pub request_key: &'a str,
    pub sealed: &'a str,
    pub now: Timestamp,
}

/// Writes a draft; `false` when the same request made it before.
pub(super) fn insert(conn: &mut DbConn, new: &New<'_>) -> AppResult<bool> {
    let row = (
        table::id.eq(new.id.to_string()),
        table::unit_id.eq(new.unit.to_string()),
        table::officer_id.eq(new.officer.to_string()),
        table::officer_name.eq(new.officer_name),
        table::officer_key.eq(new.officer_key),
        table::request_key.eq(new.request_key),
        table::state.eq(enum_text(&State::Draft)?),
        table::version.eq(1),
        table::sealed.eq(new.sealed),
        table::name.eq(""),
        table::search_key.eq(""),
        table::identity_number.eq(""),
        table::phone.eq(""),
        table::created_at.eq(naive(new.now)),
        table::changed_at.eq(naive(new.now)),
    );
    let added = both!(conn, inner => diesel::insert_into(table::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// The draft that a request made before.
pub(super) fn find_by_key(
    conn: &mut DbConn,
    officer: AccountId,
    request_key: &str,
) -> AppResult<Option<Record>> {
    table::table
        .filter(table::officer_id.eq(officer.to_string()))
        .filter(table::request_key.eq(request_key))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(Row::into_record)
        .transpose()
}

/// A draft of this unit, or an account made by it or below it. What other units make does not exist.
pub(super) fn find(conn: &mut DbConn, unit: UnitId, id: AssistedId) -> AppResult<Option<Record>> {
    let row: Option<Row> = table::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(record) = row.map(Row::into_record).transpose()? else {
        return Ok(None);
    };
    let is_seen = record.unit_id == unit || is_in_scope(conn, unit, id)?;
    Ok(Some(record).filter(|_| is_seen))
}

fn is_in_scope(conn: &mut DbConn, unit: UnitId, id: AssistedId) -> AppResult<bool> {
    let scope = assisted_scopes::table.find((unit.to_string(), id.to_string()));
    Ok(diesel::select(diesel::dsl::exists(scope)).get_result(conn)?)
}

/// The same, locked until the transaction ends.
pub(super) fn lock(conn: &mut DbConn, unit: UnitId, id: AssistedId) -> AppResult<Option<Record>> {
    diesel::update(table::table.find(id.to_string()))
        .set(table::state.eq(table::state))
        .execute(conn)?;
    find(conn, unit, id)
}

/// Drafts of a unit, the newest change first.
pub(super) fn list_drafts(conn: &mut DbConn, unit: UnitId, limit: i64) -> AppResult<Vec<Record>> {
    let rows: Vec<Row> = table::table
        .filter(table::unit_id.eq(unit.to_string()))
        .filter(table::state.eq(enum_text(&State::Draft)?))
        .order(table::changed_at.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Row::into_record).collect()
}

/// Saves what was typed, if nobody else did meanwhile. A code that was on its way is for what stood there before.
pub(super) fn save(
    conn: &mut DbConn,
    id: AssistedId,
    version: u32,
    sealed: &str,
    now: Timestamp,
) -> AppResult<bool> {
    let version = i32::try_from(version).unwrap_or(i32::MAX);
    let draft = table::table
        .find(id.to_string())
        .filter(table::version.eq(version))
        .filter(table::state.eq(enum_text(&State::Draft)?));
    let changed = diesel::update(draft)
        .set((
            table::sealed.eq(sealed),
            table::version.eq(table::version + 1),
            table::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes what the operator's record said.
pub(super) fn set_comparison(conn: &mut DbConn, id: AssistedId, comparison: Comparison) -> AppResult<()> {
    diesel::update(table::table.find(id.to_string()))
        .set(table::comparison.eq(enum_text(&comparison)?))
        .execute(conn)?;
    Ok(())
}

/// The flow of its code.
pub(super) fn set_challenge(
    conn: &mut DbConn,
    id: AssistedId,
    challenge: Option<ChallengeId>,
) -> AppResult<()> {
    diesel::update(table::table.find(id.to_string()))
        .set(table::challenge_id.eq(challenge.map(|id| id.to_string())))
        .execute(conn)?;
    Ok(())
}

/// What the list shows of an account.
pub(super) struct Made<'a> {
    pub account: AccountId,
    pub officer: AccountId,
    pub officer_name: &'a str,
    pub officer_key: &'a str,
    pub name: &'a str,
    pub search_key: &'a str,
    pub identity_number: &'a str,
    pub phone: &'a str,
    pub scopes: &'a [UnitId],
    pub now: Timestamp,
}

/// There is an account now.
pub(super) fn set_done(conn: &mut DbConn, id: AssistedId, made: &Made<'_>) -> AppResult<()> {
    diesel::update(table::table.find(id.to_string()))
        .set((
            table::state.eq(enum_text(&State::Done)?),
            table::challenge_id.eq(None::<String>),
            table::account_id.eq(made.account.to_string()),
            table::officer_id.eq(made.officer.to_string()),
            table::officer_name.eq(made.officer_name),
            table::officer_key.eq(made.officer_key),
            table::name.eq(made.name),
            table::search_key.eq(made.search_key),
            table::identity_number.eq(made.identity_number),
            table::phone.eq(made.phone),
            table::made_at.eq(naive(made.now)),
            table::changed_at.eq(naive(made.now)),
            table::version.eq(table::version + 1),
        ))
        .execute(conn)?;
    for unit in made.scopes {
        diesel::insert_into(assisted_scopes::table)
            .values((
                assisted_scopes::unit_id.eq(unit.to_string()),
                assisted_scopes::assisted_id.eq(id.to_string()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets a draft, with what hangs on it.
pub(super) fn delete(conn: &mut DbConn, id: AssistedId) -> AppResult<bool> {
    let draft = table::table
        .find(id.to_string())
        .filter(table::state.eq(enum_text(&State::Draft)?));
    Ok(diesel::delete(draft).execute(conn)? == 1)
}

/// Forgets drafts whose last change was before `moment`.
pub(super) fn delete_left(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = table::table
        .filter(table::state.eq(enum_text(&State::Draft)?))
        .filter(table::changed_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}

/// The unit that made an account, and the officer.
pub fn find_maker(conn: &mut DbConn, account: AccountId) -> AppResult<Option<(String, String)>> {
    Ok(table::table
        .inner_join(units::table)
        .filter(table::account_id.eq(account.to_string()))
        .select((table::officer_name, units::name))
        .first(conn)
        .optional()?)
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words of the name's search key.
    pub name: Vec<String>,
    /// Words of the officer's.
    pub officer: Vec<String>,
    /// Whole phone.
    pub phone: Option<String>,
    /// Whole number.
    pub identity_number: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

type ListRow = (
    String,
    String,
    String,
    String,
    String,
    String,
    Option<NaiveDateTime>,
);

/// Accounts that a unit and those below it made, newest first; one more than `limit`, in the direction of the cursor.
pub fn list(
    conn: &mut DbConn,
    unit: UnitId,
    search: &Search,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<AssistedRow>> {
    let mut query = assisted_scopes::table
        .inner_join(table::table.inner_join(units::table))
        .filter(assisted_scopes::unit_id.eq(unit.to_string()))
        .select((
            table::id,
            table::name,
            table::identity_number,
            table::phone,
            table::officer_name,
            units::name,
            table::made_at,
        ))
        .limit(i64::from(limit) + 1)
        .into_boxed();
    query = match cursor {
        Cursor::Start => query.order(assisted_scopes::assisted_id.desc()),
        Cursor::Older(id) => query
            .filter(assisted_scopes::assisted_id.lt(id.to_string()))
            .order(assisted_scopes::assisted_id.desc()),
        Cursor::Newer(id) => query
            .filter(assisted_scopes::assisted_id.gt(id.to_string()))
            .order(assisted_scopes::assisted_id.asc()),
    };
    for word in &search.name {
        query = query.filter(table::search_key.like(format!("%{word}%")));
    }
    for word in &search.officer {
        query = query.filter(table::officer_key.like(format!("%{word}%")));
    }
    if let Some(phone) = &search.phone {
        query = query.filter(table::phone.eq(phone.clone()));
    }
    if let Some(number) = &search.identity_number {
        query = query.filter(table::identity_number.eq(number.clone()));
    }
    if let Some(from) = search.from {
        query = query.filter(table::made_at.ge(naive(from)));
    }
    if let Some(until) = search.until {
        query = query.filter(table::made_at.lt(naive(until)));
    }
    let rows: Vec<ListRow> = query.load(conn)?;
    let row = |(id, name, identity_number, phone, officer, unit, made_at): ListRow| {
        Ok(AssistedRow {
            id: parse_id(&id, AssistedId::parse)?,
            name,
            identity_number,
            phone,
            officer,
            unit,
            made_at: moment(made_at.unwrap_or_default()),
        })
    };
    rows.into_iter().map(row).collect()
}

/// A file that came in, with where it lies.
#[derive(Debug, Clone)]
pub(super) struct FileRecord {
    pub id: String,
    pub file: DeskFile,
    pub format: Format,
}

type FileRow = (String, String, String, String, i64);

fn file((id, kind, file_name, format, size): FileRow) -> AppResult<FileRecord> {
    Ok(FileRecord {
        id,
        format: parse_enum(&format)?,
        file: DeskFile {
            kind: parse_enum(&kind)?,
            file_name,
            size: unsigned(size)?,
        },
    })
}

/// Files of a registration.
pub(super) fn list_files(conn: &mut DbConn, id: AssistedId) -> AppResult<Vec<FileRecord>> {
    let rows: Vec<FileRow> = assisted_files::table
        .filter(assisted_files::assisted_id.eq(id.to_string()))
        .order(assisted_files::kind.desc())
        .select((
            assisted_files::id,
            assisted_files::kind,
            assisted_files::file_name,
            assisted_files::format,
            assisted_files::size,
        ))
        .load(conn)?;
    rows.into_iter().map(file).collect()
}

/// Writes a file in the place of an earlier one of its kind, whose id comes back.
pub(super) fn replace_file(
    conn: &mut DbConn,
    id: AssistedId,
    new: &FileRecord,
    now: Timestamp,
) -> AppResult<Option<String>> {
    let kind = enum_text::<DeskFileKind>(&new.file.kind)?;
    let earlier: Option<String> = assisted_files::table
        .filter(assisted_files::assisted_id.eq(id.to_string()))
        .filter(assisted_files::kind.eq(&kind))
        .select(assisted_files::id)
        .first(conn)
        .optional()?;
    if let Some(earlier) = &earlier {
        diesel::delete(assisted_files::table.find(earlier)).execute(conn)?;
    }
    diesel::insert_into(assisted_files::table)
        .values((
            assisted_files::id.eq(&new.id),
            assisted_files::assisted_id.eq(id.to_string()),
            assisted_files::kind.eq(kind),
            assisted_files::file_name.eq(&new.file.file_name),
            assisted_files::format.eq(enum_text(&new.format)?),
            assisted_files::size.eq(i64::try_from(new.file.size).unwrap_or(i64::MAX)),
            assisted_files::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(earlier)
}

/// Whether a file's row is there.
pub(super) fn has_file(conn: &mut DbConn, id: &str) -> AppResult<bool> {
    let row = assisted_files::table.find(id);
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}
