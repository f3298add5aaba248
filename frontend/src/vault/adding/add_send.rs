//! Sending on the page "Thêm giấy tờ": first the file, then the paper. Each act has its key, so that a repetition after
//! a broken line adds nothing twice.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::state::lang;
use crate::state::notice::{self, NoticeState};
use crate::vault::adding::file::{Chosen, FileState};
use crate::vault::adding::form::PaperForm;
use crate::vault::adding::model::{Typed, Wrong, concerns_the_file, field_of};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperReading, PaperView};
use wasm_bindgen_futures::spawn_local;

/// Leads to another page.
type Leave = Box<dyn Fn(&str)>;

/// The act of sending; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Sender {
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// How much of the file has left the device; absent while no file is.
    pub percent: RwSignal<Option<u32>>,
    /// A sentence beside the button.
    pub said: RwSignal<&'static str>,
    form: PaperForm,
    file: FileState,
    stop: StoredValue<Stop, LocalStorage>,
    /// The last request and its key: the same request keeps its key.
    last: StoredValue<Option<(AddPaper, String)>>,
    leave: StoredValue<Leave, LocalStorage>,
    api: Api,
    notice: NoticeState,
    lang: Lang,
}

impl Sender {
    /// Nothing is on its way. Leaving the page stops what is.
    pub fn new(form: PaperForm, file: FileState) -> Self {
        let navigate = use_navigate();
        let sender = Self {
            busy: RwSignal::new(false),
            percent: RwSignal::new(None),
            said: RwSignal::new(""),
            form,
            file,
            stop: StoredValue::new_local(Stop::default()),
            last: StoredValue::new(None),
            leave: StoredValue::new_local(Box::new(move |to| navigate(to, Default::default()))),
            api: Api::current(),
            notice: notice::current(),
            lang: lang::current(),
        };
        let stop = sender.stop;
        on_cleanup(move || {
            let _ = stop.try_with_value(Stop::stop);
        });
        sender
    }

    /// "Cập nhật".
    pub fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        let typed = self.form.typed();
        let Some(chosen) = self.checked(&typed) else {
            return;
        };
        self.busy.set(true);
        self.said.set("");
        spawn_local(async move {
            let outcome = self.send(typed, chosen).await;
            let _ = self.percent.try_set(None);
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(paper) => {
                    PaperForm::forget();
                    self.notice.leave(text::vault::added(self.lang, &paper.item.name));
                    self.leave.with_value(|leave| leave("/kho"));
                }
                Err(NotSent::Stopped) => {
                    let _ = self.said.try_set(text::vault::stopped(self.lang));
                }
                Err(NotSent::Failed(failure)) => self.show(&failure),
            }
        });
    }

    /// "Điền từ tệp": sends the file now and fills in what it says of itself, where nothing was typed.
    pub fn fill_in(self) {
        if self.busy.get_untracked() {
            return;
        }
        let Some(chosen) = self.file.chosen.get_untracked() else {
            self.said.set(text::vault::file_first(self.lang));
            return;
        };
        self.busy.set(true);
        self.said.set("");
        spawn_local(async move {
            let outcome = self.read(&chosen).await;
            let _ = self.percent.try_set(None);
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(reading) => {
                    let words = if self.form.propose(&reading) {
                        text::vault::filled_in(self.lang)
                    } else {
                        text::vault::nothing_to_fill(self.lang)
                    };
                    let _ = self.said.try_set(words);
                }
                Err(NotSent::Stopped) => {
                    let _ = self.said.try_set(text::vault::stopped(self.lang));
                }
                Err(NotSent::Failed(failure)) => self.show(&failure),
            }
        });
    }

    /// What the file says of itself; it is sent first if that has not happened yet.
    pub async fn read(self, chosen: &Chosen) -> Result<PaperReading, NotSent> {
        let upload = match chosen.upload.clone() {
            Some(upload) => upload,
            None => self.send_file(chosen).await?,
        };
        let answer = self.api.get(&path::upload_reading(upload.id), None).await;
        answer.map_err(NotSent::Failed)
    }

    /// "Dừng".
    pub fn stop(self) {
        self.stop.with_value(Stop::stop);
    }

    /// "Bỏ qua": the draft is no longer wanted.
    pub fn give_up(self) {
        self.stop();
        PaperForm::forget();
    }

    /// Marks what needs another look; the file when nothing does.
    pub fn checked(self, typed: &Typed) -> Option<Chosen> {
        let errors = self.form.errors;
        // Why the file was not taken stays, until another one is chosen.
        let was_refused = self.file.refused.with_untracked(Option::is_some);
        let why = errors
            .of(&self.form.id("file"))
            .get_untracked()
            .filter(|_| was_refused);
        errors.clear();
        let chosen = self.file.chosen.get_untracked();
        let mut file = match (&chosen, self.file.checking.with_untracked(Option::is_some)) {
            (_, true) => Some(text::vault::still_checking(self.lang).to_owned()),
            (None, false) => why.or_else(|| Some(text::vault::file_first(self.lang).to_owned())),
            (Some(_), false) => None,
        };
        if chosen.is_some() {
            self.file.refused.set(None);
        }
        for (field, code, max) in typed.wrong() {
            // The page has the file after the name.
            if !matches!(field, "paper_type" | "category_code" | "name")
                && let Some(sentence) = file.take()
            {
                self.form.mark("file", sentence);
            }
            self.form.mark(field, sentence((field, code, max), self.lang));
        }
        if let Some(sentence) = file {
            self.form.mark("file", sentence);
        }
        if errors.show() { None } else { chosen }
    }

    /// Sends the file, if that has not happened yet, and adds the paper.
    pub async fn send(self, typed: Typed, chosen: Chosen) -> Result<PaperView, NotSent> {
        let upload = match chosen.upload.clone() {
            Some(upload) => upload,
            None => self.send_file(&chosen).await?,
        };
        let request = typed.request(upload.id);
        let key = self.key_for(&request);
        let answer = self.api.post(path::PAPERS, &request, Some(&key)).await;
        answer.map_err(|failure: Failure| {
            // A file that the server refused or no longer has must be sent anew.
            if failure.code == ErrorCode::UploadGone || concerns_the_file(failure.code) {
                self.remember(&chosen, None);
            }
            NotSent::Failed(failure)
        })
    }

    /// Sends the file alone.
    pub async fn send_file(self, chosen: &Chosen) -> Result<UploadView, NotSent> {
        let stop = Stop::patient();
        self.stop.set_value(stop.clone());
        self.percent.set(Some(0));
        let percent = self.percent;
        let on_progress = move |share| {
            let _ = percent.try_set(Some(share));
        };
        let sent = send_file(
            self.api,
            &chosen.file,
            Purpose::Vault,
            &chosen.key,
            &stop,
            on_progress,
        )
        .await;
        if let Ok(upload) = &sent {
            self.remember(chosen, Some(upload.clone()));
        }
        let _ = self.percent.try_set(None);
        sent
    }

    /// Keeps what the server has of the file, unless another one was chosen meanwhile.
    fn remember(self, chosen: &Chosen, upload: Option<UploadView>) {
        self.file.chosen.try_update(|now| {
            if let Some(now) = now.as_mut().filter(|now| now.key == chosen.key) {
                if upload.is_none() {
                    now.key = new_key();
                }
                now.upload = upload;
            }
        });
    }

    fn key_for(self, request: &AddPaper) -> String {
        let known = self.last.with_value(|last| {
            last.as_ref()
                .filter(|(before, _)| before == request)
                .map(|(_, key)| key.clone())
        });
        known.unwrap_or_else(|| {
            let key = new_key();
            self.last.set_value(Some((request.clone(), key.clone())));
            key
        })
    }

    /// Shows a refusal beside its fields.
    pub fn show(self, failure: &Failure) {
        let errors = self.form.errors;
        if failure.fields.is_empty() && concerns_the_file(failure.code) {
            self.form.mark("file", failure.sentence(self.lang));
            errors.show();
        } else {
            if failure.fields.iter().any(|fault| fault.path == "file") {
                self.file.turn_down();
            }
            errors.show_failure(failure, self.lang, |path| self.form.id(&field_of(path)));
        }
    }
}

fn sentence((_, code, max): Wrong, lang: Lang) -> String {
    match code {
        ErrorCode::TooLong => text::error::too_long(lang, max),
        other => of_code(other, lang),
    }
}
