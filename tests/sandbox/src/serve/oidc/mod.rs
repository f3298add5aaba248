//! An OpenID provider with the claims of the national platform, and with faults on request: `/oidc/…`.

mod fault;
mod keys;
mod page;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock;
use fault::Fault;
use keys::Keys;

/// The only client.
const CLIENT: &str = "motcua";
/// And its secret.
const SECRET: &str = "sandbox-secret-of-the-portal-0123456789";

/// Somebody who may sign in.
#[derive(Deserialize)]
struct Person {
    id: String,
    label: String,
    claims: Map<String, Value>,
}

/// The made-up people.
fn people() -> Vec<Person> {
    serde_json::from_str(include_str!("people.json")).unwrap_or_default()
}

/// What is going on.
#[derive(Default)]
pub struct Provider(Mutex<World>);

#[derive(Default)]
struct World {
    keys: Keys,
    fault: Option<Fault>,
    ahead_seconds: i64,
    codes: HashMap<String, Grant>,
    tokens: HashMap<String, Map<String, Value>>,
}

/// What a code was given for.
struct Grant {
    asked: Asked,
    claims: Map<String, Value>,
}

/// An authorization request.
#[derive(Clone, Deserialize)]
struct Asked {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    acr_values: String,
    #[serde(default)]
    code_challenge: String,
    #[serde(default)]
    code_challenge_method: String,
}

impl Asked {
    /// Why it is refused, if it is.
    fn fault(&self) -> Option<&'static str> {
        let is_there = self.redirect_uri.starts_with("http://") || self.redirect_uri.starts_with("https://");
        if self.client_id != CLIENT || !is_there {
            Some("unknown client")
        } else if self.response_type != "code" {
            Some("only response_type=code")
        } else if self.code_challenge_method != "S256" || self.code_challenge.len() != 43 {
            Some("PKCE with S256 is needed")
        } else if !self.scope.split(' ').any(|scope| scope == "openid") {
            Some("scope openid is needed")
        } else if self.nonce.is_empty() || self.state.is_empty() {
            Some("state and nonce are needed")
        } else {
            None
        }
    }
}

impl Provider {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has(&self, fault: Fault) -> bool {
        self.world().fault == Some(fault)
    }
}

/// Its routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/oidc/.well-known/openid-configuration", web::get().to(discovery))
        .route("/oidc/jwks", web::get().to(jwks))
        .route("/oidc/authorize", web::get().to(page::login))
        .route("/oidc/authorize", web::post().to(decide))
        .route("/oidc/token", web::post().to(token))
        .route("/oidc/userinfo", web::get().to(userinfo))
        .route("/oidc/logout", web::get().to(page::logout))
        .route("/oidc/control", web::post().to(control));
}

/// It is known by the address under which it was asked.
fn issuer(request: &HttpRequest) -> String {
    let info = request.connection_info();
    format!("{}://{}/oidc", info.scheme(), info.host())
}

async fn discovery(request: HttpRequest, provider: web::Data<Provider>) -> HttpResponse {
    if let Some(answer) = broken(&provider).await {
        return answer;
    }
    let issuer = issuer(&request);
    let named = match provider.has(Fault::DiscoveryOfAnother) {
        true => "http://127.0.0.1:1/oidc".to_owned(),
        false => issuer.clone(),
    };
    HttpResponse::Ok().json(json!({
        "issuer": named,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn jwks(provider: web::Data<Provider>) -> HttpResponse {
    match broken(&provider).await {
        Some(answer) => answer,
        None => HttpResponse::Ok().json(provider.world().keys.published()),
    }
}

/// The answer of a system in trouble.
async fn broken(provider: &Provider) -> Option<HttpResponse> {
    let fault = provider.world().fault;
    match fault {
        Some(Fault::Down) => Some(HttpResponse::ServiceUnavailable().body("bảo trì")),
        Some(Fault::Rubbish) => Some(HttpResponse::Ok().content_type("text/html").body("<html>Bảo trì")),
        Some(Fault::Slow) => {
            actix_web::rt::time::sleep(Duration::from_secs(9)).await;
            None
        }
        _ => None,
    }
}

/// What somebody chose on the login page.
#[derive(Deserialize)]
struct Decision {
    /// A person of the list, or empty for `claims`.
    #[serde(default)]
    person: String,
    /// Claims as JSON.
    #[serde(default)]
    claims: String,
    /// An error to go back with instead.
    #[serde(default)]
    error: String,
    #[serde(flatten)]
    asked: Asked,
}

async fn decide(
    request: HttpRequest,
    provider: web::Data<Provider>,
    form: web::Form<Decision>,
) -> HttpResponse {
    let form = form.into_inner();
    if let Some(fault) = form.asked.fault() {
        return HttpResponse::BadRequest().body(fault);
    }
    let chosen = people().into_iter().find(|person| person.id == form.person);
    let typed = || serde_json::from_str(&form.claims).ok();
    let issuer = match provider.world().fault {
        Some(Fault::OtherIssuerParameter) => Some("http://127.0.0.1:1/oidc".to_owned()),
        Some(Fault::NoIssuerParameter) => None,
        _ => Some(issuer(&request)),
    };
    let mut back = vec![("state", form.asked.state.clone())];
    back.extend(issuer.map(|issuer| ("iss", issuer)));
    let redirect_uri = form.asked.redirect_uri.clone();
    if !form.error.is_empty() {
        back.push(("error", form.error));
    } else if let Some(claims) = chosen.map(|person| person.claims).or_else(typed) {
        let code = Uuid::now_v7().to_string();
        let grant = Grant {
            asked: form.asked,
            claims,
        };
        provider.world().codes.insert(code.clone(), grant);
        back.push(("code", code));
    } else {
        return HttpResponse::BadRequest().body("Không có người này.");
    }
    let Ok(query) = query_string(&back) else {
        return HttpResponse::InternalServerError().finish();
    };
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, format!("{redirect_uri}?{query}")))
        .finish()
}

/// A query string.
fn query_string(pairs: &[(&str, String)]) -> Result<String, std::fmt::Error> {
    use std::fmt::Write;
    let mut text = String::new();
    for (name, value) in pairs {
        let sign = if text.is_empty() { "" } else { "&" };
        write!(text, "{sign}{name}=")?;
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                write!(text, "%{byte:02X}")?;
            }
        }
    }
    Ok(text)
}

/// A token request.
#[derive(Deserialize)]
struct Redemption {
    grant_type: String,
    code: String,
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

impl Redemption {
    fn is_client(&self, request: &HttpRequest) -> bool {
        let basic = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        match basic.and_then(|text| text.strip_prefix("Basic ")) {
            Some(encoded) => STANDARD.decode(encoded).ok() == Some(format!("{CLIENT}:{SECRET}").into_bytes()),
            None => {
                self.client_id.as_deref() == Some(CLIENT) && self.client_secret.as_deref() == Some(SECRET)
            }
        }
    }
}

fn no(error: &str) -> HttpResponse {
    HttpResponse::BadRequest().json(json!({ "error": error }))
}

async fn token(
    request: HttpRequest,
    provider: web::Data<Provider>,
    form: web::Form<Redemption>,
) -> HttpResponse {
    if let Some(answer) = broken(&provider).await {
        return answer;
    }
    if !form.is_client(&request) {
        return HttpResponse::Unauthorized().json(json!({ "error": "invalid_client" }));
    }
    if form.grant_type != "authorization_code" {
        return no("unsupported_grant_type");
    }
    let mut world = provider.world();
    // A code works once, whatever else is wrong.
    let Some(grant) = world.codes.remove(&form.code) else {
        return no("invalid_grant");
    };
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, form.code_verifier.as_bytes()));
    if grant.asked.redirect_uri != form.redirect_uri || grant.asked.code_challenge != challenge {
        return no("invalid_grant");
    }
    let access_token = Uuid::now_v7().to_string();
    let World {
        keys,
        fault,
        ahead_seconds,
        tokens,
        ..
    } = &mut *world;
    let now = clock::now().timestamp() + *ahead_seconds;
    let acr = grant.asked.acr_values.split(' ').next().unwrap_or_default();
    let subject = grant.claims.get("sub").cloned().unwrap_or_default();
    let hash = digest(&SHA256, access_token.as_bytes());
    let half = hash.as_ref().get(..16).unwrap_or_default();
    let mut claims = json!({
        "iss": issuer(&request), "sub": subject, "aud": CLIENT, "iat": now, "exp": now + 3600, "auth_time": now,
        "nonce": grant.asked.nonce, "acr": acr, "at_hash": URL_SAFE_NO_PAD.encode(half), "azp": CLIENT,
    });
    let mut person = grant.claims;
    let mut answer = json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 3600 });
    let signed = fault::sign(*fault, keys, &mut claims, &mut person, now, SECRET);
    match signed {
        Ok(Some(id_token)) => answer["id_token"] = json!(id_token),
        Ok(None) => {}
        Err(error) => return HttpResponse::InternalServerError().body(error.to_string()),
    }
    tokens.insert(access_token, person);
    HttpResponse::Ok().json(answer)
}

async fn userinfo(request: HttpRequest, provider: web::Data<Provider>) -> HttpResponse {
    let bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "));
    match bearer.and_then(|token| provider.world().tokens.get(token).cloned()) {
        Some(claims) => HttpResponse::Ok().json(claims),
        None => HttpResponse::Unauthorized().finish(),
    }
}

/// What the tests may change.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Control {
    /// From now on; absent: none.
    #[serde(default)]
    fault: Option<Fault>,
    /// How far its clock is ahead.
    #[serde(default)]
    ahead_seconds: i64,
    /// Signs with a new key from now on.
    #[serde(default)]
    rotate: bool,
}

async fn control(provider: web::Data<Provider>, body: web::Json<Control>) -> HttpResponse {
    let mut world = provider.world();
    world.fault = body.fault;
    world.ahead_seconds = body.ahead_seconds;
    if body.rotate {
        world.keys = Keys::default();
    }
    HttpResponse::NoContent().finish()
}
