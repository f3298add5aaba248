//! Templates of the papers that a unit writes, signs and gives back.

use super::draft::Draft;
use super::form::row_acts;
use super::form_component::Around;
use super::typed::free_id;
use crate::react::dynamic;
use crate::ui::{Choice, Field, Select, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{PaperCategory, ProcedureDefinition};
use motcua_shared::catalogue::template::{Fact, ResultTemplate};
use motcua_shared::id::ProcedureId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// A template.
#[derive(Clone, Copy)]
pub struct TemplateRow {
    id: StoredValue<String>,
    title: RwSignal<String>,
    subject: RwSignal<String>,
    symbol: RwSignal<String>,
    category: RwSignal<String>,
    body: RwSignal<String>,
    recipients: RwSignal<String>,
}

impl TemplateRow {
    /// With what a template says.
    pub fn new(template: &ResultTemplate) -> Self {
        let signal = |text: &str| RwSignal::new(text.to_owned());
        Self {
            id: StoredValue::new(template.id.clone()),
            title: signal(&template.title),
            subject: signal(&template.subject),
            symbol: signal(&template.symbol),
            category: signal(&template.category_code),
            body: signal(&template.body),
            recipients: signal(&template.recipients),
        }
    }

    /// The template that this comes to.
    pub fn read(self) -> ResultTemplate {
        let typed = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        ResultTemplate {
            id: self.id.get_value(),
            title: typed(self.title),
            subject: typed(self.subject),
            symbol: typed(self.symbol),
            category_code: typed(self.category),
            body: typed(self.body),
            recipients: typed(self.recipients),
        }
    }
}

fn add(rows: RwSignal<Vec<TemplateRow>>) {
    let taken: Vec<String> = rows.with_untracked(|rows| rows.iter().map(|row| row.id.get_value()).collect());
    let blank = ResultTemplate {
        id: free_id("mau", &taken),
        title: String::new(),
        subject: String::new(),
        symbol: String::new(),
        category_code: String::new(),
        body: String::new(),
        recipients: String::new(),
    };
    rows.update(|rows| rows.push(TemplateRow::new(&blank)));
}

/// All of them, and one more.
pub fn templates(draft: Draft, around: Around) -> AnyView {
    let lang = around.lang;
    let rows = dynamic(move || {
        let rows = draft.templates.get().into_iter().enumerate();
        rows.map(|(at, row)| one(draft, row, at, around))
            .collect::<Vec<_>>()
    });
    let facts = Fact::ALL.map(|fact| view! { <li>{fact.word()}</li> }.into_any());
    let words = view! {
        <details>
            <summary>{text::drafting::template_words(lang)}</summary>
            <ul class="plain-list">
                {facts.into_iter().collect::<Vec<_>>()}
                <li>{text::drafting::template_word_answer(lang)}</li>
                <li>{text::drafting::template_word_open(lang)}</li>
            </ul>
        </details>
    };
    view! {
        <section class="card stack" id="templates">
            <h2>{text::drafting::templates(lang)}</h2>
            <p class="hint">{text::drafting::templates_hint(lang)}</p>
            {words}
            {rows}
            <button type="button" class="btn quiet" on:click=move |_| add(draft.templates)>
                {text::drafting::template_add(lang)}
            </button>
        </section>
    }
    .into_any()
}

fn one(draft: Draft, row: TemplateRow, at: usize, around: Around) -> AnyView {
    let (errors, lang) = (around.errors, around.lang);
    let field = |name: &str, label, hint| Field {
        hint,
        ..Field::new(format!("templates.{at}.{name}"), label)
    };
    let many = |name: &str, label, hint, optional| Field {
        multiline: true,
        optional,
        ..field(name, label, hint)
    };
    let title = text::drafting::template_n(lang, at + 1);
    let symbol = field(
        "symbol",
        text::drafting::template_symbol(lang),
        text::drafting::template_symbol_hint(lang),
    );
    let categories = Signal::derive(move || {
        let types = around.types.get().into_iter().flat_map(|kind| kind.categories);
        let choice = |category: PaperCategory| Choice {
            label: format!("{} ({})", category.name, category.code),
            value: category.code,
        };
        types.map(choice).collect::<Vec<_>>()
    });
    let body = many(
        "body",
        text::drafting::template_body(lang),
        text::drafting::template_body_hint(lang),
        false,
    );
    let acts = row_acts(draft.templates, at, title.clone(), lang);
    view! {
        <fieldset class="keeping-row">
            <legend>{title}</legend>
            {text_field(row.title, errors, field("title", text::drafting::template_title(lang), ""))}
            {text_field(row.subject, errors, many("subject", text::drafting::template_subject(lang), "", true))}
            {text_field(row.symbol, errors, symbol)}
            <Select
                id=format!("templates.{at}.category_code")
                label=text::drafting::template_category(lang)
                hint=text::drafting::template_category_hint(lang)
                placeholder=text::ui::choose(lang)
                choices=categories
                value=row.category
                errors=errors
            />
            {text_field(row.body, errors, Field { class: "tall", ..body })}
            {text_field(row.recipients, errors, many("recipients", text::drafting::template_recipients(lang), "", true))}
            {acts}
        </fieldset>
    }
    .into_any()
}

/// A template as lines, for what a change changes.
pub fn said(template: &ResultTemplate) -> String {
    let ResultTemplate {
        title,
        subject,
        symbol,
        category_code,
        body,
        recipients,
        ..
    } = template;
    let lines = [title, subject, symbol, category_code, body, recipients];
    let lines: Vec<&str> = lines
        .into_iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Those of a version, each with a sample of it.
pub fn list(definition: &ProcedureDefinition, version: ProcedureId, lang: Lang) -> AnyView {
    if definition.templates.is_empty() {
        return ().into_any();
    }
    let here = path::kept_procedure_version(&crate::dom::encode(&definition.code), version);
    let one = |template: &ResultTemplate| {
        let sample = format!("{here}/templates/{}", template.id);
        view! {
            <li>
                <span class="strong">{format!("{} ({})", template.title, template.symbol)}</span>
                " "
                <a rel="external" download="" href=sample>{text::drafting::template_sample(lang)}</a>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = definition.templates.iter().map(one).collect();
    view! {
        <section class="card stack-small">
            <h2>{text::drafting::templates(lang)}</h2>
            <ul class="plain-list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back_and_every_new_template_has_an_id_of_its_own() {
        let owner = Owner::new();
        owner.with(|| {
            let rows = RwSignal::new(Vec::<TemplateRow>::new());
            add(rows);
            add(rows);
            let ids: Vec<String> = rows
                .get_untracked()
                .into_iter()
                .map(|row| row.read().id)
                .collect();
            assert_eq!(ids, ["mau-1", "mau-2"]);
            let template = ResultTemplate {
                id: "x".to_owned(),
                title: "Giấy xác nhận".to_owned(),
                subject: "Về việc".to_owned(),
                symbol: "GXN".to_owned(),
                category_code: "KQ.1".to_owned(),
                body: "Một.\nHai.".to_owned(),
                recipients: "Lưu: VT".to_owned(),
            };
            assert_eq!(TemplateRow::new(&template).read(), template);
        });
    }
}
