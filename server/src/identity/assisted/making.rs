//! The code that the citizen reads out, the account that comes of it, and the way to its password.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::domain::Account;
use super::super::guard::Officer;
use super::super::oidc::domain::{Citizen, Sex as CardSex};
use super::super::oidc::store as persons;
use super::super::password_link::service::NewLink;
use super::super::proven;
use super::super::registration::store as registrations;
use super::super::registry::{Answer, Question};
use super::super::store as accounts;
use super::domain::{self, Candidate, State};
use super::service::{draft, require_desk, running, seen, unseal, view};
use super::store::{self, Made, Record};
use crate::audit::{self, Action};
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, AssistedId, PersonId};
use motcua_shared::identity::desk::{AssistedView, Comparison, DeskFileKind, Sex};
use motcua_shared::identity::dto::{AccountKind, Challenge};
use motcua_shared::identity::registration::RegistrationMethod;
use motcua_shared::identity::rule::parse_code;
use motcua_shared::search_key::search_key;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// What an identity card and an officer who sees both prove (IAL2).
const ASSURANCE_LEVEL: u8 = 2;

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
        mandate: None,
    };
    take_turn(conn, "citizen", &person.to_string())?;
    if registrations::is_registered(conn, &candidate.identity_number, Some(person))?
        || !persons::insert_account(conn, &account, now)?
    {
        return Err(ErrorCode::AlreadyRegistered.into());
    }
    proven::say(conn, account.id, now)?;
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
