//! A transaction that somebody keeps open, so that a test says in which order others come.

use crate::{Backend, TestApp};
use diesel::connection::SimpleConnection;
use motcua_server::db::write_now;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Somebody else's transaction; what it wrote is locked until it ends.
#[derive(Debug)]
pub struct Held {
    go_on: Sender<()>,
    thread: JoinHandle<()>,
}

impl Held {
    /// Ends it.
    pub fn commit(self) {
        self.go_on.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

impl TestApp {
    /// Runs a statement and keeps its transaction open.
    pub fn hold(&self, sql: &str) -> Held {
        let (db, sql) = (self.state.db.clone(), sql.to_owned());
        let (done, is_done) = channel();
        let (go_on, goes_on) = channel();
        let thread = std::thread::spawn(move || {
            let mut conn = db.connection().unwrap();
            write_now(&mut conn, |conn| {
                conn.batch_execute(&sql).unwrap();
                done.send(()).unwrap();
                goes_on.recv().unwrap();
                Ok(())
            })
            .unwrap();
        });
        is_done.recv_timeout(Duration::from_secs(10)).unwrap();
        Held { go_on, thread }
    }

    /// Waits until so many wait for what is held. On SQLite everybody who writes does, and nobody can say who.
    pub async fn wait_for_locks(&self, count: u64) {
        if self.backend == Backend::Sqlite {
            return;
        }
        let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        for _ in 0..400 {
            if self.count(waiting) >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("nobody came to wait");
    }
}
