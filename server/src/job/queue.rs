//! The queue as rows.

use crate::clock::after;
use crate::db::DbConn;
use crate::db::schema::jobs;
use crate::db::types::naive;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::time::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Notify;

/// Wakes the worker, so that a one-time code does not wait for its next look.
#[derive(Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// There is work. Call it after the transaction is committed.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for the next ring.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

/// A job that is due.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Job {
    /// Its id, which senders hand on so that a repeat is recognised.
    pub id: String,
    /// Which job of the registry.
    pub kind: String,
    /// Its argument, JSON.
    pub payload: String,
    /// Runs so far.
    pub attempts: i32,
}

/// After so many runs a job is dead: an administrator has to look.
pub const MAX_ATTEMPTS: i32 = 10;

/// A claimed job that does not report back is due again after this time.
const LEASE_SECONDS: u64 = 120;

/// Enqueues a job in the transaction of `conn`.
pub fn enqueue(conn: &mut DbConn, now: Timestamp, kind: &str, payload: &impl Serialize) -> AppResult<()> {
    enqueue_at(conn, now, now, kind, payload)
}

/// The same for a job that is not to run before `run_after`.
pub fn enqueue_at(
    conn: &mut DbConn,
    now: Timestamp,
    run_after: Timestamp,
    kind: &str,
    payload: &impl Serialize,
) -> AppResult<()> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(uuid::Uuid::now_v7().to_string()),
            jobs::kind.eq(kind),
            jobs::payload.eq(serde_json::to_string(payload)?),
            jobs::run_after.eq(naive(run_after)),
            jobs::attempts.eq(0),
            jobs::state.eq("waiting"),
            jobs::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the job that is due longest: it is not due again until its lease ends. Call in a write transaction; on
/// PostgreSQL the guarded update keeps two workers apart, on SQLite there is one writer at a time. Who loses that race
/// looks at the next job.
pub fn claim(conn: &mut DbConn, now: Timestamp) -> AppResult<Option<Job>> {
    const LOOKS: usize = 8;
    for _ in 0..LOOKS {
        match claim_first(conn, now)? {
            Claim::Job(job) => return Ok(Some(job)),
            Claim::Nothing => return Ok(None),
            Claim::Lost => {}
        }
    }
    Ok(None)
}

enum Claim {
    Job(Job),
    Nothing,
    Lost,
}

fn claim_first(conn: &mut DbConn, now: Timestamp) -> AppResult<Claim> {
    let due: Option<Job> = jobs::table
        .filter(jobs::state.eq("waiting").and(jobs::run_after.le(naive(now))))
        .order((jobs::run_after, jobs::id))
        .select(Job::as_select())
        .first(conn)
        .optional()?;
    let Some(job) = due else {
        return Ok(Claim::Nothing);
    };
    let changed = diesel::update(jobs::table.find(&job.id))
        .filter(jobs::state.eq("waiting").and(jobs::attempts.eq(job.attempts)))
        .set((
            jobs::attempts.eq(job.attempts + 1),
            jobs::run_after.eq(naive(after(now, LEASE_SECONDS))),
        ))
        .execute(conn)?;
    Ok(if changed == 1 {
        Claim::Job(job)
    } else {
        Claim::Lost
    })
}

/// The job is done; what it carried (a one-time code, a phone) is forgotten.
pub fn finish(conn: &mut DbConn, id: &str) -> AppResult<()> {
    diesel::update(jobs::table.find(id))
        .set((jobs::state.eq("done"), jobs::payload.eq("{}")))
        .execute(conn)?;
    Ok(())
}

/// The job failed: again later, or dead.
pub fn fail(conn: &mut DbConn, job: &Job, now: Timestamp, error: &str) -> AppResult<()> {
    let attempts = job.attempts + 1;
    let state = if attempts >= MAX_ATTEMPTS {
        "dead"
    } else {
        "waiting"
    };
    let wait = 2_u64
        .saturating_pow(u32::try_from(attempts).unwrap_or(0))
        .min(3600);
    // A dead job is looked at for its error; the phone and code that it carried are nobody's business any more.
    let payload = if state == "dead" {
        "{}"
    } else {
        job.payload.as_str()
    };
    diesel::update(jobs::table.find(&job.id))
        .set((
            jobs::payload.eq(payload),
            jobs::state.eq(state),
            jobs::run_after.eq(naive(after(now, wait))),
            jobs::last_error.eq(error),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets jobs that were done before `moment`.
pub fn forget_done(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let done = jobs::table.filter(jobs::state.eq("done").and(jobs::created_at.lt(naive(moment))));
    Ok(diesel::delete(done).execute(conn)?)
}
