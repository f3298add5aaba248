//! Choosing an officer: a part of the name, then one of those who are found.

use crate::api::Api;
use crate::react::effect;
use crate::state::lang;
use crate::ui::{Choice, Field, FormErrors, Select, text_field};
use leptos::prelude::*;
use motcua_shared::delegation::dto::{Colleague, SearchColleagues};
use motcua_shared::id::AccountId;
use motcua_shared::path;
use motcua_shared::text::delegation as words;
use wasm_bindgen_futures::spawn_local;

/// One of the two officers of a delegation.
pub struct Asked {
    /// Name of the field.
    pub id: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// What is looked for by.
    pub find_label: &'static str,
    /// Whom they are to work for; tracks. `Err` while that is to be chosen first.
    pub delegator: Signal<Result<Option<AccountId>, ()>>,
}

/// The field.
pub fn colleague(asked: Asked, value: RwSignal<String>, errors: FormErrors) -> AnyView {
    let (api, lang) = (Api::current(), lang::current());
    let Asked {
        id,
        label,
        find_label,
        delegator,
    } = asked;
    let (find, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let choices = RwSignal::new(Vec::<Choice>::new());
    effect(move || {
        let name = find.get();
        let Ok(delegator_id) = delegator.get() else {
            choices.set(Vec::new());
            return;
        };
        spawn_local(async move {
            let request = SearchColleagues { name, delegator_id };
            let answer = api
                .post::<Vec<Colleague>>(path::DELEGATION_COLLEAGUES, &request, None)
                .await;
            match answer {
                Ok(found) => {
                    let chosen = value.try_get_untracked().unwrap_or_default();
                    let found: Vec<Choice> = found
                        .into_iter()
                        .map(|one| Choice {
                            value: one.id.to_string(),
                            label: format!("{} – {}", one.name, one.unit),
                        })
                        .collect();
                    if !found.iter().any(|one| one.value == chosen) {
                        let _ = value.try_set(String::new());
                    }
                    let _ = choices.try_set(found);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    });
    let field = Field {
        optional: true,
        hint: words::find_hint(lang),
        ..Field::new(format!("{id}-find"), find_label)
    };
    let look = move |_| find.set(typed.get_untracked().trim().to_owned());
    view! {
        <div class="row end">
            <div class="grow">{text_field(typed, errors, field)}</div>
            <button type="button" class="btn quiet" on:click=look>{words::find(lang)}</button>
        </div>
        <Select id=id label=label placeholder=words::choose(lang) choices=choices value=value errors=errors />
    }
    .into_any()
}
