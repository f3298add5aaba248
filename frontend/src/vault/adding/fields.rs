//! The fields of a paper: the same when it is added and when it is changed.

use crate::react::{dynamic, effect, when};
use crate::state::lang;
use crate::ui::{Choice, Field, Select, checkbox, copyable_code, text_field};
use crate::vault::adding::form::PaperForm;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::identity::dto::AccountView;
use motcua_shared::text;

/// "Loại giấy tờ" and, of that, "Danh mục giấy tờ".
pub fn kind(form: PaperForm, types: Vec<PaperType>) -> AnyView {
    let lang = lang::current();
    if let ([only], true) = (types.as_slice(), form.type_id.with_untracked(String::is_empty)) {
        form.type_id.set(only.id.clone());
    }
    let type_choices: Vec<Choice> = types
        .iter()
        .map(|kind| Choice {
            value: kind.id.clone(),
            label: kind.name.clone(),
        })
        .collect();
    let categories = Memo::new(move |_| {
        let chosen = form.type_id.get();
        types
            .iter()
            .find(|kind| kind.id == chosen)
            .map(|kind| kind.categories.clone())
            .unwrap_or_default()
    });
    let category_choices = Signal::derive(move || {
        categories
            .get()
            .into_iter()
            .map(|category| Choice {
                value: category.code,
                label: category.name,
            })
            .collect::<Vec<_>>()
    });
    // Another type has other categories; the name of the chosen one goes into the proposed name.
    effect(move || {
        let code = form.category_code.get();
        let found = categories.with(|list| list.iter().find(|category| category.code == code).cloned());
        match found {
            Some(category) => form.category_name.set(category.name),
            None if code.is_empty() => form.category_name.set(String::new()),
            None => form.category_code.set(String::new()),
        }
    });
    view! {
        <Select
            id="paper_type"
            label=text::vault::paper_type(lang)
            placeholder=text::ui::choose(lang)
            choices=Signal::stored(type_choices)
            value=form.type_id
            errors=form.errors
        />
        <Select
            id="category_code"
            label=text::vault::category(lang)
            placeholder=text::ui::choose(lang)
            choices=category_choices
            value=form.category_code
            errors=form.errors
        />
    }
    .into_any()
}

/// "Tên giấy tờ", with the code that the letter's rule proposes.
pub fn name(form: PaperForm, account: AccountView) -> AnyView {
    let lang = lang::current();
    let code = form.proposed_code(account);
    form.follow(code);
    let shown = dynamic(move || match code.get() {
        code if code.is_empty() => view! { <span>{text::vault::proposed_code_none(lang)}</span> }.into_any(),
        code => copyable_code(code),
    });
    let name = text_field(
        form.name,
        form.errors,
        Field {
            hint: text::vault::name_hint(lang),
            multiline: true,
            on_edit: Some(Callback::new(move |()| form.name_edited.set(true))),
            ..Field::new("name", text::vault::name(lang))
        },
    );
    let again = move || {
        view! {
            <button type="button" class="btn-link" on:click=move |_| form.name_edited.set(false)>
                {text::vault::name_again(lang)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="stack-small">
            {name}
            <p class="hint">{text::vault::proposed_code(lang)} ": " {shown}</p>
            {when(move || form.name_edited.get(), again)}
        </div>
    }
    .into_any()
}

/// What else is said of a paper.
pub fn said(form: PaperForm) -> AnyView {
    let lang = lang::current();
    let decision_number = text_field(
        form.decision_number,
        form.errors,
        Field {
            optional: true,
            ..Field::new("decision_number", text::vault::decision_number(lang))
        },
    );
    let summary = text_field(
        form.summary,
        form.errors,
        Field {
            optional: true,
            multiline: true,
            ..Field::new("summary", text::vault::summary(lang))
        },
    );
    let issued_on = text_field(
        form.issued_on,
        form.errors,
        Field {
            hint: text::vault::issued_on_hint(lang),
            optional: true,
            inputmode: "numeric",
            class: "short",
            on_edit: Some(Callback::new(move |()| form.issued_edited.set(true))),
            ..Field::new("issued_on", text::vault::issued_on(lang))
        },
    );
    let owner_name = text_field(
        form.owner_name,
        form.errors,
        Field {
            hint: text::vault::owner_name_hint(lang),
            optional: true,
            ..Field::new("owner_name", text::vault::owner_name(lang))
        },
    );
    vec![decision_number, summary, issued_on, owner_name].into_any()
}

/// "Hiển thị" and "Chia sẻ".
pub fn checks(form: PaperForm) -> AnyView {
    let lang = lang::current();
    let is_visible = checkbox(
        "is_visible",
        text::vault::visible(lang),
        text::vault::visible_hint(lang),
        form.is_visible,
    );
    let is_shared = checkbox(
        "is_shared",
        text::vault::shared(lang),
        text::vault::shared_hint(lang),
        form.is_shared,
    );
    view! {
        <div class="checks">
            {is_visible}
            {is_shared}
        </div>
    }
    .into_any()
}
