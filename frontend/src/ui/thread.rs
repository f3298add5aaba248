//! The messages about a dossier, and a field to write one. What is typed outlives a reload until it was sent; the request has a key, so
//! that a bad line sends nothing twice.

use crate::api::client::new_key;
use crate::api::{Api, Failure, Load, load};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Field, FormErrors, error_summary, quiet_submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::thread::{DossierMessage, ReadMessages, SendMessage, Side, Thread};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// The card.
pub fn thread(id: DossierId) -> AnyView {
    let loaded = load::<Thread>(move || path::dossier_messages(id));
    let now = RwSignal::new(None::<Thread>);
    effect(move || {
        if let Load::Ready(thread) = loaded.get() {
            mark(id, &thread);
            now.set(Some(thread));
        }
    });
    let lang = lang::current();
    dynamic(move || match loaded.get() {
        Load::Loading => ().into_any(),
        Load::Failed(_) => view! { <p class="hint">{text::dossier::thread_failed(lang)}</p> }.into_any(),
        Load::Ready(thread) => card(id, thread.own, now),
    })
}

/// What the other side wrote was seen now.
fn mark(id: DossierId, thread: &Thread) {
    let unread = thread
        .messages
        .iter()
        .rev()
        .find(|message| message.side != thread.own && message.read_at.is_none());
    let Some(last) = unread.map(|message| message.id) else {
        return;
    };
    let api = Api::current();
    spawn_local(async move {
        let read = ReadMessages { last };
        // It stays unread if this fails, and is marked the next time.
        let _: Result<Thread, Failure> = api.post(&path::dossier_messages_read(id), &read, None).await;
    });
}

fn card(id: DossierId, own: Side, now: RwSignal<Option<Thread>>) -> AnyView {
    let lang = lang::current();
    let title = match own {
        Side::Filer => text::dossier::thread_title(lang),
        Side::Unit => text::dossier::thread_title_desk(lang),
    };
    let messages = dynamic(move || {
        now.with(|thread| {
            let messages = thread
                .as_ref()
                .map(|thread| thread.messages.as_slice())
                .unwrap_or_default();
            if messages.is_empty() {
                return view! { <p class="muted">{text::dossier::thread_none(lang)}</p> }.into_any();
            }
            let lines: Vec<AnyView> = messages.iter().map(|one| message(one, own, lang)).collect();
            view! { <ol class="thread">{lines}</ol> }.into_any()
        })
    });
    view! {
        <section class="card gap-below">
            <h2>{title}</h2>
            {messages}
            {form(id, now)}
        </section>
    }
    .into_any()
}

fn message(message: &DossierMessage, own: Side, lang: Lang) -> AnyView {
    let is_own = message.side == own;
    let name = match (is_own, own) {
        (true, Side::Filer) => text::dossier::thread_you(lang).to_owned(),
        _ => message.name.clone(),
    };
    let read = is_own.then(|| match message.read_at {
        Some(at) => text::dossier::thread_read(lang, at.vietnam_minute()),
        None => text::dossier::thread_unread(lang).to_owned(),
    });
    let mut said = format!("{name}, {}", message.sent_at.vietnam_minute());
    if let Some(read) = read {
        said = format!("{said} · {read}");
    }
    view! {
        <li class:own=is_own>
            <p class="words">{message.words.clone()}</p>
            <p class="hint">{said}</p>
        </li>
    }
    .into_any()
}

fn form(id: DossierId, now: RwSignal<Option<Thread>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let storage_key = format!("message:{id}");
    let kept = dom::session_storage().and_then(|storage| storage.get_item(&storage_key).ok().flatten());
    let words = RwSignal::new(kept.unwrap_or_default());
    let said = RwSignal::new("");
    effect(move || {
        let Some(storage) = dom::session_storage() else {
            return;
        };
        let _ = words.with(|words| match words.is_empty() {
            true => storage.remove_item(&storage_key),
            false => storage.set_item(&storage_key, words),
        });
    });
    // One key for one text: the same words again after a lost answer are the same message.
    let key = StoredValue::new((String::new(), String::new()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        said.set("");
        let typed = words.get_untracked();
        if key.with_value(|(of, _)| *of != typed) {
            key.set_value((typed.clone(), new_key()));
        }
        let request = SendMessage { words: typed };
        let this = key.with_value(|(_, key)| key.clone());
        busy.set(true);
        spawn_local(async move {
            let address = path::dossier_messages(id);
            let answer: Result<Thread, Failure> = api.post(&address, &request, Some(&this)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(thread) => {
                    let _ = now.try_set(Some(thread));
                    let _ = words.try_set(String::new());
                    // It arrived: the same words again are another message.
                    let _ = key.try_set_value((String::new(), String::new()));
                    let _ = said.try_set(text::dossier::thread_sent(lang));
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), |_| "message".to_owned()),
            }
        });
    };
    let field = Field {
        hint: text::dossier::thread_hint_short(lang),
        multiline: true,
        ..Field::new("message", text::dossier::thread_write(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="stack-small gap-above" novalidate=true on:submit=submit>
            {text_field(words, errors, field)}
            <p class="row">
                {quiet_submit_button(
                    text::dossier::thread_send(lang),
                    text::dossier::thread_sending(lang),
                    busy,
                )} <span class="hint" role="status">{said}</span>
            </p>
        </form>
    }
    .into_any()
}
