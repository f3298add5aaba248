//! Authorities that do not answer are left alone for a while, so that papers do not wait for them one after the other.

use crate::clock::{Clock, after};
use motcua_shared::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Questions in a row without an answer after which the pause begins.
const FAILURES: u32 = 2;
/// Its length.
const PAUSE_SECONDS: u64 = 60;

#[derive(Debug, Default)]
struct Condition {
    failures: u32,
    until: Option<Timestamp>,
}

/// How those outside do whom papers are looked after with. Copies share it. Only who is named in the settings is ever asked,
/// so that there are few of them.
#[derive(Debug, Clone, Default)]
pub struct Pauses {
    clock: Clock,
    book: Arc<Mutex<HashMap<String, Condition>>>,
}

impl Pauses {
    /// Nobody is left alone yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            book: Arc::default(),
        }
    }

    /// Asks `who`, and takes note whether there was an answer; `None` while they are left alone.
    pub fn ask<T, E>(&self, who: &str, ask: impl FnOnce() -> Result<T, E>) -> Option<Result<T, E>> {
        if self.is_left_alone(who) {
            return None;
        }
        let answer = ask();
        self.note(who, answer.is_ok());
        Some(answer)
    }

    fn is_left_alone(&self, who: &str) -> bool {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let until = book.get(who).and_then(|condition| condition.until);
        until.is_some_and(|until| until > self.clock.now())
    }

    fn note(&self, who: &str, has_answered: bool) {
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        if has_answered {
            book.remove(who);
            return;
        }
        let condition = book.entry(who.to_owned()).or_default();
        condition.failures = condition.failures.saturating_add(1);
        if condition.failures >= FAILURES {
            // After the pause one failure is enough for the next one.
            condition.until = Some(after(self.clock.now(), PAUSE_SECONDS));
            tracing::warn!(
                who,
                seconds = PAUSE_SECONDS,
                "an authority does not answer and is left alone"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn who_does_not_answer_twice_is_left_alone_and_then_asked_once() {
        let clock = Clock::default();
        let pauses = Pauses::new(clock.clone());
        let ask = |who, answer: Result<(), ()>| pauses.ask(who, || answer).is_some();
        assert!(ask("a", Err(())) && ask("a", Err(())));
        assert!(!ask("a", Ok(())), "left alone");
        assert!(ask("b", Ok(())), "nobody else is");
        clock.advance(Duration::from_secs(PAUSE_SECONDS));
        assert!(ask("a", Err(())), "asked again");
        assert!(!ask("a", Ok(())), "still down");
        clock.advance(Duration::from_secs(PAUSE_SECONDS));
        assert!(
            ask("a", Ok(())) && ask("a", Err(())) && ask("a", Ok(())),
            "it had answered"
        );
        assert!(
            pauses.book.lock().unwrap().is_empty(),
            "nothing is kept of who answers"
        );
    }
}
