//! Scans: chosen, checked by size and ending, sent, shown, and sent anew.

use crate::api::client::{decode, new_key};
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_body};
use crate::api::{Api, Failure};
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{FileButton, FormErrors};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AssistedId;
use motcua_shared::identity::desk::{AssistedView, DeskFile, DeskFileKind, MAX_SCAN_BYTES};
use motcua_shared::path;
use motcua_shared::text;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// What the browser offers first.
const ACCEPT: &str = ".pdf,.doc,.docx,application/pdf,application/msword";

/// The name of a kind in addresses and errors.
pub const fn part(kind: DeskFileKind) -> &'static str {
    match kind {
        DeskFileKind::Scan => "scan",
        DeskFileKind::Request => "signed",
    }
}

const fn address_part(kind: DeskFileKind) -> &'static str {
    match kind {
        DeskFileKind::Scan => "files/scan",
        DeskFileKind::Request => "files/request",
    }
}

/// The file of a kind, and the button that sends one.
pub fn file_row(
    id: AssistedId,
    kind: DeskFileKind,
    files: RwSignal<Vec<DeskFile>>,
    errors: FormErrors,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let error = errors.of(part(kind));
    let send = Callback::new(move |(file,): (File,)| {
        errors.clear_field(part(kind));
        if let Err(code) = check(&file.name(), file.size()) {
            errors.mark(part(kind), of_code_with_size(code));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = transfer(api, id, kind, &file).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    let _ = files.try_set(view.files);
                }
                Err(failure) => errors.mark(part(kind), failure.sentence(api.lang())),
            }
        });
    });
    let (context, first) = match kind {
        DeskFileKind::Scan => (text::desk::scan_for(lang), text::desk::scan_choose(lang)),
        DeskFileKind::Request => (text::desk::request_for(lang), text::desk::request_choose(lang)),
    };
    let has_file = move || files.with(|files| files.iter().any(|file| file.kind == kind));
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error" role="alert">{sentence}</p> }))}
            <div class="row">
                {dynamic(move || {
                    let label = if has_file() { text::desk::scan_replace(lang) } else { first };
                    view! {
                        <FileButton id=part(kind).to_owned() label=label context=context accept=ACCEPT on_file=send />
                    }
                        .into_any()
                })}
                <p role="status" class="grow">
                    {dynamic(move || {
                        if busy.get() {
                            view! { {text::desk::sending(lang)} }.into_any()
                        } else {
                            shown(id, kind, files)
                        }
                    })}
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Name and size of what is there, as a link that saves it.
pub fn shown(id: AssistedId, kind: DeskFileKind, files: RwSignal<Vec<DeskFile>>) -> AnyView {
    let lang = lang::current();
    let found = files.with(|files| files.iter().find(|file| file.kind == kind).cloned());
    match found {
        Some(file) => {
            let href = path::desk_registration_part(id, address_part(kind));
            view! {
                <a href=href rel="external" download="">{file.file_name}</a>
                " ("
                {format::size(file.size, lang)}
                ")"
            }
            .into_any()
        }
        None => view! { <span class="muted">{text::desk::scan_none(lang)}</span> }.into_any(),
    }
}

fn check(name: &str, size: f64) -> Result<(), ErrorCode> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf" | "doc" | "docx") if size <= 0.0 => Err(ErrorCode::FileEmpty),
        Some("pdf" | "doc" | "docx") if size > MAX_SCAN_BYTES as f64 => Err(ErrorCode::FileTooLarge),
        Some("pdf" | "doc" | "docx") => Ok(()),
        _ => Err(ErrorCode::ScanTypeNotTaken),
    }
}

fn of_code_with_size(code: ErrorCode) -> String {
    let lang = lang::current();
    match code {
        ErrorCode::FileTooLarge => text::error::file_too_large(lang, MAX_SCAN_BYTES / 1_000_000),
        code => of_code(code, lang),
    }
}

async fn transfer(
    api: Api,
    id: AssistedId,
    kind: DeskFileKind,
    file: &File,
) -> Result<AssistedView, Failure> {
    let address = path::desk_registration_part(id, address_part(kind));
    let sent = send_body(api, &address, file, &new_key(), &Stop::default(), Rc::new(|_| ())).await;
    match sent {
        Ok(body) => decode(&body),
        Err(NotSent::Failed(failure)) => Err(failure),
        Err(NotSent::Stopped) => Err(Failure::of(ErrorCode::NoConnection)),
    }
}

/// Has the browser save the request to be signed.
pub fn save_request(bytes: &[u8]) {
    dom::save(bytes, "application/pdf", "giay-de-nghi-tao-tai-khoan.pdf");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_and_size_are_looked_at_before_sending() {
        assert_eq!(check("CCCD.PDF", 10.0), Ok(()));
        assert_eq!(check("cccd.docx", 5_000_000.0), Ok(()));
        assert_eq!(check("cccd.doc", 5_000_001.0), Err(ErrorCode::FileTooLarge));
        assert_eq!(check("cccd.jpg", 10.0), Err(ErrorCode::ScanTypeNotTaken));
        assert_eq!(check("pdf", 10.0), Err(ErrorCode::ScanTypeNotTaken));
        assert_eq!(check("a.pdf", 0.0), Err(ErrorCode::FileEmpty));
    }
}
