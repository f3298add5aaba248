//! What people hear of a feedback.

use super::domain::Feedback;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::service as identity;
use crate::notification::service::{self as notification, FeedbackNews, Lang, Message, Notice};
use motcua_shared::error::ErrorCode;
use motcua_shared::time::Timestamp;

/// Tells the owner how it goes on. An account that may not act any more hears nothing.
pub fn tell_owner(
    conn: &mut DbConn,
    feedback: &Feedback,
    news: FeedbackNews,
    lang: Lang,
    now: Timestamp,
) -> AppResult<()> {
    let owner = match identity::load_account(conn, feedback.owner) {
        Ok(owner) => owner,
        Err(error) if error.code == ErrorCode::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let to = owner.contact();
    let notice = Notice::Feedback { at: now, news };
    notification::send(conn, now, Message::new(to, notice, lang)).map(|_| ())
}
