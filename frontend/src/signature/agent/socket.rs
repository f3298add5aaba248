//! One WebSocket to an agent on this computer. The makers' own scripts never learn that nobody listens; this one does.

use crate::api::upload::sleep;
use js_sys::{Array, Promise};
use motcua_shared::signature::agent::{AgentFailure, REPLY_MS};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{MessageEvent, WebSocket};

/// A connection; closed when it is dropped.
pub struct Socket(WebSocket);

/// What came of waiting.
enum Heard {
    Open,
    Text(String),
    /// The connection broke, was refused or closed.
    End,
    /// Nothing, for too long.
    Silence,
}

impl Socket {
    /// Connects within `limit` milliseconds. Nobody there, an untrusted certificate and a policy that forbids it all look the same from here.
    pub async fn open(address: &str, limit: i32) -> Result<Self, AgentFailure> {
        let socket = Self(WebSocket::new(address).map_err(|_| AgentFailure::NotFound)?);
        match socket.next(limit, || true).await {
            Heard::Open => Ok(socket),
            _ => Err(AgentFailure::NotFound),
        }
    }

    /// Sends a message and gives the first one that comes back.
    pub async fn ask(&self, message: &str) -> Result<String, AgentFailure> {
        let send = || self.0.send_with_str(message).is_ok();
        match self.next(REPLY_MS, send).await {
            Heard::Text(reply) => Ok(reply),
            _ => Err(AgentFailure::NoAnswer),
        }
    }

    /// Runs `send` and waits for the next event, `limit` milliseconds at most.
    async fn next(&self, limit: i32, send: impl FnOnce() -> bool) -> Heard {
        let heard = Rc::new(RefCell::new(Heard::Silence));
        let mut handler = None;
        let event = Promise::new(&mut |resolve, _| {
            let slot = heard.clone();
            handler = Some(Closure::<dyn FnMut(web_sys::Event)>::new(
                move |event: web_sys::Event| {
                    *slot.borrow_mut() = match (event.type_().as_str(), event.dyn_ref::<MessageEvent>()) {
                        ("open", _) => Heard::Open,
                        (_, Some(message)) => message.data().as_string().map_or(Heard::End, Heard::Text),
                        _ => Heard::End,
                    };
                    let _ = resolve.call0(&JsValue::NULL);
                },
            ));
        });
        self.listen(handler.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
        if send() {
            let silence = future_to_promise(async move {
                sleep(limit).await;
                Ok(JsValue::NULL)
            });
            let _ = JsFuture::from(Promise::race(&Array::of2(&event, &silence))).await;
        }
        self.listen(None);
        heard.replace(Heard::Silence)
    }

    fn listen(&self, handler: Option<&js_sys::Function>) {
        self.0.set_onopen(handler);
        self.0.set_onmessage(handler);
        self.0.set_onerror(handler);
        self.0.set_onclose(handler);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}
