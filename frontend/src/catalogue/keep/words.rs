//! Words for what is kept of procedures.

use crate::words;
use motcua_shared::catalogue::dto::{Case, Component, CopyKind, DeliveryMethod, Reception};
use motcua_shared::catalogue::form::FormSchema;
use motcua_shared::catalogue::guidance::Step;
use motcua_shared::catalogue::keep::Origin;
use motcua_shared::catalogue::life_event::LifeEvent;
use motcua_shared::text::{self, Lang};

/// "Nhận hồ sơ trực tuyến".
pub fn reception(reception: Reception, lang: Lang) -> &'static str {
    match reception {
        Reception::Online => text::keeping::online(lang),
        Reception::Information => text::keeping::information(lang),
        Reception::Ended => text::keeping::ended(lang),
    }
}

/// As it travels.
pub const fn reception_value(reception: Reception) -> &'static str {
    match reception {
        Reception::Online => "online",
        Reception::Information => "information",
        Reception::Ended => "ended",
    }
}

/// And back.
pub fn parse_reception(value: &str) -> Reception {
    match value {
        "information" => Reception::Information,
        "ended" => Reception::Ended,
        _ => Reception::Online,
    }
}

/// "Danh mục quốc gia".
pub fn origin(origin: Origin, lang: Lang) -> &'static str {
    match origin {
        Origin::Delivered => text::keeping::delivered(lang),
        Origin::National => text::keeping::national(lang),
        Origin::Administrator => text::keeping::own(lang),
    }
}

/// "Sinh con, Kết hôn".
pub fn life_events(events: &[LifeEvent], lang: Lang) -> String {
    let names: Vec<&str> = events.iter().map(|event| event.name(lang)).collect();
    names.join(", ")
}

/// Ways of handing a result over, in one line.
pub fn deliveries(methods: &[DeliveryMethod], lang: Lang) -> String {
    let names: Vec<&str> = methods
        .iter()
        .map(|method| words::delivery(*method, lang))
        .collect();
    names.join("; ")
}

/// A case in one line.
pub fn case(case: &Case, lang: Lang) -> String {
    format!(
        "{} – {} – {}",
        case.name,
        words::working_time(case.working_time, lang),
        words::fee(case.fee, lang)
    )
}

/// A step in one piece.
pub fn step(step: &Step) -> String {
    match &step.name {
        Some(name) => format!("{name}: {}", step.text),
        None => step.text.clone(),
    }
}

/// Everything that is asked of a component, in one line; `cases` are those of the procedure.
pub fn component(component: &Component, cases: &[Case], lang: Lang) -> String {
    let mut parts = vec![
        component.name.clone(),
        match component.required {
            true => text::keeping::required(lang),
            false => text::catalogue::optional(lang),
        }
        .to_owned(),
    ];
    parts.push(
        match component.copy_kind {
            CopyKind::Original => text::catalogue::original(lang),
            CopyKind::Copy => text::catalogue::copy(lang),
        }
        .to_owned(),
    );
    parts.push(text::catalogue::quantity(lang, component.quantity));
    if component.further_copies > 0 {
        parts.push(text::catalogue::further_copies(lang, component.further_copies));
    }
    if component.signature_required {
        parts.push(text::catalogue::signed(lang).to_owned());
    }
    if let Some(months) = component.max_age_months {
        parts.push(text::catalogue::max_age(lang, months));
    }
    if !component.accepts.is_empty() {
        parts.push(text::keeping::accepts_line(lang, component.accepts.join(", ")));
    }
    if let Some(line) = only_for(component, cases, lang) {
        parts.push(line);
    }
    if let Some(code) = &component.code {
        parts.push(text::keeping::code_line(lang, code));
    }
    if let Some(group) = &component.group {
        parts.push(text::keeping::group_line(lang, group));
    }
    parts.extend(component.note.clone());
    parts.join(" · ")
}

/// A form as it is asked: its title, and its questions in their order, those that hang on an answer behind the others.
pub fn form(form: &FormSchema, lang: Lang) -> String {
    let mut said = format!(
        "{}\n{}",
        form.title,
        text::keeping::form_count(lang, form.all().count())
    );
    for (_, property) in form.all() {
        said += &format!("\n– {}", property.title);
    }
    said
}

/// "Chỉ khi: …"
pub fn only_for(component: &Component, cases: &[Case], lang: Lang) -> Option<String> {
    if component.only_for.is_empty() {
        return None;
    }
    let names: Vec<&str> = cases
        .iter()
        .filter(|case| component.only_for.contains(&case.id))
        .map(|case| case.name.as_str())
        .collect();
    Some(text::keeping::only_for_line(lang, names.join("; ")))
}
