//! To whom papers are shown, and ending that in one click.

use crate::api::{Api, Load, load};
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, failure_box, skeleton, tag};
use leptos::prelude::*;
use motcua_shared::id::PaperId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::share::{GrantState, GrantView, GranteeKind};
use wasm_bindgen_futures::spawn_local;

/// Those of one paper, or of the whole vault; `on_end` is told when one was ended.
pub fn list(paper: Option<PaperId>, on_end: Callback<()>) -> AnyView {
    let lang = lang::current();
    let cursor = RwSignal::new(String::new());
    let address = move || {
        let place = paper.map_or_else(|| path::GRANTS.to_owned(), path::paper_grants);
        format!("{place}?cursor={}", cursor.get())
    };
    let grants = load::<Page<GrantView>>(address);
    let ended = RwSignal::new(None::<String>);
    let is_whole = paper.is_none();
    view! {
        <p role="status" class="said">{move || ended.get()}</p>
        {dynamic(move || match grants.get() {
            Load::Loading => skeleton(),
            Load::Failed(failure) => failure_box(failure, Callback::new(move |()| grants.retry())),
            Load::Ready(page) if page.items.is_empty() => {
                view! { <p class="muted">{text::share::none(lang)}</p> }.into_any()
            }
            Load::Ready(page) => {
                let again = Callback::new(move |()| {
                    on_end.run(());
                    grants.retry();
                });
                let rows: Vec<AnyView> = page
                    .items
                    .into_iter()
                    .map(|grant| row(grant, is_whole, ended, again))
                    .collect();
                view! {
                    <ul class="plain-list stack-small">{rows}</ul>
                    {turn(page.previous, page.next, cursor)}
                }
                .into_any()
            }
        })}
    }
    .into_any()
}

/// Buttons to the neighbours of a page.
pub fn turn(previous: Option<String>, next: Option<String>, cursor: RwSignal<String>) -> AnyView {
    let lang = lang::current();
    let button = move |to: Option<String>, label: &'static str| {
        to.map(|to| {
            view! {
                <button type="button" class="btn quiet" on:click=move |_| cursor.set(to.clone())>
                    {label}
                </button>
            }
            .into_any()
        })
    };
    if previous.is_none() && next.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=text::ui::pages(lang)>
            <div class="row">
                {button(previous, text::ui::previous_page(lang))} {button(next, text::ui::next_page(lang))}
            </div>
        </nav>
    }
    .into_any()
}

/// Whom, in words.
pub fn to_whom(grant: &GrantView, lang: Lang) -> String {
    let name = grant.name.clone().unwrap_or_default();
    match grant.to {
        GranteeKind::ReceivingUnits => text::share::to_receiving(lang).to_owned(),
        GranteeKind::Unit | GranteeKind::Account => name,
        GranteeKind::Dossier => text::share::to_dossier_of(lang, name),
    }
}

fn state(grant: &GrantView, lang: Lang) -> AnyView {
    match grant.state {
        GrantState::Open => tag(Tone::Ok, text::share::state_open(lang)),
        GrantState::Withdrawn => tag(Tone::Plain, text::share::state_withdrawn(lang)),
        GrantState::Ended => tag(Tone::Plain, text::share::state_ended(lang)),
        GrantState::UsedUp => tag(Tone::Plain, text::share::state_used_up(lang)),
    }
}

fn row(grant: GrantView, is_whole: bool, ended: RwSignal<Option<String>>, again: Callback<()>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let whom = to_whom(&grant, lang);
    let uses = match grant.max_uses {
        Some(max) => text::share::uses_of(lang, max, grant.uses),
        None => grant.uses.to_string(),
    };
    let until = match (grant.withdrawn_at, grant.ends_at) {
        (Some(at), _) => text::share::ended_at(lang, at.vietnam_minute()),
        (None, Some(end)) => end.vietnam_minute(),
        (None, None) => text::share::until_withdrawn(lang).to_owned(),
    };
    let mut entries = vec![
        fact(text::share::since(lang), grant.granted_at.vietnam_minute()),
        fact(text::share::until(lang), until),
        fact(text::share::uses(lang), uses),
        fact(
            text::share::purpose(lang),
            format::or_none(grant.purpose.as_deref(), lang),
        ),
    ];
    if is_whole {
        let paper = view! { <a href=format!("/kho/{}", grant.paper_id)>{grant.paper_name.clone()}</a> };
        entries.insert(0, fact(text::share::paper(lang), paper));
    }
    let (id, open) = (grant.id, grant.state == GrantState::Open);
    let label = text::share::end_label(lang, &whom);
    // Below the page's own heading, or below that of the part of a paper's page.
    let heading = match is_whole {
        true => view! { <h2>{whom}</h2> }.into_any(),
        false => view! { <h3>{whom}</h3> }.into_any(),
    };
    let busy = RwSignal::new(false);
    let end = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api
                .post::<GrantView>(&path::grant_withdrawal(id), &(), None)
                .await;
            let _ = busy.try_set(false);
            let said = match answer {
                Ok(_) => text::share::ended(lang).to_owned(),
                Err(failure) => failure.sentence(lang),
            };
            let _ = ended.try_set(Some(said));
            again.run(());
        });
    };
    let button = open.then(|| {
        view! {
            <button type="button" class="btn quiet" aria-label=label on:click=end>
                {text::share::end(lang)}
            </button>
        }
    });
    view! {
        <li class="card stack-small">
            <div class="row end top">
                {heading}
                {state(&grant, lang)}
            </div>
            {facts(true, entries)}
            {button}
        </li>
    }
    .into_any()
}
