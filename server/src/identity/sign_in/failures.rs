//! How long somebody must wait who failed again and again. No HTTP, no SQL, no clock.

use crate::clock::after;
use motcua_shared::time::Timestamp;

/// Failed sign-ins of one name, in a row.
#[derive(Debug, Clone, Copy)]
pub struct Failures {
    /// How many.
    pub in_row: u32,
    /// The last one.
    pub last_at: Timestamp,
}

/// The first wait; each further failure doubles it.
const FIRST_WAIT: u64 = 30;
/// The longest wait.
const LONGEST_WAIT: u64 = 3600;
/// After so many in a row only a new password helps (NIST SP 800-63B-4 §3.2.2: at most 100).
const LAST: u32 = 100;
/// A row is over after this long without a failure. A wait is never longer.
pub const FORGET_SECONDS: u64 = 24 * 3600;

/// What a name that failed before may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Try.
    Free,
    /// Wait for so many seconds.
    Wait(u64),
    /// Nothing but recover the account.
    Closed,
}

impl Failures {
    /// Whether another try is allowed, when `free` of them cost no wait.
    pub fn standing(self, now: Timestamp, free: u32) -> Standing {
        if self.in_row >= LAST {
            return Standing::Closed;
        }
        let Some(beyond) = self.in_row.checked_sub(free) else {
            return Standing::Free;
        };
        let wait = FIRST_WAIT.saturating_mul(1 << beyond.min(16)).min(LONGEST_WAIT);
        let free_at = after(self.last_at, wait);
        let left = free_at.unix_seconds() - now.unix_seconds();
        match u64::try_from(left) {
            Ok(left) if left > 0 => Standing::Wait(left),
            _ => Standing::Free,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_begin_at_the_sixth_try_double_and_end_at_an_hour() {
        let last_at = Timestamp::parse("2026-11-20T08:00:00Z").unwrap();
        let standing = |in_row, seconds| Failures { in_row, last_at }.standing(after(last_at, seconds), 5);
        assert_eq!(standing(4, 0), Standing::Free);
        assert_eq!(standing(5, 0), Standing::Wait(30));
        assert_eq!(standing(5, 30), Standing::Free);
        assert_eq!(standing(7, 20), Standing::Wait(100));
        assert_eq!(standing(40, 1), Standing::Wait(3599));
        assert_eq!(standing(99, 3600), Standing::Free);
        assert_eq!(standing(100, 80_000), Standing::Closed);
    }
}
