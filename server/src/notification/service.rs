//! The messages.

use super::job::{SEND_SMS, Sms};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::job::queue;
use motcua_shared::text::{Lang, notice};
use motcua_shared::time::Timestamp;

/// Sends a one-time code.
pub fn send_code(
    conn: &mut DbConn,
    now: Timestamp,
    phone: &str,
    code: &str,
    minutes: u64,
    lang: Lang,
) -> AppResult<()> {
    let content = notice::one_time_code(lang, code, minutes);
    queue::enqueue(
        conn,
        now,
        SEND_SMS,
        &Sms {
            phone: phone.to_owned(),
            content,
        },
    )
}

/// Says that a dossier was received by the portal.
pub fn send_submitted(
    conn: &mut DbConn,
    now: Timestamp,
    phone: &str,
    dossier_code: &str,
    lang: Lang,
) -> AppResult<()> {
    let content = notice::dossier_submitted(lang, dossier_code);
    queue::enqueue(
        conn,
        now,
        SEND_SMS,
        &Sms {
            phone: phone.to_owned(),
            content,
        },
    )
}

/// Says that a password was replaced, to one phone of the account.
pub fn send_password_changed(conn: &mut DbConn, now: Timestamp, phone: &str, lang: Lang) -> AppResult<()> {
    let content = notice::password_changed(lang, now.vietnam_minute());
    queue::enqueue(
        conn,
        now,
        SEND_SMS,
        &Sms {
            phone: phone.to_owned(),
            content,
        },
    )
}
