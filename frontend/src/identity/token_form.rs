//! Last step of registering with a token: how to reach the organisation, and what it agrees to.

use crate::api::failure::of_code;
use crate::api::{Api, Failure};
use crate::identity::kept;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Field, FormErrors, checkbox, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::identity::person::parse_email;
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::identity::token::RegisterToken;
use motcua_shared::path;
use motcua_shared::text;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// Where this tab keeps what was typed.
const KEY: &str = "register-token-form";

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    email: String,
    phone: String,
}

/// Forgets what was typed.
pub fn forget() {
    kept::write(KEY, None::<&Typed>);
}

/// The form. `done` gets the session, `gone` is called when the flow has ended.
pub fn view(
    flow: String,
    errors: FormErrors,
    done: Callback<SessionView>,
    gone: Callback<Failure>,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let typed: Typed = kept::read(KEY).unwrap_or_default();
    let (email, phone) = (RwSignal::new(typed.email), RwSignal::new(typed.phone));
    let (terms, sharing) = (RwSignal::new(false), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let flow = StoredValue::new(flow);
    effect(move || {
        let typed = Typed {
            email: email.get(),
            phone: phone.get(),
        };
        kept::write(KEY, Some(&typed));
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let request = RegisterToken {
            flow: flow.get_value(),
            email: email.get_untracked(),
            phone: Some(phone.get_untracked()).filter(|phone| !phone.trim().is_empty()),
            terms: terms.get_untracked(),
            sharing: sharing.get_untracked(),
        };
        for (field, code) in check(&request) {
            errors.mark(field, of_code(code, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let mut answer = api.post(path::TOKEN_ACCOUNT, &request, None).await;
            // The same request is harmless: it finds the account that it made.
            if matches!(&answer, Err(failure) if failure.code == ErrorCode::NoConnection) {
                answer = api.post(path::TOKEN_ACCOUNT, &request, None).await;
            }
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => done.run(view),
                Err(failure) if is_over(failure.code) => gone.run(failure),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let email_field = Field {
        hint: text::token::email_hint(lang),
        kind: "email",
        autocomplete: "email",
        inputmode: "email",
        ..Field::new("email", text::token::email(lang))
    };
    let phone_field = Field {
        optional: true,
        hint: text::token::phone_hint(lang),
        kind: "tel",
        autocomplete: "tel",
        inputmode: "tel",
        ..Field::new("phone", text::identity::phone(lang))
    };
    let terms_said = [
        text::token::terms_owner(lang),
        text::token::terms_acts(lang),
        text::token::terms_loss(lang),
    ];
    let sharing_said = [
        text::token::sharing_kept(lang),
        text::token::sharing_sent(lang),
        text::token::sharing_seen(lang),
    ];
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(email, errors, email_field)}
            {text_field(phone, errors, phone_field)}
            {consent("terms", text::token::terms(lang), text::token::terms_read(lang), terms_said, terms, errors)}
            {consent("sharing", text::token::sharing(lang), text::token::sharing_read(lang), sharing_said, sharing, errors)}
            {submit_button(text::identity::register(lang), text::identity::sending(lang), busy)}
        </form>
    }
    .into_any()
}

/// Something to agree to, with what it says below it.
fn consent(
    id: &'static str,
    label: &'static str,
    read: &'static str,
    said: [&'static str; 3],
    value: RwSignal<bool>,
    errors: FormErrors,
) -> AnyView {
    let error = errors.of(id);
    effect(move || {
        if value.get() {
            errors.clear_field(id);
        }
    });
    let points = said.map(|line| view! { <li>{line}</li> }.into_any());
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
            {checkbox(id, label, "", value)}
            <details>
                <summary>{read}</summary>
                <ul>{points.into_iter().collect_view()}</ul>
            </details>
        </div>
    }
    .into_any()
}

/// Whether the token has to sign again.
const fn is_over(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::FlowGone | ErrorCode::FlowElsewhere)
}

/// What is wrong with single fields.
fn check(request: &RegisterToken) -> Vec<(&'static str, ErrorCode)> {
    let email = match parse_email(&request.email) {
        Ok(Some(_)) => None,
        Ok(None) | Err(_) => Some(ErrorCode::EmailNeeded),
    };
    let phone = request
        .phone
        .as_deref()
        .and_then(|phone| parse_phone(phone).err());
    let needed = |given: bool| (!given).then_some(ErrorCode::ConsentNeeded);
    let found = [
        ("email", email),
        ("phone", phone),
        ("terms", needed(request.terms)),
        ("sharing", needed(request.sharing)),
    ];
    found
        .into_iter()
        .filter_map(|(field, code)| code.map(|code| (field, code)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named() {
        let mut request = RegisterToken {
            flow: String::new(),
            email: "vanthu".to_owned(),
            phone: Some("12".to_owned()),
            terms: false,
            sharing: false,
        };
        let fields: Vec<&str> = check(&request).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["email", "phone", "terms", "sharing"]);
        request.email = "vanthu@vi-du.vn".to_owned();
        request.phone = None;
        (request.terms, request.sharing) = (true, true);
        assert_eq!(check(&request), []);
    }
}
