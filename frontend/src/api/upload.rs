//! Sending a file: with progress, a way to stop, and repetitions over a shaky line. `fetch` reports no upload
//! progress, hence XMLHttpRequest.

mod pieces;

use crate::api::client::decode;
use crate::api::{Api, Failure};
use crate::dom;
use js_sys::Promise;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ProgressEvent, XmlHttpRequest};

/// Waits before the repetitions after a lost connection, in milliseconds. All carry the same idempotency key.
const WAITS: [i32; 4] = [1_000, 2_000, 5_000, 10_000];

/// One look at whether the line is back, in milliseconds.
const LOOK: i32 = 500;

/// How a transfer can end without a file on the server.
pub enum NotSent {
    /// The person stopped it.
    Stopped,
    /// It failed for good.
    Failed(Failure),
}

/// The way to stop a transfer; clones stop the same one.
#[derive(Clone, Default)]
pub struct Stop(Rc<StopInner>);

#[derive(Default)]
struct StopInner {
    stopped: Cell<bool>,
    waits_for_line: bool,
    running: RefCell<Option<XmlHttpRequest>>,
}

impl Stop {
    /// Of a transfer that waits while the device has no line, for pages that say so and let it be stopped.
    pub fn patient() -> Self {
        Self(Rc::new(StopInner {
            waits_for_line: true,
            ..StopInner::default()
        }))
    }

    /// Ends the transfer; nothing is left on the server but a file that it forgets.
    pub fn stop(&self) {
        self.0.stopped.set(true);
        if let Some(request) = self.0.running.borrow_mut().take() {
            let _ = request.abort();
        }
    }
}

/// Sends `file`, a large one in pieces. `key` belongs to this choice of a file: the server answers a repetition with what it
/// already has, and goes on where a line broke. `on_progress` gets the share that left the device, in percent.
pub async fn send_file(
    api: Api,
    file: &File,
    purpose: Purpose,
    key: &str,
    stop: &Stop,
    on_progress: impl Fn(u32) + 'static,
) -> Result<UploadView, NotSent> {
    let on_progress = Rc::new(on_progress);
    let body = if file.size() > f64::from(pieces::SMALLEST) {
        let line = Line { api, stop };
        pieces::send(&line, file, purpose, key, on_progress).await?
    } else {
        let address = format!("{}?purpose={}", path::UPLOADS, purpose.as_str());
        send_body(api, &address, file, key, stop, on_progress).await?
    };
    decode(&body).map_err(NotSent::Failed)
}

/// Sends `file` as the body of a request that may be repeated, and gives the body of the answer.
pub async fn send_body(
    api: Api,
    address: &str,
    file: &File,
    key: &str,
    stop: &Stop,
    on_progress: Rc<dyn Fn(u32)>,
) -> Result<String, NotSent> {
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let headers = [
        ("content-type", "application/octet-stream"),
        (path::FILE_NAME_HEADER, &name),
        (path::IDEMPOTENCY_HEADER, key),
    ];
    let line = Line { api, stop };
    let moved: Rc<dyn Fn(f64, f64)> =
        Rc::new(move |loaded, total| on_progress((loaded / total * 100.0) as u32));
    let mut waits = WAITS.iter();
    loop {
        let answer = line
            .ask("POST", address, &headers, Some(file), moved.clone())
            .await?;
        let failure = match answer {
            Some(answer) if answer.is_fine() => return Ok(answer.body),
            answer => failure_of(answer.as_ref()),
        };
        line.wait(failure, &mut waits).await?;
    }
}

/// Without a byte sent or received for so long, in milliseconds, the line is given up and the file sent again: some
/// networks swallow what is sent without ever saying so. Receiving ends with the server's verdict over the file.
const SILENCE: i32 = 90_000;

/// What came back.
struct Answer {
    status: u16,
    body: String,
    request: XmlHttpRequest,
}

impl Answer {
    fn is_fine(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Why there is nothing more to hope for from an answer, or from none.
fn failure_of(answer: Option<&Answer>) -> Failure {
    match answer {
        Some(answer) => Failure::read(answer.status, &answer.body),
        None => Failure::of(ErrorCode::NoConnection),
    }
}

/// The way to the server for one file.
struct Line<'a> {
    api: Api,
    stop: &'a Stop,
}

impl Line<'_> {
    /// Waits before the next try; says no when none is left or it could not help.
    async fn wait(&self, failure: Failure, waits: &mut std::slice::Iter<'_, i32>) -> Result<(), NotSent> {
        let passing = matches!(failure.code, ErrorCode::NoConnection | ErrorCode::Unavailable);
        // Known to be down: no try is spent on it, and nobody has to press anything when it is back.
        if passing && self.stop.0.waits_for_line && dom::is_line_down() {
            while dom::is_line_down() {
                sleep(LOOK).await;
                self.check()?;
            }
            *waits = WAITS.iter();
            return Ok(());
        }
        let Some(wait) = waits.next().filter(|_| passing) else {
            self.api.note(&failure);
            return Err(NotSent::Failed(failure));
        };
        sleep(*wait).await;
        self.check()
    }

    fn check(&self) -> Result<(), NotSent> {
        match self.stop.0.stopped.get() {
            true => Err(NotSent::Stopped),
            false => Ok(()),
        }
    }

    /// One try: what came back, or nothing when the line broke or fell silent.
    async fn ask(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&Blob>,
        moved: Rc<dyn Fn(f64, f64)>,
    ) -> Result<Option<Answer>, NotSent> {
        let answer = self.attempt(method, address, headers, body, moved).await;
        self.check()?;
        Ok(answer)
    }

    async fn attempt(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&Blob>,
        on_moved: Rc<dyn Fn(f64, f64)>,
    ) -> Option<Answer> {
        let request = XmlHttpRequest::new().ok()?;
        request.open_with_async(method, address, true).ok()?;
        let ours = [
            ("accept", "application/json, application/problem+json"),
            ("accept-language", self.api.lang().tag()),
            (path::CLIENT_HEADER, "1"),
        ];
        for (header, value) in ours.iter().chain(headers) {
            request.set_request_header(header, value).ok()?;
        }
        let moved = Rc::new(Cell::new(true));
        let heard = moved.clone();
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            heard.set(true);
            if event.total() > 0.0 {
                on_moved(event.loaded(), event.total());
            }
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        // `loadend` comes after success, failure and abort alike.
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        self.stop.0.running.replace(Some(request.clone()));
        request.send_with_opt_blob(body).ok()?;
        watch(request.clone(), moved);
        let _ = JsFuture::from(ended).await;
        self.stop.0.running.replace(None);
        let status = request.status().ok().filter(|status| *status != 0)?;
        let body = request.response_text().ok().flatten().unwrap_or_default();
        Some(Answer {
            status,
            body,
            request,
        })
    }
}

/// Ends a request that nothing moves on any more.
fn watch(request: XmlHttpRequest, moved: Rc<Cell<bool>>) {
    wasm_bindgen_futures::spawn_local(async move {
        while moved.replace(false) {
            sleep(SILENCE).await;
            if request.ready_state() == XmlHttpRequest::DONE {
                return;
            }
        }
        let _ = request.abort();
    });
}

/// Lets time pass without holding up the page.
pub async fn sleep(milliseconds: i32) {
    let waiting = Promise::new(&mut |resolve, _| {
        if let Some(window) = dom::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(waiting).await;
}
