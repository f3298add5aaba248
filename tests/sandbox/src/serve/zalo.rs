//! Zalo: notifications by template (ZNS), and the exchange of tokens.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tracing::{info, warn};
use uuid::Uuid;

use super::Settings;
use super::faults::{Fault, Faults, unavailable};
use super::inbox::{Channel, Inbox, Message, is_mobile, national};
use crate::clock;

/// Life of an access token: 25 hours.
const LIFE_SECONDS: i64 = 90_000;

/// Tokens in force. Kept in a file if one is named, for the portal keeps its tokens over a restart of the sandbox too.
pub struct Tokens {
    file: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct State {
    refresh: String,
    access: Vec<(String, i64)>,
}

impl Tokens {
    /// Reads the tokens of an earlier run, or starts with those of the settings.
    pub fn open(settings: &Settings) -> Self {
        Self::at(settings.zalo_tokens.as_deref(), &settings.zalo_refresh_token)
    }

    fn at(file: Option<&Path>, refresh: &str) -> Self {
        let state = file
            .and_then(|file| fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let state = state.unwrap_or_else(|| State {
            refresh: refresh.to_owned(),
            access: Vec::new(),
        });
        Tokens {
            file: file.map(Path::to_owned),
            state: Mutex::new(state),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn accepts(&self, token: &str, now: i64) -> bool {
        self.lock()
            .access
            .iter()
            .any(|(known, until)| known == token && *until > now)
    }

    /// A new pair for the current refresh token, which is spent by it.
    fn exchange(&self, refresh: &str, now: i64) -> Result<Option<(String, String)>> {
        let mut state = self.lock();
        if refresh != state.refresh {
            return Ok(None);
        }
        let (access, next) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
        state.access.retain(|(_, until)| *until > now);
        state.access.push((access.clone(), now + LIFE_SECONDS));
        state.refresh.clone_from(&next);
        if let Some(file) = &self.file {
            fs::write(file, serde_json::to_vec(&*state)?).context("cannot keep the tokens")?;
        }
        Ok(Some((access, next)))
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Template {
    phone: String,
    template_id: String,
    template_data: Map<String, Value>,
    tracking_id: String,
}

fn refused(error: i32, message: &str) -> HttpResponse {
    warn!(error, message, "Zalo message refused");
    HttpResponse::Ok().json(json!({ "error": error, "message": message }))
}

/// `POST /message/template`; HTTP 200 always.
pub async fn send(
    request: HttpRequest,
    body: web::Bytes,
    settings: web::Data<Settings>,
    tokens: web::Data<Tokens>,
    inbox: web::Data<Inbox>,
    faults: web::Data<Faults>,
) -> HttpResponse {
    let fault = faults.wait(Channel::Zalo).await;
    if fault == Fault::Down {
        return unavailable();
    }
    let token = request
        .headers()
        .get("access_token")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let now = clock::now();
    if token.is_empty() || (token != settings.zalo_access_token && !tokens.accepts(token, now.timestamp())) {
        return refused(-124, "Access token invalid");
    }
    let Ok(template) = serde_json::from_slice::<Template>(&body) else {
        return refused(-101, "Body is not valid");
    };
    if template.template_id.is_empty() || template.template_data.is_empty() {
        return refused(-112, "Template or its data is missing");
    }
    if !template.phone.starts_with("84") || !is_mobile(&template.phone) {
        return refused(-108, "Phone number invalid");
    }
    if settings
        .zalo_unknown_phone
        .iter()
        .any(|phone| national(phone) == national(&template.phone))
    {
        return refused(-118, "Zalo account not existed");
    }
    let message = Message {
        template_id: Some(template.template_id),
        template_data: Some(template.template_data),
        request_id: Some(template.tracking_id.clone()).filter(|id| !id.is_empty()),
        ..Message::new(Channel::Zalo, &template.phone)
    };
    let id = inbox.take(message);
    if fault == Fault::Lost {
        return unavailable();
    }
    HttpResponse::Ok().json(json!({
        "error": 0,
        "message": "Success",
        "data": {
            "msg_id": id,
            "sent_time": now.timestamp_millis().to_string(),
            "sending_mode": "1",
            "quota": { "dailyQuota": "500", "remainingQuota": "499" },
            "tracking_id": template.tracking_id,
        }
    }))
}

#[derive(Deserialize)]
pub struct Exchange {
    refresh_token: String,
    app_id: String,
    grant_type: String,
}

/// `POST /v4/oa/access_token`
pub async fn refresh(
    request: HttpRequest,
    form: web::Form<Exchange>,
    settings: web::Data<Settings>,
    tokens: web::Data<Tokens>,
) -> impl Responder {
    let secret = request
        .headers()
        .get("secret_key")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let refused = |error: i32, name: &str| {
        warn!(error, name, "Zalo token refused");
        HttpResponse::Ok().json(json!({ "error": error, "error_name": name, "error_description": name }))
    };
    if secret != settings.zalo_secret_key {
        return refused(-14004, "Invalid secret key.");
    }
    if form.grant_type != "refresh_token" || form.app_id.is_empty() {
        return refused(-14002, "Invalid app or grant type.");
    }
    match tokens.exchange(&form.refresh_token, clock::now().timestamp()) {
        Ok(Some((access_token, refresh_token))) => {
            info!("Zalo token exchanged");
            HttpResponse::Ok().json(json!({
                "access_token": access_token,
                "refresh_token": refresh_token,
                "expires_in": LIFE_SECONDS.to_string(),
            }))
        }
        Ok(None) => refused(-14014, "Invalid refresh token."),
        Err(error) => {
            warn!(%error, "tokens");
            HttpResponse::InternalServerError().finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_works_once_and_its_successor_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("tokens.json");
        let tokens = Tokens::at(Some(&file), "first");
        let (access, next) = tokens.exchange("first", 1000).unwrap().unwrap();
        assert!(tokens.exchange("first", 1000).unwrap().is_none());
        let again = Tokens::at(Some(&file), "first");
        assert!(again.accepts(&access, 1001));
        assert!(!again.accepts(&access, 1000 + LIFE_SECONDS));
        assert!(again.exchange(&next, 1002).unwrap().is_some());
    }
}
