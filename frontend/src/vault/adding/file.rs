//! The file on the page "Thêm giấy tờ": chosen, looked at in the browser, taken or not. Nothing is sent here.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::{Api, Failure};
use crate::dom;
use crate::signature::client::NoReport;
use crate::signature::look::look_closely;
use crate::signature::outcome::{Outcome, judge};
use crate::state::{lang, session};
use crate::vault::adding::form::PaperForm;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::SigningOrderId;
use motcua_shared::path;
use motcua_shared::signature::report::StructureReport;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::UploadView;
use motcua_shared::upload::rule::MAX_FILE_NAME;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The file that will be sent.
#[derive(Clone)]
pub struct Chosen {
    /// Its handle; the bytes stay where they are until they are sent.
    pub file: File,
    /// One per choice of a file: repetitions of sending it are harmless.
    pub key: String,
    /// What the server has already received of it.
    pub upload: Option<UploadView>,
}

/// What is shown of the file that will be sent.
#[derive(Clone)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What the browser found.
    pub found: Result<(Outcome, StructureReport), NoReport>,
}

/// What is shown of a file that cannot be taken; the sentence stands with the errors of the form.
#[derive(Clone)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// What was found, if it came to that.
    pub report: Option<StructureReport>,
}

/// The state of the file; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct FileState {
    /// The file that will be sent.
    pub chosen: RwSignal<Option<Chosen>, LocalStorage>,
    /// What is shown of it.
    pub taken: RwSignal<Option<Taken>>,
    /// Name of the file that is being looked at.
    pub checking: RwSignal<Option<String>>,
    /// The last file that was not taken.
    pub refused: RwSignal<Option<Refused>>,
    /// Counts choices, so that a slow check does not speak over a later one.
    round: StoredValue<u32>,
    form: PaperForm,
    max_bytes: u64,
}

impl FileState {
    /// No file yet.
    pub fn new(form: PaperForm) -> Self {
        Self {
            chosen: RwSignal::new_local(None),
            taken: RwSignal::new(None),
            checking: RwSignal::new(None),
            refused: RwSignal::new(None),
            round: StoredValue::new(0),
            form,
            max_bytes: session::current().max_upload_bytes(),
        }
    }

    /// The largest file that is taken, in MB.
    pub fn max_mb(self) -> u64 {
        self.max_bytes / 1_000_000
    }

    /// Looks at a file that the person chose. A file that cannot be taken leaves the one before in place.
    pub fn choose(self, file: File) {
        let lang = lang::current();
        let round = self.round.try_update_value(|round| {
            *round += 1;
            *round
        });
        self.form.errors.clear_field("file");
        self.refused.set(None);
        self.checking.set(Some(file.name()));
        spawn_local(async move {
            let looked = look(&file, self.max_bytes).await;
            if self.round.try_get_value() != round {
                return;
            }
            self.checking.set(None);
            match looked {
                Err(code) => self.refuse(&file, code, None, lang),
                Ok(Ok((Outcome::Refused(code), report))) => self.refuse(&file, code, Some(report), lang),
                Ok(found) => self.take(file, found, None),
            }
        });
    }

    /// Shows a refusal, found here or by the server, beside the field.
    pub fn refuse(self, file: &File, code: ErrorCode, report: Option<StructureReport>, lang: Lang) {
        self.form.errors.mark("file", sentence(code, self.max_mb(), lang));
        self.refused.set(Some(Refused {
            name: file.name(),
            report,
        }));
    }

    /// The server did not take the file: what the browser found is no longer the last word.
    pub fn turn_down(self) {
        let name = self
            .chosen
            .with_untracked(|chosen| Some(chosen.as_ref()?.file.name()));
        self.chosen.set(None);
        self.taken.set(None);
        if !self.form.issued_edited.get_untracked() {
            self.form.issued_on.set(String::new());
        }
        self.refused.set(name.map(|name| Refused { name, report: None }));
    }

    /// Takes a file that was signed on the page for it: the server has it, and it comes from there.
    pub fn bring(self, order: SigningOrderId) {
        let api = Api::current();
        let lang = lang::current();
        self.checking
            .set(Some(text::signature::checking(lang).to_owned()));
        spawn_local(async move {
            let brought = bring(api, order).await;
            let _ = self.checking.try_set(None);
            match brought {
                Ok((file, upload)) => match look(&file, self.max_bytes).await {
                    Ok(found) => self.take(file, found, Some(upload)),
                    Err(code) => self.refuse(&file, code, None, lang),
                },
                Err(failure) => self.form.errors.mark("file", failure.sentence(lang)),
            }
        });
    }

    fn take(
        self,
        file: File,
        found: Result<(Outcome, StructureReport), NoReport>,
        upload: Option<UploadView>,
    ) {
        let signed_on = match &found {
            Ok((Outcome::Intact(signed), _)) => signed.on,
            _ => None,
        };
        if !self.form.issued_edited.get_untracked() {
            let day = signed_on.map(crate::format::day).unwrap_or_default();
            self.form.issued_on.set(day);
        }
        self.taken.set(Some(Taken {
            name: file.name(),
            size: file.size() as u64,
            found,
        }));
        self.chosen.set(Some(Chosen {
            file,
            key: new_key(),
            upload,
        }));
    }
}

/// The signed file, and what the server made of it.
async fn bring(api: Api, order: SigningOrderId) -> Result<(File, UploadView), Failure> {
    let address = path::signing_order_result(order);
    let upload: UploadView = api.post(&address, &serde_json::Map::new(), None).await?;
    let bytes = api.get_bytes(&path::signing_order_file(order)).await?;
    let file = dom::file(&bytes, upload.media_type.as_str(), &upload.file_name);
    file.map(|file| (file, upload))
        .ok_or_else(|| Failure::of(ErrorCode::Unknown))
}

async fn look(
    file: &File,
    max_bytes: u64,
) -> Result<Result<(Outcome, StructureReport), NoReport>, ErrorCode> {
    let found = look_closely(file, max_bytes).await?;
    Ok(found.map(|found| (judge(&found), found.structure)))
}

/// The sentence of a refusal, with its limit where it has one.
pub fn sentence(code: ErrorCode, max_mb: u64, lang: Lang) -> String {
    match code {
        ErrorCode::FileTooLarge => text::error::file_too_large(lang, max_mb),
        ErrorCode::TooLong => text::error::too_long(lang, MAX_FILE_NAME),
        other => of_code(other, lang),
    }
}
