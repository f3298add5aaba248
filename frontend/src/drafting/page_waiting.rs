//! Papers that wait for the officer: to be signed, sealed, or given back.

use super::{REGISTER, words};
use crate::api::load;
use crate::state::lang;
use crate::ui::{empty, load_view, page_heading, tag};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::drafting::WaitingResult;
use motcua_shared::text;

/// `/can-bo/ket-qua`
pub fn page() -> AnyView {
    let lang = lang::current();
    let loaded = load::<Vec<WaitingResult>>(|| path::DESK_WAITING_RESULTS.to_owned());
    view! {
        <div class="row end gap-below">
            {page_heading(text::drafting::waiting_title(lang))}
            <a class="btn quiet" href=REGISTER>{text::drafting::register(lang)}</a>
        </div>
        {load_view(loaded, list)}
    }
    .into_any()
}

fn list(waiting: Vec<WaitingResult>) -> AnyView {
    let lang = lang::current();
    if waiting.is_empty() {
        return empty(
            text::drafting::waiting_none(lang),
            text::drafting::waiting_none_hint(lang),
            (),
        )
        .into_any();
    }
    let one = |one: WaitingResult| {
        let (tone, state) = words::state(one.state, false, lang);
        let line = format!("{} · {} · {}", one.code, one.owner, one.signer);
        view! {
            <li class="card draft">
                <div class="grow">
                    <h2>
                        <a href=format!("/can-bo/ho-so/{}/ket-qua", one.dossier_id)>
                            {format!("{} {}", one.title, one.number)}
                        </a>
                    </h2>
                    <p>{line}</p>
                    <p class="hint">{text::drafting::since(lang, one.since.vietnam_minute())}</p>
                </div>
                {tag(tone, state)}
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = waiting.into_iter().map(one).collect();
    view! {
        <p class="muted">{text::drafting::waiting_hint(lang)}</p>
        <ul class="drafts">{rows}</ul>
    }
    .into_any()
}
