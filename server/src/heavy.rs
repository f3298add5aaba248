//! Work that fills a processor for long, on threads that give way to everything else: whoever only reads a list does
//! not wait behind somebody's password.

use crate::error::AppError;
use anyhow::Context;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;
use tokio::sync::oneshot;

/// As many threads as there are processors; who comes first is served first.
#[derive(Debug, Clone)]
pub struct Heavy(Arc<ThreadPool>);

impl Heavy {
    /// # Errors
    ///
    /// If the threads cannot be started.
    pub fn new(name: &'static str) -> anyhow::Result<Self> {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pool = ThreadPoolBuilder::new()
            .num_threads(processors)
            .thread_name(move |number| format!("{name}-{number}"))
            .start_handler(|_| give_way())
            .panic_handler(|_| tracing::error!("heavy work broke off"))
            .build()
            .context("threads for heavy work")?;
        Ok(Self(Arc::new(pool)))
    }

    /// Does it when its turn comes, unless nobody waits for it any more by then.
    ///
    /// # Errors
    ///
    /// If it panics.
    pub async fn run<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (answer, done) = oneshot::channel();
        self.0.spawn(move || {
            if !answer.is_closed() {
                // Nobody waits any more.
                let _ = answer.send(work());
            }
        });
        done.await.map_err(AppError::internal)
    }
}

/// A thread of the policy `idle` is interrupted at once by any other that has something to do; one that merely has a
/// low priority ends its slice first. Without other work it has the whole processor.
#[cfg(target_os = "linux")]
fn give_way() {
    use thread_priority::{NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy};
    use thread_priority::{set_thread_priority_and_policy, thread_native_id};
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
        tracing::warn!(?error, "threads for heavy work keep the priority of all others");
    }
}

/// Elsewhere there is no such policy; portals run on Linux.
#[cfg(not(target_os = "linux"))]
const fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn work_is_done_in_turn_on_threads_that_give_way() {
        use thread_priority::{NormalThreadSchedulePolicy, ThreadSchedulePolicy};
        let heavy = Heavy::new("test").unwrap();
        let policy = heavy.run(thread_priority::thread_schedule_policy).await.unwrap();
        assert_eq!(
            policy.unwrap(),
            ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle)
        );
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_left_out_and_what_breaks_off_is_an_error() {
        let heavy = Heavy::new("test").unwrap();
        let threads = heavy.0.current_num_threads();
        let (begun, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let busy: Vec<_> = (0..threads)
            .map(|_| {
                let (heavy, begun) = (heavy.clone(), Arc::clone(&begun));
                tokio::spawn(async move {
                    heavy
                        .run(move || {
                            begun.fetch_add(1, Ordering::SeqCst);
                            std::thread::sleep(Duration::from_millis(100));
                        })
                        .await
                })
            })
            .collect();
        while begun.load(Ordering::SeqCst) < threads {
            tokio::task::yield_now().await;
        }
        let count = Arc::clone(&done);
        let left = heavy.run(move || count.fetch_add(1, Ordering::SeqCst));
        assert!(
            tokio::time::timeout(Duration::from_millis(1), left)
                .await
                .is_err()
        );
        for one in busy {
            one.await.unwrap().unwrap();
        }
        let broken: Result<(), _> = heavy.run(|| panic!("of the test")).await;
        assert!(broken.is_err());
        heavy.run(|| ()).await.unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 0);
    }
}
