//! What a delegation is. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::delegation::dto::DelegationState;
use motcua_shared::id::{AccountId, DelegationId, UnitId};
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a delegation ended before its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndCause {
    /// It was withdrawn.
    Withdrawn,
    /// One of the two was suspended, moved, or lost the role.
    Rights,
}

/// One of the two, and where they worked when it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The account.
    pub account: AccountId,
    /// The unit.
    pub unit: UnitId,
}

/// A delegation as it is kept.
#[derive(Debug, Clone)]
pub struct Delegation {
    /// Its id.
    pub id: DelegationId,
    /// For whom.
    pub delegator: Side,
    /// Who works.
    pub delegate: Side,
    /// Who gave it: the delegator, or an administrator.
    pub given_by: AccountId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Whether it is about every procedure.
    pub is_for_all: bool,
    /// Why.
    pub reason: String,
    /// When and why it was ended before its last day.
    pub ended: Option<(Timestamp, EndCause)>,
}

/// What a delegation rests on, of one of the two, as it is now.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Name of the account.
    pub name: String,
    /// Where it works.
    pub unit: Option<UnitId>,
    /// Whether it may act and has the role of the desk.
    pub is_on_duty: bool,
}

impl Standing {
    /// Whether it still is as it was when the delegation was given.
    pub fn holds(&self, side: Side) -> bool {
        self.is_on_duty && self.unit == Some(side.unit)
    }
}

impl Delegation {
    /// Where it stands on a day, with what it rests on now.
    pub fn state(&self, delegator: &Standing, delegate: &Standing, today: NaiveDate) -> DelegationState {
        match self.ended {
            Some((_, EndCause::Withdrawn)) => return DelegationState::Withdrawn,
            Some((_, EndCause::Rights)) => return DelegationState::RightsLost,
            None => {}
        }
        if self.until < today {
            DelegationState::Over
        } else if !delegator.holds(self.delegator) || !delegate.holds(self.delegate) {
            DelegationState::RightsLost
        } else if today < self.from {
            DelegationState::Coming
        } else {
            DelegationState::Running
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(last: u8) -> UnitId {
        UnitId::parse(&format!("01926f3e-0000-7000-8000-0000000000{last:02}")).unwrap()
    }

    fn account(last: u8) -> AccountId {
        AccountId::parse(&format!("01926f3e-0000-7000-8000-0000000001{last:02}")).unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn given() -> Delegation {
        let side = |number| Side {
            account: account(number),
            unit: unit(number),
        };
        Delegation {
            id: DelegationId::parse("01926f3e-0000-7000-8000-000000000201").unwrap(),
            delegator: side(1),
            delegate: side(2),
            given_by: account(1),
            from: day(10),
            until: day(20),
            is_for_all: true,
            reason: "Nghỉ phép".to_owned(),
            ended: None,
        }
    }

    fn standing(number: u8) -> Standing {
        Standing {
            name: String::new(),
            unit: Some(unit(number)),
            is_on_duty: true,
        }
    }

    #[test]
    fn it_holds_from_its_first_day_to_its_last() {
        let given = given();
        for (on, state) in [
            (9, DelegationState::Coming),
            (10, DelegationState::Running),
            (20, DelegationState::Running),
            (21, DelegationState::Over),
        ] {
            assert_eq!(given.state(&standing(1), &standing(2), day(on)), state, "{on}");
        }
    }

    #[test]
    fn it_holds_only_while_both_have_what_it_rests_on() {
        let given = given();
        let off_duty = |number| Standing {
            is_on_duty: false,
            ..standing(number)
        };
        for (delegator, delegate) in [
            (off_duty(1), standing(2)),
            (standing(1), off_duty(2)),
            (standing(3), standing(2)),
            (standing(1), standing(1)),
            (
                Standing {
                    unit: None,
                    ..standing(1)
                },
                standing(2),
            ),
        ] {
            let state = given.state(&delegator, &delegate, day(15));
            assert_eq!(state, DelegationState::RightsLost, "{delegator:?} {delegate:?}");
        }
        // What is over ended by its day, whatever became of the two.
        assert_eq!(
            given.state(&off_duty(1), &off_duty(2), day(21)),
            DelegationState::Over
        );
    }

    #[test]
    fn what_was_ended_stays_ended() {
        let at = Timestamp::parse("2026-11-15T02:00:00Z").unwrap();
        for (cause, state) in [
            (EndCause::Withdrawn, DelegationState::Withdrawn),
            (EndCause::Rights, DelegationState::RightsLost),
        ] {
            let ended = Delegation {
                ended: Some((at, cause)),
                ..given()
            };
            assert_eq!(ended.state(&standing(1), &standing(2), day(15)), state);
        }
    }
}
