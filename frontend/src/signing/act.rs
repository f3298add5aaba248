//! Sending the file, and having it signed.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::signature::agent::order::{Manner, Trouble, look_for};
use crate::signing::model::{ISSUED, MAX_NUMBER, function};
use crate::signing::state::{Sent, Signed, Standing, State};
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::AttachSource;
use motcua_shared::id::UploadId;
use motcua_shared::path;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::signing::dto::{OpenSigningOrder, SigningOrderView};
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::upload::rule::MAX_FILE_NAME;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// What the buttons do; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Act {
    state: State,
    api: Api,
    lang: Lang,
    max_bytes: u64,
    stop: StoredValue<Stop, LocalStorage>,
}

impl Act {
    /// Leaving the page stops what is on its way.
    pub fn new(state: State, max_bytes: u64) -> Self {
        let act = Self {
            state,
            api: Api::current(),
            lang: lang::current(),
            max_bytes,
            stop: StoredValue::new_local(Stop::default()),
        };
        let stop = act.stop;
        on_cleanup(move || {
            let _ = stop.try_with_value(Stop::stop);
        });
        act
    }

    /// Sends a file that the person chose.
    pub fn send(self, file: File) {
        let state = self.state;
        if state.percent.with_untracked(Option::is_some) || state.busy.get_untracked() {
            return;
        }
        state.errors.clear();
        state.percent.set(Some(0));
        self.stop.set_value(Stop::default());
        spawn_local(async move {
            let moved = move |share| {
                let _ = state.percent.try_set(Some(share));
            };
            let stop = self.stop.try_with_value(Stop::clone).unwrap_or_default();
            let sent = send_file(self.api, &file, Purpose::Component, &new_key(), &stop, moved).await;
            let _ = state.percent.try_set(None);
            match sent {
                Ok(view) if view.media_type.as_str() != "application/pdf" => {
                    self.mark_file(of_code(ErrorCode::FileNotPdf, self.lang));
                }
                Ok(view) => state.sent.set(Some(Sent {
                    id: view.id,
                    name: view.file_name,
                    size: view.size,
                })),
                Err(NotSent::Stopped) => {}
                Err(NotSent::Failed(failure)) => {
                    let sentence = match failure.code {
                        ErrorCode::FileTooLarge => {
                            text::error::file_too_large(self.lang, self.max_bytes / 1_000_000)
                        }
                        ErrorCode::TooLong => text::error::too_long(self.lang, MAX_FILE_NAME),
                        _ => failure.sentence(self.lang),
                    };
                    self.mark_file(sentence);
                }
            }
        });
    }

    /// "Dừng".
    pub fn stop(self) {
        self.stop.with_value(Stop::stop);
    }

    fn mark_file(self, sentence: String) {
        self.state.errors.mark("file", sentence);
        self.state.errors.show();
    }

    /// "Ký số".
    pub fn sign(self) {
        let state = self.state;
        if state.busy.get_untracked() {
            return;
        }
        let Some((upload, issued)) = self.checked() else {
            return;
        };
        state.busy.set(true);
        spawn_local(async move {
            let outcome = self.go(upload, issued).await;
            let _ = state.said.try_set("");
            let _ = state.busy.try_set(false);
            match outcome {
                Ok(signed) => {
                    state.signed.set(Some(signed));
                    self.attach().await;
                }
                Err(trouble) => {
                    // The server keeps a file for a while only.
                    if matches!(&trouble, Trouble::Server(failure) if failure.code == ErrorCode::UploadGone) {
                        state.sent.set(None);
                    }
                    trouble.show(state.errors, self.lang);
                }
            }
        });
    }

    /// The file that stands for the component without a signature is the one to be signed.
    pub fn take_waiting(self) {
        let goal = self.state.goal.get_value();
        let Some((goal, name)) = goal.and_then(|goal| Some((goal.clone(), goal.waiting?))) else {
            return;
        };
        self.state.percent.set(Some(0));
        spawn_local(async move {
            let file = goal.file(self.api, &name).await;
            let _ = self.state.percent.try_set(None);
            match file {
                Ok(file) => self.send(file),
                Err(failure) => self.mark_file(failure.sentence(self.lang)),
            }
        });
    }

    /// Puts what was signed where it is for.
    pub async fn attach(self) {
        let state = self.state;
        let (Some(goal), Some(signed)) = (state.goal.get_value(), state.signed.get_untracked()) else {
            return;
        };
        self.end(
            text::signing::attaching(self.lang),
            Standing::Attached,
            async move { goal.attach(self.api, AttachSource::Upload(signed.view.id)).await },
        )
        .await;
    }

    /// "Lưu vào kho".
    pub async fn keep(self) {
        let state = self.state;
        let (Some(goal), Some(signed)) = (state.goal.get_value(), state.signed.get_untracked()) else {
            return;
        };
        self.end(text::signing::keeping(self.lang), Standing::Kept, async move {
            goal.keep(self.api, &signed.view).await
        })
        .await;
    }

    async fn end(self, said: &'static str, then: Standing, work: impl Future<Output = Result<(), Failure>>) {
        let state = self.state;
        if state.busy.get_untracked() {
            return;
        }
        state.errors.clear();
        state.busy.set(true);
        state.said.set(said);
        let outcome = work.await;
        let _ = state.said.try_set("");
        let _ = state.busy.try_set(false);
        match outcome {
            Ok(()) => {
                let _ = state.standing.try_set(then);
            }
            // The file alone is spoken of: there is no field on the page.
            Err(failure) => {
                let sentence = failure.fields.first().map(|field| field.title.clone());
                state
                    .errors
                    .mark("", sentence.unwrap_or_else(|| failure.sentence(self.lang)));
                state.errors.show();
            }
        }
    }

    /// Marks what needs another look.
    fn checked(self) -> Option<(UploadId, Option<(String, String)>)> {
        let State { errors, .. } = self.state;
        errors.clear();
        let sent = self.state.sent.get_untracked();
        if sent.is_none() {
            errors.mark("file", text::signing::file_first(self.lang).to_owned());
        }
        let is_issued = self.state.function.with_untracked(|chosen| chosen == ISSUED);
        let issue = untrack(|| self.state.issue());
        if is_issued {
            for (field, code) in issue.wrong() {
                let sentence = match code {
                    ErrorCode::TooLong => text::error::too_long(self.lang, MAX_NUMBER),
                    other => of_code(other, self.lang),
                };
                errors.mark(field, sentence);
            }
        }
        if errors.show() {
            return None;
        }
        Some((sent?.id, if is_issued { issue.taken() } else { None }))
    }

    async fn go(self, upload: UploadId, issued: Option<(String, String)>) -> Result<Signed, Trouble> {
        let say = |sentence| {
            let _ = self.state.said.try_set(sentence);
        };
        say(text::token::looking(self.lang));
        let agent = look_for(self.api).await?;
        say(text::token::choosing(self.lang));
        let certificate = agent.certificate().await?;
        let request = OpenSigningOrder {
            upload_id: upload,
            certificate,
        };
        let order: SigningOrderView = self.api.post(path::SIGNING_ORDERS, &request, None).await?;
        say(text::signing::signing(self.lang));
        let chosen = self.state.function.try_get_untracked().unwrap_or_default();
        let manner = Manner {
            function: function(&chosen),
            look: LOOK,
            issued,
        };
        agent.carry_out(&order, &manner).await?;
        say(text::signing::judging(self.lang));
        let nothing = serde_json::Map::new();
        let address = path::signing_order_result(order.id);
        let view: UploadView = self.api.post(&address, &nothing, None).await?;
        Ok(Signed {
            order: order.id,
            view,
        })
    }
}

/// Where VNPT's plugin shows the signature: at the lower right of the first page, where Nghị định 30/2020 has it. VGCA asks
/// the person.
const LOOK: PdfLook = PdfLook {
    page: 1,
    llx: 330,
    lly: 90,
    urx: 540,
    ury: 180,
};
