//! A file on the page "Kiểm tra chữ ký số": looked at here, then by the server if the person wants that.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_body};
use crate::api::{Api, json};
use crate::dom;
use crate::signature::client::NoReport;
use crate::signature::look::look_closely;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::signature::dto::{FileCheck, LocalReport};
use motcua_shared::text;
use motcua_shared::upload::rule::MAX_FILE_NAME;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Id of the heading over what the server found.
pub const RESULT: &str = "result";

/// How far it has come.
#[derive(Clone)]
pub enum Stage {
    /// No file yet.
    Nothing,
    /// The browser looks at a file of this name.
    Looking(String),
    /// The file cannot be checked at all, for this reason.
    Refused(String),
    /// The browser has looked.
    Looked(Result<LocalReport, NoReport>),
    /// The server has answered: its words, and the same as it wrote them.
    Verified(Box<FileCheck>, String),
}

/// The state of the page; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct CheckState {
    /// How far it has come.
    pub stage: RwSignal<Stage>,
    /// The file.
    pub file: RwSignal<Option<File>, LocalStorage>,
    /// Share of the file that left the device, while it is sent.
    pub percent: RwSignal<Option<u32>>,
    /// Why the server did not answer.
    pub failure: RwSignal<Option<String>>,
    stop: StoredValue<Stop, LocalStorage>,
    /// Counts choices, so that a slow check does not speak over a later one.
    round: StoredValue<u32>,
    max_bytes: u64,
}

impl CheckState {
    /// No file yet.
    pub fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::Nothing),
            file: RwSignal::new_local(None),
            percent: RwSignal::new(None),
            failure: RwSignal::new(None),
            stop: StoredValue::new_local(Stop::default()),
            round: StoredValue::new(0),
            max_bytes: session::current().max_upload_bytes(),
        }
    }

    /// The largest file that is taken, in MB.
    pub fn max_mb(self) -> u64 {
        self.max_bytes / 1_000_000
    }

    /// Looks at a file. Nothing is sent.
    pub fn choose(self, file: File) {
        let lang = lang::current();
        self.stop();
        let round = self.next_round();
        self.failure.set(None);
        self.stage.set(Stage::Looking(file.name()));
        spawn_local(async move {
            let looked = look_closely(&file, self.max_bytes).await;
            if self.round.try_get_value() != round {
                return;
            }
            let stage = match looked {
                Ok(found) => {
                    let _ = self.file.try_set(Some(file));
                    Stage::Looked(found)
                }
                Err(code) => Stage::Refused(match code {
                    ErrorCode::FileTooLarge => text::error::file_too_large(lang, self.max_mb()),
                    ErrorCode::TooLong => text::error::too_long(lang, MAX_FILE_NAME),
                    other => of_code(other, lang),
                }),
            };
            let _ = self.stage.try_set(stage);
        });
    }

    /// Has the server verify the file.
    pub fn ask(self) {
        let Some(file) = self.file.get_untracked() else {
            return;
        };
        if self.percent.get_untracked().is_some() {
            return;
        }
        let (api, lang) = (Api::current(), lang::current());
        let round = self.next_round();
        let stop = Stop::default();
        self.stop.set_value(stop.clone());
        self.failure.set(None);
        self.percent.set(Some(0));
        spawn_local(async move {
            let progress = move |share| {
                let _ = self.percent.try_set(Some(share));
            };
            let key = new_key();
            let answer = send_body(api, path::SIGNATURE_CHECKS, &file, &key, &stop, Rc::new(progress)).await;
            if self.round.try_get_value() != round {
                return;
            }
            let _ = self.percent.try_set(None);
            match answer {
                Ok(body) => match json::from_str(&body) {
                    Ok(check) => {
                        let _ = self.stage.try_set(Stage::Verified(Box::new(check), body));
                        // The button that was pressed is gone.
                        request_animation_frame(|| dom::focus(RESULT));
                    }
                    Err(_) => {
                        let _ = self.failure.try_set(Some(of_code(ErrorCode::Unknown, lang)));
                    }
                },
                Err(NotSent::Stopped) => {}
                Err(NotSent::Failed(failure)) => {
                    let _ = self.failure.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    }

    /// Stops sending.
    pub fn stop(self) {
        self.stop.with_value(Stop::stop);
        self.percent.set(None);
        self.next_round();
    }

    fn next_round(self) -> Option<u32> {
        self.round.try_update_value(|round| {
            *round += 1;
            *round
        })
    }
}
