//! What happens when somebody is known.

use super::service::{deliver, list_numbers, look_again};
use crate::error::AppResult;
use crate::identity::service::Proven;
use crate::job::queue::Job;
use crate::state::AppState;

/// Puts what waited for the owner of an account into their vault. Harmless when it runs twice.
pub async fn account_proven(state: &AppState, job: &Job) -> AppResult<()> {
    let Proven { account } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    state.db.write(move |conn| deliver(conn, account, now)).await?;
    state.bell.ring();
    Ok(())
}

/// Looks again for everybody whom a result waits for, one number after the other.
pub async fn look_after(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    let mut behind = String::new();
    loop {
        let last = behind.clone();
        let numbers = state.db.read(move |conn| list_numbers(conn, &last)).await?;
        let Some(last) = numbers.last().cloned() else {
            break;
        };
        for number in numbers {
            state.db.write(move |conn| look_again(conn, &number, now)).await?;
        }
        behind = last;
    }
    state.bell.ring();
    Ok(())
}
