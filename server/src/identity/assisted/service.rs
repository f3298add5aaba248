//! Looking up, drafts, the code that the citizen reads out, and the account that comes of it.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::domain::Account;
use super::super::guard::Officer;
use super::super::oidc::domain::{Citizen, Sex as CardSex};
use super::super::oidc::store as persons;
use super::super::password_link::service::{self as links, NewLink};
use super::super::registration::store as registrations;
use super::super::registry::{Answer, Question};
use super::super::staff::service as staff;
use super::super::store as accounts;
use super::domain::{self, Candidate, LIFE_SECONDS, State};
use super::store::{self, Made, New, Record, Search};
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{self, Cursor};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, AssistedId, PersonId};
use motcua_shared::identity::desk::{
    AssistedDraft, AssistedForm, AssistedRow, AssistedView, Comparison, DeskFileKind, DeskView, FoundAccount,
    LookUp, LookedUp, SaveAssisted, SearchAssisted, Sex, StaffRole,
};
use motcua_shared::identity::dto::{AccountKind, Challenge};
use motcua_shared::identity::registration::RegistrationMethod;
use motcua_shared::identity::rule::{mask_phone, parse_code, parse_identity_number, parse_phone};
use motcua_shared::page::{DEFAULT_LIMIT, Page};
use motcua_shared::search_key::search_key;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

pub use super::files::{receive, send_file, sweep};

/// What an identity card and an officer who sees both prove (IAL2).
const ASSURANCE_LEVEL: u8 = 2;

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
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
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
            Ok(LookedUp {
                identity_number: number,
                account: found.map(|found| FoundAccount {
                    name: domain::mask_name(&found.account.name),
                    suspended: !found.is_active,
                }),
            })
        })
        .await
}

/// Begins a draft. The same key again is the same draft.
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
            view(&this, conn, record.ok_or(ErrorCode::NotFound)?)
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

fn running(record: Option<Record>, now: Timestamp) -> AppResult<Record> {
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
            let record = draft(seen(conn, &officer, id, now)?)?;
            let files = store::list_files(conn, record.id)?;
            store::delete(conn, record.id)?;
            Ok(files)
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

/// Sends the code that the citizen reads out, or another one. The phone is compared with the operator's record first;
/// what comes of it is noted and is no obstacle (seed 002, appendix III).
pub async fn send_code(
    state: &AppState,
    officer: Officer,
    id: AssistedId,
    address: Option<IpAddr>,
) -> AppResult<Challenge> {
    let (key, now, asking) = (state.secret_key.clone(), state.clock.now(), officer.clone());
    let (candidate, compared) = state
        .db
        .read(move |conn| {
            let record = draft(seen(conn, &asking, id, now)?)?;
            let candidate = ready(conn, &key, &record, now)?;
            Ok((candidate, record.comparison))
        })
        .await?;
    let comparison = match compared {
        Some(known @ (Comparison::Same | Comparison::Different)) => known,
        _ => compare(state, &candidate).await,
    };
    let codes = Codes::new(state, Lang::default(), address);
    let subject = subject(state, id, &candidate);
    let challenge = state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let record = draft(running(store::lock(conn, officer.unit, id)?, now)?)?;
            store::set_comparison(conn, id, comparison)?;
            if let Some(challenge) = record.challenge_id
                && let Ok(flow) = codes.peek(conn, challenge, Purpose::Assist)
                && flow.subject == subject
            {
                return codes.resend(conn, challenge, Purpose::Assist);
            }
            let challenge = codes.begin(
                conn,
                Request {
                    purpose: Purpose::Assist,
                    account_id: None,
                    subject,
                    destination: Destination::Phone(candidate.phone),
                },
            )?;
            store::set_challenge(conn, id, Some(challenge.id))?;
            Ok(challenge)
        })
        .await?;
    state.bell.ring();
    Ok(challenge)
}

/// The citizen of a draft that lacks nothing.
fn ready(conn: &mut DbConn, key: &[u8], record: &Record, now: Timestamp) -> AppResult<Candidate> {
    let parsed = domain::parse(&unseal(key, record)?, now.vietnam_date());
    let has_scan = store::list_files(conn, record.id)?
        .iter()
        .any(|file| file.file.kind == DeskFileKind::Scan);
    let missing = (!has_scan).then(|| FieldFault::new("scan", ErrorCode::ScanMissing));
    let candidate = match (parsed, missing) {
        (Ok(candidate), None) => candidate,
        (Ok(_), Some(missing)) => return Err(AppError::fields(vec![missing])),
        (Err(mut faults), missing) => {
            faults.extend(missing);
            return Err(AppError::fields(faults));
        }
    };
    let person = accounts::find_person(conn, &candidate.identity_number)?;
    if registrations::is_registered(conn, &candidate.identity_number, person)? {
        return Err(ErrorCode::AlreadyRegistered.into());
    }
    Ok(candidate)
}

async fn compare(state: &AppState, candidate: &Candidate) -> Comparison {
    let Some(registry) = state.registries.of(RegistrationMethod::Phone) else {
        return Comparison::Unknown;
    };
    let question = Question {
        identity_number: candidate.identity_number.clone(),
        name: candidate.name.clone(),
        birth_date: candidate.birth_date,
        record: candidate.phone.clone(),
    };
    match registry.compare(&question, state.clock.now()).await {
        Ok(Answer::Same { .. }) => Comparison::Same,
        Ok(Answer::Different { .. }) => Comparison::Different,
        Err(cause) => {
            tracing::warn!(cause = format!("{cause:#}"), "a record could not be asked");
            Comparison::Unknown
        }
    }
}

/// What a code is good for: this draft with this content, and nothing that was typed later.
fn subject(state: &AppState, id: AssistedId, candidate: &Candidate) -> String {
    let parts = [
        "assist",
        &id.to_string(),
        &candidate.identity_number,
        &candidate.name,
        &candidate.birth_date.to_string(),
        &candidate.phone,
    ];
    secret::keyed_digest(&state.secret_key, &parts)
}

/// The code that the citizen read out: makes the account and sends the link. A wrong code is counted, so the transaction is
/// committed before it is refused. Asking again after the account was made is harmless.
pub async fn make(
    state: &AppState,
    officer: Officer,
    id: AssistedId,
    code: String,
) -> AppResult<AssistedView> {
    let code = parse_code(&code).map_err(|code| AppError::field("code", code))?;
    let codes = Codes::new(state, Lang::default(), None);
    let (this, now) = (state.clone(), state.clock.now());
    let link = NewLink::new(state)?;
    let made = state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let record = running(store::lock(conn, officer.unit, id)?, now)?;
            if record.state == State::Done {
                return view(&this, conn, record).map(Ok);
            }
            let candidate = ready(conn, &this.secret_key, &record, now)?;
            let expired = || AppError::field_refusal("code", ErrorCode::CodeExpired);
            let Some(challenge) = record.challenge_id else {
                return Ok(Err(expired()));
            };
            match codes.try_code(conn, challenge, Purpose::Assist, &code)? {
                Ok(flow) if flow.subject == subject(&this, id, &candidate) => {}
                Ok(_) => return Ok(Err(expired())),
                Err(refused) => return Ok(Err(AppError::from(refused))),
            }
            let account = make_account(conn, &candidate, now)?;
            link.send(conn, &account)?;
            let made = Made {
                account: account.id,
                officer: officer.id(),
                officer_name: &officer.account.name,
                officer_key: &search_key(&officer.account.name),
                name: &candidate.name,
                search_key: &search_key(&candidate.name),
                identity_number: &candidate.identity_number,
                phone: &candidate.phone,
                scopes: &directory::list_above(conn, record.unit_id)?,
                now,
            };
            store::set_done(conn, id, &made)?;
            let (actor, action) = (Some(officer.id()), Action::AccountMadeAtDesk);
            audit::service::record(conn, now, actor, action, account.id, &officer.request_id)?;
            let record = store::find(conn, officer.unit, id)?.ok_or(ErrorCode::NotFound)?;
            view(&this, conn, record).map(Ok)
        })
        .await?;
    state.bell.ring();
    made
}

fn make_account(conn: &mut DbConn, candidate: &Candidate, now: Timestamp) -> AppResult<Account> {
    let citizen = Citizen {
        number: candidate.identity_number.clone(),
        old_number: None,
        name: candidate.name.clone(),
        birth_date: Some(candidate.birth_date),
        sex: Some(match candidate.sex {
            Sex::Female => CardSex::Female,
            Sex::Male => CardSex::Male,
        }),
    };
    let person = match accounts::find_person(conn, &candidate.identity_number)? {
        Some(person) => person,
        None => {
            let person = new_id(PersonId::from_uuid);
            persons::insert_person(conn, person, &citizen, now)?;
            // Another desk may be doing the same in this moment.
            if !persons::insert_number(conn, &candidate.identity_number, person)? {
                return Err(ErrorCode::AlreadyRegistered.into());
            }
            person
        }
    };
    let account = Account {
        id: new_id(AccountId::from_uuid),
        kind: AccountKind::Citizen,
        name: candidate.name.clone(),
        identifier: candidate.identity_number.clone(),
        person_id: Some(person),
        phone: Some(candidate.phone.clone()),
        email: candidate.email.clone(),
        address: Some(candidate.address.clone()),
        assurance_level: ASSURANCE_LEVEL,
        unit_id: None,
    };
    if registrations::is_registered(conn, &candidate.identity_number, Some(person))?
        || !persons::insert_account(conn, &account, now)?
    {
        return Err(ErrorCode::AlreadyRegistered.into());
    }
    Ok(account)
}

/// Sends another link, because the first one ended or never came.
pub async fn send_link(state: &AppState, officer: Officer, id: AssistedId) -> AppResult<AssistedView> {
    let (this, now) = (state.clone(), state.clock.now());
    let link = NewLink::new(state)?;
    let view = state
        .db
        .write(move |conn| {
            let record = seen(conn, &officer, id, now)?;
            let account = record.account_id.ok_or(ErrorCode::NotFound)?;
            let account = accounts::find_active(conn, account)?.ok_or(ErrorCode::AccountSuspended)?;
            link.send(conn, &account)?;
            let (actor, action) = (Some(officer.id()), Action::PasswordLinkSent);
            audit::service::record(conn, now, actor, action, account.id, &officer.request_id)?;
            view(&this, conn, record)
        })
        .await?;
    state.bell.ring();
    Ok(view)
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
                row.identity_number = domain::mask_number(&row.identity_number);
                row.phone = mask_phone(&row.phone);
            }
            let (actor, action) = (Some(officer.id()), Action::AccountsListed);
            audit::service::record(conn, now, actor, action, unit, &officer.request_id)?;
            Ok(page::page(rows, DEFAULT_LIMIT, cursor, |row| row.id.uuid(), None))
        })
        .await
}

fn parse_search(request: &SearchAssisted) -> AppResult<Search> {
    let words = |text: &str| -> Vec<String> {
        let key = search_key(text);
        let words = key.split(' ').filter(|word| !word.is_empty()).take(10);
        words.map(str::to_owned).collect()
    };
    let whole = |field: &str, text: &str, parse: fn(&str) -> Result<String, ErrorCode>| match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).map_err(|code| AppError::field(field, code)),
    };
    Ok(Search {
        name: words(&request.name),
        officer: words(&request.officer),
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
fn unseal(key: &[u8], record: &Record) -> AppResult<AssistedForm> {
    let plain = secret::open(key, &record.id.to_string(), &record.sealed).ok_or(ErrorCode::NotFound)?;
    Ok(serde_json::from_slice(&plain)?)
}

/// Forgets drafts that were left for a day.
pub fn forget_left(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_left(conn, before(now, LIFE_SECONDS))
}
