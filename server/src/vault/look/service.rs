//! Beginning a look, opening it with the owner's consent, ending it.

use super::store::{self, Closing, Looker, NewLook, Record};
use crate::audit::service::{Action, record_with};
use crate::clock::after;
use crate::db::DbConn;
use crate::db::types::{enum_text, new_id};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::guard::Officer;
use crate::identity::service::{Consent, count_lookup, find_owner, mask_number, require_desk, tell_owner};
use crate::notification::service::Notice;
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, LookId};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::look::{BeginLook, LookConsent, LookState, LookView};
use motcua_shared::vault::rule::required_text;
use motcua_shared::vault::share::MAX_PURPOSE;
use std::net::IpAddr;

pub use super::opening::{list, open_file, print_report};

/// Longest number that is looked at.
const MAX_IDENTIFIER: usize = 30;

/// Where owners read what was done, and object.
const LOG: &str = "/kho/nhat-ky";

pub(super) fn looker(officer: &Officer) -> Looker {
    Looker {
        officer: officer.id(),
        unit: officer.unit,
    }
}

struct Asked {
    identifier: String,
    purpose: String,
    consent: LookConsent,
}

fn check(request: &BeginLook) -> AppResult<Asked> {
    let mut faults = Vec::new();
    let mut take = |field: &'static str, text: &str, max: usize| {
        required_text(text, max).unwrap_or_else(|code| {
            faults.push(FieldFault::new(field, code).with("max", max));
            String::new()
        })
    };
    let identifier = take("identifier", &request.identifier, MAX_IDENTIFIER);
    let purpose = take("purpose", &request.purpose, MAX_PURPOSE);
    if request.consent == LookConsent::Presence && !request.card_checked {
        faults.push(FieldFault::new("card_checked", ErrorCode::ConsentNeeded));
    }
    if !faults.is_empty() {
        return Err(AppError::fields(faults));
    }
    Ok(Asked {
        identifier,
        purpose,
        consent: request.consent,
    })
}

/// Begins a look. A number that nobody has is answered like one of somebody who shows nothing.
pub async fn begin(
    state: &AppState,
    officer: Officer,
    request: BeginLook,
    address: Option<IpAddr>,
) -> AppResult<LookView> {
    let asked = check(&request)?;
    let (this, now) = (state.clone(), state.clock.now());
    let consent = Consent::new(state, address);
    let work = move |conn: &mut DbConn| {
        require_desk(conn, &officer)?;
        if let Err(refusal) = count_lookup(&this, conn, &officer, now)? {
            return Ok(Err(refusal));
        }
        let owner = find_owner(conn, &asked.identifier)?;
        let id = new_id(LookId::from_uuid);
        let challenge = match asked.consent {
            LookConsent::Code => Some(consent.begin(conn, &id.to_string(), owner.as_ref())?.id),
            LookConsent::Presence | LookConsent::Grant => None,
        };
        let account = owner.as_ref().map(|owner| owner.id);
        let look = NewLook {
            id,
            by: looker(&officer),
            account,
            identifier: &mask_number(&asked.identifier),
            consent: asked.consent,
            purpose: &asked.purpose,
            challenge,
            is_open: challenge.is_none(),
            ends_at: end(&this, now),
        };
        store::insert(conn, &look, now)?;
        let subject = match account {
            Some(account) => account.to_string(),
            None => secret::keyed_digest(&this.secret_key, &["looked-up", &asked.identifier]),
        };
        let word = enum_text(&asked.consent)?;
        let (actor, action) = (Some(officer.id()), Action::VaultLookBegun);
        record_with(conn, now, actor, action, (subject, &word), &officer.request_id)?;
        if asked.consent == LookConsent::Presence {
            opened(&this, conn, &officer, (account, id), now)?;
        }
        let record = store::find(conn, looker(&officer), id)?.ok_or(ErrorCode::NotFound)?;
        view(&consent, conn, record, now).map(Ok)
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    view
}

fn end(state: &AppState, now: Timestamp) -> Timestamp {
    after(now, state.config.identity.look_minutes * 60)
}

/// Writes down that a look was opened with consent, and tells the owner at once.
fn opened(
    state: &AppState,
    conn: &mut DbConn,
    officer: &Officer,
    (account, id): (Option<AccountId>, LookId),
    now: Timestamp,
) -> AppResult<()> {
    let Some(account) = account else { return Ok(()) };
    let (actor, action) = (Some(officer.id()), Action::VaultLookOpened);
    let subject = (account, id.to_string());
    record_with(
        conn,
        now,
        actor,
        action,
        (subject.0, &subject.1),
        &officer.request_id,
    )?;
    let notice = Notice::VaultLooked {
        at: now,
        unit: directory::load(conn, officer.unit)?.name,
        url: format!("{}{LOG}", state.config.http.public_url),
    };
    tell_owner(conn, account, notice, now)
}

/// A look of this officer.
pub async fn load(state: &AppState, officer: Officer, id: LookId) -> AppResult<LookView> {
    let (consent, now) = (Consent::new(state, None), state.clock.now());
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let record = store::find(conn, looker(&officer), id)?.ok_or(ErrorCode::NotFound)?;
            view(&consent, conn, record, now)
        })
        .await
}

/// `consent` and `now` are the request's own: a second that passed between two readings of the clock would show.
fn view(consent: &Consent, conn: &mut DbConn, record: Record, now: Timestamp) -> AppResult<LookView> {
    let stage = stage(&record, now);
    let challenge = match (stage, record.challenge) {
        (LookState::Waiting, Some(id)) => consent.current(conn, id),
        _ => None,
    };
    Ok(LookView {
        id: record.id,
        identifier: record.identifier,
        purpose: record.purpose,
        consent: record.consent,
        state: stage,
        ended_by_owner: record.closed_by_owner,
        challenge,
        ends_at: record.ends_at,
    })
}

pub(super) fn stage(record: &Record, now: Timestamp) -> LookState {
    if record.closed_at.is_some() || record.ends_at <= now {
        LookState::Over
    } else if record.opened_at.is_some() {
        LookState::Open
    } else {
        LookState::Waiting
    }
}

/// Another code.
pub async fn resend(
    state: &AppState,
    officer: Officer,
    id: LookId,
    address: Option<IpAddr>,
) -> AppResult<Challenge> {
    let (consent, now) = (Consent::new(state, address), state.clock.now());
    let work = move |conn: &mut DbConn| {
        require_desk(conn, &officer)?;
        let record = store::find(conn, looker(&officer), id)?.ok_or(ErrorCode::NotFound)?;
        match (stage(&record, now), record.challenge) {
            (LookState::Waiting, Some(challenge)) => consent.resend(conn, challenge),
            _ => Err(ErrorCode::LookOver.into()),
        }
    };
    let challenge = state.db.write(work).await?;
    state.bell.ring();
    Ok(challenge)
}

/// The code that the owner read out. A wrong one is counted, so the transaction is committed before it is refused.
pub async fn open(state: &AppState, officer: Officer, id: LookId, code: String) -> AppResult<LookView> {
    let (this, now) = (state.clone(), state.clock.now());
    let consent = Consent::new(state, None);
    let work = move |conn: &mut DbConn| {
        require_desk(conn, &officer)?;
        let by = looker(&officer);
        let record = store::find(conn, by, id)?.ok_or(ErrorCode::NotFound)?;
        let challenge = match (stage(&record, now), record.challenge) {
            (LookState::Waiting, Some(challenge)) => challenge,
            // Twice the same press.
            (LookState::Open, _) => return view(&consent, conn, record, now).map(Ok),
            _ => return Err(ErrorCode::LookOver.into()),
        };
        let bound = (id.to_string(), record.account);
        if let Err(refusal) = consent.check(conn, challenge, (&bound.0, bound.1), &code)? {
            return Ok(Err(refusal));
        }
        if !store::open(conn, by, id, end(&this, now), now)? {
            return Err(ErrorCode::LookOver.into());
        }
        opened(&this, conn, &officer, (record.account, id), now)?;
        let record = store::find(conn, by, id)?.ok_or(ErrorCode::NotFound)?;
        view(&consent, conn, record, now).map(Ok)
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    view
}

/// The officer is done. Doing it again changes nothing.
pub async fn close(state: &AppState, officer: Officer, id: LookId) -> AppResult<()> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let by = looker(&officer);
            let record = store::find(conn, by, id)?.ok_or(ErrorCode::NotFound)?;
            if !store::close(conn, id, Closing::Officer(by), now)? {
                return Ok(());
            }
            let subject = record
                .account
                .map_or(id.to_string(), |account| account.to_string());
            let (actor, action) = (Some(officer.id()), Action::VaultLookClosed);
            record_with(conn, now, actor, action, (subject, ""), &officer.request_id)
        })
        .await
}
