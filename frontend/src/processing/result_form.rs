//! One signed file and what is said of it: sent and checked as soon as it was chosen, read where it can be read.

use super::act::Now;
use crate::api::client::new_key;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::format;
use crate::react::dynamic;
use crate::signature::describe;
use crate::state::{lang, session};
use crate::ui::{Choice, Field, FileButton, FormErrors, Select, progress_bar, tag, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::processing::dto::SignedResult;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperReading;
use motcua_shared::vault::rule::propose_code;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The fields of one result; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct ResultForm {
    /// Tells it from others of the page, also when one between was removed.
    pub key: u32,
    /// The file, once it was sent and found sound.
    pub sent: RwSignal<Option<UploadView>>,
    percent: RwSignal<Option<u32>>,
    filled: RwSignal<bool>,
    category: RwSignal<String>,
    number: RwSignal<String>,
    issued_on: RwSignal<String>,
    summary: RwSignal<String>,
    stop: StoredValue<Stop, LocalStorage>,
}

impl ResultForm {
    /// Empty, of this category.
    pub fn new(key: u32, category: String) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            key,
            sent: RwSignal::new(None),
            percent: RwSignal::new(None),
            filled: RwSignal::new(false),
            category: RwSignal::new(category),
            number: text(),
            issued_on: text(),
            summary: text(),
            stop: StoredValue::new_local(Stop::default()),
        }
    }

    /// The id of a field of the page.
    pub fn field(self, name: &str) -> String {
        format!("{name}-{}", self.key)
    }

    /// Marks what is missing or wrong; the request when nothing is.
    pub fn check(self, errors: FormErrors, lang: Lang) -> Option<SignedResult> {
        let sent = self.sent.get_untracked();
        if sent.is_none() {
            errors.mark(&self.field("file"), text::processing::file_first(lang).to_owned());
        }
        let category_code = self.category.get_untracked();
        if category_code.is_empty() {
            let sentence = crate::api::failure::of_code(ErrorCode::NotAChoice, lang);
            errors.mark(&self.field("category_code"), sentence);
        }
        let typed = self.issued_on.get_untracked();
        let day = format::parse_day(&typed);
        if !typed.trim().is_empty() && day.is_none() {
            let sentence = crate::api::failure::of_code(ErrorCode::NotADate, lang);
            errors.mark(&self.field("issued_on"), sentence);
            return None;
        }
        let text = |signal: RwSignal<String>| {
            let typed = signal.get_untracked();
            (!typed.trim().is_empty()).then_some(typed)
        };
        let sent = sent.filter(|_| !category_code.is_empty())?;
        Some(SignedResult {
            upload_id: sent.id,
            category_code,
            decision_number: text(self.number),
            summary: text(self.summary),
            issued_on: day,
        })
    }

    /// Name of the file and of who signed it last.
    pub fn signed(self) -> Option<(String, String)> {
        self.sent.with_untracked(|sent| {
            let sent = sent.as_ref()?;
            let last = sent.report.as_ref()?.signatures.last()?;
            Some((sent.file_name.clone(), last.signer.as_ref()?.common_name.clone()))
        })
    }

    /// Nothing of it is wanted any more.
    pub fn give_up(self) {
        self.stop.with_value(Stop::stop);
    }

    fn choose(self, api: Api, errors: FormErrors, file: File) {
        self.give_up();
        self.stop.set_value(Stop::default());
        self.sent.set(None);
        self.filled.set(false);
        errors.clear_field(&self.field("file"));
        self.percent.set(Some(0));
        let stop = self.stop.with_value(Clone::clone);
        spawn_local(async move {
            let progress = move |share| {
                let _ = self.percent.try_set(Some(share));
            };
            let sent = send_file(api, &file, Purpose::Vault, &new_key(), &stop, progress).await;
            match sent {
                Ok(upload) => {
                    let reading = api
                        .get::<PaperReading>(&path::upload_reading(upload.id), None)
                        .await;
                    self.fill_in(&upload, &reading.unwrap_or_default());
                    let _ = self.percent.try_set(None);
                    let _ = self.sent.try_set(Some(upload));
                }
                // Another file was chosen meanwhile, or the page was left.
                Err(NotSent::Stopped) => {}
                Err(NotSent::Failed(failure)) => {
                    let _ = self.percent.try_set(None);
                    self.refused(api, errors, &failure);
                }
            }
        });
    }

    fn refused(self, api: Api, errors: FormErrors, failure: &Failure) {
        errors.mark(&self.field("file"), failure.sentence(api.lang()));
    }

    /// Fills in what the file says of itself, where nothing was typed. Where it names no day, that of the last signature is
    /// proposed.
    fn fill_in(self, upload: &UploadView, reading: &PaperReading) {
        let signed = upload.report.as_ref().and_then(|report| report.signatures.last());
        let signed = signed.and_then(|one| one.best_time()).map(|at| at.vietnam_date());
        let day = reading.issued_on.or(signed).map(format::day);
        let mut any = false;
        for (field, value) in [
            (self.number, reading.decision_number.clone()),
            (self.summary, reading.summary.clone()),
            (self.issued_on, day),
        ] {
            let is_empty = field.try_with_untracked(|typed| typed.trim().is_empty());
            if let (Some(value), Some(true)) = (value, is_empty) {
                let _ = field.try_set(value);
                any = true;
            }
        }
        let _ = self.filled.try_set(any);
    }

    /// The fields.
    pub fn view(self, now: Now, errors: FormErrors, choices: RwSignal<Vec<Choice>>) -> AnyView {
        let lang = lang::current();
        let number = Field {
            optional: true,
            ..Field::new(
                self.field("decision_number"),
                text::processing::decision_number(lang),
            )
        };
        let issued = Field {
            optional: true,
            hint: text::processing::issued_on_hint(lang),
            class: "short",
            ..Field::new(self.field("issued_on"), text::processing::issued_on(lang))
        };
        let summary = Field {
            optional: true,
            multiline: true,
            ..Field::new(self.field("summary"), text::processing::summary(lang))
        };
        view! {
            {self.file(errors)}
            <Select
                id=self.field("category_code")
                label=text::processing::category(lang)
                placeholder=text::ui::choose(lang)
                choices=choices
                value=self.category
                errors=errors
            />
            {text_field(self.number, errors, number)}
            {text_field(self.issued_on, errors, issued)}
            {text_field(self.summary, errors, summary)}
            {self.code(now)}
        }
        .into_any()
    }

    fn file(self, errors: FormErrors) -> AnyView {
        let lang = lang::current();
        let api = Api::current();
        let id = self.field("file");
        let wrong = errors.of(&id);
        let max_mb = session::current().max_upload_bytes() / 1_000_000;
        let on_file = Callback::new(move |(file,): (File,)| self.choose(api, errors, file));
        view! {
            <div class="field" class:wrong=move || wrong.with(Option::is_some)>
                <p>
                    <b>{text::processing::result_file(lang)}</b>
                </p>
                <p class="hint">{text::processing::result_file_hint(lang, max_mb)}</p>
                {dynamic(move || wrong.get().map(|words| view! { <p class="field-error">{words}</p> }))}
                <FileButton
                    id=id
                    label=text::processing::choose_file(lang)
                    context=text::processing::result_file(lang)
                    accept="application/pdf,.pdf"
                    on_file=on_file
                />
                <div role="status" class="stack-small">
                    {dynamic(move || self.sent.get().map(|sent| checked(&sent, lang)))}
                    {dynamic(move || {
                        self.filled.get().then(|| view! { <p class="hint">{text::processing::filled_in(lang)}</p> })
                    })}
                </div>
                {dynamic(move || {
                    self.percent.get().map(|percent| progress_bar(percent, text::processing::sending(lang)))
                })}
            </div>
        }
        .into_any()
    }

    /// The code that the paper will have in the owner's vault.
    fn code(self, now: Now) -> AnyView {
        let lang = lang::current();
        let (identifier, is_somewhere) =
            now.with_untracked(|desk| (desk.dossier.owner.identifier.clone(), desk.goes.is_somewhere()));
        let is_person = identifier.len() == 12 && identifier.bytes().all(|byte| byte.is_ascii_digit());
        let kind = match is_person {
            true => AccountKind::Citizen,
            false => AccountKind::Agency,
        };
        let code = move || {
            let category = self.category.get();
            let day = format::parse_day(&self.issued_on.get());
            (is_somewhere && !category.is_empty()).then(|| {
                let code = propose_code(kind, &identifier, &category, day);
                view! { <p class="hint paper-code">{text::processing::paper_code(lang, code)}</p> }
            })
        };
        dynamic(code)
    }
}

/// The file that was sent: its name, its verdict, who signed.
fn checked(upload: &UploadView, lang: Lang) -> AnyView {
    let report = upload.report.as_ref();
    let verdict = report.map(|report| {
        let (tone, label) = describe::tag_of(report, lang);
        tag(tone, label)
    });
    let names: Vec<String> = report
        .iter()
        .flat_map(|report| &report.signatures)
        .filter_map(|signature| Some(signature.signer.as_ref()?.common_name.clone()))
        .collect();
    let signers = (!names.is_empty())
        .then(|| view! { <p class="hint">{text::processing::signers(lang, names.join(", "))}</p> });
    view! {
        <p class="row">
            <span class="file-line">{text::processing::checked(lang, &upload.file_name)}</span>
            {verdict}
        </p>
        {signers}
    }
    .into_any()
}
