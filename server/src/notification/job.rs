//! Sending.

use super::esms;
use crate::error::{AppError, AppResult};
use crate::job::queue::Job;
use crate::state::AppState;
use serde::{Deserialize, Serialize};

/// Kind of the job that sends an SMS.
pub const SEND_SMS: &str = "notification.send-sms";

/// Argument of that job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sms {
    /// Local form.
    pub phone: String,
    /// Text.
    pub content: String,
}

/// Hands the message to the gateway. The job's id goes along, so that a repeat is sent once.
pub async fn send_sms(state: &AppState, job: &Job) -> AppResult<()> {
    let sms: Sms = serde_json::from_str(&job.payload)?;
    esms::send(&state.config.sms, &sms.phone, &sms.content, &job.id)
        .await
        .map_err(AppError::internal)
}
