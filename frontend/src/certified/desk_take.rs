//! The original was seen: scan, pages, who certifies, fee.

use crate::api::client::{decode, new_key};
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_body};
use crate::api::{Api, Failure};
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::{
    Choice, Field, FilePicker, FormErrors, RadioChoice, Radios, Select, checkbox, submit_button, text_field,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, CertifiedCopyId};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::certified::{CopyView, FeeTaken, OfficeSettings, TakeOriginal};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The form of this step.
pub fn form(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (id, version) = (copy.id, copy.version);
    let (busy, is_compared) = (RwSignal::new(false), RwSignal::new(false));
    let scan = RwSignal::new(None::<UploadView>);
    let pages = RwSignal::new(copy.pages.to_string());
    let [signer, reason] = [(); 2].map(|()| RwSignal::new(String::new()));
    let fee = RwSignal::new("paid".to_owned());
    let signers = RwSignal::new(Vec::<Choice>::new());
    spawn_local(async move {
        if let Ok(office) = api.get::<OfficeSettings>(path::DESK_OFFICE, None).await {
            let choice = |one: motcua_shared::vault::certified::CopySigner| Choice {
                value: one.account_id.to_string(),
                label: format!("{}, {}", one.name, one.title),
            };
            let choices: Vec<Choice> = office.signers.into_iter().map(choice).collect();
            if let [only] = choices.as_slice() {
                let _ = signer.try_set(only.value.clone());
            }
            let _ = signers.try_set(choices);
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let required = |field: &str| errors.mark(field, of_code(ErrorCode::Required, lang));
        let sent = scan.with_untracked(|scan| scan.as_ref().map(|scan| scan.id));
        let count = pages.with_untracked(|text| text.trim().parse::<u32>().ok());
        let signer_id = signer.with_untracked(|text| AccountId::parse(text));
        if sent.is_none() {
            errors.mark("file", text::certified::scan_first(lang).to_owned());
        }
        if count.is_none() {
            required("pages");
        }
        if signer_id.is_none() {
            required("signer_id");
        }
        let is_waived = fee.with_untracked(|fee| fee == "waived");
        if is_waived && reason.with_untracked(|text| text.trim().is_empty()) {
            required("reason");
        }
        if !is_compared.get_untracked() {
            errors.mark("is_compared", text::certified::compared_needed(lang).to_owned());
        }
        let (false, Some(upload_id), Some(pages), Some(signer_id)) = (errors.show(), sent, count, signer_id)
        else {
            return;
        };
        busy.set(true);
        let request = TakeOriginal {
            version,
            upload_id,
            pages,
            signer_id,
            is_compared: true,
            fee: match is_waived {
                true => FeeTaken::Waived {
                    reason: reason.get_untracked(),
                },
                false => FeeTaken::Paid,
            },
        };
        spawn_local(async move {
            let address = path::desk_copy_part(id, "taking");
            let answer = api.post::<CopyView>(&address, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(copy) => {
                    let _ = now.try_set(copy);
                }
                Err(failure) => errors.show_failure(&failure, lang, |path| match path {
                    "fee.reason" => "reason".to_owned(),
                    other => other.to_owned(),
                }),
            }
        });
    };
    let choice = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let fees = vec![
        choice("paid", text::certified::fee_paid(lang)),
        choice("waived", text::certified::fee_waived(lang)),
    ];
    let count = Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new("pages", text::certified::pages_counted(lang))
    };
    let why = move || {
        let field = Field::new("reason", text::certified::fee_reason(lang));
        text_field(reason, errors, field)
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::certified::take(lang)}</h2>
            {picker(id, scan, errors)}
            {text_field(pages, errors, count)}
            <Select
                id="signer_id"
                label=text::certified::signer(lang)
                placeholder=text::certified::choose(lang)
                choices=signers
                value=signer
                errors=errors
            />
            <Radios
                id="fee"
                legend=text::certified::fee(lang)
                choices=Signal::stored(fees)
                value=fee
                errors=errors
            />
            {when(move || fee.with(|fee| fee == "waived"), why)}
            {checkbox(
                "is_compared",
                text::certified::compared(lang),
                text::certified::compared_hint(lang),
                is_compared,
            )}
            {submit_button(text::certified::make(lang), text::certified::making(lang), busy)}
        </form>
    }
    .into_any()
}

fn picker(id: CertifiedCopyId, scan: RwSignal<Option<UploadView>>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let max_bytes = session::current().max_upload_bytes();
    let sending = RwSignal::new(false);
    let error = errors.of("file");
    let send = Callback::new(move |(file,): (File,)| {
        if sending.get_untracked() {
            return;
        }
        errors.clear_field("file");
        scan.set(None);
        sending.set(true);
        spawn_local(async move {
            let answer = transfer(api, id, &file).await;
            let _ = sending.try_set(false);
            match answer {
                Ok(view) => {
                    let _ = scan.try_set(Some(view));
                }
                Err(failure) => errors.mark("file", failure.sentence(api.lang())),
            }
        });
    });
    let label = Signal::derive(move || match scan.with(Option::is_some) {
        true => text::vault::choose_other(lang),
        false => text::vault::choose_file(lang),
    });
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for="file">{text::certified::scan(lang)}</label>
            <div class="file-box">
                <FilePicker
                    id="file"
                    label=label
                    hint=text::certified::scan_hint(lang, max_bytes / 1_000_000)
                    accept="application/pdf,.pdf"
                    error=error
                    on_file=send
                />
                <div role="status" class="stack-small">
                    {dynamic(move || {
                        error
                            .get()
                            .map(|sentence| {
                                view! { <p class="field-error" id="file-error">{sentence}</p> }.into_any()
                            })
                    })}
                    {when(
                        move || sending.get(),
                        move || view! { <p>{text::desk::sending(lang)}</p> }.into_any(),
                    )}
                    {dynamic(move || {
                        scan.get()
                            .map(|sent| {
                                view! { <p><span class="file-name">{sent.file_name}</span></p> }.into_any()
                            })
                    })}
                </div>
            </div>
        </div>
    }
    .into_any()
}

async fn transfer(api: Api, id: CertifiedCopyId, file: &File) -> Result<UploadView, Failure> {
    let address = path::desk_copy_part(id, "scan");
    let sent = send_body(api, &address, file, &new_key(), &Stop::default(), Rc::new(|_| ())).await;
    match sent {
        Ok(body) => decode(&body),
        Err(NotSent::Failed(failure)) => Err(failure),
        Err(NotSent::Stopped) => Err(Failure::of(ErrorCode::NoConnection)),
    }
}
