//! Looking an identity number up before a dossier is received on paper (seed 002, appendix II).

use crate::api::Api;
use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::upload::sleep;
use crate::dom;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Dialog, Field, FormErrors, Tone, error_summary, left_notice, page_heading, submit_button, text_field,
    verdict,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::identity::desk::{AssistedForm, AssistedView, FoundAccount, LookUp, LookedUp};
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/tai-khoan/kiem-tra`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let number = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let found = RwSignal::new(None::<FoundAccount>);
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        found.set(None);
        if let Err(code) = number.with_untracked(|text| parse_identity_number(text)) {
            errors.mark("identity_number", of_code(code, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = LookUp {
            identity_number: number.get_untracked(),
        };
        spawn_local(async move {
            let answer = api.post::<LookedUp>(path::DESK_LOOKUPS, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(LookedUp {
                    account: Some(account),
                    ..
                }) => {
                    let _ = found.try_set(Some(account));
                }
                Ok(_) => {
                    let _ = missing.try_set(true);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    // One key for one number: pressing twice begins one account.
    let key = Memo::new(move |_| {
        number.track();
        new_key()
    });
    let begin = move |_| {
        let form = AssistedForm {
            identity_number: number.get_untracked(),
            ..AssistedForm::default()
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let key = key.get_untracked();
            let answer = api
                .post::<AssistedView>(path::DESK_REGISTRATIONS, &form, Some(&key))
                .await;
            let _ = missing.try_set(false);
            match answer {
                Ok(view) => navigate(&format!("/can-bo/tai-khoan/moi/{}", view.id), Default::default()),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let begin = StoredValue::new_local(begin);
    let cancel = move |_| {
        missing.set(false);
        // The browser puts the focus back where it was before the dialog; the number is what to look at now.
        spawn_local(async move {
            sleep(50).await;
            dom::focus("identity_number");
        });
    };
    let field = Field {
        hint: text::desk::number_hint(lang),
        inputmode: "numeric",
        on_edit: Some(Callback::new(move |()| found.set(None))),
        ..Field::new("identity_number", text::desk::number(lang))
    };
    view! {
        <div class="narrow">
            {left_notice()}
            {error_summary(errors)}
            {page_heading(text::desk::check_title(lang))}
            <form class="card stack" novalidate=true on:submit=submit>
                {text_field(number, errors, field)}
                {submit_button(text::desk::check(lang), text::desk::checking(lang), busy)}
            </form>
            <div role="status" class="gap-above">{dynamic(move || found.get().map(outcome))}</div>
            <Dialog id="missing" title=text::desk::missing_title(lang) open=missing>
                <p>{text::desk::missing(lang)}</p>
                <div class="row">
                    <button
                        type="button"
                        class="btn"
                        on:click=move |event| begin.with_value(|begin| begin(event))
                    >
                        {text::desk::ok(lang)}
                    </button>
                    <button type="button" class="btn quiet" on:click=cancel>{text::desk::cancel(lang)}</button>
                </div>
            </Dialog>
        </div>
    }
    .into_any()
}

fn outcome(account: FoundAccount) -> AnyView {
    let lang = lang::current();
    let boxed = if account.suspended {
        let hint = view! { <p>{text::desk::found_suspended_hint(lang)}</p> };
        verdict(Tone::Warn, text::desk::found_suspended(lang, account.name), hint)
    } else {
        let hint = view! { <p>{text::desk::found_hint(lang, account.name)}</p> };
        verdict(Tone::Ok, text::desk::found(lang), hint)
    };
    view! {
        {boxed}
        <p class="actions gap-above">
            <a href="/can-bo">{text::desk::back_home(lang)}</a>
        </p>
    }
    .into_any()
}
