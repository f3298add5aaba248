//! The page: search, types with their categories, and what is done with them.

use super::form::{self, Form};
use super::state::Kept;
use super::types::{Status, shown};
use crate::api::{Api, Load};
use crate::dom::bare as key;
use crate::layout::keeping_tabs;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Select, Tone, empty, failure_box, page_heading, skeleton, tag, text_field,
    verdict,
};
use leptos::prelude::*;
use motcua_shared::catalogue::kept::{KeptCategory, KeptType};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// `/can-bo/danh-muc`
pub fn page() -> AnyView {
    let lang = lang::current();
    let kept = Kept {
        types: RwSignal::new(Load::Loading),
        said: RwSignal::new(None),
        busy: RwSignal::new(false),
        api: Api::current(),
        lang,
    };
    kept.bring();
    let words = RwSignal::new(String::new());
    let status = RwSignal::new(String::new());
    let form = Form::new(kept);
    let content = dynamic(move || match kept.types.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, Callback::new(move |()| kept.bring())),
        Load::Ready(types) => {
            let found = shown(&types, &words.get(), Status::read(&status.get()), key);
            if found.is_empty() {
                return empty(
                    text::categories::none(lang),
                    text::categories::none_hint(lang),
                    (),
                );
            }
            let of_type = |kind: KeptType| section(kept, form, kind);
            found.into_iter().map(of_type).collect::<Vec<_>>().into_any()
        }
    });
    view! {
        {keeping_tabs()}
        <div class="row end gap-below">
            {page_heading(text::categories::title(lang))}
            <div class="row">
                <button type="button" class="btn quiet" on:click=move |_| form.add_type()>
                    {text::categories::add_type(lang)}
                </button>
                <button type="button" class="btn" on:click=move |_| form.add_category(String::new())>
                    {text::categories::add(lang)}
                </button>
            </div>
        </div>
        <p class="muted">{text::categories::lead(lang)}</p>
        {search(words, status, lang)}
        <div role="status" class="gap-below">
            {dynamic(move || kept.said.get().map(|(tone, sentence)| verdict(tone, sentence, ())))}
        </div>
        <div class="stack">{content}</div>
        {form::dialog(form)}
    }
    .into_any()
}

fn search(words: RwSignal<String>, status: RwSignal<String>, lang: Lang) -> AnyView {
    let errors = FormErrors::new();
    let field = Field {
        hint: text::categories::search_hint(lang),
        kind: "search",
        ..Field::new("tim", text::categories::search(lang))
    };
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let states = vec![
        choice("", text::categories::any(lang)),
        choice("dung", text::categories::active(lang)),
        choice("ngung", text::categories::inactive(lang)),
    ];
    view! {
        <div class="card desk-fields categories-search gap-below">
            {text_field(words, errors, field)}
            <Select id="tinh-trang" label=text::categories::status(lang) choices=states value=status errors=errors />
        </div>
    }
    .into_any()
}

fn section(kept: Kept, form: Form, kind: KeptType) -> AnyView {
    let lang = kept.lang;
    let address = path::kept_type(&kind.id);
    let id = kind.id.clone();
    let rows: Vec<AnyView> = kind
        .categories
        .into_iter()
        .map(|category| row(kept, form, category, lang))
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="muted">{text::categories::empty(lang)}</p> }.into_any()
    } else {
        view! { <ul class="plain-list categories">{rows}</ul> }.into_any()
    };
    let (name, version, is_active) = (kind.name, kind.version, kind.is_active);
    view! {
        <section class="card stack-small">
            <div class="row end">
                <div class="row">
                    <h2>{name.clone()}</h2>
                    {retired_tag(is_active, lang)}
                </div>
                <p class="row links">
                    {is_active
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="btn-link"
                                    aria-label=text::categories::add_to(lang, &name)
                                    on:click=move |_| form.add_category(id.clone())
                                >
                                    {text::categories::add(lang)}
                                </button>
                            }
                        })}
                    {acts(kept, form, address, Named::Type(name.clone()), (version, is_active))}
                </p>
            </div>
            {list}
        </section>
    }
    .into_any()
}

fn row(kept: Kept, form: Form, category: KeptCategory, lang: Lang) -> AnyView {
    let address = path::kept_category(&category.code);
    let KeptCategory {
        code,
        name,
        is_active,
        version,
    } = category;
    view! {
        <li>
            <div>
                <span class="strong">{name.clone()}</span>
                " "
                {retired_tag(is_active, lang)}
                <p class="code">{code}</p>
            </div>
            <p class="row links">{acts(kept, form, address, Named::Category(name), (version, is_active))}</p>
        </li>
    }
    .into_any()
}

fn retired_tag(is_active: bool, lang: Lang) -> Option<AnyView> {
    (!is_active).then(|| tag(Tone::Plain, text::categories::inactive(lang)))
}

/// What is named otherwise, retired or taken up again: the words on a type say that it is one.
enum Named {
    Type(String),
    Category(String),
}

impl Named {
    /// What a button says, and what it says to those who hear it without its surroundings.
    fn rename(&self, lang: Lang) -> (&'static str, String) {
        match self {
            Self::Type(name) => (
                text::categories::rename_type(lang),
                text::categories::rename_type_label(lang, name),
            ),
            Self::Category(name) => (
                text::categories::rename(lang),
                text::categories::rename_label(lang, name),
            ),
        }
    }

    fn retire(&self, lang: Lang) -> (&'static str, String) {
        match self {
            Self::Type(name) => (
                text::categories::retire_type(lang),
                text::categories::retire_type_label(lang, name),
            ),
            Self::Category(name) => (
                text::categories::retire(lang),
                text::categories::retire_label(lang, name),
            ),
        }
    }

    fn resume(&self, lang: Lang) -> (&'static str, String) {
        match self {
            Self::Type(name) => (
                text::categories::resume_type(lang),
                text::categories::resume_type_label(lang, name),
            ),
            Self::Category(name) => (
                text::categories::resume(lang),
                text::categories::resume_label(lang, name),
            ),
        }
    }
}

fn acts(kept: Kept, form: Form, address: String, named: Named, (version, is_active): (u32, bool)) -> AnyView {
    let lang = kept.lang;
    let (words, label) = match is_active {
        true => named.retire(lang),
        false => named.resume(lang),
    };
    let (rename_words, rename_label) = named.rename(lang);
    let (Named::Type(name) | Named::Category(name)) = named;
    let (same, also) = (address.clone(), name.clone());
    let rename = move |_| form.rename(same.clone(), also.clone(), version, is_active);
    let switch = move |_| kept.switch(address.clone(), name.clone(), version, !is_active);
    view! {
        <button type="button" class="btn-link" aria-label=rename_label on:click=rename>
            {rename_words}
        </button>
        <button type="button" class="btn-link" class:danger=is_active aria-label=label on:click=switch>
            {words}
        </button>
    }
    .into_any()
}
