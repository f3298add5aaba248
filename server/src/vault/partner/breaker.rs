//! A partner that does not answer is left alone for a while, so that nobody waits for it on every click.
//!
//! Files are looked at one by one: a file that breaks off each time is left alone, and only when files of several accounts
//! break off one after the other, and none comes in between, it is the partner that gives none. What one person has there must
//! not close the files of all.

use super::domain::TheirId;
use crate::clock::{after, before};
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// Requests in a row without an answer after which the pause begins.
const FAILURES: u32 = 2;
/// Its length.
const PAUSE_SECONDS: u64 = 20;
/// Accounts whose files break off one after the other, after which the partner is taken to give none.
const ACCOUNTS: usize = 2;
/// How long it is known of a file that it broke off, and says nothing new of the partner.
const KNOWN_SECONDS: u64 = 3600;
/// Requests that may wait for one partner at a time: more would only wait as well.
const AT_ONCE: u32 = 8;
/// Those of one account among them, so that nobody takes them all.
const AT_ONCE_OF_ONE: u32 = 2;
/// How long somebody waits for a turn, and when to ask again if there was none.
const WAIT: Duration = Duration::from_secs(10);
const NO_TURN_SECONDS: u64 = 2;

/// What is asked. Whoever answers questions may still have files that break off each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// A list, or what is known of one paper.
    Question,
    /// The bytes of this paper's file.
    File(&'a TheirId),
}

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    until: Option<Timestamp>,
}

impl Condition {
    fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            // After the pause one failure is enough for the next one.
            self.until = Some(after(now, PAUSE_SECONDS));
        }
    }
}

/// A paper of an account.
type Paper = (AccountId, TheirId);

/// How files come.
#[derive(Debug, Default)]
struct FilesBook {
    /// Those that broke off, and when they last did.
    broken: HashMap<Paper, (Condition, Timestamp)>,
    /// Whose files broke off since one came whole.
    accounts: HashSet<AccountId>,
    /// Until when none is asked for.
    until: Option<Timestamp>,
}

impl FilesBook {
    fn until(&self, paper: &Paper) -> Option<Timestamp> {
        let own = self.broken.get(paper).and_then(|(condition, _)| condition.until);
        self.until.max(own)
    }

    fn answered(&mut self, paper: &Paper) {
        self.broken.remove(paper);
        self.accounts.clear();
        self.until = None;
    }

    fn failed(&mut self, paper: Paper, now: Timestamp) {
        let oldest = before(now, KNOWN_SECONDS);
        self.broken.retain(|_, (_, at)| *at > oldest);
        let account = paper.0;
        let is_news = !self.broken.contains_key(&paper);
        let (condition, at) = self.broken.entry(paper).or_insert((Condition::default(), now));
        condition.failed(now);
        *at = now;
        if is_news && self.accounts.insert(account) && self.accounts.len() >= ACCOUNTS {
            self.until = Some(after(now, PAUSE_SECONDS));
        }
    }
}

#[derive(Debug, Default)]
struct Book {
    questions: Condition,
    files: FilesBook,
    turns: HashMap<AccountId, u32>,
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
    pub(super) async fn enter(
        &self,
        asked: Asked<'_>,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Turn, u64> {
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

    fn try_enter(&self, asked: Asked<'_>, account: AccountId, now: Timestamp) -> Result<Turn, NoTurn> {
        let mut book = self.desk.lock();
        let until = match asked {
            Asked::Question => book.questions.until,
            Asked::File(id) => book.files.until(&(account, id.clone())),
        };
        if let Some(until) = until.filter(|until| *until > now) {
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
    pub(super) fn answered(&self, asked: Asked<'_>, account: AccountId) {
        let mut book = self.desk.lock();
        match asked {
            Asked::Question => book.questions = Condition::default(),
            Asked::File(id) => book.files.answered(&(account, id.clone())),
        }
    }

    /// It did not.
    pub(super) fn failed(&self, asked: Asked<'_>, account: AccountId, now: Timestamp) {
        let mut book = self.desk.lock();
        match asked {
            Asked::Question => book.questions.failed(now),
            Asked::File(id) => book.files.failed((account, id.clone()), now),
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
        breaker.failed(Asked::Question, who, now);
        assert!(enter(now).is_ok());
        breaker.failed(Asked::Question, who, now);
        assert_eq!(enter(now).unwrap_err(), NoTurn::Paused(PAUSE_SECONDS));
        let later = after(now, PAUSE_SECONDS);
        assert!(enter(later).is_ok());
        breaker.failed(Asked::Question, who, later);
        assert!(enter(later).is_err(), "still down");
        breaker.answered(Asked::Question, who);
        breaker.failed(Asked::Question, who, later);
        assert!(enter(later).is_ok(), "it had answered");
    }

    fn id(text: &str) -> TheirId {
        TheirId::parse(text).unwrap()
    }

    #[test]
    fn files_that_break_off_are_left_alone_although_questions_are_answered() {
        let (breaker, now) = (Breaker::default(), now());
        let people = [somebody(), somebody()];
        let paper = id("QN-1");
        for who in people {
            breaker.answered(Asked::Question, who);
            breaker.failed(Asked::File(&paper), who, now);
        }
        let third = somebody();
        let refused = breaker.try_enter(Asked::File(&paper), third, now).unwrap_err();
        assert_eq!(refused, NoTurn::Paused(PAUSE_SECONDS));
        assert!(breaker.try_enter(Asked::Question, third, now).is_ok());
        let later = after(now, PAUSE_SECONDS);
        assert!(breaker.try_enter(Asked::File(&paper), third, later).is_ok());
        breaker.failed(Asked::File(&paper), third, later);
        assert!(
            breaker.try_enter(Asked::File(&paper), somebody(), later).is_err(),
            "still none for anybody"
        );
    }

    #[test]
    fn what_one_person_has_there_closes_no_other_file() {
        let (breaker, mut now, one, other) = (Breaker::default(), now(), somebody(), somebody());
        let (broken, second, sound) = (id("QN-1"), id("QN-2"), id("QN-3"));
        for _ in 0..10 {
            breaker.failed(Asked::File(&broken), one, now);
            breaker.failed(Asked::File(&second), one, now);
            assert!(breaker.try_enter(Asked::File(&sound), other, now).is_ok());
            assert!(breaker.try_enter(Asked::File(&sound), one, now).is_ok());
            now = after(now, PAUSE_SECONDS);
        }
        breaker.failed(Asked::File(&broken), one, now);
        let left_alone = |now| breaker.try_enter(Asked::File(&broken), one, now).is_err();
        assert!(left_alone(now));
        assert!(!left_alone(after(now, PAUSE_SECONDS)));
        breaker.answered(Asked::File(&broken), one);
        assert!(!left_alone(now), "it came");
        assert!(breaker.desk.lock().files.accounts.is_empty());
    }

    #[test]
    fn two_people_with_a_broken_file_each_close_the_others_no_more_than_once() {
        let (breaker, mut now, people) = (Breaker::default(), now(), [somebody(), somebody()]);
        let broken = id("QN-1");
        for _ in 0..5 {
            for who in people {
                breaker.failed(Asked::File(&broken), who, now);
            }
            now = after(now, PAUSE_SECONDS);
            assert!(breaker.try_enter(Asked::File(&broken), somebody(), now).is_ok());
        }
        let another = breaker.try_enter(Asked::File(&broken), somebody(), before(now, 1));
        assert!(another.is_ok(), "what was known says nothing new");
        assert_eq!(breaker.desk.lock().files.broken.len(), 2);
        let later = after(now, KNOWN_SECONDS + 1);
        breaker.failed(Asked::File(&broken), somebody(), later);
        assert_eq!(
            breaker.desk.lock().files.broken.len(),
            1,
            "nothing is kept for long"
        );
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
        let paper = id("QN-1");
        let waiting = breaker.enter(Asked::File(&paper), who, now);
        let freeing = async { drop(turns.pop()) };
        let (entered, ()) = futures::future::join(waiting, freeing).await;
        assert!(entered.is_ok());
    }
}
