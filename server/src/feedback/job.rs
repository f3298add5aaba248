//! Telling every dossier that was filed with a wrong file.

use super::store::{self, Reader};
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::filing::service::flag;
use crate::http::observe::RequestId;
use crate::job::queue::{self, Job};
use crate::state::AppState;
use crate::vault::service::issue;
use motcua_shared::id::{DossierId, FeedbackId};
use serde::{Deserialize, Serialize};

/// Kind of that job.
pub const TELL_DOSSIERS: &str = "feedback.tell-dossiers";

/// Dossiers in one transaction.
const BATCH: usize = 100;
/// Feedback that is handed over in one run; the next one takes the rest.
const HANDED_OVER: i64 = 1_000;

/// Argument of that job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellDossiers {
    /// The feedback that was answered with another file.
    pub feedback: FeedbackId,
    /// Those up to here were told.
    pub after: Option<DossierId>,
}

/// Flags one page of dossiers and asks for the next. Harmless when it runs twice: a dossier is flagged once.
pub async fn tell_dossiers(state: &AppState, job: &Job) -> AppResult<()> {
    let TellDossiers { feedback, after } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let Some(told) = store::find(conn, Reader::Portal, feedback)? else {
            return Ok(());
        };
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let dossiers = issue::list_dossiers_with(conn, told.paper, told.said.file_version, after, limit)?;
        for dossier in &dossiers {
            let wrong = flag::WrongPaper {
                paper: told.paper,
                file_version: told.said.file_version,
                paper_name: &told.paper_name,
                unit_name: &told.unit_name,
            };
            flag::flag(conn, *dossier, &wrong, now)?;
        }
        match dossiers.last().filter(|_| dossiers.len() == BATCH) {
            Some(last) => {
                let next = TellDossiers {
                    feedback,
                    after: Some(*last),
                };
                queue::enqueue(conn, now, TELL_DOSSIERS, &next)
            }
            None => Ok(()),
        }
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}

/// Gives what units that are no more had to answer to those that took over (`directory::service::heir`).
pub async fn hand_over(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let by = RequestId::of_job("handover");
        let today = now.vietnam_date();
        for (feedback, ended) in store::list_ended(conn, today, HANDED_OVER)? {
            match directory::heir(conn, ended, today)? {
                Some(heir) => {
                    store::put(conn, feedback, heir)?;
                    record(conn, now, None, Action::FeedbackHandedOver, feedback, &by)?;
                }
                None => tracing::error!(unit = %ended, "open feedback lies at a unit that is no more"),
            }
        }
        Ok(())
    };
    state.db.write(work).await
}
