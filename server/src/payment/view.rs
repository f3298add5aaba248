//! A charge as people see it.

use super::domain::{Attempt, Charge, Event, EventKind, is_to_decide, kept_because, transfers};
use super::store;
use crate::catalogue::service as catalogue;
use crate::config::PaymentConfig;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::processing::service::Dossier;
use motcua_shared::payment::dto::{
    AttemptState, AttemptView, ChargeState, ChargeStep, ChargeView, DeskCharge, NotedTransfer, TransferView,
};
use motcua_shared::payment::rule::Money;
use motcua_shared::payment::vietqr::{Transfer, content_of};
use motcua_shared::payment::words::money;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::Timestamp;

/// Who looks, and how.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Settings.
    pub config: &'a PaymentConfig,
    /// Whether officers of the unit look: they read who of them did what.
    pub by_officer: bool,
    /// In which language.
    pub lang: Lang,
    /// When.
    pub now: Timestamp,
}

/// A payment.
pub fn attempt_view(attempt: &Attempt, now: Timestamp) -> AttemptView {
    AttemptView {
        id: attempt.id,
        state: attempt.state,
        started_at: attempt.started_at,
        expires_at: attempt.expires_at,
        is_over: attempt.state != AttemptState::Open || attempt.expires_at <= now,
    }
}

/// The transfer that pays a charge, where the unit has an account.
pub fn transfer(config: &PaymentConfig, unit_code: &str, dossier: &Dossier, amount: i64) -> Option<Transfer> {
    let account = config.account_of(unit_code)?;
    let content = content_of(&dossier.code);
    Some(Transfer {
        bin: account.bin.clone(),
        account: account.number.clone(),
        amount,
        bill: content.clone(),
        purpose: content,
    })
}

/// The charge.
pub fn view(conn: &mut DbConn, dossier: &Dossier, charge: &Charge, seen: Seen<'_>) -> AppResult<ChargeView> {
    let Seen {
        config, lang, now, ..
    } = seen;
    let unit = directory::load(conn, dossier.lies.decides())?;
    let procedure = catalogue::load_version(conn, dossier.procedure)?.definition;
    let amount = charge.money.amount;
    let events = store::list_events(conn, charge.id)?;
    let attempt = store::list_attempts(conn, charge.id, 1)?;
    let account = config.account_of(&unit.code).filter(|_| charge.is_due());
    Ok(ChargeView {
        dossier_id: dossier.id,
        dossier_code: dossier.code.clone(),
        procedure_name: procedure.name,
        payer: dossier.filer.name.clone(),
        amount,
        state: charge.money.state,
        sentence: sentence(charge.money, lang),
        way: charge.way,
        reference: charge.reference.clone(),
        settled_at: charge.settled_at,
        received: charge.money.received,
        refunded: charge.money.refunded,
        excess: charge.money.excess,
        vnpay: !config.vnpay_url.is_empty() && charge.is_due(),
        transfer: account.map(|account| TransferView {
            bank: account.bank.clone(),
            account: account.number.clone(),
            holder: account.holder.clone(),
            content: content_of(&dossier.code),
        }),
        attempt: attempt.first().map(|attempt| attempt_view(attempt, now)),
        kept_because: kept_because(charge.money, &events),
        steps: events.iter().map(|event| step(event, &unit.name, seen)).collect(),
        unit_name: unit.name,
    })
}

/// The same for officers.
pub fn desk_view(
    conn: &mut DbConn,
    dossier: &Dossier,
    charge: &Charge,
    seen: Seen<'_>,
) -> AppResult<DeskCharge> {
    Ok(DeskCharge {
        charge: view(conn, dossier, charge, seen)?,
        version: charge.version,
        refundable: charge.money.kept(),
        is_refund_to_decide: is_to_decide(charge.money, dossier.status),
        transfers: transfers(&store::list_events(conn, charge.id)?)
            .map(noted)
            .collect(),
    })
}

fn noted(event: &Event) -> NotedTransfer {
    NotedTransfer {
        reference: event.reference.clone().unwrap_or_default(),
        amount: event.amount,
    }
}

fn sentence(charge: Money, lang: Lang) -> String {
    let amount = money(charge.amount, lang);
    let left_of_fee = charge.kept() - charge.excess;
    match charge.state {
        ChargeState::Paid if left_of_fee < charge.amount => {
            text::payment::sentence_paid_less(lang, amount, money(charge.amount - left_of_fee, lang))
        }
        ChargeState::Paid if charge.is_kept => text::payment::sentence_kept(lang, amount),
        ChargeState::Due => text::payment::sentence_due(lang, amount),
        ChargeState::Paid => text::payment::sentence_paid(lang, amount),
        ChargeState::Waived => text::payment::sentence_waived(lang, amount),
        ChargeState::Void => text::payment::sentence_void(lang).to_owned(),
        ChargeState::Refunded => text::payment::sentence_refunded(lang, amount),
    }
}

/// What an act was.
pub fn title(event: &Event, lang: Lang) -> String {
    let amount = money(event.amount, lang);
    match event.kind {
        EventKind::Made => text::payment::step_made(lang, amount),
        EventKind::Vnpay => text::payment::step_vnpay(lang, amount),
        EventKind::Transfer => text::payment::step_transfer(lang, amount),
        EventKind::Desk => text::payment::step_desk(lang, amount),
        EventKind::Waived => text::payment::step_waived(lang).to_owned(),
        EventKind::Void => text::payment::step_void(lang).to_owned(),
        EventKind::Refunded => text::payment::step_refunded(lang, amount),
        EventKind::Overpaid if event.by.is_some() => text::payment::step_overpaid_transfer(lang, amount),
        EventKind::Overpaid => text::payment::step_overpaid(lang, amount),
        EventKind::Kept => text::payment::step_kept(lang, amount),
        EventKind::Struck => text::payment::step_struck(lang, amount),
        EventKind::Odd => text::payment::step_odd(lang, amount),
    }
}

/// Why it was done, and the number it rests on.
pub fn words(event: &Event, lang: Lang) -> Option<String> {
    match (&event.words, &event.reference) {
        (Some(words), Some(reference)) => Some(text::payment::words_both(lang, reference, words)),
        (Some(words), None) => Some(words.clone()),
        (None, Some(reference)) => Some(text::payment::words_reference(lang, reference)),
        (None, None) => None,
    }
}

fn step(event: &Event, unit: &str, seen: Seen<'_>) -> ChargeStep {
    let lang = seen.lang;
    let time = event.at.vietnam_minute();
    ChargeStep {
        title: title(event, lang),
        // Who of the unit it was is the unit's business; it answers as one.
        by: match &event.by {
            Some((_, name, unit)) if seen.by_officer => text::payment::by_officer(lang, name, time, unit),
            Some(_) => text::payment::by_unit(lang, time, unit),
            None => text::payment::by_portal(lang, time),
        },
        words: words(event, lang),
    }
}
