//! What officers of the unit do with a charge.

use super::domain::{Charge, Event, kind_of};
use super::store;
use super::tell::{alone, settle};
use super::view::{Seen, desk_view};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::processing::service as processing;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::DossierId;
use motcua_shared::payment::dto::{DeskAct, DeskCharge, PaidBy};
use motcua_shared::payment::rule::{ChargeAct, MAX_REFERENCE, MAX_WORDS, MIN_GROUND, Unfit};
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

fn typed(act: &DeskAct) -> AppResult<Typed> {
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
        DeskAct::Transferred { reference, .. } => Typed {
            reference: Some(needed(reference)?),
            ground: None,
        },
        DeskAct::Waived { ground: text, .. } => Typed {
            reference: None,
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

fn unfit(unfit: Unfit, kept: i64, lang: Lang) -> AppError {
    match unfit {
        Unfit::MovedOn => ErrorCode::ChargeMovedOn.into(),
        Unfit::NotAnAmount => AppError::field("amount", ErrorCode::NotAnAmount),
        Unfit::TooMuch => AppError::field("amount", ErrorCode::RefundTooLarge).with("max", money(kept, lang)),
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
    let Typed { reference, ground } = typed(&act)?;
    let (config, now) = (state.config.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        let duty = processing::on_duty(conn, &officer)?;
        let dossier = processing::of_unit(conn, &duty, id)?;
        let charge = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
        let charge = alone(conn, &charge)?;
        let seen = Seen {
            config: &config.payment,
            by_officer: true,
            lang,
            now,
        };
        let amount = match &act {
            DeskAct::Refunded { amount, .. } => *amount,
            _ => charge.money.amount,
        };
        let event = Event {
            kind: kind_of(&act),
            amount,
            by: Some(duty.named()),
            reference: reference.clone(),
            words: ground,
            at: now,
        };
        if let Some(earlier) = store::find_event(conn, charge.id, &key)? {
            return match earlier.is_same_act(&event) {
                true => desk_view(conn, &dossier, &charge, seen),
                false => Err(ErrorCode::IdempotencyMismatch.into()),
            };
        }
        if charge.version != act.version() {
            return Err(ErrorCode::ChargeMovedOn.into());
        }
        let next = after(&charge, &act, reference)
            .map_err(|why| unfit(why, charge.money.kept(), lang))
            .map(|next| match charge.is_due() {
                true => Charge {
                    settled_at: Some(now),
                    ..next
                },
                false => next,
            })?;
        settle(
            conn,
            &next,
            &event,
            (Some(officer.id()), Some(&key), &officer.request_id),
        )?;
        let charge = store::load(conn, charge.id)?;
        desk_view(conn, &dossier, &charge, seen)
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// The charge after an act. Nobody pays twice at the desk: what is not due any more has moved on.
fn after(charge: &Charge, act: &DeskAct, reference: Option<String>) -> Result<Charge, Unfit> {
    let paid = |way: PaidBy| match charge.is_due() {
        true => Ok(Charge {
            money: charge.money.take().0,
            way: Some(way),
            reference,
            ..charge.clone()
        }),
        false => Err(Unfit::MovedOn),
    };
    match act {
        DeskAct::PaidAtDesk { .. } => paid(PaidBy::Desk),
        DeskAct::Transferred { .. } => paid(PaidBy::Transfer),
        DeskAct::Waived { .. } => Ok(Charge {
            money: charge.money.give_up(ChargeAct::Waive)?,
            ..charge.clone()
        }),
        DeskAct::Refunded { amount, .. } => Ok(Charge {
            money: charge.money.give_back(*amount)?,
            ..charge.clone()
        }),
    }
}
