//! Answers whose time must not tell what was done for them.

use std::time::{Duration, Instant};

/// Longer than the work that must not show, and too short for anybody to mind.
const BEAT: Duration = Duration::from_millis(100);

/// Does the work and answers on the next full beat since it began: a message that is written for one and not for another
/// is lost in it.
pub(super) async fn on_the_beat<T>(work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let result = work.await;
    tokio::time::sleep(until_next(begun.elapsed())).await;
    result
}

fn until_next(passed: Duration) -> Duration {
    let beats = passed.as_nanos() / BEAT.as_nanos() + 1;
    let next = BEAT.saturating_mul(u32::try_from(beats).unwrap_or(u32::MAX));
    next.saturating_sub(passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_waits_for_the_next_beat() {
        let wait = |millis| until_next(Duration::from_millis(millis)).as_millis();
        assert_eq!(
            [wait(0), wait(3), wait(99), wait(100), wait(250)],
            [100, 97, 1, 100, 50]
        );
    }

    #[actix_web::test]
    async fn quick_work_is_answered_no_sooner_than_slow_work() {
        let begun = Instant::now();
        assert_eq!(on_the_beat(async { 1 }).await, 1);
        assert!(begun.elapsed() >= BEAT);
    }
}
