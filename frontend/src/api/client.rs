//! The JSON client. The session cookie travels by itself; every changing request carries the header that no other
//! site can send.

use crate::api::Failure;
use crate::api::upload::sleep;
use crate::state::lang;
use crate::state::session::{self, Session};
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{Object, Reflect};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, AbortSignal, Blob};

/// How long an answer in JSON may take, in milliseconds: a line that hangs is as good as broken, and all that acts may be
/// repeated.
const PATIENCE: i32 = 60_000;

/// Made once per page with `Api::current()`; a copy may move into event handlers and futures.
#[derive(Clone, Copy)]
pub struct Api {
    lang: Lang,
    session: Session,
}

impl Api {
    /// The client with the language and session of the page that is being built.
    pub fn current() -> Self {
        Self {
            lang: lang::current(),
            session: session::current(),
        }
    }

    /// Reads.
    pub async fn get<T: DeserializeOwned>(
        self,
        path: &str,
        abort: Option<&AbortSignal>,
    ) -> Result<T, Failure> {
        decode(&self.exchange(Method::GET, path, None, None, abort).await?)
    }

    /// Reads, with a question in the body if there is one, and leaves the understanding to the caller.
    pub async fn ask(
        self,
        path: &str,
        question: Option<String>,
        abort: Option<&AbortSignal>,
    ) -> Result<String, Failure> {
        let method = if question.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        self.exchange(method, path, question.map(JsValue::from), None, abort)
            .await
    }

    /// Creates or acts. The same `key` makes a repetition harmless.
    pub async fn post<T: DeserializeOwned>(
        self,
        path: &str,
        body: &(impl Serialize + ?Sized),
        key: Option<&str>,
    ) -> Result<T, Failure> {
        let body = encode(body)?;
        decode(
            &self
                .exchange(Method::POST, path, Some(body.into()), key, None)
                .await?,
        )
    }

    /// Sends a file as it lies on this device.
    pub async fn post_file<T: DeserializeOwned>(self, path: &str, file: &Blob) -> Result<T, Failure> {
        let body = JsValue::from(file.clone());
        let response = self.send(Method::POST, path, Some(body), None, None).await?;
        decode(&text_of(response).await?)
    }

    /// Reads a file.
    pub async fn get_bytes(self, path: &str) -> Result<Vec<u8>, Failure> {
        let response = self.send(Method::GET, path, None, None, None).await?;
        response
            .binary()
            .await
            .map_err(|_| Failure::of(ErrorCode::NoConnection))
    }

    /// Sends JSON as it stands and gets a file.
    pub async fn post_for_bytes(self, path: &str, body: String) -> Result<Vec<u8>, Failure> {
        let response = self
            .send(Method::POST, path, Some(body.into()), None, None)
            .await?;
        response
            .binary()
            .await
            .map_err(|_| Failure::of(ErrorCode::NoConnection))
    }

    /// Replaces.
    pub async fn put<T: DeserializeOwned>(
        self,
        path: &str,
        body: &(impl Serialize + ?Sized),
    ) -> Result<T, Failure> {
        let body = encode(body)?;
        decode(
            &self
                .exchange(Method::PUT, path, Some(body.into()), None, None)
                .await?,
        )
    }

    /// Changes the given fields; given up when `abort` says so.
    pub async fn patch<T: DeserializeOwned>(
        self,
        path: &str,
        body: &(impl Serialize + ?Sized),
        abort: Option<&AbortSignal>,
    ) -> Result<T, Failure> {
        let body = encode(body)?;
        decode(
            &self
                .exchange(Method::PATCH, path, Some(body.into()), None, abort)
                .await?,
        )
    }

    /// Removes.
    pub async fn delete<T: DeserializeOwned>(self, path: &str) -> Result<T, Failure> {
        decode(&self.exchange(Method::DELETE, path, None, None, None).await?)
    }

    /// The language that answers should come in.
    pub fn lang(self) -> Lang {
        self.lang
    }

    /// Forgets the account when the server no longer knows the session; pages that need one then lead to sign-in.
    pub fn note(self, failure: &Failure) {
        if failure.code == ErrorCode::SignInNeeded {
            self.session.forget();
        }
    }

    // Not generic, so that it is in the module once and not once per type.
    async fn exchange(
        self,
        method: Method,
        path: &str,
        body: Option<JsValue>,
        key: Option<&str>,
        abort: Option<&AbortSignal>,
    ) -> Result<String, Failure> {
        let limit = match abort {
            Some(_) => None,
            None => Deadline::after(PATIENCE),
        };
        let limit = limit.map(|limit| limit.signal());
        let response = self
            .send(method, path, body, key, abort.or(limit.as_ref()))
            .await?;
        text_of(response).await
    }

    async fn send(
        self,
        method: Method,
        path: &str,
        body: Option<JsValue>,
        key: Option<&str>,
        abort: Option<&AbortSignal>,
    ) -> Result<Response, Failure> {
        let no_connection = |_| Failure::of(ErrorCode::NoConnection);
        let changes = method != Method::GET;
        let mut request = RequestBuilder::new(path)
            .method(method)
            .header("accept", "application/json, application/problem+json")
            .header("accept-language", self.lang.tag())
            .abort_signal(abort);
        if changes {
            request = request.header(path::CLIENT_HEADER, "1");
        }
        if let Some(key) = key {
            request = request.header(path::IDEMPOTENCY_HEADER, key);
        }
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body),
            None => request.build(),
        };
        let response: Response = request
            .map_err(no_connection)?
            .send()
            .await
            .map_err(no_connection)?;
        self.session.touch();
        if response.ok() {
            return Ok(response);
        }
        let answer = response.text().await.map_err(no_connection)?;
        let failure = Failure::read(response.status(), &answer);
        self.note(&failure);
        Err(failure)
    }
}

/// Sends JSON although the page goes in this moment; nobody hears the answer.
pub fn send_off(method: &str, path: &str, body: &(impl Serialize + ?Sized)) {
    let Ok(body) = encode(body) else { return };
    // Not among the names of `RequestInit`, but all browsers know it.
    let _ = try_send_off(method, path, &body);
}

fn try_send_off(method: &str, path: &str, body: &str) -> Result<(), JsValue> {
    let headers = Object::new();
    Reflect::set(&headers, &path::CLIENT_HEADER.into(), &"1".into())?;
    Reflect::set(&headers, &"content-type".into(), &"application/json".into())?;
    let init = Object::new();
    for (name, value) in [
        ("method", method.into()),
        ("body", body.into()),
        ("headers", headers.into()),
        ("keepalive", JsValue::TRUE),
    ] {
        Reflect::set(&init, &name.into(), &value)?;
    }
    if let Some(window) = crate::dom::window() {
        let _ = window.fetch_with_str_and_init(path, init.unchecked_ref());
    }
    Ok(())
}

/// Gives up on an answer after a while.
pub struct Deadline(AbortController);

impl Deadline {
    /// In so many milliseconds.
    pub fn after(milliseconds: i32) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let other = controller.clone();
        // Giving up on what has come does nothing.
        spawn_local(async move {
            sleep(milliseconds).await;
            other.abort();
        });
        Some(Self(controller))
    }

    /// What a request watches.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

async fn text_of(response: Response) -> Result<String, Failure> {
    response
        .text()
        .await
        .map_err(|_| Failure::of(ErrorCode::NoConnection))
}

fn encode(body: &(impl Serialize + ?Sized)) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(|_| Failure::of(ErrorCode::Unknown))
}

/// Reads an answer; an empty one (204) is `null`.
pub fn decode<T: DeserializeOwned>(answer: &str) -> Result<T, Failure> {
    let answer = if answer.is_empty() { "null" } else { answer };
    super::json::from_str(answer).map_err(|_| Failure::of(ErrorCode::Unknown))
}

/// A fresh key for one act of the person: it stays the same over all repetitions of that act.
pub fn new_key() -> String {
    let mut bytes = [0_u8; 16];
    let filled = crate::dom::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
