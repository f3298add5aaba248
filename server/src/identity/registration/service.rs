//! Registering, step by step. Every step may be repeated: the same request gets the same answer.

use super::super::code::service::{Codes, Request};
use super::super::code::{Destination, Purpose};
use super::super::new_password::{self, KnownOfPerson};
use super::super::proof::service as proofs;
use super::super::proven;
use super::super::registry::{Answer, Question};
use super::super::session::service::{Opened, Opening};
use super::super::session::{Device, Method};
use super::super::sign_in::service as sign_in;
use super::super::store as accounts;
use super::domain::{self, Applicant, LIFE_SECONDS, REPEAT_SECONDS, State};
use super::store::{self, Record};
use crate::audit::{self, Action};
use crate::clock::{after, before};
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::registration::{
    ConfirmFlow, FlowConfirmed, FlowStarted, Register, RegistrationMethod, RegistrationOptions, SetPassword,
};
use motcua_shared::identity::rule::parse_code;
use motcua_shared::text::{Lang, identity};
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

/// What a record kept elsewhere and a code to the phone prove (seed 003: "mức xác minh 2").
const ASSURANCE_LEVEL: i32 = 2;

/// Which ways there are, and what a password must be.
pub fn options(state: &AppState) -> RegistrationOptions {
    use RegistrationMethod as M;
    let methods = [M::Phone, M::Insurance, M::Post];
    RegistrationOptions {
        methods: methods
            .into_iter()
            .filter(|method| state.registries.of(*method).is_some())
            .collect(),
        password: new_password::policy(&state.config.identity),
    }
}

/// First step. Whether the number has an account is only told to somebody whose data the record confirms, so that
/// numbers cannot be tried out; and only after a proof of work.
pub async fn begin(
    state: &AppState,
    request: Register,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<FlowStarted> {
    let now = state.clock.now();
    let mut applicant = domain::parse(&request, now.vietnam_date()).map_err(AppError::fields)?;
    state
        .throttle
        .attempt(address)
        .map_err(|wait| AppError::new(ErrorCode::TooManyRequests).retry_after(wait))?;
    let proof = proofs::check(state, &request.proof)?;
    let digest = request_digest(state, request.method, &applicant);
    let flow = secret::keyed_digest(&state.secret_key, &["registration-flow", &proof.nonce]);
    let id = secret::sha256_hex(flow.as_bytes());
    let codes = Codes::new(state, lang, address);
    let (key, key_digest, codes_now) = (id.clone(), digest.clone(), codes.clone());
    let guessed = guess_keys(state, &applicant);
    let (guess_keys, free) = (guessed.clone(), state.config.identity.free_failures);
    let known = state
        .db
        .write(move |conn| {
            proofs::use_up(conn, &proof, &key_digest)?;
            let known = challenge_of(conn, &codes_now, &key)?;
            if known.is_none() {
                for key in &guess_keys {
                    sign_in::count_try(conn, key, now, free)?;
                }
            }
            Ok(known)
        })
        .await?;
    if let Some(challenge) = known {
        return Ok(FlowStarted { flow, challenge });
    }
    let compared = compare(state, request.method, &applicant, lang).await;
    let is_guess = matches!(&compared, Err(refused) if refused.code == domain::mismatch(request.method));
    if !is_guess {
        let take_back = move |conn: &mut DbConn| {
            guessed
                .iter()
                .try_for_each(|key| sign_in::take_back_try(conn, key))
        };
        state.db.write(take_back).await?;
    }
    applicant.phone = compared?;
    let sealed = seal(state, &id, &applicant)?;
    let challenge = state
        .db
        .write(move |conn| {
            let person = accounts::find_person(conn, &applicant.identity_number)?;
            if store::is_registered(conn, &applicant.identity_number, person)? {
                return Err(ErrorCode::AlreadyRegistered.into());
            }
            if !store::insert(conn, &id, request.method, &digest, &sealed, now)? {
                let known = challenge_of(conn, &codes, &id)?;
                return known.ok_or_else(|| ErrorCode::FlowGone.into());
            }
            let challenge = codes.begin(
                conn,
                Request {
                    purpose: Purpose::Register,
                    account_id: None,
                    subject: id.clone(),
                    destination: Destination::Phone(applicant.phone),
                },
            )?;
            store::set_challenge(conn, &id, challenge.id)?;
            Ok(challenge)
        })
        .await?;
    state.bell.ring();
    Ok(FlowStarted { flow, challenge })
}

/// What comparisons that failed are counted by, so that nobody finds out day of birth or number of another person by
/// trying: the waits are those of sign-in.
fn guess_keys(state: &AppState, applicant: &Applicant) -> [String; 2] {
    [
        ("number", &applicant.identity_number),
        ("record", &applicant.record),
    ]
    .map(|(what, value)| secret::keyed_digest(&state.secret_key, &["compared", what, value]))
}

/// The code that a registration waits for, if the same request began it before.
fn challenge_of(conn: &mut DbConn, codes: &Codes, id: &str) -> AppResult<Option<Challenge>> {
    match store::find(conn, id)? {
        Some(Record {
            state: State::Code,
            challenge_id: Some(challenge),
            ..
        }) => codes.current(conn, challenge, Purpose::Register).map(Some),
        Some(_) => Err(ErrorCode::FlowGone.into()),
        None => Ok(None),
    }
}

/// Asks the record; the phone that the code goes to.
async fn compare(
    state: &AppState,
    method: RegistrationMethod,
    applicant: &Applicant,
    lang: Lang,
) -> AppResult<String> {
    let down = || AppError::new(ErrorCode::RegistryDown).retry_after(60);
    let registry = state.registries.of(method).ok_or_else(down)?;
    let question = Question {
        identity_number: applicant.identity_number.clone(),
        name: applicant.name.clone(),
        birth_date: applicant.birth_date,
        record: applicant.record.clone(),
    };
    match registry.compare(&question, state.clock.now()).await {
        Ok(Answer::Same { phone }) => match method {
            // The code goes to the phone that was typed: that is the one to be proven.
            RegistrationMethod::Phone => Ok(applicant.record.clone()),
            _ => phone.ok_or_else(|| ErrorCode::RecordWithoutPhone.into()),
        },
        Ok(Answer::Different { operator }) => {
            let operator = operator.unwrap_or_else(|| identity::some_operator(lang).to_owned());
            Err(AppError::new(domain::mismatch(method)).with("operator", operator))
        }
        Err(cause) => {
            tracing::warn!(cause = format!("{cause:#}"), "a record could not be asked");
            Err(down())
        }
    }
}

/// Another code.
pub async fn resend(
    state: &AppState,
    flow: &str,
    address: Option<IpAddr>,
    lang: Lang,
) -> AppResult<Challenge> {
    let id = secret::sha256_hex(flow.as_bytes());
    let codes = Codes::new(state, lang, address);
    let now = state.clock.now();
    let challenge = state
        .db
        .write(move |conn| match running(store::lock(conn, &id)?, now)? {
            Record {
                state: State::Code,
                challenge_id: Some(challenge),
                ..
            } => codes.resend(conn, challenge, Purpose::Register),
            _ => Err(ErrorCode::FlowGone.into()),
        })
        .await?;
    state.bell.ring();
    Ok(challenge)
}

/// Second step: the code. A wrong one is counted, so the transaction is committed before it is refused.
pub async fn confirm(state: &AppState, request: ConfirmFlow) -> AppResult<FlowConfirmed> {
    let code = parse_code(&request.code).map_err(|code| AppError::field("code", code))?;
    let id = secret::sha256_hex(request.flow.as_bytes());
    let codes = Codes::new(state, Lang::default(), None);
    let code_digest = secret::keyed_digest(&state.secret_key, &["registration-code", &id, &code]);
    let now = state.clock.now();
    state
        .db
        .write(move |conn| match running(store::lock(conn, &id)?, now)? {
            Record {
                state: State::Code,
                challenge_id: Some(challenge),
                ..
            } => match codes.try_code(conn, challenge, Purpose::Register, &code)? {
                Ok(flow) if flow.subject == id => store::set_confirmed(conn, &id, &code_digest).map(Ok),
                Ok(_) => Err(ErrorCode::FlowGone.into()),
                Err(refused) => Ok(Err(AppError::from(refused))),
            },
            Record {
                state: State::Password,
                code_digest: Some(accepted),
                ..
            } if secret::same(&accepted, &code_digest) => Ok(Ok(())),
            Record {
                state: State::Password,
                ..
            } => Ok(Err(AppError::field_refusal("code", ErrorCode::CodeExpired))),
            _ => Err(ErrorCode::FlowGone.into()),
        })
        .await??;
    Ok(FlowConfirmed {
        password: new_password::policy(&state.config.identity),
    })
}

/// Last step: the password. The account is made and signed in.
pub async fn finish(
    state: &AppState,
    request: SetPassword,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    let id = secret::sha256_hex(request.flow.as_bytes());
    let now = state.clock.now();
    let key = id.clone();
    let find = move |conn: &mut DbConn| running(store::find(conn, &key)?, now);
    let record = state.db.read(find).await?;
    match record.state {
        State::Password => {}
        State::Done => return repeat(state, record, request.password, device, request_id).await,
        State::Code => return Err(ErrorCode::FlowGone.into()),
    }
    let applicant = unseal(state, &id, &record.sealed)?;
    let known = KnownOfPerson::default()
        .name(&applicant.name)
        .number(&applicant.identity_number)
        .number(&applicant.phone)
        .number(&applicant.record)
        .birth_date(applicant.birth_date);
    new_password::check(&state.config.identity, &request.password, &known)?;
    let hash = state.passwords.hash(request.password.clone()).await?;
    let opening = Opening::new(state, Method::Password, device.clone())?;
    let (log_id, key) = (request_id.clone(), id.clone());
    let made = state
        .db
        .write(move |conn| {
            let record = running(store::lock(conn, &key)?, now)?;
            if record.state != State::Password {
                return Ok(Err(record));
            }
            let account = make_account(conn, &applicant, &hash, now)?;
            store::set_done(conn, &key, account, now)?;
            let account = accounts::find_active(conn, account)?.ok_or(ErrorCode::NotFound)?;
            let id = account.id;
            audit::service::record(conn, now, Some(id), Action::Registered, id, &log_id)?;
            opening.write(conn, &account, &log_id)?;
            Ok(Ok((account, opening)))
        })
        .await?;
    match made {
        Ok((account, opening)) => Ok(opening.finish(state, account)),
        // The same step came twice at the same moment, and the other one was first.
        Err(record) => repeat(state, record, request.password, device, request_id).await,
    }
}

fn make_account(
    conn: &mut DbConn,
    applicant: &Applicant,
    hash: &str,
    now: Timestamp,
) -> AppResult<AccountId> {
    let known = accounts::find_person(conn, &applicant.identity_number)?;
    if let Some(person) = known {
        // Under another number of theirs somebody may be registering at the same time.
        take_turn(conn, "citizen", &person.to_string())?;
    }
    if store::is_registered(conn, &applicant.identity_number, known)? {
        return Err(ErrorCode::AlreadyRegistered.into());
    }
    let person = match known {
        Some(person) => person,
        None => {
            let person = new_id(PersonId::from_uuid);
            if !store::insert_person(conn, person, applicant, now)? {
                return Err(ErrorCode::AlreadyRegistered.into());
            }
            person
        }
    };
    let id = new_id(AccountId::from_uuid);
    if store::insert_account(conn, id, person, applicant, hash, ASSURANCE_LEVEL, now)? {
        // The last step says what pressing its button agrees to.
        accounts::insert_consents(conn, id, now)?;
        proven::say(conn, id, now)?;
        Ok(id)
    } else {
        Err(ErrorCode::AlreadyRegistered.into())
    }
}

/// The last step again, because its answer was lost: whoever still has the flow and the password gets a session.
async fn repeat(
    state: &AppState,
    record: Record,
    password: String,
    device: Device,
    request_id: RequestId,
) -> AppResult<Opened> {
    let now = state.clock.now();
    let is_fresh = record
        .done_at
        .is_some_and(|done_at| now < after(done_at, REPEAT_SECONDS));
    let Some(id) = record.account_id.filter(|_| is_fresh) else {
        return Err(ErrorCode::FlowGone.into());
    };
    let find = move |conn: &mut DbConn| accounts::find_password(conn, id);
    let hash = state.db.read(find).await?;
    if !state.passwords.check(password, hash).await? {
        return Err(ErrorCode::FlowGone.into());
    }
    let opening = Opening::new(state, Method::Password, device)?;
    let (account, opening) = state
        .db
        .write(move |conn| {
            let account = accounts::find_active(conn, id)?.ok_or(ErrorCode::FlowGone)?;
            opening.write(conn, &account, &request_id)?;
            Ok((account, opening))
        })
        .await?;
    Ok(opening.finish(state, account))
}

/// A registration that has not ended.
fn running(record: Option<Record>, now: Timestamp) -> AppResult<Record> {
    record
        .filter(|record| now < after(record.created_at, LIFE_SECONDS))
        .ok_or_else(|| ErrorCode::FlowGone.into())
}

fn request_digest(state: &AppState, method: RegistrationMethod, applicant: &Applicant) -> String {
    let born = applicant.birth_date.to_string();
    secret::keyed_digest(
        &state.secret_key,
        &[
            "registration",
            &format!("{method:?}"),
            &applicant.identity_number,
            &applicant.name,
            &born,
            &applicant.record,
            applicant.email.as_deref().unwrap_or_default(),
        ],
    )
}

fn seal(state: &AppState, id: &str, applicant: &Applicant) -> AppResult<String> {
    let plain = serde_json::to_vec(applicant)?;
    Ok(secret::seal(&state.secret_key, id, &plain)?)
}

/// What was sealed; gone when the server's key changed since.
fn unseal(state: &AppState, id: &str, sealed: &str) -> AppResult<Applicant> {
    let plain = secret::open(&state.secret_key, id, sealed).ok_or(ErrorCode::FlowGone)?;
    Ok(serde_json::from_slice(&plain)?)
}

/// Forgets registrations that came to nothing.
pub fn forget_unfinished(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_unfinished(conn, before(now, LIFE_SECONDS))
}
