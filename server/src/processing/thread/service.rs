//! Reading the thread of a dossier and writing into it.

use super::store::{self, Message, NewMessage};
use crate::audit::service::{Action, record};
use crate::clock::before;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::service::{self as filing, Reader, reader};
use crate::http::observe::RequestId;
use crate::identity::domain::Account;
use crate::notification::service::DossierNews;
use crate::processing::domain::Dossier;
use crate::processing::store as dossiers;
use crate::processing::tell::tell_filer;
use crate::processing::timeline::domain::{Moment, What, Who};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::processing::thread::{
    DossierMessage, MAX_MESSAGE, ReadMessages, SendMessage, Side, Thread, check_message,
};
use motcua_shared::time::Timestamp;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Messages that one side may write about a dossier within a day.
const PER_DAY: u32 = 50;
const DAY: u64 = 24 * 3600;

/// A dossier that this account may read, and on which side it stands.
fn sided(conn: &mut DbConn, account: &Account, id: DossierId) -> AppResult<(Dossier, Side)> {
    let (reader, side) = match reader(conn, account)? {
        Reader::Filer(account) => (dossiers::Reader::Filer(account), Side::Filer),
        Reader::Unit(unit) => (dossiers::Reader::Unit(unit), Side::Unit),
    };
    let dossier = dossiers::find(conn, reader, id)?.ok_or(ErrorCode::NotFound)?;
    filing::require_covered(conn, account, dossier.procedure)?;
    Ok((dossier, side))
}

const fn other(side: Side) -> Side {
    match side {
        Side::Filer => Side::Unit,
        Side::Unit => Side::Filer,
    }
}

fn thread(conn: &mut DbConn, dossier: DossierId, own: Side) -> AppResult<Thread> {
    let view = |message: Message| DossierMessage {
        id: message.id,
        side: message.side,
        name: match (own, message.unit) {
            (Side::Filer, Some(unit)) => unit,
            _ => message.name,
        },
        words: message.words,
        sent_at: message.sent_at,
        read_at: message.read_at,
    };
    let messages = store::list(conn, dossier)?;
    Ok(Thread {
        own,
        messages: messages.into_iter().map(view).collect(),
    })
}

/// That somebody wrote, and when; what they said stands in the thread alone.
pub(in crate::processing) fn moments(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<Moment>> {
    let wrote = |message: Message| Moment {
        at: message.sent_at,
        who: match message.unit {
            Some(unit) => Who::Officer {
                name: message.name,
                unit,
            },
            None => Who::Filer(message.name),
        },
        what: What::Messages {
            side: message.side,
            count: 1,
        },
        words: None,
    };
    Ok(store::list(conn, dossier)?.into_iter().map(wrote).collect())
}

/// The thread of a dossier.
pub fn load(conn: &mut DbConn, account: &Account, id: DossierId) -> AppResult<Thread> {
    let (_, side) = sided(conn, account, id)?;
    thread(conn, id, side)
}

/// Writes a message. The same request again changes nothing. Of several within a day who filed hears once; officers see what was
/// not read in their queue.
pub async fn send(
    state: &AppState,
    account: Account,
    id: DossierId,
    (request, key): (SendMessage, String),
    request_id: RequestId,
) -> AppResult<Thread> {
    // One spelling for all: what looks the same is the same.
    let composed: String = request.words.nfc().collect();
    let words =
        check_message(&composed).map_err(|code| AppError::field("words", code).with("max", MAX_MESSAGE))?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let (dossier, side) = sided(conn, &account, id)?;
        take_turn(conn, "dossier-messages", &id.to_string())?;
        if let Some((of, said)) = store::find_by_key(conn, account.id, &key)? {
            if of != id || said != words {
                return Err(ErrorCode::IdempotencyMismatch.into());
            }
            return thread(conn, id, side);
        }
        let (count, was_told) = store::count_since(conn, id, side, before(now, DAY))?;
        if count >= PER_DAY {
            return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(DAY));
        }
        let unit = match side {
            Side::Unit => {
                let acting = account.mandate.as_ref().map(|mandate| mandate.unit);
                let own = acting.or(account.unit_id).unwrap_or(dossier.lies.at);
                Some(directory::load(conn, own)?.name)
            }
            Side::Filer => None,
        };
        let name = account.signed();
        let is_told = side == Side::Unit && !was_told;
        let new = NewMessage {
            side,
            account: account.id,
            name: &name,
            unit: unit.as_deref(),
            words: &words,
            key: &key,
            is_told,
        };
        store::insert(conn, id, &new, now)?;
        record(
            conn,
            now,
            Some(account.id),
            Action::DossierMessageSent,
            id,
            &request_id,
        )?;
        if is_told {
            tell_filer(conn, &dossier, DossierNews::Message, now)?;
        }
        thread(conn, id, side)
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// Marks what the other side wrote as read.
pub fn mark_read(
    conn: &mut DbConn,
    account: &Account,
    id: DossierId,
    read: &ReadMessages,
    now: Timestamp,
) -> AppResult<Thread> {
    let (_, side) = sided(conn, account, id)?;
    store::mark_read(conn, id, other(side), read.last, now)?;
    thread(conn, id, side)
}

/// How many messages wait for the readers of these dossiers: for officers what filers wrote, for filers what units wrote.
pub fn count_unread(
    conn: &mut DbConn,
    dossiers: &[DossierId],
    from: Side,
) -> AppResult<HashMap<DossierId, u32>> {
    if dossiers.is_empty() {
        return Ok(HashMap::new());
    }
    store::count_unread(conn, dossiers, from)
}

/// How many messages of units an account has not read.
pub fn count_unread_of(conn: &mut DbConn, account: AccountId) -> AppResult<u32> {
    store::count_unread_of(conn, account)
}
