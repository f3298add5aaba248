//! Sending: one job carries one message for one try.

use super::service::{self, Taken};
use super::store::End;
use crate::error::{AppError, AppResult};
use crate::job::queue::Job;
use crate::state::AppState;
use motcua_shared::id::MessageId;
use motcua_shared::notification::dto::{ChannelKind, ChannelOrder};
use serde::{Deserialize, Serialize};

/// Kind of the job that tries to send a message.
pub const DELIVER: &str = "notification.deliver";

/// Argument of that job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deliver {
    /// The message in the outbox.
    pub message: MessageId,
}

/// Tries to send a message once. Harmless when it runs twice: the message is taken by one worker at a time, goes under
/// its own id, and is wiped when it went.
pub async fn deliver(state: &AppState, job: &Job) -> AppResult<()> {
    let Deliver { message } = serde_json::from_str(&job.payload)?;
    let portal = portal_order(state)?;
    let now = state.clock.now();
    let taken = state
        .db
        .write(move |conn| service::take(conn, now, message, &portal))
        .await?;
    let trip = match taken {
        Taken::Nothing => return Ok(()),
        Taken::Ended(channel, end) => {
            ended(state, message, channel, end);
            return Ok(());
        }
        Taken::Try(trip) => trip,
    };
    let channel = trip.route.channel;
    let result = state.channels.send(channel, &trip.outgoing).await;
    if let Err(failure) = &result {
        let (outcome, reason) = (failure.outcome(), failure.reason());
        tracing::warn!(%message, channel = channel.name(), outcome, reason, "message not taken");
    }
    let now = state.clock.now();
    let end = state
        .db
        .write(move |conn| service::settle(conn, now, *trip, result))
        .await?;
    match end {
        Some(End::Sent) => tracing::info!(%message, channel = channel.name(), "message sent"),
        Some(end) => ended(state, message, Some(channel), end),
        // The next try may be due at once.
        None => state.bell.ring(),
    }
    Ok(())
}

fn ended(state: &AppState, message: MessageId, channel: Option<ChannelKind>, end: End) {
    state.channels.figures().count(channel, end.name());
    tracing::warn!(%message, channel = channel.map(ChannelKind::name), end = end.name(), "message given up");
}

fn portal_order(state: &AppState) -> AppResult<ChannelOrder> {
    let kinds = state.config.notification.channels.clone();
    kinds
        .try_into()
        .map_err(|error| AppError::internal(anyhow::anyhow!("notification.channels: {error}")))
}

/// Once an hour: messages that lost their job, and those of long ago.
pub async fn look_after(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    let stranded = state.db.write(move |conn| service::look_after(conn, now)).await?;
    if stranded > 0 {
        tracing::warn!(stranded, "messages had lost their job");
        state.bell.ring();
    }
    Ok(())
}
