//! The phones of an account, each with what may be done about it.

use super::contact_state::Shared;
use crate::api::Failure;
use crate::identity::code_step::Answer;
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::identity::account::{AccountOverview, ChosenPhone, PhoneView};
use motcua_shared::path;
use motcua_shared::text;

/// The list; says so when there is none.
pub fn list(account: &AccountOverview, shared: Shared) -> AnyView {
    if account.phones.is_empty() {
        return view! { <p class="muted">{text::account::phones_none(shared.lang)}</p> }.into_any();
    }
    let only = account.phones.len() == 1;
    let phones = account.phones.iter().cloned();
    view! { <ul class="ways">{phones.map(|phone| entry(phone, only, shared)).collect_view()}</ul> }.into_any()
}

fn entry(phone: PhoneView, only: bool, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let number = phone.phone.clone();
    let first = phone
        .is_first
        .then(|| tag(Tone::Ok, text::account::phone_first(lang)));
    let new = phone.new_until.map(|until| {
        let words = text::account::phone_new(lang, until.vietnam_minute());
        view! { <p class="hint">{words}</p> }
    });
    let choose = (!phone.is_first && phone.new_until.is_none()).then(|| {
        let number = number.clone();
        view! {
            <button
                type="button"
                class="btn-link"
                aria-label=text::account::phone_choose_label(lang, &phone.phone)
                on:click=move |_| act(Act::Choose, number.clone(), shared)
            >
                {text::account::phone_choose(lang)}
            </button>
        }
    });
    let remove = (!only).then(|| {
        let number = number.clone();
        view! {
            <button
                type="button"
                class="btn-link"
                aria-label=text::account::phone_remove_label(lang, &phone.phone)
                on:click=move |_| act(Act::Remove, number.clone(), shared)
            >
                {text::account::phone_remove(lang)}
            </button>
        }
    });
    view! {
        <li>
            <div class="row">
                <b>{number}</b>
                {first}
            </div>
            {new}
            <div class="actions">{choose} {remove}</div>
        </li>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq)]
enum Act {
    Choose,
    Remove,
}

fn act(what: Act, phone: String, shared: Shared) {
    let Shared {
        api,
        lang,
        errors,
        confirm,
        said,
        busy,
        ..
    } = shared;
    if busy.get_untracked() {
        return;
    }
    errors.clear();
    said.set(String::new());
    let sentence = match what {
        Act::Choose => text::account::phone_chosen(lang, &phone),
        Act::Remove => text::account::phone_removed(lang, &phone),
    };
    let send = move || -> Answer<()> {
        let request = ChosenPhone { phone: phone.clone() };
        Box::pin(async move {
            match what {
                Act::Choose => api.put(path::ACCOUNT_PHONE_FIRST, &request).await,
                Act::Remove => api.post(path::ACCOUNT_PHONE_REMOVE, &request, None).await,
            }
        })
    };
    confirm.run(busy, send, move |answer: Result<(), Failure>| match answer {
        Ok(()) => shared.done(sentence.clone()),
        Err(failure) => shared.failed(&failure),
    });
}
