//! Messages that the portal sent, kept in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::{HttpResponse, Responder, web};
use serde::{Deserialize, Serialize};
use tracing::info;
use uuid::Uuid;

use crate::clock;

/// More are forgotten, oldest first.
const KEPT: usize = 500;

/// Way of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// eSMS.
    Sms,
    /// Zalo ZNS.
    Zalo,
    /// E-mail.
    Email,
    /// The antivirus; nothing of it comes into the inbox.
    Antivirus,
}

/// A message as the phone would get it.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Number that the gateway gave back.
    pub id: String,
    /// Way.
    pub channel: Channel,
    /// As it was sent: 0… or 84…; empty for an e-mail.
    pub phone: String,
    /// Address of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Subject of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Head of an e-mail as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<String>,
    /// Text of an SMS or e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Template of a Zalo message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// Parameters of a Zalo message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_data: Option<serde_json::Map<String, serde_json::Value>>,
    /// RFC 3339, UTC.
    pub received_at: String,
    /// Sender's own number, by which a repeated request is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How often it came under that number.
    pub times: u32,
}

impl Message {
    /// An empty message to that phone.
    pub fn new(channel: Channel, phone: &str) -> Self {
        Message {
            id: Uuid::now_v7().to_string(),
            channel,
            phone: phone.to_owned(),
            email: None,
            subject: None,
            headers: None,
            content: None,
            template_id: None,
            template_data: None,
            received_at: clock::now().to_rfc3339(),
            request_id: None,
            times: 1,
        }
    }

    /// Whom it is for: a phone in local form, or an address.
    pub fn recipient(&self) -> String {
        self.email.clone().unwrap_or_else(|| national(&self.phone))
    }
}

/// Everything received, oldest first.
#[derive(Default)]
pub struct Inbox(Mutex<Vec<Message>>);

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Vec<Message>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a message and gives its number. One that repeats a request number is not taken again.
    pub fn take(&self, message: Message) -> String {
        let mut messages = self.lock();
        if message.request_id.is_some()
            && let Some(earlier) = messages
                .iter_mut()
                .find(|one| one.request_id == message.request_id && one.channel == message.channel)
        {
            earlier.times += 1;
            return earlier.id.clone();
        }
        info!(id = %message.id, channel = ?message.channel, "message received");
        let id = message.id.clone();
        messages.push(message);
        let surplus = messages.len().saturating_sub(KEPT);
        messages.drain(..surplus);
        id
    }

    /// Whether a request of that number came before; counts it if so.
    pub fn knows(&self, channel: Channel, request_id: &str) -> bool {
        let mut messages = self.lock();
        let earlier = messages
            .iter_mut()
            .find(|one| one.channel == channel && one.request_id.as_deref() == Some(request_id));
        earlier.is_some_and(|earlier| {
            earlier.times += 1;
            true
        })
    }

    /// Newest first; everybody's, or those of one address or of one phone in either notation.
    pub fn newest_first(&self, recipient: Option<&str>) -> Vec<Message> {
        let recipient = recipient.map(|to| {
            if to.contains('@') {
                to.to_owned()
            } else {
                national(to)
            }
        });
        let wanted = |one: &&Message| recipient.as_ref().is_none_or(|to| one.recipient() == *to);
        self.lock().iter().rev().filter(wanted).cloned().collect()
    }

    fn clear(&self) {
        self.lock().clear();
    }
}

/// `84901234567` and `+84901234567` as `0901234567`.
pub fn national(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if rest.len() >= 9 => format!("0{rest}"),
        _ => digits,
    }
}

/// Whether a text can be the number of a Vietnamese mobile phone.
pub fn is_mobile(phone: &str) -> bool {
    let phone = national(phone);
    phone.len() == 10 && phone.starts_with('0')
}

#[derive(Deserialize)]
pub struct Query {
    phone: Option<String>,
    email: Option<String>,
}

/// `GET /api/messages?phone=…` or `?email=…`
pub async fn messages(inbox: web::Data<Inbox>, query: web::Query<Query>) -> impl Responder {
    let recipient = query.phone.as_deref().or(query.email.as_deref());
    web::Json(inbox.newest_first(recipient))
}

/// `DELETE /api/messages`
pub async fn clear(inbox: web::Data<Inbox>) -> impl Responder {
    inbox.clear();
    HttpResponse::NoContent()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(phone: &str, request_id: Option<&str>) -> Message {
        Message {
            request_id: request_id.map(str::to_owned),
            ..Message::new(Channel::Sms, phone)
        }
    }

    #[test]
    fn both_notations_of_a_phone_are_one_phone() {
        let inbox = Inbox::default();
        inbox.take(sms("84901234567", None));
        inbox.take(sms("0901234567", None));
        assert_eq!(inbox.newest_first(Some("0901234567")).len(), 2);
        assert_eq!(inbox.newest_first(Some("0901234568")).len(), 0);
    }

    #[test]
    fn a_repeated_request_is_taken_once_and_gets_the_same_number() {
        let inbox = Inbox::default();
        let first = inbox.take(sms("0901234567", Some("r1")));
        let second = inbox.take(sms("0901234567", Some("r1")));
        assert_eq!(first, second);
        assert_eq!(inbox.newest_first(None).len(), 1);
    }

    #[test]
    fn old_messages_are_forgotten() {
        let inbox = Inbox::default();
        (0..KEPT + 3).for_each(|_| drop(inbox.take(sms("0901234567", None))));
        assert_eq!(inbox.newest_first(None).len(), KEPT);
    }
}
