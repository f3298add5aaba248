//! What may follow what, and what a request holds. No HTTP, no SQL, no clock.

use chrono::{Datelike, NaiveDate};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, CertifiedCopyId, PaperId, SigningOrderId, UnitId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::unseen::is_unseen;
use motcua_shared::vault::certified::{
    Appointment, CopyState, HalfOfDay, MAX_DESCRIPTION, MAX_PAGES, RefusalGround,
};

/// Requests of one account that may be open at a time.
pub const MAX_OPEN: u64 = 10;
/// How far ahead somebody may choose a day.
pub const DAYS_AHEAD: u64 = 30;
/// The category of what is issued.
pub const CATEGORY: &str = "KQ.G15.000021";

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A day is agreed, or another one.
    Appoint,
    /// The original was seen and the copy made, or made anew: also one that was sealed, where its signatures fail since.
    Take,
    /// The person who certifies signed.
    Sign,
    /// The agency signed.
    Seal,
    /// The copy went into the vault.
    Issue,
    /// The office said no.
    Refuse,
    /// The owner called it off.
    Cancel,
    /// Nobody came.
    Miss,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 8] = [
        Self::Appoint,
        Self::Take,
        Self::Sign,
        Self::Seal,
        Self::Issue,
        Self::Refuse,
        Self::Cancel,
        Self::Miss,
    ];
}

/// The state after an event; none where it cannot happen.
pub const fn after(state: CopyState, event: Event) -> Option<CopyState> {
    use CopyState as S;
    Some(match (state, event) {
        (S::Asked | S::Appointed, Event::Appoint) => S::Appointed,
        (S::Asked | S::Appointed | S::Taken | S::Sealed, Event::Take) => S::Taken,
        (S::Taken, Event::Sign) => S::Signed,
        (S::Signed, Event::Seal) => S::Sealed,
        (S::Sealed, Event::Issue) => S::Issued,
        (S::Asked | S::Appointed | S::Taken | S::Signed, Event::Refuse) => S::Refused,
        (S::Asked | S::Appointed, Event::Cancel) => S::Cancelled,
        (S::Appointed, Event::Miss) => S::Missed,
        _ => return None,
    })
}

/// What was written down when the original was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Who certifies.
    pub signer: AccountId,
    /// The name as it stands on the copy.
    pub signer_name: String,
    /// The title as it stands there.
    pub signer_title: String,
    /// Who saw the original.
    pub officer: AccountId,
    /// The number in the register.
    pub number: u32,
    /// The day of the certification.
    pub certified_on: NaiveDate,
    /// What is paid.
    pub fee: u32,
    /// Why nothing is.
    pub waived: Option<String>,
}

/// The file as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Bytes.
    pub size: u64,
    /// Digest by which it is stored.
    pub sha256: String,
    /// What the verifier says of it, once it is signed.
    pub report: Option<VerificationReport>,
}

/// A request as kept.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id.
    pub id: CertifiedCopyId,
    /// Who certifies.
    pub unit: UnitId,
    /// Whose copy it becomes.
    pub owner: AccountId,
    /// How far it is.
    pub state: CopyState,
    /// Counts changes.
    pub version: u32,
    /// Category of the original.
    pub category_code: String,
    /// What the original is.
    pub description: String,
    /// Its pages.
    pub pages: u32,
    /// Asked for at the desk.
    pub at_desk: bool,
    /// When the owner comes.
    pub appointment: Option<Appointment>,
    /// What was written down at the desk.
    pub taken: Option<Taken>,
    /// The file.
    pub document: Option<Document>,
    /// What an agent is signing.
    pub order: Option<SigningOrderId>,
    /// Why it was refused.
    pub ground: Option<RefusalGround>,
    /// The same in words.
    pub note: Option<String>,
    /// The copy in the vault.
    pub paper: Option<PaperId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Its last change.
    pub changed_at: Timestamp,
}

impl Request {
    /// Goes on to the next state, or says that it cannot.
    pub fn go(&mut self, event: Event) -> Result<(), ErrorCode> {
        self.state = after(self.state, event).ok_or(ErrorCode::StepNotPossible)?;
        Ok(())
    }
}

/// What is said of an original, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// What it is.
    pub description: String,
    /// Its pages.
    pub pages: u32,
}

impl Original {
    /// Whether a request, earlier sent under the same key, was for this one.
    pub fn is_of(&self, request: &Request) -> bool {
        (request.description.as_str(), request.pages) == (self.description.as_str(), self.pages)
    }

    /// The fields with what is wrong with them.
    pub fn parse(description: &str, pages: u32) -> Result<Self, Vec<(&'static str, ErrorCode)>> {
        let description = one_line(description);
        let mut faults = Vec::new();
        if description.is_empty() {
            faults.push(("description", ErrorCode::Required));
        } else if description.chars().count() > MAX_DESCRIPTION {
            faults.push(("description", ErrorCode::TooLong));
        }
        if !is_page_count(pages) {
            faults.push(("pages", ErrorCode::NotAChoice));
        }
        match faults.is_empty() {
            true => Ok(Self { description, pages }),
            false => Err(faults),
        }
    }
}

/// Whether an original may have so many pages.
pub fn is_page_count(pages: u32) -> bool {
    (1..=MAX_PAGES).contains(&pages)
}

/// One line without what does not show: it stands on the copy and in the register.
pub fn one_line(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !is_unseen(*letter))
        .collect();
    seen.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// When an office receives people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// 1 is Monday.
    pub weekdays: Vec<u8>,
    /// How many in a morning.
    pub morning: u32,
    /// How many in an afternoon.
    pub afternoon: u32,
    /// Days without any.
    pub closed_days: Vec<NaiveDate>,
}

impl Hours {
    /// How many are received then; none on days that are not offered. `today` itself is not: whoever stands at the desk
    /// needs no appointment.
    pub fn capacity(&self, at: Appointment, today: NaiveDate) -> u32 {
        let ahead = at.day.signed_duration_since(today).num_days();
        let weekday = u8::try_from(at.day.weekday().number_from_monday()).unwrap_or_default();
        let is_offered = u64::try_from(ahead).is_ok_and(|ahead| (1..=DAYS_AHEAD).contains(&ahead))
            && self.weekdays.contains(&weekday)
            && !self.closed_days.contains(&at.day);
        match (is_offered, at.half) {
            (false, _) => 0,
            (true, HalfOfDay::Morning) => self.morning,
            (true, HalfOfDay::Afternoon) => self.afternoon,
        }
    }

    /// Every half day that is offered from tomorrow on.
    pub fn offered(&self, today: NaiveDate) -> Vec<(Appointment, u32)> {
        today
            .iter_days()
            .skip(1)
            .take(usize::try_from(DAYS_AHEAD).unwrap_or_default())
            .flat_map(|day| [HalfOfDay::Morning, HalfOfDay::Afternoon].map(|half| Appointment { day, half }))
            .map(|at| (at, self.capacity(at, today)))
            .filter(|(_, capacity)| *capacity > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn whatever_happens_a_request_ends_once_and_goes_through_both_signatures(
            events in proptest::collection::vec(0..Event::ALL.len(), 0..40)
        ) {
            let mut state = CopyState::Asked;
            let mut walked = Vec::new();
            for at in events {
                let event = Event::ALL[at];
                let Some(next) = after(state, event) else { continue };
                prop_assert!(!state.is_over(), "{state:?} is over, and yet {event:?}");
                walked.push(event);
                state = next;
            }
            if state == CopyState::Issued {
                let steps: Vec<_> = walked.iter().filter(|one| **one != Event::Appoint).collect();
                let tail = &steps[steps.len() - 4..];
                prop_assert_eq!(tail, &[&Event::Take, &Event::Sign, &Event::Seal, &Event::Issue]);
            }
        }
    }

    #[test]
    fn every_state_is_reached_and_the_last_ones_are_last() {
        let mut reached = BTreeSet::from([CopyState::Asked]);
        loop {
            let next: BTreeSet<_> = reached
                .iter()
                .flat_map(|state| Event::ALL.map(|event| after(*state, event)))
                .flatten()
                .collect();
            let before = reached.len();
            reached.extend(next);
            if reached.len() == before {
                break;
            }
        }
        assert_eq!(reached, CopyState::ALL.into_iter().collect());
        for state in CopyState::ALL {
            let goes_on = Event::ALL.iter().any(|event| after(state, *event).is_some());
            assert_eq!(goes_on, !state.is_over(), "{state:?}");
        }
    }

    /// The diagram is what people read; it says what the code does.
    #[test]
    fn the_diagram_shows_every_step_and_no_other() {
        let name = |value: String| value.trim_matches('"').to_owned();
        let word = |state: CopyState| name(serde_json::to_string(&state).unwrap());
        let text = include_str!("../../../../docs/states/certified-copy.md");
        let drawn: BTreeSet<String> = text
            .lines()
            .filter(|line| line.contains(" --> ") && !line.contains("[*]"))
            .map(|line| line.trim().to_owned())
            .collect();
        let mut real = BTreeSet::new();
        for state in CopyState::ALL {
            for event in Event::ALL {
                if let Some(next) = after(state, event) {
                    let event = format!("{event:?}").to_lowercase();
                    real.insert(format!("{} --> {}: {event}", word(state), word(next)));
                }
            }
        }
        assert_eq!(drawn, real);
    }

    #[test]
    fn offices_receive_people_on_their_days_only() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let hours = Hours {
            weekdays: vec![1, 2, 3, 4, 5],
            morning: 3,
            afternoon: 0,
            closed_days: vec![day(24)],
        };
        let saturday = day(21);
        let at = |day, half| Appointment { day, half };
        assert_eq!(hours.capacity(at(day(23), HalfOfDay::Morning), saturday), 3);
        assert_eq!(hours.capacity(at(day(23), HalfOfDay::Afternoon), saturday), 0);
        assert_eq!(
            hours.capacity(at(day(22), HalfOfDay::Morning), saturday),
            0,
            "Sunday"
        );
        assert_eq!(
            hours.capacity(at(day(24), HalfOfDay::Morning), saturday),
            0,
            "closed"
        );
        assert_eq!(
            hours.capacity(at(day(20), HalfOfDay::Morning), saturday),
            0,
            "past"
        );
        assert_eq!(
            hours.capacity(at(day(23), HalfOfDay::Morning), day(23)),
            0,
            "today"
        );
        assert!(
            hours
                .offered(saturday)
                .iter()
                .all(|(at, left)| at.day > saturday && *left == 3)
        );
        assert_eq!(hours.offered(saturday).len(), 20);
    }

    #[test]
    fn what_stands_on_the_copy_is_one_line_that_reads_as_it_is_written() {
        assert_eq!(one_line("  Bằng\n\ttốt nghiệp\u{202E} "), "Bằng tốt nghiệp");
        assert_eq!(
            Original::parse(" \u{200B}", 0),
            Err(vec![
                ("description", ErrorCode::Required),
                ("pages", ErrorCode::NotAChoice)
            ])
        );
        assert!(Original::parse("Bằng", 1_001).is_err());
        assert!(Original::parse(&"ế".repeat(301), 1).is_err());
    }
}
