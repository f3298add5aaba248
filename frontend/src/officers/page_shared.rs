//! "Tài khoản có dấu hiệu dùng chung": accounts that look as if several people used them, why, and what somebody found.

use crate::api::{Api, load};
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Tone, empty, error_summary, load_view, page_heading, quiet_submit_button, tag,
    text_field,
};
use leptos::prelude::*;
use motcua_shared::identity::staff::{NoteShared, SharedAccount, SharedSign};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/nguoi-dung/dung-chung`
pub fn page() -> AnyView {
    let lang = lang::current();
    let accounts = load::<Vec<SharedAccount>>(|| path::STAFF_SHARED.to_owned());
    view! {
        {super::back()}
        {page_heading(text::staff::shared_title(lang))}
        <p>{text::staff::shared_hint(lang)}</p>
        {load_view(accounts, content)}
    }
    .into_any()
}

fn content(accounts: Vec<SharedAccount>) -> AnyView {
    let now = RwSignal::new(accounts);
    dynamic(move || {
        let accounts = now.get();
        if accounts.is_empty() {
            let lang = lang::current();
            return empty(
                text::staff::shared_none(lang),
                text::staff::shared_none_hint(lang),
                (),
            );
        }
        let rows: Vec<AnyView> = accounts.into_iter().map(|account| row(account, now)).collect();
        view! { <ul class="plain-list stack">{rows}</ul> }.into_any()
    })
}

fn row(account: SharedAccount, now: RwSignal<Vec<SharedAccount>>) -> AnyView {
    let lang = lang::current();
    let signs: Vec<_> = account
        .signs
        .iter()
        .map(|sign| view! { <li>{in_words(*sign, lang)}</li> })
        .collect();
    let href = format!("{}/{}", super::LIST, account.id);
    let unit = account
        .unit
        .clone()
        .unwrap_or_else(|| text::staff::unit_none(lang).to_owned());
    let state = match &account.note {
        Some(_) => tag(Tone::Ok, text::staff::shared_looked(lang)),
        None => tag(Tone::Warn, text::staff::shared_new(lang)),
    };
    let below = match &account.note {
        Some(note) => {
            let line = text::staff::event_line(lang, &note.by, note.at.vietnam_minute());
            view! {
                <p>{note.note.clone()}</p>
                <p class="hint">{line}</p>
            }
            .into_any()
        }
        None => form(&account, now),
    };
    view! {
        <li class="card">
            <div class="row">
                <h2 class="grow"><a href=href>{account.name.clone()}</a></h2>
                {state}
            </div>
            <p class="hint">{unit}</p>
            <ul>{signs}</ul>
            {below}
        </li>
    }
    .into_any()
}

/// What somebody found, to be written down.
fn form(account: &SharedAccount, now: RwSignal<Vec<SharedAccount>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let (busy, note) = (RwSignal::new(false), RwSignal::new(String::new()));
    let id = account.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let request = NoteShared {
            note: note.get_untracked(),
        };
        spawn_local(async move {
            let answer = api
                .put::<Vec<SharedAccount>>(&path::staff_shared_note(id), &request)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(accounts) => {
                    let _ = now.try_set(accounts);
                }
                Err(failure) => errors.show_failure(&failure, lang, |_| format!("note-{id}")),
            }
        });
    };
    let name = format!("note-{id}");
    let field = Field {
        hint: text::staff::shared_note_hint(lang),
        ..Field::new(&name, text::staff::shared_note(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            {text_field(note, errors, field)}
            {quiet_submit_button(text::staff::shared_save(lang), text::staff::saving(lang), busy)}
        </form>
    }
    .into_any()
}

fn in_words(sign: SharedSign, lang: Lang) -> &'static str {
    match sign {
        SharedSign::NoName => text::staff::shared_no_name(lang),
        SharedSign::SamePhone => text::staff::shared_same_phone(lang),
        SharedSign::SameEmail => text::staff::shared_same_email(lang),
        SharedSign::AtOnce => text::staff::shared_at_once(lang),
    }
}
