//! A charge, its payments, and what a gateway's word does to them. No HTTP, no SQL, no clock.

use super::gateway::Word;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, ChargeId, DossierId, PaymentAttemptId};
use motcua_shared::payment::dto::{AttemptState, ChargeState, DeskAct, PaidBy, RefundWaits};
use motcua_shared::payment::rule::Money;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A charge as its row says it.
#[derive(Debug, Clone)]
pub struct Charge {
    /// Its id.
    pub id: ChargeId,
    /// The dossier.
    pub dossier: DossierId,
    /// What is owed, what came in, what went back.
    pub money: Money,
    /// How it was paid.
    pub way: Option<PaidBy>,
    /// Number of the transaction or receipt.
    pub reference: Option<String>,
    /// Guards every act.
    pub version: u32,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

impl Charge {
    /// Whether it waits for money.
    pub fn is_due(&self) -> bool {
        self.money.state == ChargeState::Due
    }
}

/// A payment that was begun with the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id, by which the gateway knows it.
    pub id: PaymentAttemptId,
    /// Of which charge.
    pub charge: ChargeId,
    /// In đồng, as it was begun.
    pub amount: i64,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was begun.
    pub started_at: Timestamp,
    /// Until when the gateway takes it.
    pub expires_at: Timestamp,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The charge was made.
    Made,
    /// VNPAY said that it was paid.
    Vnpay,
    /// A transfer was confirmed.
    Transfer,
    /// It was paid at the desk.
    Desk,
    /// It was given up.
    Waived,
    /// The dossier ended without a result.
    Void,
    /// Money went back.
    Refunded,
    /// Money came in that nobody owed.
    Overpaid,
    /// It was decided that the fee does not go back.
    Kept,
    /// A transfer was noted by mistake.
    Struck,
    /// VNPAY named another amount.
    Odd,
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// In đồng.
    pub amount: i64,
    /// The officer, if it was one: account, name and unit as they were.
    pub by: Option<(AccountId, String, String)>,
    /// Number of the transaction, receipt or voucher.
    pub reference: Option<String>,
    /// Why.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Event {
    /// One that no officer did.
    pub const fn of_portal(kind: EventKind, amount: i64, at: Timestamp) -> Self {
        Self {
            kind,
            amount,
            by: None,
            reference: None,
            words: None,
            at,
        }
    }

    /// Whether a repeated request asks for exactly this. A transfer is one act, whatever it turned out to be: by the time it comes
    /// again it may be money that nobody owes.
    pub fn is_same_act(&self, other: &Self) -> bool {
        let kind = |event: &Self| match event.kind {
            EventKind::Overpaid if event.by.is_some() => EventKind::Transfer,
            kind => kind,
        };
        let of = |event: &Self| {
            (
                kind(event),
                event.amount,
                event.reference.clone(),
                event.words.clone(),
            )
        };
        of(self) == of(other) && self.by.as_ref().map(|by| by.0) == other.by.as_ref().map(|by| by.0)
    }
}

/// Whether it is to be decided if a fee goes back: the dossier ended without a result, the whole of it is there, and nobody said
/// that it stays.
pub fn is_to_decide(money: Money, status: DossierStatus) -> bool {
    matches!(status, DossierStatus::Refused | DossierStatus::Stopped)
        && money.is_fee_whole()
        && !money.is_kept
}

/// Why a fee does not go back, as the officer said it.
pub fn kept_because(money: Money, events: &[Event]) -> Option<String> {
    let mut decided = events.iter().rev();
    let last = decided.find(|event| event.kind == EventKind::Kept)?;
    last.words.clone().filter(|_| money.is_kept)
}

/// What of a fee waits for officers after it was settled, of a dossier that stands there. Money that nobody owed goes first: nothing
/// is to be decided of it.
pub fn refund_waits(money: Money, status: DossierStatus) -> Option<RefundWaits> {
    if money.excess > 0 {
        return Some(RefundWaits::Excess);
    }
    is_to_decide(money, status).then_some(RefundWaits::ToDecide)
}

/// What becomes of a charge when an officer acts. A transfer that arrives when nothing is owed is noted all the same.
pub const fn kind_of(act: &DeskAct, is_due: bool) -> EventKind {
    match act {
        DeskAct::PaidAtDesk { .. } => EventKind::Desk,
        DeskAct::Transferred { .. } if is_due => EventKind::Transfer,
        DeskAct::Transferred { .. } => EventKind::Overpaid,
        DeskAct::Waived { .. } => EventKind::Waived,
        DeskAct::Refunded { .. } => EventKind::Refunded,
        DeskAct::Kept { .. } => EventKind::Kept,
        DeskAct::Struck { .. } => EventKind::Struck,
    }
}

/// A bank's number of a transaction however it is typed.
pub fn bare_reference(text: &str) -> String {
    let letters = text.chars().filter(|sign| !sign.is_whitespace());
    letters.collect::<String>().to_uppercase()
}

/// How money came in; nothing for what was no payment.
pub const fn way_of(event: &Event) -> Option<PaidBy> {
    match event.kind {
        EventKind::Transfer => Some(PaidBy::Transfer),
        EventKind::Desk => Some(PaidBy::Desk),
        EventKind::Overpaid if event.by.is_some() => Some(PaidBy::Transfer),
        EventKind::Vnpay | EventKind::Overpaid => Some(PaidBy::Vnpay),
        _ => None,
    }
}

fn has_reference(event: &Event, reference: &str) -> bool {
    let noted = event.reference.as_deref();
    noted.is_some_and(|noted| bare_reference(noted) == bare_reference(reference))
}

/// The payments that came in and are not struck, oldest first, each once with all that it brought.
pub fn incoming(events: &[Event]) -> Vec<&Event> {
    let mut standing: Vec<&Event> = Vec::new();
    for event in events {
        // The second line of a transfer of more than was owed tells what is in the first one's amount.
        let is_second = |first: &&Event| {
            first.kind == EventKind::Transfer && first.reference == event.reference && first.at == event.at
        };
        match event.kind {
            EventKind::Struck => {
                let reference = event.reference.as_deref().unwrap_or_default();
                standing
                    .retain(|one| way_of(one) != Some(PaidBy::Transfer) || !has_reference(one, reference));
            }
            EventKind::Overpaid if standing.last().is_some_and(is_second) => {}
            _ if way_of(event).is_some() => standing.push(event),
            _ => {}
        }
    }
    standing
}

/// Transfers that officers noted and that stand: only those can be a mistake.
pub fn transfers(events: &[Event]) -> impl Iterator<Item = &Event> {
    incoming(events)
        .into_iter()
        .filter(|event| way_of(event) == Some(PaidBy::Transfer))
}

/// The one with this number.
pub fn find_transfer<'a>(events: &'a [Event], reference: &str) -> Option<&'a Event> {
    transfers(events).find(|event| has_reference(event, reference))
}

/// Whether a bank's number of a transaction was noted for this charge before, by an officer or by VNPAY, however it is typed.
pub fn is_noted(events: &[Event], reference: &str) -> bool {
    let incoming = incoming(events).into_iter();
    incoming
        .filter(|event| way_of(event) != Some(PaidBy::Desk))
        .any(|event| has_reference(event, reference))
}

/// What a gateway's word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It names no payment of ours.
    Unknown,
    /// It names another amount than was to be paid.
    OtherAmount,
    /// It was said before.
    Known,
    /// The money came in.
    Paid,
    /// It did not.
    Failed,
}

/// Weighs a word, in the order that the protocol asks for: the payment, the amount, then its state. A payment that was called
/// off and then paid all the same was paid; one that was paid stays so. Lateness changes nothing: the money has moved.
pub fn weigh(word: &Word, attempt: Option<&Attempt>) -> Meaning {
    let Some(attempt) = attempt else {
        return Meaning::Unknown;
    };
    if word.amount != Some(attempt.amount) {
        return Meaning::OtherAmount;
    }
    match (attempt.state, word.is_paid) {
        (AttemptState::Succeeded, _) | (AttemptState::Failed, false) => Meaning::Known,
        (AttemptState::Open | AttemptState::Failed, true) => Meaning::Paid,
        (AttemptState::Open, false) => Meaning::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::payment::rule::Money;
    use proptest::prelude::*;

    fn attempt(state: AttemptState) -> Attempt {
        let at = Timestamp::parse("2026-11-22T02:00:00Z").unwrap();
        Attempt {
            id: PaymentAttemptId::parse("01926f3e-0000-7000-8000-000000000001").unwrap(),
            charge: ChargeId::parse("01926f3e-0000-7000-8000-000000000002").unwrap(),
            amount: 15_000,
            state,
            started_at: at,
            expires_at: at,
        }
    }

    fn word(amount: i64, is_paid: bool) -> Word {
        Word {
            id: None,
            amount: Some(amount),
            is_paid,
            is_called_off: !is_paid,
            transaction: None,
            code: String::new(),
        }
    }

    #[test]
    fn the_amount_comes_before_the_state() {
        let done = attempt(AttemptState::Succeeded);
        assert_eq!(weigh(&word(15_000, true), None), Meaning::Unknown);
        assert_eq!(weigh(&word(15_001, true), Some(&done)), Meaning::OtherAmount);
        assert_eq!(
            weigh(
                &Word {
                    amount: None,
                    ..word(0, true)
                },
                Some(&done)
            ),
            Meaning::OtherAmount
        );
        assert_eq!(weigh(&word(15_000, true), Some(&done)), Meaning::Known);
    }

    proptest! {
        /// Words come in any order and any number of times: the charge is paid once, when and only when one of them says so.
        #[test]
        fn however_often_it_is_said_it_is_paid_once(said in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..12)) {
            let (mut attempt, mut money) = (attempt(AttemptState::Open), Money::due(15_000));
            for (is_right, is_paid) in &said {
                let word = word(if *is_right { 15_000 } else { 1 }, *is_paid);
                match weigh(&word, Some(&attempt)) {
                    Meaning::Paid => {
                        attempt.state = AttemptState::Succeeded;
                        money = money.take().0;
                    }
                    Meaning::Failed => attempt.state = AttemptState::Failed,
                    _ => {}
                }
            }
            let paid = said.contains(&(true, true));
            prop_assert_eq!(money.received, if paid { 15_000 } else { 0 });
            prop_assert_eq!(money.excess, 0);
        }
    }
}
