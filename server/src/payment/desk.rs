//! What officers of the unit do with a charge.

use super::domain::{Charge, Event, EventKind, bare_reference, is_noted, is_to_decide, kind_of};
use super::store;
use super::strike;
use super::tell::{alone, settle, told};
use super::view::{Seen, desk_view};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::processing::service::{self as processing, Dossier};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::payment::dto::{DeskAct, DeskCharge, PaidBy};
use motcua_shared::payment::rule::{
    ChargeAct, MAX_AMOUNT, MAX_REFERENCE, MAX_WORDS, MIN_GROUND, MIN_TRANSFER, Unfit,
};
use motcua_shared::payment::words::money;
use motcua_shared::text::Lang;
use motcua_shared::vault::rule::{optional_text, required_text};

/// The charge of a dossier of the officer's unit.
pub async fn load(state: &AppState, officer: Officer, id: DossierId, lang: Lang) -> AppResult<DeskCharge> {
    let (config, now) = (state.config.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        let duty = processing::on_duty(conn, &officer)?;
        let dossier = processing::of_unit(conn, &duty, id)?;
        let charge = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let seen = Seen {
            config: &config.payment,
            by_officer: true,
            lang,
            now,
        };
        desk_view(conn, &dossier, &charge, seen)
    };
    state.db.read(work).await
}

/// What was typed with an act, cleaned.
struct Typed {
    reference: Option<String>,
    ground: Option<String>,
}

fn typed(act: &DeskAct, lang: Lang) -> AppResult<Typed> {
    let needed = |text: &str| {
        required_text(text, MAX_REFERENCE)
            .map_err(|code| AppError::field("reference", code).with("max", MAX_REFERENCE))
    };
    let ground = |text: &str| {
        let text = required_text(text, MAX_WORDS)
            .map_err(|code| AppError::field("ground", code).with("max", MAX_WORDS))?;
        if text.chars().count() < MIN_GROUND {
            return Err(AppError::field("ground", ErrorCode::GroundTooShort).with("min", MIN_GROUND));
        }
        Ok(text)
    };
    Ok(match act {
        DeskAct::PaidAtDesk { reference, .. } => Typed {
            reference: optional_text(reference.as_deref(), MAX_REFERENCE)
                .map_err(|code| AppError::field("reference", code).with("max", MAX_REFERENCE))?,
            ground: None,
        },
        DeskAct::Transferred {
            reference, amount, ..
        } => {
            let bounds = MIN_TRANSFER..=MAX_AMOUNT;
            if amount.is_some_and(|amount| !bounds.contains(&amount)) {
                return Err(AppError::field("amount", ErrorCode::TransferOutOfRange)
                    .with("min", money(MIN_TRANSFER, lang))
                    .with("max", money(MAX_AMOUNT, lang)));
            }
            Typed {
                reference: Some(needed(reference)?),
                ground: None,
            }
        }
        DeskAct::Waived { ground: text, .. } | DeskAct::Kept { ground: text, .. } => Typed {
            reference: None,
            ground: Some(ground(text)?),
        },
        DeskAct::Struck {
            ground: text,
            reference,
            ..
        } => Typed {
            reference: Some(needed(reference)?),
            ground: Some(ground(text)?),
        },
        DeskAct::Refunded {
            ground: text,
            reference,
            amount,
            ..
        } => {
            if *amount < 1 {
                return Err(AppError::field("amount", ErrorCode::NotAnAmount));
            }
            Typed {
                reference: Some(needed(reference)?),
                ground: Some(ground(text)?),
            }
        }
    })
}

fn unfit(unfit: Unfit, charge: &Charge, lang: Lang) -> AppError {
    let (owed, kept) = (charge.money.amount, charge.money.kept());
    match unfit {
        Unfit::MovedOn => ErrorCode::ChargeMovedOn.into(),
        Unfit::NotAnAmount => AppError::field("amount", ErrorCode::NotAnAmount),
        Unfit::TooMuch => AppError::field("amount", ErrorCode::RefundTooLarge).with("max", money(kept, lang)),
        Unfit::TooLittle => {
            AppError::field("amount", ErrorCode::TransferTooSmall).with("min", money(owed, lang))
        }
        Unfit::WentBack => ErrorCode::TransferWentBack.into(),
    }
}

/// Does it. The same key again gives the same answer and does nothing.
pub async fn act(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    (act, key): (DeskAct, String),
    lang: Lang,
) -> AppResult<DeskCharge> {
    let Typed { reference, ground } = typed(&act, lang)?;
    let (config, now) = (state.config.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        let duty = processing::on_duty(conn, &officer)?;
        let dossier = processing::in_hand(conn, &duty, id)?;
        duty.require_desk()?;
        let charge = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let charge = alone(conn, &charge)?;
        let seen = Seen {
            config: &config.payment,
            by_officer: true,
            lang,
            now,
        };
        let earlier = store::find_event(conn, charge.id, &key)?;
        let mut events = store::list_events(conn, charge.id)?;
        let amount = match (&act, &earlier) {
            (DeskAct::Refunded { amount, .. }, _) => *amount,
            (DeskAct::Transferred { amount, .. }, _) => amount.unwrap_or(charge.money.amount),
            // By now it does not stand any more.
            (DeskAct::Struck { .. }, Some(earlier)) => earlier.amount,
            (DeskAct::Struck { reference, .. }, None) => strike::amount_of(&events, reference)
                .ok_or_else(|| AppError::field("reference", ErrorCode::TransferUnknown))?,
            _ => charge.money.amount,
        };
        let event = Event {
            kind: kind_of(&act, charge.is_due()),
            amount,
            by: Some(duty.named()),
            reference: reference.clone(),
            words: ground,
            at: now,
        };
        if let Some(earlier) = earlier {
            return match earlier.is_same_act(&event) {
                true => desk_view(conn, &dossier, &charge, seen),
                false => Err(ErrorCode::IdempotencyMismatch.into()),
            };
        }
        if charge.version != act.version() {
            return Err(ErrorCode::ChargeMovedOn.into());
        }
        if let (DeskAct::Transferred { for_several, .. }, Some(reference)) = (&act, &reference) {
            if is_noted(&events, reference) {
                return Err(AppError::field("reference", ErrorCode::TransferNoted));
            }
            if !for_several && let Some(other) = noted_elsewhere(conn, &dossier, reference)? {
                return Err(
                    AppError::field("reference", ErrorCode::TransferNotedElsewhere).with("code", other)
                );
            }
        }
        if matches!(act, DeskAct::Kept { .. }) && !is_to_decide(charge.money, dossier.status) {
            return Err(ErrorCode::ChargeMovedOn.into());
        }
        events.push(event.clone());
        let next = match &act {
            DeskAct::Struck { .. } => strike::after(&charge, &events, amount),
            _ => after(&charge, &act, (amount, reference)),
        };
        let mut next = next.map_err(|why| unfit(why, &charge, lang))?;
        if charge.is_due() && !next.is_due() {
            next.settled_at = Some(now);
        }
        let by = (Some(officer.id()), Some(key.as_str()), &officer.request_id);
        settle(conn, &next, &event, by)?;
        if let Some(void) = strike::void_if_over(&next, dossier.status) {
            let charge = store::load(conn, charge.id)?;
            let void = Charge {
                version: charge.version,
                settled_at: Some(now),
                ..void
            };
            let event = Event {
                kind: EventKind::Void,
                amount: void.money.amount,
                reference: None,
                words: None,
                ..event.clone()
            };
            settle(conn, &void, &event, (by.0, None, by.2))?;
        }
        let extra = next.money.excess - charge.money.excess;
        if event.kind == EventKind::Transfer && extra > 0 {
            let event = Event {
                kind: EventKind::Overpaid,
                amount: extra,
                ..event
            };
            told(conn, &next, &event, (by.0, None, by.2))?;
        }
        let charge = store::load(conn, charge.id)?;
        desk_view(conn, &dossier, &charge, seen)
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// The charge after an act. Nobody pays twice at the desk: what is not due any more has moved on. A transfer has left the payer's
/// account already: what is not due any more, or is more than was owed, is noted as too much, beside how the fee was paid.
fn after(
    charge: &Charge,
    act: &DeskAct,
    (amount, reference): (i64, Option<String>),
) -> Result<Charge, Unfit> {
    let paid = |way: PaidBy| {
        Ok(Charge {
            money: charge.money.take_amount(amount)?,
            way: Some(way),
            reference,
            ..charge.clone()
        })
    };
    match act {
        DeskAct::PaidAtDesk { .. } if charge.is_due() => paid(PaidBy::Desk),
        DeskAct::PaidAtDesk { .. } => Err(Unfit::MovedOn),
        DeskAct::Transferred { .. } if charge.is_due() => paid(PaidBy::Transfer),
        DeskAct::Transferred { .. } => Ok(Charge {
            money: charge.money.take_amount(amount)?,
            ..charge.clone()
        }),
        DeskAct::Waived { .. } => Ok(Charge {
            money: charge.money.give_up(ChargeAct::Waive)?,
            ..charge.clone()
        }),
        DeskAct::Refunded { .. } => Ok(Charge {
            money: charge.money.give_back(amount)?,
            ..charge.clone()
        }),
        DeskAct::Kept { .. } => Ok(Charge {
            money: charge.money.keep()?,
            ..charge.clone()
        }),
        DeskAct::Struck { .. } => Err(Unfit::MovedOn),
    }
}

/// The code of another dossier of the unit for which a bank's number is noted: one transfer may be for several, and more often a
/// line of the statement was taken twice.
fn noted_elsewhere(conn: &mut DbConn, dossier: &Dossier, reference: &str) -> AppResult<Option<String>> {
    for (charge, code) in store::list_noted(conn, dossier.lies.at, &bare_reference(reference))? {
        if code != dossier.code && is_noted(&store::list_events(conn, charge)?, reference) {
            return Ok(Some(code));
        }
    }
    Ok(None)
}
