//! Flows, identities from elsewhere, and the persons and accounts that they lead to.

use super::super::domain::Account;
use super::super::store::AccountRow;
use super::domain::{Citizen, Flow, Identity, Purpose, ReturnPath, Waiting};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{
    account_phones, accounts, external_identities, oidc_flows, oidc_sessions, person_numbers, persons,
};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;

/// An account, and whether it may act.
pub(in crate::identity) struct Found {
    pub account: Account,
    pub is_active: bool,
}

impl Found {
    fn of((row, status): (AccountRow, String)) -> AppResult<Self> {
        Ok(Self {
            account: row.into_account()?,
            is_active: status == "active",
        })
    }
}

/// Writes a flow that begins.
pub(super) fn insert_flow(conn: &mut DbConn, flow: &Flow, state_key: &str) -> AppResult<()> {
    diesel::insert_into(oidc_flows::table)
        .values((
            oidc_flows::id.eq(&flow.id),
            oidc_flows::provider.eq(&flow.provider),
            oidc_flows::state_key.eq(state_key),
            oidc_flows::browser_key.eq(&flow.browser_key),
            oidc_flows::nonce.eq(&flow.nonce),
            oidc_flows::verifier.eq(&flow.verifier),
            oidc_flows::purpose.eq(enum_text(&flow.purpose)?),
            oidc_flows::account_id.eq(flow.account_id.map(|id| id.to_string())),
            oidc_flows::return_path.eq(flow.return_path.as_str()),
            oidc_flows::begun_at.eq(naive(flow.begun_at)),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = oidc_flows)]
struct FlowRow {
    id: String,
    provider: String,
    browser_key: String,
    nonce: String,
    verifier: String,
    purpose: String,
    account_id: Option<String>,
    return_path: String,
    begun_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    identity: Option<String>,
    id_token: Option<String>,
}

/// Takes the flow of a state: the first who asks gets it, nobody after them does.
pub(super) fn take_flow(conn: &mut DbConn, state_key: &str, now: Timestamp) -> AppResult<Option<Flow>> {
    let unused = oidc_flows::table
        .filter(oidc_flows::state_key.eq(state_key))
        .filter(oidc_flows::used_at.is_null());
    let taken = diesel::update(unused)
        .set(oidc_flows::used_at.eq(naive(now)))
        .execute(conn)?;
    if taken == 0 {
        return Ok(None);
    }
    let row: FlowRow = oidc_flows::table
        .filter(oidc_flows::state_key.eq(state_key))
        .select(FlowRow::as_select())
        .first(conn)?;
    Ok(Some(Flow {
        id: row.id,
        provider: row.provider,
        browser_key: row.browser_key,
        nonce: row.nonce,
        verifier: row.verifier,
        purpose: parse_enum::<Purpose>(&row.purpose)?,
        account_id: row
            .account_id
            .map(|id| parse_id(&id, AccountId::parse))
            .transpose()?,
        return_path: ReturnPath::parse(&row.return_path),
        begun_at: moment(row.begun_at),
    }))
}

/// Keeps what came back until the account is proven.
pub(super) fn keep_waiting(
    conn: &mut DbConn,
    flow_id: &str,
    identity: &Identity,
    id_token: &str,
    account: AccountId,
) -> AppResult<()> {
    diesel::update(oidc_flows::table.find(flow_id))
        .set((
            oidc_flows::identity.eq(json(identity)?),
            oidc_flows::id_token.eq(id_token),
            oidc_flows::account_id.eq(account.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The newest identity that waits in a browser, of flows that were begun for this.
pub(super) fn find_waiting(
    conn: &mut DbConn,
    browser_key: &str,
    purposes: &[Purpose],
) -> AppResult<Option<Waiting>> {
    let purposes: Vec<String> = purposes.iter().map(enum_text).collect::<AppResult<_>>()?;
    let row: Option<FlowRow> = oidc_flows::table
        .filter(oidc_flows::browser_key.eq(browser_key))
        .filter(oidc_flows::purpose.eq_any(purposes))
        .filter(oidc_flows::identity.is_not_null())
        .order(oidc_flows::used_at.desc())
        .select(FlowRow::as_select())
        .first(conn)
        .optional()?;
    row.map_or(Ok(None), waiting)
}

/// The identity that waits in this flow.
pub(super) fn load_waiting(conn: &mut DbConn, flow_id: &str) -> AppResult<Option<Waiting>> {
    let row: Option<FlowRow> = oidc_flows::table
        .find(flow_id)
        .select(FlowRow::as_select())
        .first(conn)
        .optional()?;
    row.map_or(Ok(None), waiting)
}

fn waiting(row: FlowRow) -> AppResult<Option<Waiting>> {
    let (Some(identity), Some(id_token), Some(account_id), Some(since)) =
        (row.identity, row.id_token, row.account_id, row.used_at)
    else {
        return Ok(None);
    };
    Ok(Some(Waiting {
        id: row.id,
        provider: row.provider,
        browser_key: row.browser_key,
        identity: parse_json(&identity)?,
        id_token,
        account_id: parse_id(&account_id, AccountId::parse)?,
        since: moment(since),
    }))
}

/// Forgets a flow that did its work; `false` when another request did before.
pub(super) fn delete_flow(conn: &mut DbConn, flow_id: &str) -> AppResult<bool> {
    Ok(diesel::delete(oidc_flows::table.find(flow_id)).execute(conn)? == 1)
}

/// Forgets flows begun before `moment`.
pub(super) fn delete_begun_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    Ok(diesel::delete(oidc_flows::table.filter(oidc_flows::begun_at.lt(naive(moment)))).execute(conn)?)
}

/// The account that an identity opens.
pub(super) fn find_linked(conn: &mut DbConn, identity: &Identity) -> AppResult<Option<Found>> {
    external_identities::table
        .inner_join(accounts::table)
        .filter(external_identities::issuer.eq(&identity.issuer))
        .filter(external_identities::subject.eq(&identity.subject))
        .select((AccountRow::as_select(), accounts::status))
        .first(conn)
        .optional()?
        .map(Found::of)
        .transpose()
}

/// Joins an identity to an account; `false` when it was joined to one meanwhile.
pub(super) fn insert_link(
    conn: &mut DbConn,
    identity: &Identity,
    account: AccountId,
    now: Timestamp,
) -> AppResult<bool> {
    let row = (
        external_identities::id.eq(uuid::Uuid::now_v7().to_string()),
        external_identities::issuer.eq(&identity.issuer),
        external_identities::subject.eq(&identity.subject),
        external_identities::account_id.eq(account.to_string()),
        external_identities::level.eq(i32::from(identity.level)),
        external_identities::linked_at.eq(naive(now)),
        external_identities::last_used_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(external_identities::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Notes that an identity was used.
pub(super) fn touch_link(conn: &mut DbConn, identity: &Identity, now: Timestamp) -> AppResult<()> {
    let link = external_identities::table
        .filter(external_identities::issuer.eq(&identity.issuer))
        .filter(external_identities::subject.eq(&identity.subject));
    diesel::update(link)
        .set((
            external_identities::level.eq(i32::from(identity.level)),
            external_identities::last_used_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// An account, whether it may act or not.
pub(in crate::identity) fn find_account(conn: &mut DbConn, id: AccountId) -> AppResult<Option<Found>> {
    accounts::table
        .find(id.to_string())
        .select((AccountRow::as_select(), accounts::status))
        .first(conn)
        .optional()?
        .map(Found::of)
        .transpose()
}

/// Every number of a person.
pub(in crate::identity) fn list_numbers(conn: &mut DbConn, person: PersonId) -> AppResult<Vec<String>> {
    Ok(person_numbers::table
        .filter(person_numbers::person_id.eq(person.to_string()))
        .order(person_numbers::number)
        .select(person_numbers::number)
        .load(conn)?)
}

/// The person of an identity number.
pub(in crate::identity) fn find_person(conn: &mut DbConn, number: &str) -> AppResult<Option<PersonId>> {
    let id: Option<String> = person_numbers::table
        .find(number)
        .select(person_numbers::person_id)
        .first(conn)
        .optional()?;
    id.map(|id| parse_id(&id, PersonId::parse)).transpose()
}

/// The citizen's account of a person.
pub(in crate::identity) fn find_citizen(conn: &mut DbConn, person: PersonId) -> AppResult<Option<Found>> {
    accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .filter(accounts::kind.eq(enum_text(&AccountKind::Citizen)?))
        .select((AccountRow::as_select(), accounts::status))
        .order(accounts::id)
        .first(conn)
        .optional()?
        .map(Found::of)
        .transpose()
}

/// Accounts of a person that act for the state.
pub(super) fn list_staff(conn: &mut DbConn, person: PersonId) -> AppResult<Vec<Found>> {
    let kinds = [
        enum_text(&AccountKind::Staff)?,
        enum_text(&AccountKind::Administrator)?,
    ];
    let rows: Vec<(AccountRow, String)> = accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .filter(accounts::kind.eq_any(kinds))
        .select((AccountRow::as_select(), accounts::status))
        .order(accounts::id)
        .load(conn)?;
    rows.into_iter().map(Found::of).collect()
}

/// The account of a body by its number.
pub(in crate::identity) fn find_organisation(
    conn: &mut DbConn,
    identifier: &str,
) -> AppResult<Option<Found>> {
    let kinds = [
        enum_text(&AccountKind::Enterprise)?,
        enum_text(&AccountKind::Agency)?,
    ];
    accounts::table
        .filter(accounts::kind.eq_any(kinds))
        .filter(accounts::identifier.eq(identifier))
        .select((AccountRow::as_select(), accounts::status))
        .order(accounts::id)
        .first(conn)
        .optional()?
        .map(Found::of)
        .transpose()
}

/// Makes a person.
pub(in crate::identity) fn insert_person(
    conn: &mut DbConn,
    id: PersonId,
    citizen: &Citizen,
    now: Timestamp,
) -> AppResult<()> {
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(id.to_string()),
            persons::name.eq(&citizen.name),
            persons::birth_date.eq(citizen.birth_date),
            persons::sex.eq(citizen.sex.as_ref().map(enum_text).transpose()?),
            persons::version.eq(1),
            persons::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets a number lead to a person; `false` when it leads somewhere already.
pub(in crate::identity) fn insert_number(
    conn: &mut DbConn,
    number: &str,
    person: PersonId,
) -> AppResult<bool> {
    let row = (
        person_numbers::number.eq(number),
        person_numbers::person_id.eq(person.to_string()),
    );
    let added = both!(conn, inner => diesel::insert_into(person_numbers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Writes what is known of a person now; `false` when nothing is new. What the provider does not say stays.
pub(super) fn update_person(conn: &mut DbConn, id: PersonId, citizen: &Citizen) -> AppResult<bool> {
    let (name, birth_date, sex): (String, Option<NaiveDate>, Option<String>) = persons::table
        .find(id.to_string())
        .select((persons::name, persons::birth_date, persons::sex))
        .first(conn)?;
    let sex_now = citizen.sex.as_ref().map(enum_text).transpose()?.or(sex.clone());
    let birth_date_now = citizen.birth_date.or(birth_date);
    if (&citizen.name, birth_date_now, &sex_now) == (&name, birth_date, &sex) {
        return Ok(false);
    }
    diesel::update(persons::table.find(id.to_string()))
        .set((
            persons::name.eq(&citizen.name),
            persons::birth_date.eq(birth_date_now),
            persons::sex.eq(sex_now),
            persons::version.eq(persons::version + 1),
        ))
        .execute(conn)?;
    Ok(true)
}

/// A new account that has no password. `false` when its login name is somebody's.
pub(in crate::identity) fn insert_account(
    conn: &mut DbConn,
    account: &Account,
    now: Timestamp,
) -> AppResult<bool> {
    let id = account.id.to_string();
    let row = (
        accounts::id.eq(&id),
        accounts::person_id.eq(account.person_id.map(|person| person.to_string())),
        accounts::kind.eq(enum_text(&account.kind)?),
        accounts::login.eq(&account.identifier),
        accounts::name.eq(&account.name),
        accounts::identifier.eq(&account.identifier),
        accounts::phone.eq(&account.phone),
        accounts::email.eq(&account.email),
        accounts::address.eq(&account.address),
        accounts::assurance_level.eq(i32::from(account.assurance_level)),
        accounts::status.eq("active"),
        accounts::version.eq(1),
        accounts::created_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(accounts::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    if added == 0 {
        return Ok(false);
    }
    if let Some(phone) = &account.phone {
        diesel::insert_into(account_phones::table)
            .values((
                account_phones::account_id.eq(&id),
                account_phones::phone.eq(phone),
                account_phones::verified_at.eq(naive(now)),
                account_phones::sole_from.eq(naive(now)),
            ))
            .execute(conn)?;
    }
    Ok(true)
}

/// Writes name and level of an account.
pub(super) fn update_account(conn: &mut DbConn, account: &Account) -> AppResult<()> {
    diesel::update(accounts::table.find(account.id.to_string()))
        .set((
            accounts::name.eq(&account.name),
            accounts::assurance_level.eq(i32::from(account.assurance_level)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps what it takes to sign out at the provider.
pub(super) fn insert_session(
    conn: &mut DbConn,
    token_hash: &str,
    provider: &str,
    id_token: &str,
) -> AppResult<()> {
    diesel::insert_into(oidc_sessions::table)
        .values((
            oidc_sessions::token_hash.eq(token_hash),
            oidc_sessions::provider.eq(provider),
            oidc_sessions::id_token.eq(id_token),
        ))
        .execute(conn)?;
    Ok(())
}

/// Provider and ID token of a session.
pub(super) fn find_session(conn: &mut DbConn, token_hash: &str) -> AppResult<Option<(String, String)>> {
    Ok(oidc_sessions::table
        .find(token_hash)
        .select((oidc_sessions::provider, oidc_sessions::id_token))
        .first(conn)
        .optional()?)
}
