//! What is typed of a unit.

use crate::api::Api;
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::ui::{Choice, Field, FormErrors, Select, checkbox, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::Level;
use motcua_shared::directory::dto::{KeptUnit, KeptUnitItem, UnitForm, UnitRef};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::write_day;
use wasm_bindgen_futures::spawn_local;

const LEVELS: [(&str, Level); 4] = [
    ("ministry", Level::Ministry),
    ("province", Level::Province),
    ("district", Level::District),
    ("commune", Level::Commune),
];

/// The fields. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Fields {
    name: RwSignal<String>,
    level: RwSignal<String>,
    parent: RwSignal<Option<UnitRef>>,
    from: RwSignal<String>,
    at_portal: RwSignal<bool>,
}

impl Fields {
    /// With what is said of a unit; empty for a new one.
    pub fn new(unit: Option<&KeptUnit>) -> Self {
        let level = unit.map_or(Level::Commune, |unit| unit.level);
        let level = LEVELS
            .iter()
            .find(|(_, one)| *one == level)
            .map_or("commune", |(name, _)| name);
        Self {
            name: RwSignal::new(unit.map(|unit| unit.name.clone()).unwrap_or_default()),
            level: RwSignal::new(level.to_owned()),
            parent: RwSignal::new(unit.and_then(|unit| unit.above.last().cloned())),
            from: RwSignal::new(unit.map(|unit| format::day(unit.valid_from)).unwrap_or_default()),
            at_portal: RwSignal::new(unit.is_none_or(|unit| unit.at_portal)),
        }
    }

    /// What stands in the fields.
    pub fn form(self) -> UnitForm {
        let from = self.from.get_untracked();
        let level = self.level.with_untracked(|level| {
            let found = LEVELS.iter().find(|(name, _)| name == level);
            found.map_or(Level::Commune, |(_, level)| *level)
        });
        UnitForm {
            name: self.name.get_untracked(),
            level,
            parent_id: self
                .parent
                .with_untracked(|parent| parent.as_ref().map(|parent| parent.id)),
            // What is no day travels as it is: the server says so beside everything else.
            valid_from: format::parse_day(&from).map_or(from, write_day),
            at_portal: self.at_portal.get_untracked(),
        }
    }
}

/// The fields as they are shown.
pub fn fields(fields: Fields, errors: FormErrors, lang: Lang) -> AnyView {
    let name = Field {
        hint: text::directory::name_hint(lang),
        multiline: true,
        ..Field::new("name", text::directory::name(lang))
    };
    let from = Field {
        hint: text::keeping::day_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("valid_from", text::directory::valid_from(lang))
    };
    let levels = LEVELS.map(|(name, level)| Choice {
        value: name.to_owned(),
        label: words::level(level, lang).to_owned(),
    });
    view! {
        {text_field(fields.name, errors, name)}
        <Select id="level" label=text::directory::level(lang) choices=levels.to_vec() value=fields.level errors=errors />
        {parent(fields.parent, errors, lang)}
        {text_field(fields.from, errors, from)}
        {checkbox("at_portal", text::directory::at_portal_label(lang), text::directory::at_portal_hint(lang), fields.at_portal)}
    }
    .into_any()
}

/// The unit above: shown by name, looked for by words, because there may be thousands.
fn parent(chosen: RwSignal<Option<UnitRef>>, errors: FormErrors, lang: Lang) -> AnyView {
    let api = Api::current();
    let words = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Vec<KeptUnitItem>>);
    let look = move |_| {
        let asked = words.with_untracked(|words| words.trim().to_owned());
        if asked.is_empty() {
            return;
        }
        spawn_local(async move {
            let address = format!("{}?limit=8&q={}", path::UNITS, dom::encode(&asked));
            match api.get::<Page<KeptUnitItem>>(&address, None).await {
                Ok(page) => {
                    let _ = found.try_set(Some(page.items));
                }
                Err(failure) => errors.mark("parent_id", failure.sentence(lang)),
            }
        });
    };
    let field = Field {
        optional: true,
        hint: text::directory::parent_hint(lang),
        kind: "search",
        ..Field::new("parent_id", text::directory::parent(lang))
    };
    let row = move |item: KeptUnitItem| {
        let unit = UnitRef {
            id: item.id,
            code: item.code.clone(),
            name: item.name.clone(),
        };
        let choose = move |_| {
            errors.clear_field("parent_id");
            chosen.set(Some(unit.clone()));
            found.set(None);
            words.set(String::new());
        };
        let above = item.above.map(|above| format!(" – {above}"));
        view! {
            <li>
                <button type="button" class="btn-link" on:click=choose>
                    {item.name}
                    " ("
                    {item.code}
                    ")"
                    {above}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <div class="stack-small">
            {text_field(words, errors, field)}
            <button type="button" class="btn quiet" on:click=look>{text::directory::parent_look(lang)}</button>
            <div role="status">
                {dynamic(move || {
                    let found = found.get()?;
                    let is_empty = found.is_empty();
                    let rows: Vec<AnyView> = found.into_iter().map(row).collect();
                    let list = match is_empty {
                        true => view! { <p class="hint">{text::directory::none_found(lang)}</p> }.into_any(),
                        false => view! { <ul class="lines">{rows}</ul> }.into_any(),
                    };
                    Some(list)
                })}
                {dynamic(move || match chosen.get() {
                    Some(unit) => view! {
                        <p>
                            {text::directory::parent_chosen(lang)}
                            " "
                            <b>{unit.name}</b>
                            " "
                            <button type="button" class="btn-link" on:click=move |_| chosen.set(None)>
                                {text::directory::parent_none(lang)}
                            </button>
                        </p>
                    }
                    .into_any(),
                    None => view! { <p class="hint">{text::directory::parent_missing(lang)}</p> }.into_any(),
                })}
            </div>
        </div>
    }
    .into_any()
}
