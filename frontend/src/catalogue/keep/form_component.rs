//! The components of a procedure. Each is folded to its name: a procedure may have many.

use super::draft::{ComponentRow, Draft};
use super::form::{row_acts, ticks};
use crate::react::dynamic;
use crate::ui::{Choice, Field, FormErrors, Select, checkbox, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::text::{self, Lang};

/// What every component is shown with.
#[derive(Clone, Copy)]
pub struct Around {
    /// The errors of the form.
    pub errors: FormErrors,
    /// Paper types with their categories, once they are there.
    pub types: RwSignal<Vec<PaperType>>,
    /// Whether all are unfolded, because something in one of them is wrong.
    pub unfolded: RwSignal<bool>,
    /// The language.
    pub lang: Lang,
}

/// All of them, and one more.
pub fn components(draft: Draft, around: Around) -> AnyView {
    let lang = around.lang;
    let added = RwSignal::new(None::<usize>);
    let rows = dynamic(move || {
        let rows = draft.components.get().into_iter().enumerate();
        rows.map(|(at, row)| component(draft, row, at, around, added.get_untracked() == Some(at)))
            .collect::<Vec<_>>()
    });
    let add = move |_| {
        added.set(Some(draft.components.with_untracked(Vec::len)));
        draft.add_component();
    };
    view! {
        <section class="card stack" id="components">
            <h2>{text::keeping::components(lang)}</h2>
            {rows}
            <button type="button" class="btn quiet" on:click=add>
                {text::keeping::component_add(lang)}
            </button>
        </section>
    }
    .into_any()
}

fn component(draft: Draft, row: ComponentRow, at: usize, around: Around, is_new: bool) -> AnyView {
    let Around {
        errors,
        types,
        unfolded,
        lang,
    } = around;
    let id = |field: &str| format!("components.{at}.{field}");
    let title = text::keeping::component_n(lang, at + 1);
    let short = |field: &str, label| Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new(id(field), label)
    };
    let kinds = vec![
        Choice {
            value: "original".to_owned(),
            label: text::catalogue::original(lang).to_owned(),
        },
        Choice {
            value: "copy".to_owned(),
            label: text::catalogue::copy(lang).to_owned(),
        },
    ];
    let (name, note) = (
        Field {
            multiline: true,
            ..Field::new(id("name"), text::keeping::component_name(lang))
        },
        Field {
            multiline: true,
            optional: true,
            ..Field::new(id("note"), text::keeping::note(lang))
        },
    );
    let months = Field {
        optional: true,
        hint: text::keeping::months_hint(lang),
        ..short("max_age_months", text::keeping::months(lang))
    };
    let code = Field {
        optional: true,
        ..Field::new(id("code"), text::keeping::component_code(lang))
    };
    let group = Field {
        optional: true,
        ..Field::new(id("group"), text::keeping::group(lang))
    };
    let accepts_id = id("accepts");
    let accepts = dynamic(move || {
        let names: Vec<(String, String)> = types.with(|types| {
            let categories = types.iter().flat_map(|kind| &kind.categories);
            categories
                .map(|one| (one.code.clone(), format!("{} ({})", one.name, one.code)))
                .collect()
        });
        ticks(accepts_id.clone(), names, row.accepts)
    });
    let only_id = id("only_for");
    let only_for = dynamic(move || {
        let cases = draft.cases.get();
        // With one case there is nothing to choose.
        (cases.len() > 1).then(|| {
            let names = cases
                .iter()
                .map(|case| (case.id.get_untracked(), case.name.get()))
                .collect();
            view! {
                <fieldset class="field">
                    <legend>{text::keeping::only_for(lang)}</legend>
                    <p class="hint">{text::keeping::only_for_hint(lang)}</p>
                    {ticks(only_id.clone(), names, row.only_for)}
                </fieldset>
            }
        })
    });
    let acts = row_acts(draft.components, at, title.clone(), lang);
    let error = errors.of(&id("accepts"));
    view! {
        <details class="keeping-row" prop:open=move || is_new || unfolded.get()>
            <summary>
                <span>
                    <b>{title}</b>
                    ": "
                    {move || row.name.get()}
                </span>
            </summary>
            <div class="stack gap-above">
                {text_field(row.name, errors, name)}
                {text_field(row.note, errors, note)}
                {checkbox(id("required"), text::keeping::required_label(lang), text::keeping::required_hint(lang), row.required)}
                {checkbox(id("signature_required"), text::keeping::signature_label(lang), "", row.signature)}
                <div class="keeping-three">
                    <Select id=id("copy_kind") label=text::keeping::copy_kind(lang) choices=kinds value=row.kind errors=errors />
                    {text_field(row.quantity, errors, short("quantity", text::keeping::quantity(lang)))}
                    {text_field(row.further, errors, short("further_copies", text::keeping::further(lang)))}
                </div>
                {text_field(row.months, errors, months)}
                <details class="field">
                    <summary>
                        <span>{move || text::keeping::accepts_count(lang, row.accepts.with(Vec::len))}</span>
                    </summary>
                    {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
                    {accepts}
                </details>
                {only_for}
                <div class="keeping-three">{text_field(row.code, errors, code)} {text_field(row.group, errors, group)}</div>
                {acts}
            </div>
        </details>
    }
    .into_any()
}
