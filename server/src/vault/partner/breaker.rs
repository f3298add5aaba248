//! A partner that does not answer is left alone for a while, so that nobody waits for it on every click.

use crate::clock::after;
use motcua_shared::time::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests in a row without an answer after which the pause begins.
const FAILURES: u32 = 2;
/// Its length.
const PAUSE_SECONDS: u64 = 20;
/// Requests that may wait for one partner at a time: more would only wait as well.
const AT_ONCE: usize = 8;

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    until: Option<Timestamp>,
}

/// How a partner does.
#[derive(Debug)]
pub(super) struct Breaker {
    condition: Mutex<Condition>,
    turns: Arc<Semaphore>,
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            condition: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Breaker {
    /// A turn to ask, or the seconds to wait for one.
    pub(super) fn enter(&self, now: Timestamp) -> Result<OwnedSemaphorePermit, u64> {
        if let Some(until) = self.lock().until.filter(|until| *until > now) {
            let left = until.unix_seconds() - now.unix_seconds();
            return Err(u64::try_from(left).unwrap_or_default().max(1));
        }
        Arc::clone(&self.turns).try_acquire_owned().map_err(|_| 2)
    }

    /// It answered.
    pub(super) fn answered(&self) {
        *self.lock() = Condition::default();
    }

    /// It did not.
    pub(super) fn failed(&self, now: Timestamp) {
        let mut condition = self.lock();
        condition.failures = condition.failures.saturating_add(1);
        if condition.failures >= FAILURES {
            // After the pause one failure is enough for the next one.
            condition.until = Some(after(now, PAUSE_SECONDS));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Condition> {
        self.condition.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_answer_is_left_alone_and_asked_again() {
        let breaker = Breaker::default();
        let now = Timestamp::parse("2026-11-21T08:00:00Z").unwrap();
        breaker.failed(now);
        assert!(breaker.enter(now).is_ok());
        breaker.failed(now);
        assert_eq!(breaker.enter(now).unwrap_err(), PAUSE_SECONDS);
        let later = after(now, PAUSE_SECONDS);
        assert!(breaker.enter(later).is_ok());
        breaker.failed(later);
        assert!(breaker.enter(later).is_err(), "still down");
        breaker.answered();
        breaker.failed(later);
        assert!(breaker.enter(later).is_ok(), "it had answered");
    }

    #[test]
    fn no_more_wait_at_a_time_than_may() {
        let breaker = Breaker::default();
        let now = Timestamp::parse("2026-11-21T08:00:00Z").unwrap();
        let turns: Vec<_> = (0..AT_ONCE).map(|_| breaker.enter(now).unwrap()).collect();
        assert!(breaker.enter(now).is_err());
        drop(turns);
        assert!(breaker.enter(now).is_ok());
    }
}
