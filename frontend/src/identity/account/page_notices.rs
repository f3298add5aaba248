//! Of what somebody is told, and by which channels.

use super::words::channel;
use super::{frame, loaded, said};
use crate::api::{Api, Failure, Loader, load};
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::{Choice, FormErrors, RadioChoice, Radios, Select, error_summary, submit_button};
use leptos::prelude::*;
use motcua_shared::identity::account::{AccountOverview, Preferences, SignInNotices};
use motcua_shared::notification::dto::ChannelKind;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// The fields of the order.
const PLACES: [&str; 3] = ["channels", "channels-2", "channels-3"];

/// `/tai-khoan/thong-bao`
pub fn page() -> AnyView {
    signed_in(notices)
}

fn notices() -> AnyView {
    let lang = lang::current();
    let loader: Loader<AccountOverview> = load(|| path::ACCOUNT.to_owned());
    frame(text::account::notices(lang), loaded(loader, form))
}

fn form(account: AccountOverview) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let done = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let always = account.sign_in_notices == SignInNotices::Always;
    let sign_in = RwSignal::new(if always { "always" } else { "new-device" }.to_owned());
    let chosen = |place: usize| account.channels.get(place).map(|kind| kind.name().to_owned());
    let order = [0, 1, 2].map(|place| RwSignal::new(chosen(place).unwrap_or_default()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        done.set(String::new());
        let mut channels: Vec<ChannelKind> = Vec::new();
        for (place, value) in PLACES.into_iter().zip(order) {
            let Some(kind) = ChannelKind::parse(&value.get_untracked()) else {
                continue;
            };
            if channels.contains(&kind) {
                errors.mark(place, text::account::notices_twice(lang).to_owned());
            }
            channels.push(kind);
        }
        if channels.is_empty() {
            errors.mark("channels", text::error::required(lang).to_owned());
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = Preferences {
            sign_in_notices: if sign_in.with_untracked(|value| value == "always") {
                SignInNotices::Always
            } else {
                SignInNotices::NewDevice
            },
            channels,
        };
        spawn_local(async move {
            let answer: Result<(), Failure> = api.put(path::ACCOUNT_PREFERENCES, &request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = done.try_set(text::account::saved(lang).to_owned());
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let radio = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let sign_ins = vec![
        radio("new-device", text::account::notices_new_device(lang)),
        radio("always", text::account::notices_always(lang)),
    ];
    let [first, second, third] = order;
    view! {
        {error_summary(errors)}
        {said(done)}
        <form class="card stack" novalidate=true on:submit=submit>
            <Radios id="sign_in_notices" legend=text::account::notices_sign_in(lang) choices=sign_ins value=sign_in errors=errors />
            <fieldset class="field">
                <legend>{text::account::notices_channels(lang)}</legend>
                <p class="hint gap-below">{text::account::notices_channels_hint(lang)}</p>
                <div class="stack">
                    {place(0, text::account::notices_first(lang), first, errors, lang)}
                    {place(1, text::account::notices_second(lang), second, errors, lang)}
                    {place(2, text::account::notices_third(lang), third, errors, lang)}
                </div>
            </fieldset>
            {submit_button(text::account::save(lang), text::account::saving(lang), busy)}
        </form>
    }
    .into_any()
}

fn place(
    number: usize,
    label: &'static str,
    value: RwSignal<String>,
    errors: FormErrors,
    lang: Lang,
) -> AnyView {
    let mut choices: Vec<Choice> = ChannelKind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.name().to_owned(),
            label: channel(kind, lang).to_owned(),
        })
        .collect();
    if number > 0 {
        choices.push(Choice {
            value: String::new(),
            label: text::account::notices_unused(lang).to_owned(),
        });
    }
    let id = PLACES.get(number).copied().unwrap_or_default();
    view! { <Select id=id label=label choices=choices value=value errors=errors /> }.into_any()
}
