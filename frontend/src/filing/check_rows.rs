//! The answers of the check page, each with the way to change it.

use crate::filing::draft::Draft;
use crate::filing::form::change_address;
use crate::filing::model::{PLACE, Step};
use crate::filing::wording::{file_line, party_lines};
use crate::state::lang;
use crate::words as common;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::DeliveryMethod;
use motcua_shared::filing::dto::{Attachment, DraftView, SubmissionMethod};
use motcua_shared::filing::words;
use motcua_shared::text::{self, Lang};

/// One answer.
struct Row {
    name: String,
    lines: Vec<String>,
    change: Option<(Step, String)>,
}

/// A part of the dossier with more answers than these is folded on a phone.
const FEW: usize = 4;

/// The summary list, part by part.
pub fn view(view: &DraftView, draft: Draft) -> AnyView {
    let lang = lang::current();
    let mut parts: Vec<(Option<Step>, Vec<Row>)> = Vec::new();
    for row in rows(view, lang) {
        let step = row.change.as_ref().map(|(step, _)| *step);
        let step = step.filter(|step| matches!(step, Step::Form | Step::Components));
        match parts.last_mut() {
            Some((last, rows)) if *last == step => rows.push(row),
            _ => parts.push((step, vec![row])),
        }
    }
    let (mut shown, mut plain) = (Vec::new(), Vec::new());
    for (step, rows) in parts {
        match step {
            Some(step) if rows.len() > FEW => {
                shown.push(list(std::mem::take(&mut plain), draft, lang));
                shown.push(folded(step, rows, draft, lang));
            }
            _ => plain.extend(rows),
        }
    }
    shown.push(list(plain, draft, lang));
    shown.into_any()
}

/// Open, also on a phone: what is filed is what was seen. What closes it stands beside the way to change it, so that neither is inside of the other.
fn folded(step: Step, rows: Vec<Row>, draft: Draft, lang: Lang) -> AnyView {
    let title = step.title(lang);
    let count = text::filing::answers_count(lang, rows.len());
    view! {
        <div class="sums-fold">
            <details open=true>
                <summary>
                    <h2>{title}</h2>
                    <span class="hint">{count}</span>
                </summary>
                {list(rows, draft, lang)}
            </details>
            <a href=change_address(draft, step, "")>
                {text::filing::change(lang)}
                <span class="unseen">" – " {title}</span>
            </a>
        </div>
    }
    .into_any()
}

fn list(rows: Vec<Row>, draft: Draft, lang: Lang) -> AnyView {
    let row = |row: Row| {
        let name = row.name.clone();
        let link = row.change.map(|(step, element)| {
            view! {
                <dd class="sum-change">
                    <a href=change_address(draft, step, &element)>
                        {text::filing::change(lang)}
                        <span class="unseen">" – " {name}</span>
                    </a>
                </dd>
            }
        });
        let answer = if row.lines.is_empty() {
            view! { <span class="muted">{text::filing::not_given(lang)}</span> }.into_any()
        } else {
            row.lines
                .into_iter()
                .map(|line| view! { <span class="line">{line}</span> })
                .collect_view()
                .into_any()
        };
        view! {
            <div class="sum">
                <dt>{row.name}</dt>
                <dd>{answer}</dd>
                {link}
            </div>
        }
    };
    view! { <dl class="sums">{rows.into_iter().map(row).collect_view()}</dl> }.into_any()
}

fn rows(view: &DraftView, lang: Lang) -> Vec<Row> {
    let definition = &view.procedure.definition;
    let case = view
        .case_id
        .as_ref()
        .and_then(|id| definition.cases.iter().find(|case| case.id == *id));
    let mut rows = vec![
        Row {
            name: text::filing::procedure(lang).to_owned(),
            lines: vec![definition.name.clone(), definition.code.clone()],
            change: None,
        },
        Row {
            name: text::filing::unit_question(lang).to_owned(),
            lines: view.unit.iter().map(|unit| unit.name.clone()).collect(),
            change: Some((Step::Unit, "unit_id".to_owned())),
        },
        Row {
            name: text::filing::place_question(lang).to_owned(),
            lines: vec![match &view.place {
                Some(place) => place.name.clone(),
                None => text::filing::place_direct(lang).to_owned(),
            }],
            change: Some((Step::Unit, PLACE.to_owned())),
        },
        Row {
            name: text::filing::case_question(lang).to_owned(),
            lines: case
                .map(|case| {
                    let time = common::working_time(case.working_time, lang);
                    text::catalogue::time_and_name(lang, &case.name, time)
                })
                .into_iter()
                .collect(),
            change: Some((Step::Unit, "case_id".to_owned())),
        },
        Row {
            name: text::filing::filer(lang).to_owned(),
            lines: party_lines(&view.filer, lang),
            change: Some((Step::Parties, "filer.phone".to_owned())),
        },
        Row {
            name: text::filing::owner(lang).to_owned(),
            lines: if view.for_another {
                let ground = words::acting(&view.acting, lang);
                party_lines(&view.owner, lang).into_iter().chain(ground).collect()
            } else {
                vec![text::filing::owner_same(lang, &view.owner.name)]
            },
            change: Some((Step::Parties, "for_another".to_owned())),
        },
    ];
    let form = definition.form.as_ref();
    let asked = form.map(|form| form.asked(&view.answers)).unwrap_or_default();
    for one in asked {
        let answer = view.answers.get(one.name);
        rows.push(Row {
            name: one.property.title.clone(),
            lines: answer
                .map(|answer| one.property.reading(answer, lang))
                .into_iter()
                .collect(),
            change: Some((Step::Form, format!("answers.{}", one.name))),
        });
    }
    for component in definition.needed(view.case_id.as_deref()) {
        let part = view
            .components
            .iter()
            .find(|part| part.component_id == component.id);
        let attachment = part.and_then(|part| part.attachment.as_ref());
        rows.push(Row {
            name: component.name.clone(),
            lines: attachment.map(|one| file_lines(one, lang)).unwrap_or_default(),
            change: Some((Step::Components, format!("components.{}", component.id))),
        });
    }
    let (submission, is_brought) = (&view.submission, view.desk.is_some());
    let method = match is_brought {
        true => SubmissionMethod::AtDesk,
        false => submission.method,
    };
    rows.push(Row {
        name: text::filing::submission_title(lang).to_owned(),
        lines: [words::submission(method, lang).to_owned()]
            .into_iter()
            .chain(
                submission
                    .address
                    .clone()
                    .filter(|_| method == SubmissionMethod::ByPost),
            )
            .collect(),
        change: (!is_brought).then(|| (Step::Delivery, "submission.method".to_owned())),
    });
    let delivery = view.delivery.as_ref().map(|delivery| {
        let mut lines = vec![common::delivery(delivery.method, lang).to_owned()];
        if delivery.method == DeliveryMethod::ByPost {
            lines.extend(delivery.address.clone());
        }
        lines
    });
    rows.push(Row {
        name: text::filing::delivery_title(lang).to_owned(),
        lines: delivery.unwrap_or_default(),
        change: Some((Step::Delivery, "delivery.method".to_owned())),
    });
    rows.push(Row {
        name: text::catalogue::fee(lang).to_owned(),
        lines: case.map(|case| common::fee(case.fee, lang)).into_iter().collect(),
        change: None,
    });
    rows
}

fn file_lines(attachment: &Attachment, lang: Lang) -> Vec<String> {
    let origin = if attachment.paper_id.is_some() {
        text::filing::origin_vault(lang)
    } else {
        text::filing::origin_device(lang)
    };
    vec![
        attachment.name.clone(),
        format!("{} · {origin}", file_line(attachment, lang)),
    ]
}

/// What a field of the request is called on its page.
pub fn field_name(view: &DraftView, path: &str, lang: Lang) -> String {
    if let Some(id) = path.strip_prefix("components.") {
        let components = view.procedure.definition.components.iter();
        return components
            .filter(|component| component.id == id)
            .map(|component| component.name.clone())
            .next()
            .unwrap_or_else(|| text::filing::components_title(lang).to_owned());
    }
    if let Some(name) = path.strip_prefix("answers.") {
        let property = view
            .procedure
            .definition
            .form
            .as_ref()
            .and_then(|form| form.find(name));
        if let Some(property) = property {
            return property.title.clone();
        }
    }
    match path {
        "unit_id" => text::filing::unit_question(lang),
        PLACE => text::filing::place_question(lang),
        "case_id" => text::filing::case_question(lang),
        path if path.starts_with("filer") => text::filing::filer(lang),
        path if path.starts_with("owner") => text::filing::owner(lang),
        path if path.starts_with("acting") => text::filing::ground_question(lang),
        "submission.address" => text::filing::submission_address(lang),
        "delivery.address" => text::filing::delivery_address(lang),
        _ => text::filing::delivery_title(lang),
    }
    .to_owned()
}
