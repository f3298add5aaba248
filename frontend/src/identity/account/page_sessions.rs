//! Where the account is signed in, and signing out there.

use super::words::{device, method};
use super::{frame, loaded, said};
use crate::api::{Api, Failure, Loader, load};
use crate::dom;
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{FormErrors, Tone, error_summary, tag};
use leptos::prelude::*;
use motcua_shared::identity::account::SessionEntry;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/tai-khoan/phien`
pub fn page() -> AnyView {
    signed_in(sessions)
}

fn sessions() -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let done = RwSignal::new(String::new());
    let loader: Loader<Vec<SessionEntry>> = load(|| path::ACCOUNT_SESSIONS.to_owned());
    let api = Api::current();
    let busy = RwSignal::new(false);
    let end = Callback::new(move |(address, sentence): (String, &'static str)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        errors.clear();
        spawn_local(async move {
            let answer: Result<(), Failure> = api.delete(&address).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = done.try_set(sentence.to_owned());
                    loader.retry();
                    dom::focus("main");
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    });
    let body = view! {
        {error_summary(errors)}
        {said(done)}
        <p>{text::account::sessions_unknown(lang)}</p>
        {loaded(loader, move |list| content(list, end))}
    };
    frame(text::account::sessions(lang), body.into_any())
}

fn content(list: Vec<SessionEntry>, end: Callback<(String, &'static str)>) -> AnyView {
    let lang = lang::current();
    let others = list.len() > 1;
    let foot = if others {
        let end_others = move |_| {
            end.run((
                path::ACCOUNT_SESSIONS.to_owned(),
                text::account::sessions_ended(lang),
            ));
        };
        view! {
            <button type="button" class="btn" on:click=end_others>
                {text::account::sessions_end_others(lang)}
            </button>
        }
        .into_any()
    } else {
        view! { <p class="muted">{text::account::sessions_only(lang)}</p> }.into_any()
    };
    let entry = move |session: SessionEntry| {
        let name = device(&session, lang);
        let address = session
            .address
            .clone()
            .unwrap_or_else(|| text::account::session_no_address(lang).to_owned());
        let id = session.id;
        let action = if session.is_current {
            tag(Tone::Ok, text::account::session_current(lang))
        } else {
            let end_one = move |_| end.run((path::account_session(id), text::account::session_ended(lang)));
            view! {
                <button
                    type="button"
                    class="btn quiet short"
                    aria-label=text::account::session_end_label(lang, &name)
                    on:click=end_one
                >
                    {text::account::session_end(lang)}
                </button>
            }
            .into_any()
        };
        let known = facts(
            false,
            vec![
                fact(text::account::session_from(lang), address),
                fact(text::account::session_method(lang), method(session.method, lang)),
                fact(
                    text::account::session_since(lang),
                    session.created_at.vietnam_minute(),
                ),
                fact(
                    text::account::session_seen(lang),
                    session.seen_at.vietnam_minute(),
                ),
            ],
        );
        view! {
            <li class="card">
                <div class="row end gap-below">
                    <h2>{name}</h2>
                    {action}
                </div>
                {known}
            </li>
        }
    };
    view! {
        <ul class="plain-list">{list.into_iter().map(entry).collect_view()}</ul>
        <div class="gap-above">{foot}</div>
    }
    .into_any()
}
