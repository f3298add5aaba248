//! The queue: each job once, again after a failure, silent when done.

use motcua_server::db::write_now;
use motcua_server::job::queue::{self, Job};
use motcua_tests::{TestApp, on_both};
use std::collections::BTreeSet;

/// Queues jobs that nobody knows how to do, so that each fails.
fn enqueue(app: &TestApp, count: usize) {
    let now = app.state.clock.now();
    let mut conn = app.state.db.connection().unwrap();
    for _ in 0..count {
        queue::enqueue(&mut conn, now, "khong.ai-biet", &"0900000001").unwrap();
    }
}

fn states(app: &TestApp) -> Vec<String> {
    app.query("select state || ' ' || attempts as value from jobs order by id")
}

on_both! {
    async fn a_job_is_claimed_by_one_worker(app) {
        enqueue(&app, 12);
        let now = app.state.clock.now();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = app.state.db.clone();
                std::thread::spawn(move || {
                    let mut conn = db.connection().unwrap();
                    let mut claimed: Vec<String> = Vec::new();
                    // A worker that lost a race sees nothing once and looks again.
                    let mut misses = 0;
                    while misses < 50 {
                        match write_now(&mut conn, |conn| queue::claim(conn, now)).unwrap() {
                            Some(Job { id, .. }) => claimed.push(id),
                            None => misses += 1,
                        }
                    }
                    claimed
                })
            })
            .collect();
        let claimed: Vec<String> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
        let distinct: BTreeSet<&String> = claimed.iter().collect();
        assert_eq!((claimed.len(), distinct.len()), (12, 12));
    }

    async fn a_claimed_job_whose_worker_died_is_due_again(app) {
        enqueue(&app, 1);
        let mut conn = app.state.db.connection().unwrap();
        let mut claim = |app: &TestApp| {
            let now = app.state.clock.now();
            write_now(&mut conn, |conn| queue::claim(conn, now)).unwrap()
        };
        assert_eq!(claim(&app).unwrap().attempts, 0);
        assert!(claim(&app).is_none());
        app.advance(119);
        assert!(claim(&app).is_none());
        app.advance(2);
        assert_eq!(claim(&app).unwrap().attempts, 1);
    }

    async fn a_job_that_fails_waits_longer_each_time_and_is_given_up_after_ten(app) {
        enqueue(&app, 1);
        for attempt in 1..=10_u32 {
            assert_eq!(app.run_jobs().await, 1, "attempt {attempt}");
            assert_eq!(app.run_jobs().await, 0, "not due at once");
            if attempt < 10 {
                assert_eq!(states(&app), [format!("waiting {attempt}")]);
                let wait = 2_u64.pow(attempt).min(3600);
                app.advance(wait - 1);
                assert_eq!(app.run_jobs().await, 0, "not due after {} of {wait} s", wait - 1);
                app.advance(2);
            }
        }
        assert_eq!(states(&app), ["dead 10"]);
        app.advance(24 * 3600);
        assert_eq!(app.run_jobs().await, 0);
        assert_eq!(app.query("select last_error as value from jobs"), ["no such job: khong.ai-biet"]);
        assert_eq!(app.query("select payload as value from jobs"), ["{}"], "what it was about is nobody's business");
    }

    async fn a_job_for_later_waits_for_its_time(app) {
        let now = app.state.clock.now();
        let later = motcua_server::clock::after(now, 60);
        queue::enqueue_at(&mut app.state.db.connection().unwrap(), now, later, "khong.ai-biet", &()).unwrap();
        enqueue(&app, 1);
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(states(&app), ["waiting 0", "waiting 1"]);
        app.advance(61);
        assert_eq!(app.run_jobs().await, 2, "a job that fails stops no other");
    }

    async fn done_jobs_are_forgotten_after_a_week(app) {
        enqueue(&app, 2);
        app.execute("update jobs set state = 'done' where id = (select min(id) from jobs)");
        app.advance(8 * 24 * 3600);
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(states(&app), ["waiting 0"]);
    }
}
