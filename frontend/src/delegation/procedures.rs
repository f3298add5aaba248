//! Naming procedures: looked for by words, added one by one, taken off again.

use crate::api::{Api, Load};
use crate::dom::encode;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Field, FormErrors, failure_box, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::ProcedurePage;
use motcua_shared::delegation::dto::DelegatedProcedure;
use motcua_shared::path;
use motcua_shared::text::delegation as words;
use wasm_bindgen_futures::spawn_local;

/// Procedures that one search shows.
const SHOWN: u32 = 10;

/// The field.
pub fn procedures(chosen: RwSignal<Vec<DelegatedProcedure>>, errors: FormErrors) -> AnyView {
    let (api, lang) = (Api::current(), lang::current());
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Load::Ready(Vec::<DelegatedProcedure>::new()));
    let asked = RwSignal::new(false);
    let look = Callback::new(move |()| {
        let address = format!(
            "{}?q={}&limit={SHOWN}",
            path::PROCEDURES,
            encode(typed.get_untracked().trim())
        );
        asked.set(true);
        spawn_local(async move {
            let answer = match api.get::<ProcedurePage>(&address, None).await {
                Ok(page) => {
                    let items = page.items.into_iter();
                    Load::Ready(
                        items
                            .map(|one| DelegatedProcedure {
                                code: one.code,
                                name: one.name,
                            })
                            .collect(),
                    )
                }
                Err(failure) => Load::Failed(failure),
            };
            let _ = found.try_set(answer);
        });
    });
    let add = move |one: DelegatedProcedure| {
        errors.clear_field("procedures");
        chosen.update(|chosen| {
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        });
    };
    let offer = move |one: DelegatedProcedure| {
        let line = format!("{} {}", one.code, one.name);
        let label = words::procedure_add_label(lang, &one.name);
        view! {
            <li class="row end">
                <span class="grow">{line}</span>
                <button type="button" class="btn quiet short" aria-label=label on:click=move |_| add(one.clone())>
                    {words::procedure_add(lang)}
                </button>
            </li>
        }
        .into_any()
    };
    let kept = move |one: DelegatedProcedure| {
        let line = format!("{} {}", one.code, one.name);
        let label = words::procedure_remove_label(lang, &one.name);
        let code = one.code;
        let remove = move |_| chosen.update(|chosen| chosen.retain(|one| one.code != code));
        view! {
            <li class="row end">
                <span class="grow">{line}</span>
                <button type="button" class="btn-link" aria-label=label on:click=remove>
                    {words::procedure_remove(lang)}
                </button>
            </li>
        }
        .into_any()
    };
    let field = Field {
        optional: true,
        hint: words::procedure_find_hint(lang),
        ..Field::new("procedures", words::procedure_find(lang))
    };
    view! {
        <div class="row end">
            <div class="grow">{text_field(typed, errors, field)}</div>
            <button type="button" class="btn quiet" on:click=move |_| look.run(())>{words::find(lang)}</button>
        </div>
        <div role="status">
            {dynamic(move || match found.get() {
                Load::Failed(failure) => failure_box(failure, look),
                Load::Ready(found) if found.is_empty() && asked.get_untracked() => {
                    view! { <p class="hint">{words::procedure_none(lang)}</p> }.into_any()
                }
                Load::Ready(found) => {
                    view! { <ul class="plain-list">{found.into_iter().map(offer).collect_view()}</ul> }.into_any()
                }
                Load::Loading => ().into_any(),
            })}
        </div>
        {dynamic(move || {
            let chosen = chosen.get();
            (!chosen.is_empty())
                .then(|| {
                    view! {
                        <h2>{words::procedures_chosen(lang)}</h2>
                        <ul class="plain-list">{chosen.into_iter().map(kept).collect_view()}</ul>
                    }
                })
        })}
    }
    .into_any()
}
