//! Search first, then the three places where people's own things are.

use super::figures::figures;
use super::news::news;
use super::waiting::waiting;
use crate::api::{Load, load};
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::page_heading;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::catalogue::life_event::LifeEventCount;
use motcua_shared::path;
use motcua_shared::text;

/// Id of the search box, in index.html and here.
pub const SEARCH_ID: &str = "q";

/// What was typed into the search box of index.html before the application ran; in context.
#[derive(Clone)]
pub struct Typed(pub String);

/// `/`
pub fn page() -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let typed = RwSignal::new(use_context::<Typed>().map(|typed| typed.0).unwrap_or_default());
    let navigate = use_navigate();
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        navigate(&search_address(&typed.get_untracked()), Default::default());
    };
    let common = [
        text::home::common_1(lang),
        text::home::common_2(lang),
        text::home::common_3(lang),
    ];
    let common = common
        .map(|name| view! { <a href=search_address(name)>{name}</a> " " })
        .collect_view();
    view! {
        <section class="hero">
            {page_heading(text::home::title(lang))}
            <form class="row keep" role="search" action="/nop" on:submit=search>
                <input
                    id=SEARCH_ID
                    class="input grow"
                    type="search"
                    name="q"
                    autocomplete="off"
                    aria-label=text::home::search_label(lang)
                    placeholder=text::home::search_hint(lang)
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button class="btn">{text::home::search(lang)}</button>
            </form>
            <p class="hint common">{text::home::common(lang)} " " {common}</p>
            {dynamic(move || {
                session
                    .account()
                    .is_none()
                    .then(|| {
                        view! {
                            <p class="hint">
                                <a href="/dang-ky">{text::identity::no_account(lang)}</a>
                            </p>
                        }
                    })
            })}
        </section>
        {waiting()}
        <div class="tiles">
            {tile("/nop", text::home::file_title(lang), text::home::file_hint(lang))}
            {tile("/kho", text::home::vault_title(lang), text::home::vault_hint(lang))}
            {tile("/ho-so", text::home::dossiers_title(lang), text::home::dossiers_hint(lang))}
        </div>
        {life_events()}
        {news()}
        {figures()}
        <section class="how">
            <h2>{text::home::how(lang)}</h2>
            <ol>
                {how(text::home::how_1(lang), text::home::how_1_hint(lang))}
                {how(text::home::how_2(lang), text::home::how_2_hint(lang))}
                {how(text::home::how_3(lang), text::home::how_3_hint(lang))}
            </ol>
        </section>
    }
    .into_any()
}

/// What people have to do with authorities for, when they do not know what it is called.
fn life_events() -> AnyView {
    let lang = lang::current();
    let events = load::<Vec<LifeEventCount>>(|| path::LIFE_EVENTS.to_owned());
    let entry = move |event: LifeEventCount| {
        let href = format!("/nop?life_event={}", event.life_event.as_str());
        view! {
            <li>
                <a href=href>
                    <b>{event.life_event.name(lang)}</b>
                    " "
                    <span class="hint">{text::home::life_count(lang, event.procedures)}</span>
                </a>
            </li>
        }
        .into_any()
    };
    dynamic(move || match events.get() {
        Load::Ready(events) if !events.is_empty() => {
            let entries: Vec<AnyView> = events.into_iter().map(entry).collect();
            view! {
                <section class="life">
                    <h2>{text::home::life(lang)}</h2>
                    <ul>{entries}</ul>
                </section>
            }
            .into_any()
        }
        // The page stands without them.
        _ => ().into_any(),
    })
}

fn tile(href: &'static str, title: &'static str, hint: &'static str) -> AnyView {
    view! {
        <a class="card tile" href=href>
            <h2>{title}</h2>
            <p class="hint">{hint}</p>
        </a>
    }
    .into_any()
}

fn how(title: &'static str, hint: &'static str) -> AnyView {
    view! {
        <li>
            <h3>{title}</h3>
            <p class="hint">{hint}</p>
        </li>
    }
    .into_any()
}

/// The list of procedures that match `words`.
fn search_address(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return "/nop".to_owned();
    }
    format!("/nop?q={}", crate::dom::encode(words))
}

#[cfg(test)]
mod tests {
    use motcua_shared::text::{self, Lang};

    #[test]
    fn the_first_screen_of_index_html_says_the_same() {
        let html = include_str!("../../index.html");
        for sentence in [
            text::common::portal_name(Lang::Vi),
            text::common::portal_tagline(Lang::Vi),
            text::home::title(Lang::Vi),
            text::home::search(Lang::Vi),
            text::home::search_label(Lang::Vi),
            text::home::search_hint(Lang::Vi),
            text::ui::loading(Lang::Vi),
        ] {
            assert!(html.contains(sentence), "{sentence}");
        }
    }
}
