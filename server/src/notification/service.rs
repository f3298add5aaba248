//! The outbox: what goes in, what is taken out for a try, and what came of it.

use super::channel::{Outgoing, Receipt};
use super::domain::{Failure, Next, Route};
use super::job::{DELIVER, Deliver};
use super::store::{self, End, NewMessage, Queued};
use crate::clock::{after, before};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::AppResult;
use crate::job::queue;
use motcua_shared::id::{AccountId, MessageId};
use motcua_shared::time::Timestamp;

pub use super::delegation_news::{DelegationNews, DelegationTold};
pub use super::domain::EmailAddress;
pub use super::dossier_news::DossierNews;
pub use super::notice::{ClaimOutcome, CodePurpose, FeedbackNews, Notice, RightsChange};
pub use super::petition_news::{PetitionNews, PetitionTold};
pub use super::typed::typed_or_own;
pub use motcua_shared::notification::dto::{ChannelKind, ChannelOrder};
pub use motcua_shared::text::Lang;

/// A notice that could not be delivered for so long is news no more.
const NOTICE_SECONDS: u64 = 3 * 24 * 3600;

/// One try has so long; then another worker may. Longer than any channel takes, shorter than the lease of a job, so
/// that a job that runs again finds its message free.
const LEASE_SECONDS: u64 = 90;

/// A message that nobody tried for so long after its time has lost its job.
const STRANDED_SECONDS: u64 = 600;

/// That a message went, by which channel and when, is kept this long.
const KEEP_SECONDS: u64 = 180 * 24 * 3600;

/// Stranded messages looked after at a time.
const BATCH: i64 = 500;

/// Whom a message is for.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Their account, if they have one: its order of channels is kept to.
    pub account: Option<AccountId>,
    /// In local form.
    pub phone: Option<String>,
    /// Address.
    pub email: Option<EmailAddress>,
}

impl Recipient {
    /// With addresses as accounts hold them; what is no e-mail address is not one to send to.
    pub fn new(account: Option<AccountId>, phone: Option<&str>, email: Option<&str>) -> Self {
        Self {
            account,
            phone: phone.filter(|phone| !phone.is_empty()).map(str::to_owned),
            email: email.and_then(EmailAddress::parse),
        }
    }
}

/// By which channels a message may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The recipient's order; a code by SMS first, and by others only if the recipient put them into the order.
    Preferred,
    /// This one and no other: a code that proves a phone or an address.
    Only(ChannelKind),
}

/// Something to tell.
#[derive(Debug, Clone)]
pub struct Message {
    /// Whom.
    pub to: Recipient,
    /// What.
    pub notice: Notice,
    /// In which language.
    pub lang: Lang,
    /// By which channels.
    pub via: Via,
    /// After which moment it is worthless and not sent any more; by default the end of the code or link in it, else
    /// three days.
    pub expires_at: Option<Timestamp>,
}

impl Message {
    /// By the recipient's channels, for as long as it makes sense.
    pub fn new(to: Recipient, notice: Notice, lang: Lang) -> Self {
        Self {
            to,
            notice,
            lang,
            via: Via::Preferred,
            expires_at: None,
        }
    }

    /// By this channel and no other.
    pub fn only(self, kind: ChannelKind) -> Self {
        Self {
            via: Via::Only(kind),
            ..self
        }
    }
}

/// Writes a message into the outbox, in the transaction of the change that it tells of. Ring the bell after the commit.
pub fn send(conn: &mut DbConn, now: Timestamp, message: Message) -> AppResult<MessageId> {
    let Message {
        to,
        notice,
        lang,
        via,
        expires_at,
    } = message;
    let order = match via {
        Via::Only(kind) => Some(ChannelOrder::only(kind)),
        Via::Preferred => {
            let chosen = match to.account {
                Some(account) => store::find_preference(conn, account)?,
                None => None,
            };
            if notice.is_code() {
                let sms = ChannelOrder::only(ChannelKind::Sms);
                Some(chosen.map_or(sms, |order| order.starting_with(ChannelKind::Sms)))
            } else {
                chosen
            }
        }
    };
    let life = match &notice {
        Notice::OneTimeCode { minutes, .. } => minutes * 60,
        Notice::PasswordLink { hours, .. }
        | Notice::PhoneAdded { hours, .. }
        | Notice::AccountHold { hours, .. } => hours * 3600,
        _ => NOTICE_SECONDS,
    };
    let id = new_id(MessageId::from_uuid);
    let row = NewMessage {
        id,
        notice: &notice,
        account_id: to.account,
        lang,
        phone: to.phone.as_deref(),
        email: to.email.map(|email| email.to_string()),
        order,
        expires_at: expires_at.unwrap_or_else(|| after(now, life)),
    };
    store::insert(conn, &row, now)?;
    queue::enqueue(conn, now, DELIVER, &Deliver { message: id })?;
    Ok(id)
}

/// Says that a dossier was received by the portal, and what is due for it.
pub fn send_submitted(
    conn: &mut DbConn,
    now: Timestamp,
    to: Recipient,
    (dossier, fee): (&str, i64),
    lang: Lang,
) -> AppResult<()> {
    let notice = Notice::DossierSubmitted {
        dossier: dossier.to_owned(),
        fee,
    };
    send(conn, now, Message::new(to, notice, lang)).map(|_| ())
}

/// The order of channels that somebody chose; `None` if they left it to the portal.
pub fn preference(conn: &mut DbConn, account: AccountId) -> AppResult<Option<ChannelOrder>> {
    store::find_preference(conn, account)
}

/// Keeps the order of channels that somebody chose.
pub fn set_preference(
    conn: &mut DbConn,
    now: Timestamp,
    account: AccountId,
    order: &ChannelOrder,
) -> AppResult<()> {
    store::set_preference(conn, account, order, now)
}

/// One try of one message.
pub struct Trip {
    /// What to send.
    pub outgoing: Outgoing,
    /// By which channel.
    pub route: Route,
    attempts: u32,
    expires_at: Timestamp,
}

/// What there is to do for a message.
pub enum Taken {
    /// Nothing: it is over, or another worker has it.
    Nothing,
    /// It ended here, by this channel if it ever got to one.
    Ended(Option<ChannelKind>, End),
    /// A try.
    Try(Box<Trip>),
}

/// Takes a message for one try. A job that comes before its time is put off to it, so that no message waits in vain.
pub fn take(conn: &mut DbConn, now: Timestamp, id: MessageId, portal: &ChannelOrder) -> AppResult<Taken> {
    let Some(queued) = store::find_queued(conn, id)? else {
        return Ok(Taken::Nothing);
    };
    if queued.expires_at <= now {
        let ended = store::end(conn, id, End::Expired, None)?;
        return Ok(if ended {
            Taken::Ended(queued.channel, End::Expired)
        } else {
            Taken::Nothing
        });
    }
    if queued.next_try_at > now {
        queue::enqueue_at(conn, now, queued.next_try_at, DELIVER, &Deliver { message: id })?;
        return Ok(Taken::Nothing);
    }
    let Some(route) = route_of(&queued, portal) else {
        let ended = store::end(conn, id, End::Failed, Some("no address for any channel"))?;
        return Ok(if ended {
            Taken::Ended(None, End::Failed)
        } else {
            Taken::Nothing
        });
    };
    if !store::claim(conn, id, queued.attempts, &route, after(now, LEASE_SECONDS))? {
        return Ok(Taken::Nothing);
    }
    Ok(Taken::Try(Box::new(Trip {
        outgoing: Outgoing {
            id,
            phone: queued.phone,
            email: queued.email.as_deref().and_then(EmailAddress::parse),
            lang: queued.lang,
            notice: queued.notice,
        },
        route,
        attempts: queued.attempts + 1,
        expires_at: queued.expires_at,
    })))
}

/// Where a message stands; at its first try, the channels for which there is an address.
fn route_of(queued: &Queued, portal: &ChannelOrder) -> Option<Route> {
    if let (Some(order), Some(channel)) = (&queued.order, queued.channel) {
        return Some(Route {
            order: order.clone(),
            refused: queued.refused.clone(),
            channel,
            tries: queued.tries,
            round: queued.round,
        });
    }
    let has_address = |kind: &ChannelKind| match kind {
        ChannelKind::Sms | ChannelKind::Zalo => queued.phone.is_some(),
        ChannelKind::Email => queued.email.is_some(),
    };
    let order = queued.order.as_ref().unwrap_or(portal);
    let kinds: Vec<ChannelKind> = order.kinds().iter().copied().filter(has_address).collect();
    Route::begin(kinds.try_into().ok()?)
}

/// Writes down what came of a try; says how the message ended, if it did.
pub fn settle(
    conn: &mut DbConn,
    now: Timestamp,
    trip: Trip,
    result: Result<Receipt, Failure>,
) -> AppResult<Option<End>> {
    let id = trip.outgoing.id;
    let channel = trip.route.channel;
    let failure = match result {
        Ok(receipt) => {
            if store::end(conn, id, End::Sent, None)? {
                store::note_receipt(conn, id, channel, now, receipt.provider_id.as_deref())?;
            }
            return Ok(Some(End::Sent));
        }
        Err(failure) => failure,
    };
    let error = format!("{}: {}", channel.name(), failure.reason());
    let left = trip.expires_at.unix_seconds().saturating_sub(now.unix_seconds());
    match trip.route.after(&failure, u64::try_from(left).unwrap_or(0)) {
        Next::Over => {
            let ended = store::end(conn, id, End::Failed, Some(&error))?;
            Ok(ended.then_some(End::Failed))
        }
        Next::Try(route, wait) => {
            // At its end at the latest: then it is wiped.
            let at = after(now, wait).min(trip.expires_at);
            if store::put_off(conn, id, trip.attempts, &route, at, &error)? {
                queue::enqueue_at(conn, now, at, DELIVER, &Deliver { message: id })?;
            }
            Ok(None)
        }
    }
}

/// Gives messages whose job was lost a new one, and forgets what went long ago; says how many were stranded.
pub fn look_after(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::forget(conn, before(now, KEEP_SECONDS))?;
    let stranded = store::list_stranded(conn, before(now, STRANDED_SECONDS), BATCH)?;
    for id in &stranded {
        store::touch(conn, *id, now)?;
        queue::enqueue(conn, now, DELIVER, &Deliver { message: *id })?;
    }
    Ok(stranded.len())
}
