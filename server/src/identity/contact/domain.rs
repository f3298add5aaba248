//! Which phone may be what. No HTTP, no SQL, no clock.

use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PhoneChangeId};
use motcua_shared::identity::account::{PhoneChangeKind, PhoneChangeState, PhoneChangeView};
use motcua_shared::identity::rule::mask_phone;
use motcua_shared::time::Timestamp;

/// The most phones of an account.
pub(super) const MOST_PHONES: usize = 5;

/// A phone of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// In local form.
    pub phone: String,
    /// When its code was given.
    pub verified_at: Timestamp,
    /// From when it may be the only proof.
    pub sole_from: Timestamp,
}

/// A change of phone that may be called off.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its id.
    pub id: PhoneChangeId,
    /// Whose.
    pub account_id: AccountId,
    /// Why.
    pub kind: PhoneChangeKind,
    /// The new phone.
    pub phone: String,
    /// Where it stands.
    pub state: PhoneChangeState,
    /// When it was asked for.
    pub begun_at: Timestamp,
    /// Until when it may be called off.
    pub due_at: Timestamp,
}

impl Change {
    /// As its owner sees it.
    pub fn view(&self, now: Timestamp) -> PhoneChangeView {
        let is_over = self.state == PhoneChangeState::Open && self.due_at <= now;
        PhoneChangeView {
            id: self.id,
            kind: self.kind,
            phone: mask_phone(&self.phone),
            state: if is_over {
                PhoneChangeState::Done
            } else {
                self.state
            },
            begun_at: self.begun_at,
            due_at: self.due_at,
        }
    }
}

/// Why a phone is not taken away.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stays {
    /// It is the only one.
    Last,
    /// The others are too new; the first of them is not from here on.
    OthersTooNew(Timestamp),
}

/// Whether `phone` may be taken away; which is asked first afterwards, when `first` was.
pub(super) fn without(
    phones: &[Phone],
    phone: &str,
    first: Option<&str>,
    now: Timestamp,
) -> Result<Option<String>, Stays> {
    let left = || phones.iter().filter(|one| one.phone != phone);
    let Some(soonest) = left().map(|one| one.sole_from).min() else {
        return Err(Stays::Last);
    };
    if now < soonest {
        return Err(Stays::OthersTooNew(soonest));
    }
    let stays_first = first.filter(|first| *first != phone);
    let next = left().find(|one| one.sole_from <= now);
    Ok(stays_first
        .map(str::to_owned)
        .or_else(|| next.map(|one| one.phone.clone())))
}

impl From<Stays> for crate::error::AppError {
    fn from(stays: Stays) -> Self {
        match stays {
            Stays::Last => Self::new(ErrorCode::LastPhone),
            Stays::OthersTooNew(until) => {
                Self::new(ErrorCode::PhoneTooNew).with("until", until.vietnam_minute())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::after;

    fn start() -> Timestamp {
        Timestamp::parse("2026-11-20T08:00:00Z").unwrap()
    }

    fn phone(number: &str, new_for: u64) -> Phone {
        Phone {
            phone: number.to_owned(),
            verified_at: start(),
            sole_from: after(start(), new_for),
        }
    }

    #[test]
    fn the_last_phone_stays_and_so_does_the_last_one_that_is_not_new() {
        let old = phone("0900000001", 0);
        let new = phone("0900000002", 86_400);
        let one = [old.clone()];
        let both = [old, new];
        assert_eq!(
            without(&one, "0900000001", Some("0900000001"), start()),
            Err(Stays::Last)
        );
        assert_eq!(
            without(&both, "0900000001", Some("0900000001"), start()),
            Err(Stays::OthersTooNew(after(start(), 86_400)))
        );
        assert_eq!(
            without(&both, "0900000002", Some("0900000001"), start()),
            Ok(Some("0900000001".to_owned()))
        );
        assert_eq!(
            without(&both, "0900000001", Some("0900000001"), after(start(), 86_400)),
            Ok(Some("0900000002".to_owned()))
        );
    }
}
