//! The only place that asks what time it is.

use motcua_shared::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A clock that tests can move forward.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_micros: Arc<AtomicI64>,
}

impl Clock {
    /// Now, in UTC, cut to microseconds.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> Timestamp {
        let ahead = chrono::Duration::microseconds(self.ahead_micros.load(Ordering::Relaxed));
        Timestamp::new(chrono::Utc::now() + ahead)
    }

    /// Moves this clock forward, for tests of what time does.
    pub fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.ahead_micros.fetch_add(micros, Ordering::Relaxed);
    }
}

/// `moment` plus `seconds`; far beyond the calendar it stays where it is.
pub fn after(moment: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    chrono::Duration::try_seconds(seconds)
        .and_then(|delta| moment.utc().checked_add_signed(delta))
        .map_or(moment, Timestamp::new)
}

/// `moment` minus `seconds`.
pub fn before(moment: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    chrono::Duration::try_seconds(seconds)
        .and_then(|delta| moment.utc().checked_sub_signed(delta))
        .map_or(moment, Timestamp::new)
}
