//! Registrations, and the account that comes of one.

use super::domain::{Applicant, State};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{account_phones, accounts, passwords, person_numbers, persons, registrations};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChallengeId, PersonId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::registration::RegistrationMethod;
use motcua_shared::time::Timestamp;

/// A registration as kept.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub state: State,
    pub sealed: String,
    pub challenge_id: Option<ChallengeId>,
    pub code_digest: Option<String>,
    pub account_id: Option<AccountId>,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = registrations)]
struct Row {
    state: String,
    sealed: String,
    challenge_id: Option<String>,
    code_digest: Option<String>,
    account_id: Option<String>,
    created_at: NaiveDateTime,
    done_at: Option<NaiveDateTime>,
}

/// A registration, locked until the transaction ends. A write that changes nothing locks on both databases.
pub(super) fn lock(conn: &mut DbConn, id: &str) -> AppResult<Option<Record>> {
    diesel::update(registrations::table.find(id))
        .set(registrations::state.eq(registrations::state))
        .execute(conn)?;
    find(conn, id)
}

/// A registration.
pub(super) fn find(conn: &mut DbConn, id: &str) -> AppResult<Option<Record>> {
    let row: Option<Row> = registrations::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(Record {
            state: parse_enum(&row.state)?,
            sealed: row.sealed,
            challenge_id: row
                .challenge_id
                .map(|id| parse_id(&id, ChallengeId::parse))
                .transpose()?,
            code_digest: row.code_digest,
            account_id: row
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?,
            created_at: moment(row.created_at),
            done_at: row.done_at.map(moment),
        })
    })
    .transpose()
}

/// Writes a new registration; `false` when the same request made it before.
pub(super) fn insert(
    conn: &mut DbConn,
    id: &str,
    method: RegistrationMethod,
    request_digest: &str,
    sealed: &str,
    now: Timestamp,
) -> AppResult<bool> {
    let row = (
        registrations::id.eq(id),
        registrations::method.eq(enum_text(&method)?),
        registrations::state.eq(enum_text(&State::Code)?),
        registrations::request_digest.eq(request_digest),
        registrations::sealed.eq(sealed),
        registrations::created_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(registrations::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// The flow of its code.
pub(super) fn set_challenge(conn: &mut DbConn, id: &str, challenge: ChallengeId) -> AppResult<()> {
    diesel::update(registrations::table.find(id))
        .set(registrations::challenge_id.eq(challenge.to_string()))
        .execute(conn)?;
    Ok(())
}

/// The code was right.
pub(super) fn set_confirmed(conn: &mut DbConn, id: &str, code_digest: &str) -> AppResult<()> {
    diesel::update(registrations::table.find(id))
        .set((
            registrations::state.eq(enum_text(&State::Password)?),
            registrations::code_digest.eq(code_digest),
        ))
        .execute(conn)?;
    Ok(())
}

/// There is an account now; what was kept of the person is let go.
pub(super) fn set_done(conn: &mut DbConn, id: &str, account: AccountId, now: Timestamp) -> AppResult<()> {
    diesel::update(registrations::table.find(id))
        .set((
            registrations::state.eq(enum_text(&State::Done)?),
            registrations::sealed.eq(""),
            registrations::challenge_id.eq(None::<String>),
            registrations::code_digest.eq(None::<String>),
            registrations::account_id.eq(account.to_string()),
            registrations::done_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a citizen has an account under this number, or under another number of the same person.
pub(in crate::identity) fn is_registered(
    conn: &mut DbConn,
    number: &str,
    person: Option<PersonId>,
) -> AppResult<bool> {
    let by_login = accounts::table.filter(accounts::login.eq(number));
    if diesel::select(diesel::dsl::exists(by_login)).get_result::<bool>(conn)? {
        return Ok(true);
    }
    let Some(person) = person else {
        return Ok(false);
    };
    let by_person = accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .filter(accounts::kind.eq(enum_text(&AccountKind::Citizen)?));
    Ok(diesel::select(diesel::dsl::exists(by_person)).get_result::<bool>(conn)?)
}

/// Writes a person with their number; `false` when somebody else wrote the number in this moment.
pub(super) fn insert_person(
    conn: &mut DbConn,
    id: PersonId,
    applicant: &Applicant,
    now: Timestamp,
) -> AppResult<bool> {
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(id.to_string()),
            persons::name.eq(&applicant.name),
            persons::birth_date.eq(applicant.birth_date),
            persons::version.eq(1),
            persons::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    let number = (
        person_numbers::number.eq(&applicant.identity_number),
        person_numbers::person_id.eq(id.to_string()),
    );
    let added = both!(conn, inner => diesel::insert_into(person_numbers::table)
        .values(number)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Writes the account with password and phone; `false` when somebody else did in this moment.
pub(super) fn insert_account(
    conn: &mut DbConn,
    id: AccountId,
    person: PersonId,
    applicant: &Applicant,
    password_hash: &str,
    assurance_level: i32,
    now: Timestamp,
) -> AppResult<bool> {
    let account = (
        accounts::id.eq(id.to_string()),
        accounts::person_id.eq(person.to_string()),
        accounts::kind.eq(enum_text(&AccountKind::Citizen)?),
        accounts::login.eq(&applicant.identity_number),
        accounts::name.eq(&applicant.name),
        accounts::identifier.eq(&applicant.identity_number),
        accounts::phone.eq(&applicant.phone),
        accounts::email.eq(applicant.email.as_deref()),
        accounts::assurance_level.eq(assurance_level),
        accounts::status.eq("active"),
        accounts::version.eq(1),
        accounts::created_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(accounts::table)
        .values(account)
        .on_conflict_do_nothing()
        .execute(inner))?;
    if added == 0 {
        return Ok(false);
    }
    diesel::insert_into(passwords::table)
        .values((
            passwords::account_id.eq(id.to_string()),
            passwords::hash.eq(password_hash),
            passwords::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    diesel::insert_into(account_phones::table)
        .values((
            account_phones::account_id.eq(id.to_string()),
            account_phones::phone.eq(&applicant.phone),
            account_phones::verified_at.eq(naive(now)),
            account_phones::sole_from.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Forgets registrations begun before `moment` that came to nothing.
pub(super) fn delete_unfinished(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let unfinished = [enum_text(&State::Code)?, enum_text(&State::Password)?];
    let old = registrations::table
        .filter(registrations::state.eq_any(unfinished))
        .filter(registrations::created_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
