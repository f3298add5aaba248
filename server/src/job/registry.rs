//! Which job is whose. The only part of the queue that knows features.

use super::queue::Job;
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use crate::{
    audit, catalogue, delegation, directory, feedback, filing, identity, notification, processing, signature,
    signing, statistics, upload, vault,
};

/// Runs one queued job.
pub async fn run(state: &AppState, job: &Job) -> AppResult<()> {
    match job.kind.as_str() {
        notification::job::DELIVER => notification::job::deliver(state, job).await,
        identity::service::PROVEN => processing::waiting::job::account_proven(state, job).await,
        identity::job::PHONE_CHANGE_DUE => identity::job::phone_change_due(state, job).await,
        upload::service::RELEASE => upload::job::release(state, job).await,
        directory::service::UNIT_ENDED => hand_over(state).await,
        feedback::job::TELL_DOSSIERS => feedback::job::tell_dossiers(state, job).await,
        filing::service::FIND_WORDS => filing::service::find_words(state, job).await,
        vault::job::REKEY => vault::job::rekey(state, job).await,
        catalogue::service::RENAMED => vault::job::category_renamed(state, job).await,
        signature::service::JUDGED => vault::job::judged(state, job).await,
        other => Err(AppError::internal(anyhow::anyhow!("no such job: {other}"))),
    }
}

/// What lies open at units that are no more goes to those that took over.
async fn hand_over(state: &AppState) -> AppResult<()> {
    processing::handover::job::hand_over(state).await?;
    feedback::job::hand_over(state).await
}

/// Cleaning up, once an hour and at start. Harmless on several servers at once.
pub async fn hourly(state: &AppState) {
    state.visitors.shrink();
    let jobs = [
        ("identity", identity::job::forget_ended(state).await),
        (
            "identity",
            identity::staff::closing::job::keep(state).await.map(|_| ()),
        ),
        ("upload", upload::job::forget_unused(state).await),
        ("upload", upload::job::reconcile(state).await.map(|_| ())),
        ("upload", upload::job::scan_older(state).await.map(|_| ())),
        ("signature", signature::job::reload(state).await),
        ("signature", signature::job::verify_again(state).await.map(|_| ())),
        ("signature", signature::job::forget_unused(state).await),
        ("signing", signing::job::forget_old(state).await),
        (
            "vault",
            vault::certified::job::mark_missed(state).await.map(|_| ()),
        ),
        ("filing", filing::service::forget_ended_drafts(state).await),
        ("delegation", delegation::job::tell_begun(state).await.map(|_| ())),
        ("processing", processing::waiting::job::look_after(state).await),
        ("directory", hand_over(state).await),
        ("notification", notification::job::look_after(state).await),
        (
            "statistics",
            statistics::job::keep_durations(state).await.map(|_| ()),
        ),
        ("audit", audit::seal::service::stamp(state).await.map(|_| ())),
        ("job", forget_done(state).await),
    ];
    for (feature, result) in jobs {
        if let Err(error) = result {
            tracing::error!(feature, cause = ?error.cause, "hourly work failed");
        }
    }
}

/// What waits on the antivirus.
pub async fn scan(state: &AppState) -> AppResult<()> {
    upload::job::scan_waiting(state).await.map(|_| ())
}

/// What is to be tied into the chain of the audit log.
pub async fn seal(state: &AppState) -> AppResult<()> {
    audit::seal::service::seal(state).await.map(|_| ())
}

/// What changed since figures were folded last.
pub async fn fold_figures(state: &AppState) -> AppResult<()> {
    statistics::figures::fold::job::fold(state).await.map(|_| ())
}

/// What waits on systems outside for as long as they please, and may not wait for the rest of it.
pub async fn care_for_new(state: &AppState) -> AppResult<()> {
    signature::job::care_for_new(state).await.map(|_| ())
}

/// The rest of it.
pub async fn care_for_open(state: &AppState) -> AppResult<()> {
    signature::job::care_for_open(state).await.map(|_| ())
}

/// The same once at start.
pub async fn start_care(state: &AppState) -> AppResult<()> {
    signature::job::start_care(state).await
}

async fn forget_done(state: &AppState) -> AppResult<()> {
    const WEEK_SECONDS: u64 = 7 * 24 * 3600;
    let moment = crate::clock::before(state.clock.now(), WEEK_SECONDS);
    state
        .db
        .write(move |conn| super::queue::forget_done(conn, moment))
        .await
        .map(|_| ())
}
