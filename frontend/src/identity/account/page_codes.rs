//! Recovery codes: made, shown once, printed.

use super::confirm::{self, Confirm};
use super::{frame, loaded};
use crate::api::{Api, Failure, Loader, load};
use crate::dom;
use crate::identity::code_step::Answer;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{FormErrors, error_summary};
use leptos::prelude::*;
use motcua_shared::identity::account::{AccountOverview, RecoveryCodes};
use motcua_shared::path;
use motcua_shared::text;

/// `/tai-khoan/ma-du-phong`
pub fn page() -> AnyView {
    signed_in(codes)
}

fn codes() -> AnyView {
    let lang = lang::current();
    let loader: Loader<AccountOverview> = load(|| path::ACCOUNT.to_owned());
    let made = RwSignal::new(None::<Vec<String>>);
    let errors = FormErrors::new();
    let confirm = Confirm::new();
    let body = view! {
        {error_summary(errors)}
        <p class="no-print">{text::account::codes_why(lang)}</p>
        {loaded(loader, move |account| {
            let account = StoredValue::new(account);
            dynamic(move || match made.get() {
                Some(codes) => account.with_value(|account| shown(codes, account, made, loader)),
                None => account.with_value(|account| make(account, made, errors, confirm)),
            })
        })}
        {confirm::dialog(confirm)}
    };
    frame(text::account::codes_title(lang), body.into_any())
}

fn make(
    account: &AccountOverview,
    made: RwSignal<Option<Vec<String>>>,
    errors: FormErrors,
    confirm: Confirm,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let has_some = account.recovery_codes.is_some();
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let act = move || -> Answer<RecoveryCodes> {
            Box::pin(async move { api.post(path::ACCOUNT_RECOVERY_CODES, &(), None).await })
        };
        confirm.run(
            busy,
            act,
            move |answer: Result<RecoveryCodes, Failure>| match answer {
                Ok(answer) => {
                    let _ = made.try_set(Some(answer.codes));
                    dom::focus("main");
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            },
        );
    };
    let stand = match account.recovery_codes {
        None => text::account::codes_none(lang).to_owned(),
        Some(left) => text::account::codes_left(lang, left),
    };
    let label = move || {
        if busy.get() {
            text::account::codes_making(lang)
        } else if has_some {
            text::account::codes_make_anew(lang)
        } else {
            text::account::codes_make(lang)
        }
    };
    view! {
        <section class="card stack">
            <p class="strong">{stand}</p>
            {has_some.then(|| view! { <p class="hint">{text::account::codes_anew_hint(lang)}</p> })}
            <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=press>
                {label}
            </button>
        </section>
    }
    .into_any()
}

fn shown(
    codes: Vec<String>,
    account: &AccountOverview,
    made: RwSignal<Option<Vec<String>>>,
    loader: Loader<AccountOverview>,
) -> AnyView {
    let lang = lang::current();
    let title = text::account::codes_of(lang, &account.identifier);
    let file = format!("{title}\r\n\r\n{}\r\n", codes.join("\r\n"));
    let save = move |_| {
        dom::save(
            file.as_bytes(),
            "text/plain;charset=utf-8",
            text::account::codes_file(lang),
        )
    };
    let code = |code: String| view! { <li class="code">{code}</li> };
    view! {
        <section class="card stack" role="status">
            <h2>{title}</h2>
            <p class="no-print">{text::account::codes_once(lang)}</p>
            <ol class="codes">{codes.into_iter().map(code).collect_view()}</ol>
            <div class="row no-print">
                <button type="button" class="btn" on:click=move |_| dom::print()>
                    {text::account::codes_print(lang)}
                </button>
                <button type="button" class="btn quiet" on:click=save>
                    {text::account::codes_save(lang)}
                </button>
                <button
                    type="button"
                    class="btn quiet"
                    on:click=move |_| {
                        made.set(None);
                        loader.retry();
                    }
                >
                    {text::account::codes_saved(lang)}
                </button>
            </div>
        </section>
    }
    .into_any()
}
