//! The queue: each job once, again after a failure, silent when done; and the SMS gateway spoken to for real.

use motcua_server::db::write_now;
use motcua_server::job::queue::{self, Job};
use motcua_server::notification::job::{SEND_SMS, Sms};
use motcua_tests::sandbox::Sandbox;
use motcua_tests::{Backend, Login, TestApp, on_both, on_each};
use std::collections::BTreeSet;

/// Queues a message without a sign-in.
fn enqueue(app: &TestApp, count: usize) {
    let now = app.state.clock.now();
    let mut conn = app.state.db.connection().unwrap();
    for _ in 0..count {
        let sms = Sms {
            phone: "0900000001".to_owned(),
            content: "Ma xac thuc: 123456".to_owned(),
        };
        queue::enqueue(&mut conn, now, SEND_SMS, &sms).unwrap();
    }
}

fn states(app: &TestApp) -> Vec<String> {
    app.query("select state || ' ' || attempts as value from jobs order by id")
}

async fn with_gateway(backend: Backend, url: &str, secret: &'static str) -> TestApp {
    let url = url.to_owned();
    TestApp::start_with(backend, move |config| {
        config.sms.url = url;
        config.sms.api_key = "sandbox".to_owned().into();
        config.sms.secret_key = secret.to_owned().into();
        config.sms.brandname = "MOTCUA".to_owned();
    })
    .await
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
        assert_eq!(app.query("select last_error as value from jobs"), ["sms.url is not set, so nothing can be sent"]);
    }

    async fn a_job_that_nobody_knows_stops_no_other(app) {
        let now = app.state.clock.now();
        queue::enqueue(&mut app.state.db.connection().unwrap(), now, "khong.ai-biet", &()).unwrap();
        enqueue(&app, 1);
        assert_eq!(app.run_jobs().await, 2);
        assert_eq!(states(&app), ["waiting 1", "waiting 1"]);
    }

    async fn done_jobs_are_forgotten_after_a_week(app) {
        enqueue(&app, 2);
        app.execute("update jobs set state = 'done' where id = (select min(id) from jobs)");
        app.advance(8 * 24 * 3600);
        motcua_server::job::registry::hourly(&app.state).await;
        assert_eq!(states(&app), ["waiting 0"]);
    }
}

on_each! {
    async fn a_code_reaches_the_phone_and_is_forgotten_here(backend) {
        let sandbox = Sandbox::start();
        let app = with_gateway(backend, &sandbox.url, "sandbox").await;
        let client = app.nobody();
        app.challenge(&client, Login::Agency).await;
        let code = app.last_code();
        let job = app.query("select id as value from jobs").remove(0);
        assert_eq!(app.run_jobs().await, 1);
        let inbox: serde_json::Value = reqwest::get(format!("{}/api/messages?phone=0900000001", sandbox.url))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(inbox.as_array().unwrap().len(), 1);
        assert!(inbox[0]["content"].as_str().unwrap().contains(&code), "{inbox}");
        assert_eq!(inbox[0]["request_id"], job.as_str(), "so that a repeat is recognised");
        assert_eq!(states(&app), ["done 1"]);
        assert_eq!(app.query("select payload as value from jobs"), ["{}"]);
        // The answer of the gateway was lost, so the job runs again: no second message.
        app.execute("update jobs set state = 'waiting'");
        app.execute(&format!("update jobs set payload = '{{\"phone\":\"0900000001\",\"content\":\"Ma {code}\"}}'"));
        app.advance(600);
        assert_eq!(app.run_jobs().await, 1);
        let again: serde_json::Value = reqwest::get(format!("{}/api/messages", sandbox.url)).await.unwrap().json().await.unwrap();
        assert_eq!(again, inbox);
    }

    async fn a_gateway_that_refuses_or_is_down_leaves_the_job_waiting(backend) {
        let sandbox = Sandbox::start();
        let app = with_gateway(backend, &sandbox.url, "sai").await;
        enqueue(&app, 1);
        assert_eq!(app.run_jobs().await, 1);
        let error = app.query("select last_error as value from jobs").remove(0);
        assert!(error.contains("101"), "{error}");
        drop(sandbox);
        app.advance(10);
        assert_eq!(app.run_jobs().await, 1);
        let error = app.query("select last_error as value from jobs").remove(0);
        assert!(error.starts_with("the SMS gateway cannot be reached"), "{error}");
        for secret in ["0900000001", "123456", "sai"] {
            assert!(!error.contains(secret), "{error}");
        }
        assert_eq!(states(&app), ["waiting 2"]);
    }
}
