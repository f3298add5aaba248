//! Looking up, drafts, and the list of accounts made; `making` makes them, `files` takes their scans.

use super::super::code::Purpose;
use super::super::code::service::Codes;
use super::super::guard::Officer;
use super::super::oidc::store as persons;
use super::super::password_link::service as links;
use super::super::staff::service as staff;
use super::super::store as accounts;
use super::domain::{self, LIFE_SECONDS, State};
use super::store::{self, New, Record, Search};
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::page::{self, Cursor};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{
    AssistedDraft, AssistedForm, AssistedRow, AssistedView, DeskView, FoundAccount, LookUp, LookedUp,
    SaveAssisted, SearchAssisted, StaffRole,
};
use motcua_shared::identity::rule::{mask_phone, parse_identity_number, parse_phone};
use motcua_shared::page::{DEFAULT_LIMIT, Page};
use motcua_shared::search_key::{search_key, search_words};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

pub use super::domain::mask_number;
pub use super::files::{receive, send_file, sweep};
pub use super::making::{make, send_code, send_link};

/// Drafts that the home page shows.
const DRAFTS_SHOWN: i64 = 50;

/// Refuses an officer who has no desk.
pub(super) fn require_desk(conn: &mut DbConn, officer: &Officer) -> AppResult<()> {
    staff::require(conn, officer.id(), StaffRole::Desk)
}

/// What waits.
pub async fn desk(state: &AppState, officer: Officer) -> AppResult<DeskView> {
    let (key, now) = (state.secret_key.clone(), state.clock.now());
    state
        .db
        .read(move |conn| {
            let roles = staff::roles(conn, officer.id())?;
            let has_desk = roles.contains(&StaffRole::Desk);
            let mut drafts = Vec::new();
            let mut open_claims = 0;
            if has_desk {
                open_claims = super::super::claim::service::count_open(conn)?;
                for record in store::list_drafts(conn, officer.unit, DRAFTS_SHOWN)? {
                    if is_over(&record, now) {
                        continue;
                    }
                    drafts.push(AssistedDraft {
                        id: record.id,
                        name: unseal(&key, &record)?.name,
                        officer: record.officer_name,
                        changed_at: record.changed_at,
                        ends_at: after(record.changed_at, LIFE_SECONDS),
                    });
                }
            }
            Ok(DeskView {
                unit: directory::load(conn, officer.unit)?,
                units: directory::list_below(conn, officer.unit, now.vietnam_date())?,
                roles,
                open_claims,
                drafts,
            })
        })
        .await
}

/// Whether there is an account under a number. That somebody looked is noted, with the account where there is one; a
/// number without an account is noted as a keyed digest.
pub async fn look_up(state: &AppState, officer: Officer, request: LookUp) -> AppResult<LookedUp> {
    let number = parse_identity_number(&request.identity_number)
        .map_err(|code| AppError::field("identity_number", code))?;
    let now = state.clock.now();
    let digest = secret::keyed_digest(&state.secret_key, &["looked-up", &number]);
    let limit = state.config.identity.staff_lookups_per_hour;
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            // What was written down of the limit stays, although the look-up is refused.
            if let Err(wait) = staff::count_lookup(conn, officer.id(), limit, now, &officer.request_id)? {
                let refusal = AppError::new(ErrorCode::TooManyLookups).with("limit", limit);
                return Ok(Err(refusal.retry_after(wait)));
            }
            let person = accounts::find_person(conn, &number)?;
            let found = match person {
                Some(person) => persons::find_citizen(conn, person)?,
                None => None,
            };
            let subject = found
                .as_ref()
                .map_or(digest, |found| found.account.id.to_string());
            let (actor, action) = (Some(officer.id()), Action::AccountLookedUp);
            audit::service::record(conn, now, actor, action, subject, &officer.request_id)?;
            Ok(Ok(LookedUp {
                identity_number: number,
                account: found.map(|found| FoundAccount {
                    name: domain::mask_name(&found.account.name),
                    suspended: !found.is_active,
                }),
            }))
        })
        .await?
}

/// Begins a draft. The same key again is the same draft, which may have been typed on since; for somebody else it is refused,
/// so that nobody types on in the form of another person.
pub async fn begin(
    state: &AppState,
    officer: Officer,
    form: AssistedForm,
    request_key: String,
) -> AppResult<AssistedView> {
    let form = domain::clip(form);
    let now = state.clock.now();
    let id = new_id(AssistedId::from_uuid);
    let sealed = seal(state, id, &form)?;
    let this = state.clone();
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let new = New {
                id,
                unit: officer.unit,
                officer: officer.id(),
                officer_name: &officer.account.name,
                officer_key: &search_key(&officer.account.name),
                request_key: &request_key,
                sealed: &sealed,
                now,
            };
            let is_new = store::insert(conn, &new)?;
            let record = match is_new {
                true => store::find(conn, officer.unit, id)?,
                false => store::find_by_key(conn, officer.id(), &request_key)?,
            };
            let record = record.ok_or(ErrorCode::NotFound)?;
            if !is_new && !domain::is_same_begin(&unseal(&this.secret_key, &record)?, &form, record.version) {
                return Err(ErrorCode::IdempotencyMismatch.into());
            }
            view(&this, conn, record)
        })
        .await
}

/// One of them. Opening the record of an account shows in that account's own log.
pub async fn load(state: &AppState, officer: Officer, id: AssistedId) -> AppResult<AssistedView> {
    let (this, now) = (state.clone(), state.clock.now());
    state
        .db
        .write(move |conn| {
            let record = seen(conn, &officer, id, now)?;
            note_view(conn, &officer, &record, Action::AccountViewed, now)?;
            view(&this, conn, record)
        })
        .await
}

pub(super) fn note_view(
    conn: &mut DbConn,
    officer: &Officer,
    record: &Record,
    action: Action,
    now: Timestamp,
) -> AppResult<()> {
    match record.account_id {
        Some(account) => audit::service::record(
            conn,
            now,
            Some(officer.id()),
            action,
            account,
            &officer.request_id,
        ),
        None => Ok(()),
    }
}

/// What this officer may see, if it is not over.
pub(super) fn seen(
    conn: &mut DbConn,
    officer: &Officer,
    id: AssistedId,
    now: Timestamp,
) -> AppResult<Record> {
    require_desk(conn, officer)?;
    running(store::find(conn, officer.unit, id)?, now)
}

/// The same, with nobody else at it until the transaction ends.
pub(super) fn seen_alone(
    conn: &mut DbConn,
    officer: &Officer,
    id: AssistedId,
    now: Timestamp,
) -> AppResult<Record> {
    require_desk(conn, officer)?;
    running(store::lock(conn, officer.unit, id)?, now)
}

pub(super) fn running(record: Option<Record>, now: Timestamp) -> AppResult<Record> {
    record
        .filter(|record| !is_over(record, now))
        .ok_or_else(|| ErrorCode::NotFound.into())
}

fn is_over(record: &Record, now: Timestamp) -> bool {
    record.state == State::Draft && after(record.changed_at, LIFE_SECONDS) <= now
}

/// Saves what was typed.
pub async fn save(
    state: &AppState,
    officer: Officer,
    id: AssistedId,
    request: SaveAssisted,
) -> AppResult<AssistedView> {
    let sealed = seal(state, id, &domain::clip(request.form))?;
    let (this, now) = (state.clone(), state.clock.now());
    state
        .db
        .write(move |conn| {
            let record = draft(seen(conn, &officer, id, now)?)?;
            if !store::save(conn, record.id, request.version, &sealed, now)? {
                return Err(ErrorCode::VersionConflict.into());
            }
            let record = seen(conn, &officer, id, now)?;
            view(&this, conn, record)
        })
        .await
}

/// Throws a draft away.
pub async fn discard(state: &AppState, officer: Officer, id: AssistedId) -> AppResult<()> {
    let now = state.clock.now();
    let files = state
        .db
        .write(move |conn| {
            // Locked: in this moment a colleague may be making the account that the scan belongs to.
            let record = draft(seen_alone(conn, &officer, id, now)?)?;
            let files = store::list_files(conn, record.id)?;
            if store::delete(conn, record.id)? {
                Ok(files)
            } else {
                Err(ErrorCode::AssistedDone.into())
            }
        })
        .await?;
    for file in files {
        state.files.discard_sealed(&file.id).await?;
    }
    Ok(())
}

pub(super) fn draft(record: Record) -> AppResult<Record> {
    match record.state {
        State::Draft => Ok(record),
        State::Done => Err(ErrorCode::AssistedDone.into()),
    }
}

/// The request to be signed, as a PDF.
pub async fn request_pdf(state: &AppState, officer: Officer, id: AssistedId) -> AppResult<Vec<u8>> {
    let (key, now) = (state.secret_key.clone(), state.clock.now());
    state
        .db
        .write(move |conn| {
            let record = seen(conn, &officer, id, now)?;
            note_view(conn, &officer, &record, Action::AccountFileRead, now)?;
            let form = unseal(&key, &record)?;
            let day = record.made_at.unwrap_or(now).vietnam_date();
            let candidate = domain::parse(&form, day).map_err(AppError::fields)?;
            let unit = directory::load(conn, record.unit_id)?.name;
            let request = super::request_pdf::Request {
                candidate: &candidate,
                unit: &unit,
                officer: &officer.account.name,
                day,
                id: record.id,
            };
            super::request_pdf::render(&request).map_err(AppError::internal)
        })
        .await
}

/// Accounts made by the officer's unit and those below it.
pub async fn search(
    state: &AppState,
    officer: Officer,
    request: SearchAssisted,
) -> AppResult<Page<AssistedRow>> {
    let cursor = Cursor::parse(request.cursor.as_deref())?;
    let search = parse_search(&request)?;
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let unit = request.unit_id.unwrap_or(officer.unit);
            if !directory::list_above(conn, unit)?.contains(&officer.unit) {
                return Err(AppError::field("unit_id", ErrorCode::NotAChoice));
            }
            let mut rows = store::list(conn, unit, &search, cursor, DEFAULT_LIMIT)?;
            for row in &mut rows {
                row.identity_number = mask_number(&row.identity_number);
                row.phone = mask_phone(&row.phone);
            }
            let (actor, action) = (Some(officer.id()), Action::AccountsListed);
            audit::service::record(conn, now, actor, action, unit, &officer.request_id)?;
            Ok(page::page(rows, DEFAULT_LIMIT, cursor, |row| row.id.uuid(), None))
        })
        .await
}

fn parse_search(request: &SearchAssisted) -> AppResult<Search> {
    let whole = |field: &str, text: &str, parse: fn(&str) -> Result<String, ErrorCode>| match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).map_err(|code| AppError::field(field, code)),
    };
    Ok(Search {
        name: search_words(&request.name),
        officer: search_words(&request.officer),
        phone: whole("phone", &request.phone, parse_phone)?,
        identity_number: whole("identity_number", &request.identity_number, parse_identity_number)?,
        from: request.from.map(domain::midnight),
        until: request.to.and_then(|day| day.succ_opt()).map(domain::midnight),
    })
}

/// What the page shows.
pub(super) fn view(state: &AppState, conn: &mut DbConn, record: Record) -> AppResult<AssistedView> {
    let codes = Codes::new(state, Lang::default(), None);
    let challenge = match record.challenge_id {
        Some(id) if codes.peek(conn, id, Purpose::Assist).is_ok() => {
            codes.current(conn, id, Purpose::Assist).ok()
        }
        _ => None,
    };
    let files = store::list_files(conn, record.id)?;
    Ok(AssistedView {
        form: unseal(&state.secret_key, &record)?,
        unit: directory::load(conn, record.unit_id)?.name,
        link: match record.account_id {
            Some(account) => links::state_of(conn, account)?,
            None => None,
        },
        id: record.id,
        version: record.version,
        officer: record.officer_name,
        files: files.into_iter().map(|file| file.file).collect(),
        challenge,
        comparison: record.comparison,
        made_at: record.made_at,
        ends_at: after(record.changed_at, LIFE_SECONDS),
    })
}

fn seal(state: &AppState, id: AssistedId, form: &AssistedForm) -> AppResult<String> {
    let plain = serde_json::to_vec(form)?;
    Ok(secret::seal(&state.secret_key, &id.to_string(), &plain)?)
}

/// What was sealed; gone when the server's key changed since.
pub(super) fn unseal(key: &[u8], record: &Record) -> AppResult<AssistedForm> {
    let plain = secret::open(key, &record.id.to_string(), &record.sealed).ok_or(ErrorCode::NotFound)?;
    Ok(serde_json::from_slice(&plain)?)
}

/// Forgets drafts that were left for a day.
pub fn forget_left(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_left(conn, before(now, LIFE_SECONDS))
}
