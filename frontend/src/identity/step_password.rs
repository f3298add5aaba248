//! First step: account and password. Names and types of the inputs are those that password managers know.

use crate::api::Api;
use crate::dom::{encode, now};
use crate::identity::model::Waiting;
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::field::{FieldFrame, described_by};
use crate::ui::{Field, FormErrors, Tone, error_summary, page_heading, submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::identity::dto::{Challenge, ProviderView, SignIn};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The form; `go` leads to the second step, `next` is the page to see afterwards. `refused` says why signing in
/// elsewhere led back here.
pub fn view(go: Callback<Option<Waiting>>, next: &str, refused: Option<String>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let errors = FormErrors::new();
    if let Some(sentence) = refused {
        errors.mark("", sentence);
        errors.show();
    }
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        for (field, value) in [("login", login), ("password", password)] {
            if value.with_untracked(|value| value.trim().is_empty()) {
                errors.mark(field, text::error::required(lang).to_owned());
            }
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = SignIn {
            login: login.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            let answer = api.post::<Challenge>(path::SIGN_IN, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(challenge) => go.run(Some(Waiting::new(challenge, now(), false))),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let login_field = text_field(
        login,
        errors,
        Field {
            hint: text::identity::login_hint(lang),
            autocomplete: "username",
            ..Field::new("login", text::identity::login(lang))
        },
    );
    let demo = move || {
        let hint = view! { <p>{text::identity::demo_hint(lang)}</p> };
        let outcome = verdict(Tone::Plain, text::identity::demo_title(lang), hint);
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    view! {
        {error_summary(errors)}
        {page_heading(text::identity::title(lang))}
        {when(move || session.is_demo(), demo)}
        <form class="card stack" novalidate=true on:submit=submit>
            {login_field}
            {password_field(password, errors)}
            {submit_button(text::identity::next(lang), text::identity::sending(lang), busy)}
        </form>
        {providers(encode(next))}
    }
    .into_any()
}

/// Where else one can sign in. The links leave this site, so the router keeps out of them.
fn providers(next: String) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    dynamic(move || {
        let list = session.providers();
        (!list.is_empty()).then(|| {
            let one = |provider: ProviderView| {
                let href = format!("{}?tiep={next}", path::provider_start(&provider.id));
                view! {
                    <li>
                        <a class="btn quiet" rel="external" href=href>
                            {text::identity::sign_in_with(lang, &provider.name)}
                        </a>
                        <p class="hint">{provider.description}</p>
                    </li>
                }
            };
            view! {
                <h2 class="gap-above">{text::identity::other_ways(lang)}</h2>
                <ul class="plain-list">{list.into_iter().map(one).collect_view()}</ul>
            }
        })
    })
}

fn password_field(password: RwSignal<String>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let error = errors.of("password");
    let described = described_by("password", false, error);
    let shown = RwSignal::new(false);
    view! {
        <FieldFrame id="password".to_owned() label=text::identity::password(lang) error=error>
            <div class="input-with-button">
                <input
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    id="password"
                    name="password"
                    autocomplete="current-password"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described.get()
                    prop:value=move || password.get()
                    on:input=move |event| {
                        errors.clear_field("password");
                        password.set(event_target_value(&event));
                    }
                />
                <button
                    type="button"
                    class="btn quiet short"
                    aria-label=move || {
                        if shown.get() {
                            text::identity::hide_password_label(lang)
                        } else {
                            text::identity::show_password_label(lang)
                        }
                    }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        if shown.get() {
                            text::identity::hide_password(lang)
                        } else {
                            text::identity::show_password(lang)
                        }
                    }}
                </button>
            </div>
        </FieldFrame>
    }
    .into_any()
}
