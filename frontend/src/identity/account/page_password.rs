//! Another password: the old one, and the new one under the rules that are ticked off while it is typed.

use super::{frame, loaded};
use crate::api::failure::of_code;
use crate::api::{Api, Failure, Loader, load};
use crate::identity::password_input::password_input;
use crate::identity::step_new_password::{check, demands};
use crate::layout::signed_in;
use crate::state::{lang, notice};
use crate::ui::{FormErrors, error_summary, submit_button};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{AccountOverview, ChangePassword};
use motcua_shared::identity::password::PasswordPolicy;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/tai-khoan/mat-khau`
pub fn page() -> AnyView {
    signed_in(password)
}

fn password() -> AnyView {
    let lang = lang::current();
    let loader: Loader<AccountOverview> = load(|| path::ACCOUNT.to_owned());
    let body = loaded(loader, move |account| match account.password {
        Some(policy) => form(policy, account.identifier),
        None => view! { <p class="card">{text::account::password_none(lang)}</p> }.into_any(),
    });
    frame(text::account::password_title(lang), body)
}

fn form(policy: PasswordPolicy, login: String) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let [current, password, repeated] = [(); 3].map(|()| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let notice = notice::current();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        if current.with_untracked(String::is_empty) {
            errors.mark("current", of_code(ErrorCode::Required, lang));
        }
        for (field, wrong) in check(policy, &password.get_untracked(), &repeated.get_untracked()) {
            errors.mark(field, of_code(wrong, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = ChangePassword {
            current: current.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            let answer: Result<(), Failure> = api.post(path::ACCOUNT_PASSWORD, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    notice.leave(text::account::password_done(lang).to_owned());
                    navigate.with_value(|navigate| navigate("/tai-khoan", Default::default()));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=submit>
            <input class="unseen" type="text" name="username" autocomplete="username" value=login tabindex="-1" aria-hidden="true" readonly=true />
            {password_input("current", text::account::password_current(lang), "current-password", "", current, errors)}
            {demands(policy, password)}
            {password_input("password", text::identity::new_password(lang), "new-password", "demands", password, errors)}
            {password_input("repeated", text::identity::repeat_password(lang), "new-password", "", repeated, errors)}
            <p class="hint">{text::account::password_others_end(lang)}</p>
            {submit_button(text::account::password_change(lang), text::account::password_changing(lang), busy)}
        </form>
    }
    .into_any()
}
