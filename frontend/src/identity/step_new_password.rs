//! The step of a new password: what is asked of it stands there and is ticked off while it is typed.

use crate::api::Api;
use crate::api::failure::of_code;
use crate::identity::code_step::Answer;
use crate::identity::password_input::password_input;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{FormErrors, error_summary, page_heading, submit_button};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::password::{Demand, PasswordPolicy};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What differs between the flows.
pub struct NewPassword<T: 'static> {
    /// What the server calls the flow.
    pub flow: String,
    /// What is asked.
    pub policy: PasswordPolicy,
    /// The account that it is for, for password managers; may be empty.
    pub login: String,
    /// Sends it: flow, password.
    pub send: fn(Api, String, String) -> Answer<T>,
    /// It was taken.
    pub done: Callback<T>,
    /// The flow has ended.
    pub gone: Callback<()>,
    /// Heading, act in words.
    pub labels: [&'static str; 2],
    /// What pressing the button agrees to, said above it.
    pub agrees: Option<AnyView>,
}

/// The form.
pub fn view<T: Send + Sync + 'static>(step: NewPassword<T>) -> AnyView {
    let NewPassword {
        flow,
        policy,
        login,
        send,
        done,
        gone,
        labels: [title, act],
        agrees,
    } = step;
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let flow = StoredValue::new(flow);
    let password = RwSignal::new(String::new());
    let repeated = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let has_ended = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        for (field, wrong) in check(policy, &password.get_untracked(), &repeated.get_untracked()) {
            errors.mark(field, of_code(wrong, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let answer = send(api, flow.get_value(), password.get_untracked());
        spawn_local(async move {
            let answer = answer.await;
            let _ = busy.try_set(false);
            match answer {
                Ok(brought) => done.run(brought),
                Err(failure) => {
                    let _ = has_ended.try_set(matches!(
                        failure.code,
                        ErrorCode::FlowGone | ErrorCode::AlreadyRegistered
                    ));
                    errors.show_failure(&failure, lang, str::to_owned);
                }
            }
        });
    };
    let restart = dynamic(move || {
        has_ended.get().then(|| {
            view! {
                <p class="actions">
                    <button type="button" class="btn-link" on:click=move |_| gone.run(())>
                        {text::identity::start_again(lang)}
                    </button>
                </p>
            }
        })
    });
    view! {
        {error_summary(errors)}
        {page_heading(title)}
        {restart}
        <form class="card stack" novalidate=true on:submit=submit>
            <input class="unseen" type="text" name="username" autocomplete="username" value=login tabindex="-1" aria-hidden="true" readonly=true />
            {demands(policy, password)}
            {password_input("password", text::identity::new_password(lang), "new-password", "demands", password, errors)}
            {password_input("repeated", text::identity::repeat_password(lang), "new-password", "", repeated, errors)}
            {agrees}
            {submit_button(act, text::identity::confirming(lang), busy)}
        </form>
    }
    .into_any()
}

/// What is asked of a password, ticked off while it is typed.
pub fn demands(policy: PasswordPolicy, password: RwSignal<String>) -> AnyView {
    let lang = lang::current();
    let demands = dynamic(move || {
        let typed = password.get();
        let line = |demand: Demand| {
            let met = demand.is_met(&typed);
            let mark = if met { "✓" } else { "•" };
            let state =
                met.then(|| view! { <span class="unseen">" "{text::identity::demand_met(lang)}</span> });
            view! {
                <li class:met=met>
                    <span aria-hidden="true">{mark}</span>
                    {words(demand, lang)}
                    {state}
                </li>
            }
            .into_any()
        };
        policy.demands().into_iter().map(line).collect_view()
    });
    view! {
        <div id="demands">
            <p class="strong">{text::identity::demands(lang)}</p>
            <ul class="demands">{demands}</ul>
        </div>
    }
    .into_any()
}

/// What is wrong with a new password, for its two fields.
pub fn check(policy: PasswordPolicy, password: &str, repeated: &str) -> Vec<(&'static str, ErrorCode)> {
    if password.is_empty() {
        vec![("password", ErrorCode::Required)]
    } else if !policy.is_met(password) {
        vec![("password", ErrorCode::PasswordRule)]
    } else if password != repeated {
        vec![("repeated", ErrorCode::PasswordDiffers)]
    } else {
        Vec::new()
    }
}

fn words(demand: Demand, lang: Lang) -> String {
    match demand {
        Demand::Length(length) => text::identity::demand_length(lang, length),
        Demand::Lower => text::identity::demand_lower(lang).to_owned(),
        Demand::Upper => text::identity::demand_upper(lang).to_owned(),
        Demand::Digit => text::identity::demand_digit(lang).to_owned(),
        Demand::Sign => text::identity::demand_sign(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_asked_at_a_time() {
        let policy = PasswordPolicy {
            length: 8,
            classes: true,
        };
        assert_eq!(check(policy, "", ""), [("password", ErrorCode::Required)]);
        assert_eq!(check(policy, "abc", "x"), [("password", ErrorCode::PasswordRule)]);
        assert_eq!(
            check(policy, "Hoa-sen7", "Hoa-sen8"),
            [("repeated", ErrorCode::PasswordDiffers)]
        );
        assert_eq!(check(policy, "Hoa-sen7", "Hoa-sen7"), []);
    }
}
