//! What a procedure takes and gives: components, cases, results, deliveries, legal grounds.

use crate::state::lang;
use crate::ui::{Tone, tag};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{Component, ProcedureDefinition, Reception};
use motcua_shared::text::{self, Lang};

/// The papers to have at hand.
pub fn components(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    if procedure.components.is_empty() {
        return ().into_any();
    }
    let is_online = procedure.reception == Reception::Online;
    let groups = grouped(&procedure.components)
        .into_iter()
        .map(|(title, components)| {
            let entries = components
                .iter()
                .map(|one| component(one, procedure, lang))
                .collect_view();
            view! {
                {title.map(|title| view! { <h3>{title.to_owned()}</h3> })}
                <ol class="needs">{entries}</ol>
            }
        })
        .collect_view();
    let hint = is_online.then(|| view! { <p class="hint">{text::catalogue::needed_hint(lang)}</p> });
    view! {
        <section class="card stack-small">
            <h2>{text::catalogue::needed(lang)}</h2>
            {hint}
            {groups}
        </section>
    }
    .into_any()
}

/// Components under their headings, in the order of the procedure.
fn grouped(components: &[Component]) -> Vec<(Option<&str>, Vec<&Component>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Component>)> = Vec::new();
    for component in components {
        let title = component.group.as_deref();
        match groups.last_mut() {
            Some((last, entries)) if *last == title => entries.push(component),
            _ => groups.push((title, vec![component])),
        }
    }
    groups
}

/// "Trẻ bị bỏ rơi": the names of the cases that need a component; nothing where every one does.
fn only_for(component: &Component, procedure: &ProcedureDefinition) -> Option<String> {
    let cases = procedure.cases.iter();
    let names: Vec<&str> = cases
        .filter(|case| component.only_for.contains(&case.id))
        .map(|case| case.name.as_str())
        .collect();
    (!names.is_empty() && names.len() < procedure.cases.len()).then(|| names.join("; "))
}

fn component(component: &Component, procedure: &ProcedureDefinition, lang: Lang) -> AnyView {
    let is_online = procedure.reception == Reception::Online;
    // The source of what is only shown does not say what is required.
    let optional = (is_online && !component.required)
        .then(|| view! { " " {tag(Tone::Plain, text::catalogue::optional(lang))} });
    let line = (component.quantity > 0).then(|| words::component_line(component, lang));
    let age = component
        .max_age_months
        .map(|months| view! { <p class="hint">{text::catalogue::max_age(lang, months)}</p> });
    let note = component
        .note
        .clone()
        .map(|note| view! { <p class="hint">{note}</p> });
    let only_for =
        only_for(component, procedure).map(|cases| view! { <p>{text::catalogue::only_for(lang, cases)}</p> });
    view! {
        <li>
            <b>{component.name.clone()}</b>
            {optional}
            {only_for}
            {line.map(|line| view! { <p class="hint">{line}</p> })}
            {age}
            {note}
        </li>
    }
    .into_any()
}

/// Time and fee of each case.
pub fn cases(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    if procedure.cases.is_empty() {
        return ().into_any();
    }
    // What is filed elsewhere costs what the ways of filing say.
    let is_online = procedure.reception == Reception::Online;
    let entries = procedure
        .cases
        .iter()
        .map(|case| {
            let fee = is_online.then(|| view! { <span class="case-fee">{words::fee(case.fee, lang)}</span> });
            view! {
                <li>
                    <span class="grow">{case.name.clone()}</span>
                    <b>{words::working_time(case.working_time, lang)}</b>
                    {fee}
                </li>
            }
        })
        .collect_view();
    let title = if is_online {
        text::catalogue::how_long(lang)
    } else {
        text::catalogue::time(lang)
    };
    view! {
        <section class="card">
            <h2>{title}</h2>
            <p class="hint">{text::catalogue::how_long_hint(lang)}</p>
            <ul class="cases">{entries}</ul>
        </section>
    }
    .into_any()
}

/// How the result may be received.
pub fn deliveries(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let names = procedure
        .delivery
        .iter()
        .map(|method| words::delivery(*method, lang).to_owned());
    list(text::catalogue::delivery(lang), names.collect())
}

/// A titled list of lines; nothing when there are none.
pub fn list(title: &'static str, lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{title}</h2>
            <ul class="lines">{lines}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_some_cases_need_names_them() {
        let everyday = include_str!("../../../server/catalogue/citizen-procedures.json");
        let procedures: Vec<ProcedureDefinition> = serde_json::from_str(everyday).unwrap();
        let birth = procedures.iter().find(|one| one.code == "1.001193").unwrap();
        let of = |id: &str| {
            let component = birth.components.iter().find(|one| one.id == id).unwrap();
            only_for(component, birth)
        };
        assert_eq!(
            of("bien-ban").as_deref(),
            Some("Trẻ bị bỏ rơi hoặc chưa xác định được cha, mẹ")
        );
        assert_eq!(of("giay-to-tuy-than"), None, "every case may need it");
    }
}
