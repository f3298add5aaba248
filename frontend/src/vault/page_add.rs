//! "Thêm mới": kind of paper, category, name, file. Everything typed stays until the paper is in the vault.

use crate::api::load;
use crate::layout::signed_in;
use crate::react::{dynamic, effect, when};
use crate::state::{lang, session};
use crate::ui::{
    Choice, Field, Select, Tone, checkbox, copyable_code, error_summary, load_view, page_heading,
    submit_button, text_field, verdict,
};
use crate::vault::add_file::FileState;
use crate::vault::add_form::AddForm;
use crate::vault::add_send::Sender;
use crate::vault::{add_file_view, no_vault};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::id::SigningOrderId;
use motcua_shared::identity::dto::AccountView;
use motcua_shared::path;
use motcua_shared::text;

/// `/kho/them`
pub fn page() -> AnyView {
    signed_in(add)
}

fn add() -> AnyView {
    let lang = lang::current();
    let Some(account) = session::current().account() else {
        return ().into_any();
    };
    if !account.kind.files_dossiers() {
        return no_vault();
    }
    let types = load::<Vec<PaperType>>(|| path::PAPER_TYPES.to_owned());
    view! {
        <div class="narrow">
            <a href="/kho" class="back">"‹ " {text::vault::back(lang)}</a>
            {load_view(types, form_view)}
        </div>
    }
    .into_any()
}

fn form_view(types: Vec<PaperType>) -> AnyView {
    let lang = lang::current();
    let form = AddForm::restore();
    let file = FileState::new(form);
    let sender = Sender::new(form, file);
    // Comes from "Ký số tệp tin".
    let signed = use_query_map().with_untracked(|query| query.get("da-ky"));
    if let Some(order) = signed.as_deref().and_then(SigningOrderId::parse) {
        file.bring(order);
    }
    form.keep(move || file.taken.with(Option::is_some));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sender.submit();
    };
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
        {error_summary(form.errors)}
        {page_heading(text::vault::add_title(lang))}
        <p class="muted">
            {text::vault::add_lead(lang)}
            " "
            {text::signing::not_yet(lang)}
            " "
            <a rel="external" href="/ky-so">{text::signing::title(lang)}</a>
        </p>
        {lost_file(form, file)}
        <form class="card stack" novalidate=true on:submit=submit>
            {kind_fields(form, types)}
            {session::current().account().map(|account| name_fields(form, account))}
            {add_file_view::view(form, file)}
            {decision_number}
            {summary}
            {issued_on}
            <div class="checks">
                {is_visible}
                {is_shared}
            </div>
            {add_file_view::sending(sender.percent, Callback::new(move |()| sender.stop()))}
            <div class="row">
                {submit_button(text::vault::save(lang), text::vault::saving(lang), sender.busy)}
                <a href="/kho" class="btn text" on:click=move |_| sender.give_up()>
                    {text::vault::cancel(lang)}
                </a>
            </div>
            <p role="status">{move || sender.said.get()}</p>
        </form>
    }
    .into_any()
}

/// After a reload: what was typed is there, the file is not.
fn lost_file(form: AddForm, file: FileState) -> AnyView {
    let lang = lang::current();
    let visible = move || form.lost_file && file.taken.with(Option::is_none);
    let notice = move || {
        let outcome = verdict(Tone::Warn, text::vault::file_again(lang), ());
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    when(visible, notice)
}

/// "Loại giấy tờ" and, of that, "Danh mục giấy tờ".
fn kind_fields(form: AddForm, types: Vec<PaperType>) -> AnyView {
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
fn name_fields(form: AddForm, account: AccountView) -> AnyView {
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
