//! What the gateway says: to the portal itself, which alone moves a charge, and through the browser that comes back.

use super::domain::{Charge, Event, EventKind, Meaning, weigh};
use super::gateway::Word;
use super::store;
use super::tell::{alone, settle};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::payment::dto::{AttemptState, IpnAnswer, PaidBy};
use motcua_shared::payment::rule::ChargeAct;
use motcua_shared::time::Timestamp;

fn answer(code: &str, message: &str) -> IpnAnswer {
    IpnAnswer {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

/// Takes what the gateway says to the portal. Every answer is one that the gateway knows: after `99` it asks again.
pub async fn hear(state: &AppState, query: &str, request_id: RequestId) -> IpnAnswer {
    let Some(gateway) = &state.gateway else {
        return answer("01", "Order not found");
    };
    let Ok(word) = gateway.read(query) else {
        tracing::warn!("a word about a payment that the gateway did not sign");
        return answer("97", "Invalid signature");
    };
    let now = state.clock.now();
    let done = state
        .db
        .write(move |conn| take(conn, &word, now, &request_id))
        .await;
    match done {
        Ok(meaning) => {
            state.bell.ring();
            match meaning {
                Meaning::Unknown => answer("01", "Order not found"),
                Meaning::Known => answer("02", "Order already confirmed"),
                Meaning::OtherAmount => answer("04", "Invalid amount"),
                Meaning::Paid | Meaning::Failed => answer("00", "Confirm Success"),
            }
        }
        Err(error) => {
            tracing::error!(code = %error.code, cause = ?error.cause, "a word of the gateway was not taken");
            answer("99", "Unknown error")
        }
    }
}

fn take(conn: &mut DbConn, word: &Word, now: Timestamp, request_id: &RequestId) -> AppResult<Meaning> {
    let Some(id) = word.id else {
        return Ok(Meaning::Unknown);
    };
    let Some(attempt) = store::find_attempt(conn, id)? else {
        return Ok(Meaning::Unknown);
    };
    let charge = store::load(conn, attempt.charge)?;
    let charge = alone(conn, &charge)?;
    // As it stands now that nobody else is at it: the same word may have come twice at once.
    let attempt = store::find_attempt(conn, id)?.ok_or(ErrorCode::VersionConflict)?;
    let meaning = weigh(word, Some(&attempt));
    match meaning {
        Meaning::OtherAmount => note_odd(conn, &charge, word, now)?,
        Meaning::Failed | Meaning::Paid => {
            let state = match meaning {
                Meaning::Paid => AttemptState::Succeeded,
                _ => AttemptState::Failed,
            };
            let said = (word.transaction.as_deref(), word.code.as_str());
            if !store::answer(conn, &attempt, state, said, now)? {
                return Err(ErrorCode::VersionConflict.into());
            }
            if meaning == Meaning::Paid {
                pay(conn, charge, word, now, request_id)?;
            }
        }
        Meaning::Unknown | Meaning::Known => {}
    }
    Ok(meaning)
}

/// Money came in: for what is owed, or without being owed any more.
fn pay(
    conn: &mut DbConn,
    charge: Charge,
    word: &Word,
    now: Timestamp,
    request_id: &RequestId,
) -> AppResult<()> {
    let (money, act) = charge.money.take();
    let is_owed = act == ChargeAct::Pay;
    let event = Event {
        reference: word.transaction.clone(),
        ..Event::of_portal(
            if is_owed {
                EventKind::Vnpay
            } else {
                EventKind::Overpaid
            },
            money.amount,
            now,
        )
    };
    let next = if is_owed {
        Charge {
            money,
            way: Some(PaidBy::Vnpay),
            reference: word.transaction.clone(),
            settled_at: Some(now),
            ..charge
        }
    } else {
        Charge { money, ..charge }
    };
    settle(conn, &next, &event, (None, None, request_id))
}

/// Another amount than was begun: nothing is taken as paid, and officers see once that it was said.
fn note_odd(conn: &mut DbConn, charge: &Charge, word: &Word, now: Timestamp) -> AppResult<()> {
    let (Some(id), Some(amount), true) = (word.id, word.amount, word.is_paid) else {
        return Ok(());
    };
    if amount < 1 || !store::note_odd(conn, id, amount)? {
        return Ok(());
    }
    tracing::warn!(charge = %charge.id, amount, "the gateway names another amount than was to be paid");
    let event = Event {
        reference: word.transaction.clone(),
        ..Event::of_portal(EventKind::Odd, amount, now)
    };
    store::insert_event(conn, charge.id, &event, None)
}

/// Where a browser goes that comes back from the gateway. Changes nothing: what it brings, anybody may bring again.
pub async fn came_back(state: &AppState, query: &str) -> String {
    let nowhere = "/ho-so".to_owned();
    let Some(Ok(word)) = state.gateway.as_ref().map(|gateway| gateway.read(query)) else {
        return nowhere;
    };
    let Some(id) = word.id else { return nowhere };
    let find = move |conn: &mut DbConn| {
        let Some(attempt) = store::find_attempt(conn, id)? else {
            return Ok(None);
        };
        store::load(conn, attempt.charge).map(|charge| Some(charge.dossier))
    };
    let Ok(Some(dossier)) = state.db.read(find).await else {
        return nowhere;
    };
    let outcome = if word.is_paid {
        "cho"
    } else if word.is_called_off {
        "dung"
    } else {
        "loi"
    };
    format!("{}?vnpay={outcome}", path::charge_page(dossier))
}
