//! Sending a change of a paper: first what is said of it, then another file if one was chosen. Each carries the version
//! that was seen; where somebody was faster, the person chooses what stays.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::state::lang;
use crate::state::notice::{self, NoticeState};
use crate::vault::adding::file::FileState;
use crate::vault::adding::form::PaperForm;
use crate::vault::adding::model::{concerns_the_file, field_of};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::Purpose;
use motcua_shared::vault::dto::{PaperView, ReplaceFile};
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
    /// Whether somebody changed the paper since it was seen.
    pub conflict: RwSignal<bool>,
    /// Why the file is replaced, in the owner's words.
    pub note: RwSignal<String>,
    paper: StoredValue<PaperView>,
    form: PaperForm,
    file: FileState,
    stop: StoredValue<Stop, LocalStorage>,
    leave: StoredValue<Leave, LocalStorage>,
    api: Api,
    notice: NoticeState,
    lang: Lang,
}

impl Sender {
    /// Nothing is on its way. Leaving the page stops what is.
    pub fn new(paper: PaperView, form: PaperForm, file: FileState) -> Self {
        let navigate = use_navigate();
        let sender = Self {
            busy: RwSignal::new(false),
            percent: RwSignal::new(None),
            conflict: RwSignal::new(false),
            note: RwSignal::new(String::new()),
            paper: StoredValue::new(paper),
            form,
            file,
            stop: StoredValue::new_local(Stop::default()),
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
        if self.busy.get_untracked() || !self.is_fine() {
            return;
        }
        self.busy.set(true);
        self.conflict.set(false);
        spawn_local(async move {
            let outcome = self.send().await;
            let _ = self.percent.try_set(None);
            let _ = self.busy.try_set(false);
            match outcome {
                Ok(paper) => {
                    self.notice
                        .leave(text::vault::changed(self.lang, &paper.item.name));
                    self.leave
                        .with_value(|leave| leave(&format!("/kho/{}", paper.item.id)));
                }
                Err(NotSent::Stopped) => {}
                Err(NotSent::Failed(failure)) if failure.code == ErrorCode::VersionConflict => {
                    let _ = self.conflict.try_set(true);
                }
                Err(NotSent::Failed(failure)) => self.show(&failure),
            }
        });
    }

    /// Saves what was typed over what somebody else wrote meanwhile: the person has seen that there is something.
    pub fn insist(self) {
        spawn_local(async move {
            let address = path::paper(self.paper.with_value(|paper| paper.item.id));
            match self.api.get::<PaperView>(&address, None).await {
                Ok(newest) => {
                    self.paper.set_value(newest);
                    self.submit();
                }
                Err(failure) => self.show(&failure),
            }
        });
    }

    /// "Dừng".
    pub fn stop(self) {
        self.stop.with_value(Stop::stop);
    }

    fn is_fine(self) -> bool {
        let errors = self.form.errors;
        errors.clear();
        for (field, code, max) in self.form.typed().wrong() {
            let sentence = match code {
                ErrorCode::TooLong => text::error::too_long(self.lang, max),
                other => of_code(other, self.lang),
            };
            self.form.mark(field, sentence);
        }
        if self.file.checking.with_untracked(Option::is_some) {
            self.form
                .mark("file", text::vault::still_checking(self.lang).to_owned());
        }
        !errors.show()
    }

    async fn send(self) -> Result<PaperView, NotSent> {
        let id = self.paper.with_value(|paper| paper.item.id);
        let change = self
            .form
            .typed()
            .change(self.paper.with_value(|paper| paper.item.version));
        let changed: PaperView = self
            .api
            .put(&path::paper(id), &change)
            .await
            .map_err(NotSent::Failed)?;
        self.paper.set_value(changed.clone());
        let Some(chosen) = self.file.chosen.get_untracked() else {
            return Ok(changed);
        };
        let stop = Stop::patient();
        self.stop.set_value(stop.clone());
        self.percent.set(Some(0));
        let percent = self.percent;
        let on_progress = move |share| {
            let _ = percent.try_set(Some(share));
        };
        let upload = match chosen.upload.clone() {
            Some(upload) => upload,
            None => {
                send_file(
                    self.api,
                    &chosen.file,
                    Purpose::Vault,
                    &chosen.key,
                    &stop,
                    on_progress,
                )
                .await?
            }
        };
        let note = self.note.get_untracked().trim().to_owned();
        let request = ReplaceFile {
            version: changed.item.version,
            upload_id: upload.id,
            note: (!note.is_empty()).then_some(note),
        };
        let key = new_key();
        let address = path::paper_replacement(id);
        let answer = self.api.post(&address, &request, Some(&key)).await;
        answer.map_err(NotSent::Failed)
    }

    fn show(self, failure: &Failure) {
        let errors = self.form.errors;
        if failure.fields.is_empty() && concerns_the_file(failure.code) {
            self.form.mark("file", failure.sentence(self.lang));
            errors.show();
        } else {
            if failure.fields.iter().any(|fault| fault.path == "file") {
                self.file.turn_down();
            }
            errors.show_failure(failure, self.lang, field_of);
        }
    }
}
