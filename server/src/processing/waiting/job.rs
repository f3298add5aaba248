//! What happens when somebody is known.

use super::service::deliver;
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
