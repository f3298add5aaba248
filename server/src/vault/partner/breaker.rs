//! A partner that does not answer is left alone for a while, so that nobody waits for it on every click.

use crate::clock::after;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// Requests in a row without an answer after which the pause begins.
const FAILURES: u32 = 2;
/// Its length.
const PAUSE_SECONDS: u64 = 20;
/// Requests that may wait for one partner at a time: more would only wait as well.
const AT_ONCE: u32 = 8;
/// Those of one account among them, so that nobody takes them all.
const AT_ONCE_OF_ONE: u32 = 2;
/// How long somebody waits for a turn, and when to ask again if there was none.
const WAIT: Duration = Duration::from_secs(10);
const NO_TURN_SECONDS: u64 = 2;

/// What is asked. Whoever answers questions may still have files that break off each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A list, or what is known of one paper.
    Question,
    /// The bytes of a file.
    File,
}

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    until: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Book {
    questions: Condition,
    files: Condition,
    turns: HashMap<AccountId, u32>,
}

impl Book {
    fn of(&mut self, asked: Asked) -> &mut Condition {
        match asked {
            Asked::Question => &mut self.questions,
            Asked::File => &mut self.files,
        }
    }
}

#[derive(Debug, Default)]
struct Desk {
    book: Mutex<Book>,
    freed: Notify,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a partner does.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    desk: Arc<Desk>,
}

/// The right to ask, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    desk: Arc<Desk>,
    account: AccountId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut book = self.desk.lock();
        if let Some(count) = book.turns.get_mut(&self.account) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                book.turns.remove(&self.account);
            }
        }
        drop(book);
        self.desk.freed.notify_waiters();
    }
}

/// Why there is no turn now.
#[derive(Debug, PartialEq, Eq)]
enum NoTurn {
    /// The partner is left alone for so many seconds.
    Paused(u64),
    /// Others have them all, or this account has its own.
    Taken,
}

impl Breaker {
    /// A turn to ask, if need be after a wait; or the seconds after which to ask again.
    pub(super) async fn enter(&self, asked: Asked, account: AccountId, now: Timestamp) -> Result<Turn, u64> {
        let deadline = Instant::now() + WAIT;
        loop {
            // Before the look, so that a turn that is freed after it wakes this one.
            let freed = self.desk.freed.notified();
            match self.try_enter(asked, account, now) {
                Ok(turn) => return Ok(turn),
                Err(NoTurn::Paused(seconds)) => return Err(seconds),
                Err(NoTurn::Taken) => timeout_at(deadline, freed).await.map_err(|_| NO_TURN_SECONDS)?,
            }
        }
    }

    fn try_enter(&self, asked: Asked, account: AccountId, now: Timestamp) -> Result<Turn, NoTurn> {
        let mut book = self.desk.lock();
        if let Some(until) = book.of(asked).until.filter(|until| *until > now) {
            let left = until.unix_seconds() - now.unix_seconds();
            return Err(NoTurn::Paused(u64::try_from(left).unwrap_or_default().max(1)));
        }
        let mine = book.turns.get(&account).copied().unwrap_or_default();
        if mine >= AT_ONCE_OF_ONE || book.turns.values().sum::<u32>() >= AT_ONCE {
            return Err(NoTurn::Taken);
        }
        book.turns.insert(account, mine + 1);
        Ok(Turn {
            desk: Arc::clone(&self.desk),
            account,
        })
    }

    /// It answered.
    pub(super) fn answered(&self, asked: Asked) {
        *self.desk.lock().of(asked) = Condition::default();
    }

    /// It did not.
    pub(super) fn failed(&self, asked: Asked, now: Timestamp) {
        let mut book = self.desk.lock();
        let condition = book.of(asked);
        condition.failures = condition.failures.saturating_add(1);
        if condition.failures >= FAILURES {
            // After the pause one failure is enough for the next one.
            condition.until = Some(after(now, PAUSE_SECONDS));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::types::new_id;

    fn now() -> Timestamp {
        Timestamp::parse("2026-11-21T08:00:00Z").unwrap()
    }

    fn somebody() -> AccountId {
        new_id(AccountId::from_uuid)
    }

    #[test]
    fn who_does_not_answer_is_left_alone_and_asked_again() {
        let (breaker, now, who) = (Breaker::default(), now(), somebody());
        let enter = |now| breaker.try_enter(Asked::Question, who, now);
        breaker.failed(Asked::Question, now);
        assert!(enter(now).is_ok());
        breaker.failed(Asked::Question, now);
        assert_eq!(enter(now).unwrap_err(), NoTurn::Paused(PAUSE_SECONDS));
        let later = after(now, PAUSE_SECONDS);
        assert!(enter(later).is_ok());
        breaker.failed(Asked::Question, later);
        assert!(enter(later).is_err(), "still down");
        breaker.answered(Asked::Question);
        breaker.failed(Asked::Question, later);
        assert!(enter(later).is_ok(), "it had answered");
    }

    #[test]
    fn files_that_break_off_are_left_alone_although_questions_are_answered() {
        let (breaker, now, who) = (Breaker::default(), now(), somebody());
        for _ in 0..FAILURES {
            breaker.answered(Asked::Question);
            breaker.failed(Asked::File, now);
        }
        let refused = breaker.try_enter(Asked::File, who, now).unwrap_err();
        assert_eq!(refused, NoTurn::Paused(PAUSE_SECONDS));
        assert!(breaker.try_enter(Asked::Question, who, now).is_ok());
    }

    #[test]
    fn no_more_wait_at_a_time_than_may_and_nobody_takes_all_turns() {
        let (breaker, now, one) = (Breaker::default(), now(), somebody());
        let enter = |who| breaker.try_enter(Asked::Question, who, now);
        let first: Vec<_> = (0..AT_ONCE_OF_ONE).map(|_| enter(one).unwrap()).collect();
        assert_eq!(enter(one).unwrap_err(), NoTurn::Taken);
        let others: Vec<_> = (AT_ONCE_OF_ONE..AT_ONCE)
            .map(|_| enter(somebody()).unwrap())
            .collect();
        assert!(enter(somebody()).is_err());
        drop(first);
        assert!(enter(one).is_ok());
        drop(others);
        assert!(
            breaker.desk.lock().turns.is_empty(),
            "nothing is kept of who is done"
        );
    }

    #[actix_web::test]
    async fn who_finds_no_turn_waits_for_the_next_one() {
        let (breaker, now, who) = (Breaker::default(), now(), somebody());
        let mut turns: Vec<_> = (0..AT_ONCE_OF_ONE)
            .map(|_| breaker.try_enter(Asked::Question, who, now).unwrap())
            .collect();
        let waiting = breaker.enter(Asked::File, who, now);
        let freeing = async { drop(turns.pop()) };
        let (entered, ()) = futures::future::join(waiting, freeing).await;
        assert!(entered.is_ok());
    }
}
