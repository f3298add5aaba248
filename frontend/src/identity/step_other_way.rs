//! "Chọn phương thức xác thực khác": another phone of the account, a recovery code, or the way on for who lost the phone.

use crate::api::{Api, Failure};
use crate::dom::now;
use crate::identity::code_step::with_tries;
use crate::identity::model::Waiting;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{
    Field, FormErrors, error_summary, failure_box, page_heading, skeleton, submit_button, text_field,
};
use leptos::prelude::*;
use motcua_shared::id::ChallengeId;
use motcua_shared::identity::account::{CodeWay, CodeWays, SendElsewhere, UseRecoveryCode};
use motcua_shared::identity::dto::{Challenge, ResendCode, SessionView};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The ways; `go` leads back to the code.
pub fn view(waiting: Waiting, go: Callback<Option<Waiting>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let challenge_id = waiting.challenge.id;
    let ways = RwSignal::new(None::<Result<CodeWays, Failure>>);
    let ask = move || {
        ways.set(None);
        spawn_local(async move {
            let answer = api
                .post(path::CODE_WAYS, &ResendCode { challenge_id }, None)
                .await;
            let _ = ways.try_set(Some(answer));
        });
    };
    ask();
    let errors = FormErrors::new();
    let content = dynamic(move || match ways.get() {
        None => skeleton(),
        Some(Err(failure)) => failure_box(failure, Callback::new(move |()| ask())),
        Some(Ok(ways)) => content(ways, challenge_id, errors, go),
    });
    let back = StoredValue::new(waiting);
    view! {
        {error_summary(errors)}
        {page_heading(text::account::other_way_title(lang))}
        {content}
        <div class="actions gap-above">
            <a href="/mat-dien-thoai">{text::account::other_way_lost(lang)}</a>
            <button type="button" class="btn-link" on:click=move |_| go.run(Some(back.get_value()))>
                {text::account::cancel(lang)}
            </button>
        </div>
    }
    .into_any()
}

fn content(
    ways: CodeWays,
    challenge_id: ChallengeId,
    errors: FormErrors,
    go: Callback<Option<Waiting>>,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let is_only = ways.channels.len() < 2;
    let send = Callback::new(move |key: String| {
        errors.clear();
        spawn_local(async move {
            let request = SendElsewhere { challenge_id, key };
            let answer: Result<Challenge, Failure> = api.post(path::CODE_ELSEWHERE, &request, None).await;
            match answer {
                Ok(challenge) => go.run(Some(Waiting::new(challenge, now()))),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    });
    let way = move |way: CodeWay| {
        let key = way.key;
        if way.is_current {
            return view! {
                <li>
                    <b>{way.name}</b>
                    <span class="hint">{text::account::other_way_current(lang)}</span>
                </li>
            }
            .into_any();
        }
        view! {
            <li>
                <button type="button" class="btn quiet" on:click=move |_| send.run(key.clone())>
                    {text::account::other_way_phone(lang, way.name)}
                </button>
            </li>
        }
        .into_any()
    };
    let only = is_only.then(|| view! { <p class="hint">{text::account::other_way_only(lang)}</p> });
    let recovery = ways.recovery_codes.then(|| recovery(challenge_id, errors));
    view! {
        <section class="card">
            <ul class="ways">{ways.channels.into_iter().map(way).collect_view()}</ul>
            {only}
        </section>
        {recovery}
    }
    .into_any()
}

fn recovery(challenge_id: ChallengeId, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let request = UseRecoveryCode {
            challenge_id,
            recovery_code: code.get_untracked(),
        };
        spawn_local(async move {
            let answer: Result<SessionView, Failure> =
                api.post(path::SIGN_IN_RECOVERY_CODE, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                // The page leaves by itself once an account acts.
                Ok(view) => session.set(view),
                Err(failure) => errors.show_failure(&with_tries(failure, lang), lang, str::to_owned),
            }
        });
    };
    let field = Field {
        hint: text::account::recovery_code_hint(lang),
        class: "short",
        ..Field::new("recovery_code", text::account::recovery_code(lang))
    };
    view! {
        <h2 class="gap-above">{text::account::other_way_code(lang)}</h2>
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(code, errors, field)}
            {submit_button(text::account::recovery_code_use(lang), text::identity::confirming(lang), busy)}
        </form>
    }
    .into_any()
}
