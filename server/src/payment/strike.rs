//! A transfer that was noted by mistake: it did not come in, or was another dossier's.

use super::domain::{Charge, Event, find_transfer, incoming, way_of};
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::payment::dto::ChargeState;
use motcua_shared::payment::rule::{ChargeAct, Unfit};

/// The charge without the transfer that has this number: `events` are all that was done, with the striking as the last. What else
/// came in pays the fee, where it is enough; else it is owed again.
pub fn after(charge: &Charge, events: &[Event], amount: i64) -> Result<Charge, Unfit> {
    let money = charge.money.strike(amount)?;
    let left = incoming(events);
    let pays = left.first().filter(|_| money.state == ChargeState::Paid);
    Ok(Charge {
        money,
        way: pays.and_then(|event| way_of(event)),
        reference: pays.and_then(|event| event.reference.clone()),
        settled_at: match money.state {
            ChargeState::Due => None,
            ChargeState::Paid => pays.map(|event| event.at),
            _ => charge.settled_at,
        },
        ..charge.clone()
    })
}

/// All that came in with the transfer that has this number, in đồng; nothing where none that stands has it.
pub fn amount_of(events: &[Event], reference: &str) -> Option<i64> {
    find_transfer(events, reference).map(|event| event.amount)
}

/// Nobody owes a fee again whose dossier ended without a result.
pub fn void_if_over(charge: &Charge, status: DossierStatus) -> Option<Charge> {
    let is_over = matches!(status, DossierStatus::Refused | DossierStatus::Stopped);
    let money = charge.money.give_up(ChargeAct::Void).ok().filter(|_| is_over)?;
    Some(Charge {
        money,
        ..charge.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::domain::EventKind;
    use motcua_shared::id::{AccountId, ChargeId, DossierId};
    use motcua_shared::payment::dto::PaidBy;
    use motcua_shared::payment::rule::Money;
    use motcua_shared::time::Timestamp;

    fn at(minute: u32) -> Timestamp {
        Timestamp::parse(&format!("2026-11-22T02:{minute:02}:00Z")).unwrap()
    }

    fn event(kind: EventKind, amount: i64, reference: &str, minute: u32) -> Event {
        let officer = AccountId::parse("01926f3e-0000-7000-8000-000000000009").unwrap();
        let is_ours =
            kind != EventKind::Vnpay && !(kind == EventKind::Overpaid && reference.starts_with("VNP"));
        Event {
            kind,
            amount,
            by: is_ours.then(|| (officer, "Lê A".to_owned(), "Sở".to_owned())),
            reference: Some(reference.to_owned()),
            words: None,
            at: at(minute),
        }
    }

    fn charge(money: Money) -> Charge {
        Charge {
            id: ChargeId::parse("01926f3e-0000-7000-8000-000000000002").unwrap(),
            dossier: DossierId::parse("01926f3e-0000-7000-8000-000000000003").unwrap(),
            money,
            way: Some(PaidBy::Transfer),
            reference: Some("FT1".to_owned()),
            version: 2,
            settled_at: Some(at(1)),
        }
    }

    #[test]
    fn what_else_came_in_pays_in_its_place_and_is_named_as_what_paid() {
        let paid = charge(Money::due(15).take_amount(20).unwrap().take_amount(16).unwrap());
        let events = [
            event(EventKind::Transfer, 20, "FT1", 1),
            event(EventKind::Overpaid, 5, "FT1", 1),
            event(EventKind::Overpaid, 16, "VNP7", 3),
            event(EventKind::Struck, 20, "ft 1", 4),
        ];
        assert_eq!(amount_of(&events[..3], " ft1"), Some(20));
        assert_eq!(amount_of(&events, "FT1"), None, "it is struck already");
        assert_eq!(
            amount_of(&events, "VNP7"),
            None,
            "VNPAY's word is no officer's mistake"
        );
        let next = after(&paid, &events, 20).unwrap();
        assert_eq!(
            (next.way, next.reference.as_deref(), next.settled_at),
            (Some(PaidBy::Vnpay), Some("VNP7"), Some(at(3)))
        );
        assert_eq!((next.money.excess, next.money.is_fee_whole()), (1, true));
    }

    #[test]
    fn it_is_owed_again_or_void_where_the_dossier_is_over() {
        let paid = charge(Money::due(15).take_amount(15).unwrap());
        let events = [
            event(EventKind::Transfer, 15, "FT1", 1),
            event(EventKind::Struck, 15, "FT1", 4),
        ];
        let next = after(&paid, &events, 15).unwrap();
        assert_eq!(
            (next.money, next.way, next.reference.clone(), next.settled_at),
            (Money::due(15), None, None, None)
        );
        assert!(void_if_over(&next, DossierStatus::InProcess).is_none());
        let void = void_if_over(&next, DossierStatus::Stopped).unwrap();
        assert_eq!(void.money.state, ChargeState::Void);
        assert!(
            void_if_over(&paid, DossierStatus::Stopped).is_none(),
            "what is paid stays so"
        );
    }

    #[test]
    fn a_number_that_was_struck_may_be_noted_again() {
        let events = [
            event(EventKind::Transfer, 15, "FT1", 1),
            event(EventKind::Struck, 15, "FT1", 2),
            event(EventKind::Transfer, 15, "FT1", 3),
        ];
        assert_eq!(incoming(&events).len(), 1);
        assert_eq!(amount_of(&events, "FT1"), Some(15));
    }
}
