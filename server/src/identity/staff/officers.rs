//! Adding officers, changing what they may do, ending it. Every change is written down and told to the officer in the same
//! transaction, whether an administrator makes it on the page or the command line of the server.

use super::super::guard::Administrator;
use super::super::password_link::service as links;
use super::super::session::service as sessions;
use super::super::store as accounts;
use super::super::tell::Addresses;
use super::check::store as checks;
use super::domain::{self, Duty, Held, Named, Written};
use super::login;
use super::password;
use super::record::domain::Record;
use super::record::store as records;
use super::shown::view;
use super::store::{self, Search};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::db::types::{enum_text, new_id};
use crate::delegation::service as delegation;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::http::page::{self, Cursor};
use crate::notification::service::{Notice, RightsChange};
use crate::state::AppState;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::identity::staff::{
    AddOfficer, ChangeOfficer, OfficerRow, OfficerView, SearchOfficers, SuspendOfficer,
};
use motcua_shared::page::{DEFAULT_LIMIT, Page};
use motcua_shared::search_key::search_words;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Who makes a change, when, and by which request.
pub struct Doing {
    /// An administrator, or nobody: the command line of the server.
    pub actor: Option<AccountId>,
    /// When.
    pub now: Timestamp,
    /// The request, for the audit log.
    pub request_id: RequestId,
}

impl Doing {
    /// What an administrator does on the page.
    pub fn of(state: &AppState, by: &Administrator) -> Self {
        Self {
            actor: Some(by.account.id),
            now: state.clock.now(),
            request_id: by.request_id.clone(),
        }
    }
}

/// What came of adding somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A new account.
    New(AccountId),
    /// The person has an account for this work.
    Known(AccountId),
}

/// Officers that are looked for.
pub async fn search(state: &AppState, request: SearchOfficers) -> AppResult<Page<OfficerRow>> {
    let cursor = Cursor::parse(request.cursor.as_deref())?;
    let identity_number = match request.identity_number.trim() {
        "" => None,
        text => Some(parse_identity_number(text).map_err(|code| AppError::field("identity_number", code))?),
    };
    let search = Search {
        name: search_words(&request.name),
        identity_number,
        unit: request.unit_id,
        role: request.role,
        suspended: request.suspended,
        bound: request.bound,
    };
    let mut rows = state
        .db
        .read(move |conn| store::list(conn, &search, cursor, DEFAULT_LIMIT))
        .await?;
    for row in &mut rows {
        row.identity_number = mask(&row.identity_number);
    }
    Ok(page::page(rows, DEFAULT_LIMIT, cursor, |row| row.id.uuid(), None))
}

/// A number as lists show it.
pub fn mask(number: &str) -> String {
    super::super::assisted::domain::mask_number(number)
}

/// Units where officers work.
pub async fn units(state: &AppState) -> AppResult<Vec<UnitView>> {
    let today = state.clock.now().vietnam_date();
    let levels = [Level::Province, Level::District, Level::Commune];
    state
        .db
        .read(move |conn| directory::list_of_levels(conn, &levels, today))
        .await
}

/// One of them, with what was done to the account.
pub async fn load(state: &AppState, by: Administrator, id: AccountId) -> AppResult<OfficerView> {
    {
        let this = state.clone();
        let load = move |conn: &mut DbConn| view(&this, conn, id, by.account.id);
        state.db.read(load).await
    }
}

/// Adds an officer. Whoever was added before is not added again.
pub async fn add(state: &AppState, by: Administrator, request: AddOfficer) -> AppResult<OfficerView> {
    let doing = Doing::of(state, &by);
    let number = parse_identity_number(&request.identity_number);
    let written = domain::parse(&request.form, doing.now.vietnam_date());
    let (number, written) = match (number, written) {
        (Ok(number), Ok(written)) => (number, written),
        (number, written) => {
            let number = number
                .err()
                .map(|code| crate::error::FieldFault::new("identity_number", code));
            let rest = written.err().unwrap_or_default();
            return Err(AppError::fields(number.into_iter().chain(rest).collect()));
        }
    };
    let this = state.clone();
    let add = move |conn: &mut DbConn| match add_now(conn, &number, &written, &doing)? {
        Added::New(id) => view(&this, conn, id, by.account.id),
        Added::Known(_) => Err(AppError::field_refusal(
            "identity_number",
            ErrorCode::OfficerExists,
        )),
    };
    let view = state.db.write(add).await?;
    state.bell.ring();
    Ok(view)
}

/// The same in a transaction of its caller.
pub fn add_now(conn: &mut DbConn, number: &str, written: &Written, doing: &Doing) -> AppResult<Added> {
    let Written { named, held } = written;
    authority(conn, doing)?;
    check_unit(conn, &held.duty)?;
    let person = person_of(conn, number, named, None, doing.now)?;
    let same = store::list_of_person(conn, person)?
        .into_iter()
        .find(|known| known.duty.kind() == held.duty.kind() && known.duty.unit() == held.duty.unit());
    if let Some(known) = same {
        return Ok(Added::Known(known.account.id));
    }
    let id = new_id(AccountId::from_uuid);
    check_login(conn, id, &held.record)?;
    store::insert_account(conn, (id, person, number), (named, held), doing.now)?;
    store::insert_officer(conn, id, (&named.name, Some(named.birth_date)), None)?;
    records::set(conn, id, &held.record)?;
    store::replace_roles(conn, id, held.duty.rows())?;
    record(conn, id, Action::StaffAdded, &held.duty, doing)?;
    let addresses = addresses(conn, id)?;
    tell(conn, &addresses, RightsChange::Added, doing)?;
    Ok(Added::New(id))
}

/// Changes an officer.
pub async fn change(
    state: &AppState,
    by: Administrator,
    id: AccountId,
    request: ChangeOfficer,
) -> AppResult<OfficerView> {
    let doing = Doing::of(state, &by);
    let this = state.clone();
    let change = move |conn: &mut DbConn| {
        change_now(conn, id, &request, &doing)?;
        view(&this, conn, id, by.account.id)
    };
    let view = state.db.write(change).await?;
    state.bell.ring();
    Ok(view)
}

/// The same in a transaction of its caller.
pub fn change_now(conn: &mut DbConn, id: AccountId, request: &ChangeOfficer, doing: &Doing) -> AppResult<()> {
    let administrators = authority(conn, doing)?;
    let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let (form, today) = (&request.form, doing.now.vietnam_date());
    let (named, held) = match officer.bound_at {
        Some(_) => {
            let held = domain::parse_held(form, officer.birth_date, today);
            (None, held.map_err(AppError::fields)?)
        }
        None => {
            let written = domain::parse(form, today).map_err(AppError::fields)?;
            (Some(written.named), written.held)
        }
    };
    let named = named
        .filter(|named| named.name != officer.account.name || Some(named.birth_date) != officer.birth_date);
    let standing = Held {
        duty: officer.duty.clone(),
        phone: officer.account.phone.clone(),
        email: officer.account.email.clone(),
        record: officer.record.clone(),
    };
    // The same again, because the answer was lost, is no conflict.
    if named.is_none() && held == standing {
        return Ok(());
    }
    not_oneself(id, doing)?;
    if held.duty != Duty::Administrator {
        not_the_last(&administrators, id)?;
    }
    let is_other_duty = held.duty != officer.duty;
    if is_other_duty {
        check_unit(conn, &held.duty)?;
    }
    check_login(conn, id, &held.record)?;
    let before = addresses(conn, id)?;
    if !store::set_held(conn, id, request.version, &held)? {
        return Err(ErrorCode::VersionConflict.into());
    }
    if held.phone != officer.account.phone {
        let earlier = officer.account.phone.as_deref();
        store::replace_phone(conn, id, earlier, held.phone.as_deref(), doing.now)?;
    }
    if let Some(named) = &named {
        let person = person_of(conn, &officer.account.identifier, named, Some(id), doing.now)?;
        store::set_named(conn, id, Some(person), named)?;
    }
    if named.is_some() || !held.record.is_same_card(&officer.record) {
        checks::set(conn, id, None)?;
    }
    if held.record.login.is_none() && officer.record.login.is_some() {
        password::take_away(conn, id, doing.now)?;
    }
    if is_other_duty {
        // No session has rights that it did not begin with.
        sessions::end_all(conn, id)?;
        end_delegations(conn, id, doing)?;
    }
    record(conn, id, Action::StaffChanged, &held.duty, doing)?;
    let told = match &held.phone {
        Some(phone) => before.and_phone(phone),
        None => before,
    };
    tell(conn, &told, RightsChange::Changed, doing)
}

/// Suspends an officer, or takes them up again.
pub async fn suspend(
    state: &AppState,
    by: Administrator,
    id: AccountId,
    request: SuspendOfficer,
) -> AppResult<OfficerView> {
    let doing = Doing::of(state, &by);
    let this = state.clone();
    let suspend = move |conn: &mut DbConn| {
        suspend_now(conn, id, Some(request.version), request.suspended, &doing)?;
        view(&this, conn, id, by.account.id)
    };
    let view = state.db.write(suspend).await?;
    state.bell.ring();
    Ok(view)
}

/// The same in a transaction of its caller; `false` when there is nothing to do.
pub fn suspend_now(
    conn: &mut DbConn,
    id: AccountId,
    version: Option<u32>,
    suspended: bool,
    doing: &Doing,
) -> AppResult<bool> {
    let administrators = authority(conn, doing)?;
    let officer = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    if officer.is_active != suspended {
        return Ok(false);
    }
    not_oneself(id, doing)?;
    let (action, change) = match suspended {
        true => (Action::StaffSuspended, RightsChange::Suspended),
        false => (Action::StaffResumed, RightsChange::Resumed),
    };
    let before = addresses(conn, id)?;
    if suspended {
        not_the_last(&administrators, id)?;
    }
    if !store::set_suspended(conn, id, version.unwrap_or(officer.version), suspended)? {
        return Err(ErrorCode::VersionConflict.into());
    }
    sessions::end_all(conn, id)?;
    if suspended {
        links::end_all(conn, id, doing.now)?;
        end_delegations(conn, id, doing)?;
    }
    record(conn, id, action, &officer.duty, doing)?;
    // Of a suspended account the addresses are asked before, of one that is taken up again after.
    let told = if suspended { before } else { addresses(conn, id)? };
    tell(conn, &told, change, doing)?;
    Ok(true)
}

/// What an officer delegated, or works by, ends with what it rests on.
pub(super) fn end_delegations(conn: &mut DbConn, id: AccountId, doing: &Doing) -> AppResult<()> {
    let of = delegation::Doing {
        now: doing.now,
        request_id: doing.request_id.clone(),
    };
    delegation::end_of(conn, id, doing.actor, &of)
}

/// The administrators that may act, locked. Whoever acts is one of them at this moment, not only when the request came in:
/// of two administrators who take each other's rights the second finds that they have none.
pub(super) fn authority(conn: &mut DbConn, doing: &Doing) -> AppResult<Vec<AccountId>> {
    let administrators = store::lock_administrators(conn)?;
    match doing.actor {
        Some(actor) if !administrators.contains(&actor) => Err(ErrorCode::NotAllowed.into()),
        _ => Ok(administrators),
    }
}

pub(super) fn not_oneself(id: AccountId, doing: &Doing) -> AppResult<()> {
    if doing.actor == Some(id) {
        Err(ErrorCode::OwnRights.into())
    } else {
        Ok(())
    }
}

/// An administrator is taken away only where another one stays.
pub(super) fn not_the_last(administrators: &[AccountId], id: AccountId) -> AppResult<()> {
    match administrators {
        [only] if *only == id => Err(ErrorCode::LastAdministrator.into()),
        _ => Ok(()),
    }
}

/// A name to sign in with belongs to one account.
fn check_login(conn: &mut DbConn, id: AccountId, record: &Record) -> AppResult<()> {
    let key = login::key(record.login.as_deref(), id);
    match accounts::find_credentials(conn, &key)? {
        Some(other) if other.account.id != id => Err(AppError::field("login", ErrorCode::LoginTaken)),
        _ => Ok(()),
    }
}

fn check_unit(conn: &mut DbConn, duty: &Duty) -> AppResult<()> {
    if let Some(unit) = duty.unit() {
        directory::load(conn, unit).map_err(|error| match error.code {
            ErrorCode::NotFound => AppError::field("unit_id", ErrorCode::NotAChoice),
            _ => error,
        })?;
    }
    Ok(())
}

/// The person of an identity number, made where there is none. A person whom the portal knows by another account has a name
/// and a day of birth, and what is written down must be the same: a mistyped number is found here. Nobody else's data is
/// shown or changed by it.
fn person_of(
    conn: &mut DbConn,
    number: &str,
    named: &Named,
    own: Option<AccountId>,
    now: Timestamp,
) -> AppResult<PersonId> {
    let Some(person) = accounts::find_person(conn, number)? else {
        let person = new_id(PersonId::from_uuid);
        return match store::insert_person(conn, person, number, named, now)? {
            true => Ok(person),
            false => Err(ErrorCode::VersionConflict.into()),
        };
    };
    let (name, birth_date) = store::lock_person(conn, person)?;
    if !store::has_other_account(conn, person, own)? {
        store::set_person(conn, person, named)?;
        return Ok(person);
    }
    let same_day = birth_date.is_none_or(|known| known == named.birth_date);
    if same_day && domain::is_same_name(&name, &named.name) {
        Ok(person)
    } else {
        Err(AppError::field_refusal(
            "identity_number",
            ErrorCode::PersonDiffers,
        ))
    }
}

/// What the audit log says of a duty: the roles, and the unit as it was called.
pub(super) fn word(conn: &mut DbConn, duty: &Duty) -> AppResult<String> {
    let roles: Vec<String> = duty.shown().iter().map(enum_text).collect::<AppResult<_>>()?;
    let unit = match duty.unit() {
        Some(unit) => directory::load(conn, unit)?.name,
        None => String::new(),
    };
    Ok(format!("{}|{unit}", roles.join(",")))
}

pub(super) fn record(
    conn: &mut DbConn,
    id: AccountId,
    action: Action,
    duty: &Duty,
    doing: &Doing,
) -> AppResult<()> {
    let word = word(conn, duty)?;
    let subject = (id, word.as_str());
    audit::service::record_with(conn, doing.now, doing.actor, action, subject, &doing.request_id)
}

/// Everywhere, as long as the account may act: at every e-mail that was written down, too.
pub(super) fn addresses(conn: &mut DbConn, id: AccountId) -> AppResult<Addresses> {
    let addresses = Addresses::of(conn, id)?;
    match accounts::find_active(conn, id)? {
        Some(_) => Ok(addresses.and_emails(records::find(conn, id)?.further_emails)),
        None => Ok(addresses),
    }
}

pub(super) fn tell(conn: &mut DbConn, to: &Addresses, change: RightsChange, doing: &Doing) -> AppResult<()> {
    let notice = Notice::StaffRights {
        at: doing.now,
        change,
    };
    to.tell(conn, doing.now, &notice, Lang::default())
}
