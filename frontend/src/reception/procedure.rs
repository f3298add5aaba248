//! Choosing the procedure: looked for by words.

use crate::api::{Api, Load};
use crate::dom::encode;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Field, FormErrors, failure_box, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::ProcedurePage;
use motcua_shared::path;
use motcua_shared::text::reception as words;
use wasm_bindgen_futures::spawn_local;

/// Procedures that one search shows.
const SHOWN: u32 = 10;

/// Code and name.
type Named = (String, String);

/// What was chosen.
pub type Chosen = RwSignal<Option<Named>>;

/// What a search found; nothing before the first one.
type Found = RwSignal<Load<Option<Vec<Named>>>>;

/// The field, or what was chosen.
pub fn procedure(chosen: Chosen, errors: FormErrors) -> AnyView {
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Load::Ready(None::<Vec<Named>>));
    dynamic(move || match chosen.get() {
        Some((code, name)) => taken(chosen, &code, &name),
        None => search(chosen, typed, found, errors),
    })
}

fn taken(chosen: Chosen, code: &str, name: &str) -> AnyView {
    let lang = lang::current();
    let line = format!("{code} {name}");
    view! {
        <div class="stack-small">
            <p class="strong">{words::procedure_chosen(lang)}</p>
            <p>{line}</p>
            <p>
                <button type="button" class="btn-link" on:click=move |_| chosen.set(None)>
                    {words::procedure_other(lang)}
                </button>
            </p>
        </div>
    }
    .into_any()
}

fn search(chosen: Chosen, typed: RwSignal<String>, found: Found, errors: FormErrors) -> AnyView {
    let (api, lang) = (Api::current(), lang::current());
    let look = Callback::new(move |()| {
        let query = encode(typed.get_untracked().trim());
        let address = format!("{}?online=true&q={query}&limit={SHOWN}", path::PROCEDURES);
        spawn_local(async move {
            let answer = match api.get::<ProcedurePage>(&address, None).await {
                Ok(page) => {
                    let items = page.items.into_iter().map(|one| (one.code, one.name));
                    Load::Ready(Some(items.collect()))
                }
                Err(failure) => Load::Failed(failure),
            };
            let _ = found.try_set(answer);
        });
    });
    let offer = move |(code, name): Named| {
        let line = format!("{code} {name}");
        let label = words::procedure_choose_label(lang, &name);
        let choose = move |_| {
            errors.clear_field("procedure");
            chosen.set(Some((code.clone(), name.clone())));
        };
        view! {
            <li class="row end">
                <span class="grow">{line}</span>
                <button type="button" class="btn quiet short" aria-label=label on:click=choose>
                    {words::procedure_choose(lang)}
                </button>
            </li>
        }
        .into_any()
    };
    let field = Field {
        hint: words::procedure_hint(lang),
        ..Field::new("procedure", words::procedure(lang))
    };
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            look.run(());
        }
    };
    view! {
        <div class="row end" on:keydown=enter>
            <div class="grow">{text_field(typed, errors, field)}</div>
            <button type="button" class="btn quiet" on:click=move |_| look.run(())>{words::find(lang)}</button>
        </div>
        <div role="status">
            {dynamic(move || match found.get() {
                Load::Failed(failure) => failure_box(failure, look),
                Load::Ready(Some(found)) if found.is_empty() => {
                    view! { <p class="hint">{words::procedure_none(lang)}</p> }.into_any()
                }
                Load::Ready(found) => {
                    let found = found.unwrap_or_default().into_iter();
                    view! { <ul class="plain-list">{found.map(offer).collect_view()}</ul> }.into_any()
                }
                Load::Loading => ().into_any(),
            })}
        </div>
    }
    .into_any()
}
