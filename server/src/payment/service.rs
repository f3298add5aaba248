//! A charge from filing to its end, for who filed and for the features that file and end dossiers.

pub use super::domain::refund_waits;
use super::domain::{self, Attempt, Charge, Event, EventKind};
use super::gateway::Order;
use super::tell::{alone, settle};
use super::view::{Seen, attempt_view, title, transfer, view, words};
use super::{qr, store};
use crate::audit::service::{Action, record};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::identity::guard::Filer;
use crate::processing::service as processing;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaymentAttemptId};
use motcua_shared::payment::dto::{AttemptState, ChargeView, DueCharge, PaymentStarted, StartPayment};
use motcua_shared::payment::rule::{ChargeAct, MAX_AMOUNT, Money};
use motcua_shared::payment::vietqr::content_of;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

/// Charges in the list of who filed.
const MAX_LISTED: i64 = 100;

/// Payments that may be begun for one charge within an hour.
const ATTEMPTS_PER_HOUR: usize = 20;
const HOUR_SECONDS: u64 = 3600;

/// Notes what a dossier costs, in the transaction that files it. Nothing where it costs nothing.
pub fn open(conn: &mut DbConn, dossier: DossierId, fee: i64, now: Timestamp) -> AppResult<()> {
    if fee == 0 {
        return Ok(());
    }
    if !(1..=MAX_AMOUNT).contains(&fee) {
        return Err(AppError::internal(anyhow::anyhow!("a case with a fee of {fee}")));
    }
    let charge = store::insert(conn, dossier, Money::due(fee), now)?;
    store::insert_event(conn, charge, &Event::of_portal(EventKind::Made, fee, now), None)
}

/// Refuses the end of a dossier with a result while its fee is due.
pub fn require_settled(conn: &mut DbConn, dossier: DossierId) -> AppResult<()> {
    match store::find(conn, dossier)? {
        Some(charge) if charge.is_due() => Err(ErrorCode::FeeDue.into()),
        _ => Ok(()),
    }
}

/// A dossier ended without a result: nobody owes its fee any more. What was paid stays as it is, for officers to decide.
pub fn void(
    conn: &mut DbConn,
    dossier: DossierId,
    (actor, now): (AccountId, Timestamp),
    request_id: &RequestId,
) -> AppResult<()> {
    let Some(charge) = store::find(conn, dossier)? else {
        return Ok(());
    };
    let charge = alone(conn, &charge)?;
    let Ok(money) = charge.money.give_up(ChargeAct::Void) else {
        return Ok(());
    };
    let next = Charge {
        money,
        settled_at: Some(now),
        ..charge
    };
    let event = Event::of_portal(EventKind::Void, money.amount, now);
    settle(conn, &next, &event, (Some(actor), None, request_id))
}

/// Which of these dossiers have a fee that is due.
pub fn list_unpaid(conn: &mut DbConn, dossiers: &[DossierId]) -> AppResult<HashSet<DossierId>> {
    store::list_unpaid(conn, dossiers)
}

/// What came in for a dossier's fee and did not go back, in đồng.
pub fn kept(conn: &mut DbConn, dossier: DossierId) -> AppResult<i64> {
    let charge = store::find(conn, dossier)?;
    Ok(charge.map_or(0, |charge| charge.money.kept()))
}

/// Why the fee of a dossier that ended without a result does not go back, where an officer decided that.
pub fn kept_because(conn: &mut DbConn, dossier: DossierId) -> AppResult<Option<String>> {
    let Some(charge) = store::find(conn, dossier)?.filter(|charge| charge.money.is_kept) else {
        return Ok(None);
    };
    let events = store::list_events(conn, charge.id)?;
    Ok(domain::kept_because(charge.money, &events))
}

/// The money of these dossiers' fees, of those that have one.
pub fn list_money(conn: &mut DbConn, dossiers: &[DossierId]) -> AppResult<HashMap<DossierId, Money>> {
    Ok(store::list_money(conn, dossiers)?.into_iter().collect())
}

/// An act on a dossier's fee, for its timeline.
#[derive(Debug, Clone)]
pub struct FeeStep {
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub title: String,
    /// Name and unit of the officer, if it was one.
    pub by: Option<(String, String)>,
    /// Why, and the number it rests on.
    pub words: Option<String>,
}

/// What was done with the fee of a dossier, oldest first.
pub fn timeline(conn: &mut DbConn, dossier: DossierId, lang: Lang) -> AppResult<Vec<FeeStep>> {
    let Some(charge) = store::find(conn, dossier)? else {
        return Ok(Vec::new());
    };
    let step = |event: Event| FeeStep {
        at: event.at,
        title: title(&event, lang),
        words: words(&event, lang),
        by: event.by.map(|(_, name, unit)| (name, unit)),
    };
    Ok(store::list_events(conn, charge.id)?
        .into_iter()
        .map(step)
        .collect())
}

fn of_filer(
    conn: &mut DbConn,
    account: AccountId,
    id: DossierId,
) -> AppResult<(processing::Dossier, Charge)> {
    let dossier = processing::of_filer(conn, account, id)?;
    let charge = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    Ok((dossier, charge))
}

/// What a dossier of this account costs.
pub async fn load(state: &AppState, filer: Filer, id: DossierId, lang: Lang) -> AppResult<ChargeView> {
    let (config, now) = (state.config.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        let (dossier, charge) = of_filer(conn, filer.id(), id)?;
        let seen = Seen {
            config: &config.payment,
            by_officer: false,
            lang,
            now,
        };
        view(conn, &dossier, &charge, seen)
    };
    state.db.read(work).await
}

/// Charges of this account that are due.
pub fn list_due(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<DueCharge>> {
    store::list_due(conn, account, MAX_LISTED)
}

/// The code that banking applications read, as a PNG; while the charge is due and the unit takes transfers.
pub async fn qr_code(state: &AppState, filer: Filer, id: DossierId) -> AppResult<Vec<u8>> {
    let config = state.config.clone();
    let work = move |conn: &mut DbConn| {
        let (dossier, charge) = of_filer(conn, filer.id(), id)?;
        let unit = directory::load(conn, dossier.lies.decides())?;
        let transfer = transfer(&config.payment, &unit.code, &dossier, charge.money.amount);
        let transfer = transfer.filter(|_| charge.is_due()).ok_or(ErrorCode::NotFound)?;
        transfer
            .payload()
            .ok_or_else(|| AppError::internal(anyhow::anyhow!("no VietQR for the account of {}", unit.code)))
    };
    let payload = state.db.read(work).await?;
    qr::png(&payload).map_err(AppError::internal)
}

/// Begins an online payment. The same key again gives the same payment.
pub async fn start(
    state: &AppState,
    filer: Filer,
    id: DossierId,
    (request, key): (StartPayment, String),
    (address, lang): (Option<IpAddr>, Lang),
) -> AppResult<PaymentStarted> {
    let gateway = state.gateway.clone().ok_or(ErrorCode::PaymentNotOffered)?;
    let now = state.clock.now();
    let minutes = state.config.payment.vnpay_minutes;
    let work = move |conn: &mut DbConn| {
        let (dossier, charge) = of_filer(conn, filer.id(), id)?;
        let charge = alone(conn, &charge)?;
        let attempt = match store::find_attempt_by_key(conn, charge.id, &key)? {
            Some(attempt) if attempt.amount != request.amount => {
                return Err(ErrorCode::IdempotencyMismatch.into());
            }
            Some(attempt) => attempt,
            None => begin(conn, &charge, &request, &key, (now, minutes))?,
        };
        if !charge.is_due() || attempt_view(&attempt, now).is_over {
            return Err(ErrorCode::ChargeMovedOn.into());
        }
        record(
            conn,
            now,
            Some(filer.id()),
            Action::PaymentStarted,
            id,
            &filer.request_id,
        )?;
        Ok((dossier, attempt))
    };
    let (dossier, attempt) = state.db.write(work).await?;
    let order = Order {
        id: attempt.id,
        amount: attempt.amount,
        purpose: format!("Le phi ho so {}", content_of(&dossier.code)),
        started_at: attempt.started_at,
        expires_at: attempt.expires_at,
        address,
        lang,
    };
    Ok(PaymentStarted {
        url: gateway.address(&order),
        attempt: attempt_view(&attempt, now),
    })
}

/// A payment of a charge that nobody else is at.
fn begin(
    conn: &mut DbConn,
    charge: &Charge,
    request: &StartPayment,
    key: &str,
    (now, minutes): (Timestamp, u64),
) -> AppResult<Attempt> {
    if !charge.is_due() {
        return Err(ErrorCode::ChargeMovedOn.into());
    }
    if request.amount != charge.money.amount {
        return Err(ErrorCode::ChargeAmountDiffers.into());
    }
    let limit = i64::try_from(ATTEMPTS_PER_HOUR).map_err(AppError::internal)?;
    let earlier = store::list_attempts(conn, charge.id, limit)?;
    let recent = before(now, HOUR_SECONDS);
    if earlier.len() == ATTEMPTS_PER_HOUR && earlier.iter().all(|attempt| attempt.started_at > recent) {
        return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(HOUR_SECONDS));
    }
    let open = earlier.iter().find(|attempt| !attempt_view(attempt, now).is_over);
    if let Some(open) = open.filter(|_| !request.again) {
        return Err(AppError::new(ErrorCode::PaymentOpen).with("until", open.expires_at.vietnam_minute()));
    }
    let attempt = Attempt {
        id: new_id(PaymentAttemptId::from_uuid),
        charge: charge.id,
        amount: charge.money.amount,
        state: AttemptState::Open,
        started_at: now,
        expires_at: after(now, minutes * 60),
    };
    store::insert_attempt(conn, &attempt, key)?;
    Ok(attempt)
}
