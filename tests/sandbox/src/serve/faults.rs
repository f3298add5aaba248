//! Gateways that misbehave when they are told to, for tests of what the portal does then.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::{HttpResponse, Responder, web};
use serde::{Deserialize, Serialize};

use super::inbox::Channel;

/// How a gateway misbehaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// Not at all.
    #[default]
    None,
    /// Answers that it is not there.
    Down,
    /// Takes the request and never answers.
    Hang,
    /// Answers after a second and a half.
    Slow,
    /// Takes the message, but its answer is lost.
    Lost,
    /// Answers something that is none (the antivirus).
    Garbage,
}

/// What every channel does.
#[derive(Default)]
pub struct Faults(Mutex<HashMap<Channel, Fault>>);

impl Faults {
    /// What a channel does.
    pub fn of(&self, channel: Channel) -> Fault {
        let faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        faults.get(&channel).copied().unwrap_or_default()
    }

    /// Makes a channel misbehave.
    pub fn set(&self, channel: Channel, fault: Fault) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(channel, fault);
    }

    /// Waits as long as the channel does before it looks at a request.
    pub async fn wait(&self, channel: Channel) -> Fault {
        let fault = self.of(channel);
        let pause = match fault {
            Fault::Hang => Duration::from_secs(3600),
            Fault::Slow => Duration::from_millis(1500),
            _ => Duration::ZERO,
        };
        tokio::time::sleep(pause).await;
        fault
    }
}

/// Instead of an answer.
pub fn unavailable() -> HttpResponse {
    HttpResponse::ServiceUnavailable().body("out of order\n")
}

#[derive(Deserialize)]
pub struct Change {
    channel: Channel,
    fault: Fault,
}

/// `POST /api/faults` with `{"channel": "sms", "fault": "down"}`
pub async fn change(faults: web::Data<Faults>, change: web::Json<Change>) -> impl Responder {
    faults.set(change.channel, change.fault);
    HttpResponse::NoContent()
}

/// `GET /api/faults`
pub async fn list(faults: web::Data<Faults>) -> impl Responder {
    web::Json(faults.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
}
