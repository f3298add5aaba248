//! "Cập nhật dữ liệu kho cá nhân, tổ chức" of a paper that is there: what is said of it, and "xoá tệp tin cũ, chọn tệp tin
//! mới" (seed 001, part I). The old file stays, struck out.

use crate::api::{Load, load};
use crate::format;
use crate::layout::signed_in;
use crate::react::{dynamic, when};
use crate::route::param;
use crate::state::lang;
use crate::ui::{
    Field, Tone, error_summary, failure_box, load_view, page_heading, skeleton, submit_button, text_field,
    verdict,
};
use crate::vault::adding::edit_send::Sender;
use crate::vault::adding::file::FileState;
use crate::vault::adding::form::PaperForm;
use crate::vault::adding::{fields, file_view};
use crate::vault::card;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{PaperCategory, PaperType};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::PaperView;

/// `/kho/:id/sua`
pub fn page() -> AnyView {
    signed_in(edit)
}

fn edit() -> AnyView {
    let id = param("id");
    let types = load::<Vec<PaperType>>(|| path::PAPER_TYPES.to_owned());
    let paper = load::<PaperView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::PAPERS, crate::dom::encode(&id))
    });
    let retry = Callback::new(move |()| types.retry());
    let known = StoredValue::new(Vec::<PaperType>::new());
    let content = dynamic(move || match types.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(types) => {
            known.set_value(types);
            provide_context(Types(known));
            load_view(paper, form_view)
        }
    });
    view! { <div class="narrow">{content}</div> }.into_any()
}

/// The catalogue, for the form.
#[derive(Clone, Copy)]
struct Types(StoredValue<Vec<PaperType>>);

/// The types, with the paper's own category among them even when it was retired.
fn types_with(paper: &PaperView) -> (Vec<PaperType>, String) {
    let mut types = use_context::<Types>()
        .map(|Types(types)| types.get_value())
        .unwrap_or_default();
    let item = &paper.item;
    let holds = |kind: &PaperType| {
        kind.categories
            .iter()
            .any(|category| category.code == item.category_code)
    };
    if !types.iter().any(holds)
        && let Some(own) = types.iter_mut().find(|kind| kind.name == item.type_name)
    {
        own.categories.push(PaperCategory {
            code: item.category_code.clone(),
            name: item.category_name.clone(),
        });
    }
    let type_id = types.iter().find(|kind| holds(kind)).map(|kind| kind.id.clone());
    (types, type_id.unwrap_or_default())
}

fn form_view(paper: PaperView) -> AnyView {
    let lang = lang::current();
    let (types, type_id) = types_with(&paper);
    let form = PaperForm::of(&paper.item, type_id);
    let file = FileState::new(form);
    let sender = Sender::new(paper.clone(), form, file);
    let back = format!("/kho/{}", paper.item.id);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sender.submit();
    };
    let is_own = paper.item.vault_kind.is_owners_to_change();
    let said = if is_own {
        vec![
            fields::kind(form, types),
            name(form),
            file_part(&paper, form, file, sender),
            fields::said(form),
        ]
        .into_any()
    } else {
        verdict(Tone::Plain, text::vault::not_yours_to_change(lang), ())
    };
    view! {
        <a href=back.clone() class="back">"‹ " {paper.item.name.clone()}</a>
        {error_summary(form.errors)}
        {page_heading(text::vault::edit_title(lang))}
        <form class="card stack" novalidate=true on:submit=submit>
            {said}
            {fields::checks(form)}
            {file_view::sending(sender.percent, Callback::new(move |()| sender.stop()))}
            {conflict(sender, back.clone())}
            <div class="row">
                {submit_button(text::vault::save(lang), text::vault::saving(lang), sender.busy)}
                <a href=back class="btn text">{text::vault::cancel(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}

fn name(form: PaperForm) -> AnyView {
    let lang = lang::current();
    let field = Field {
        multiline: true,
        ..Field::new("name", text::vault::name(lang))
    };
    text_field(form.name, form.errors, field)
}

/// The present file, and behind a button the choice of another.
fn file_part(paper: &PaperView, form: PaperForm, file: FileState, sender: Sender) -> AnyView {
    let lang = lang::current();
    let replacing = RwSignal::new(false);
    let present = format!(
        "{}, {}",
        paper.item.file_name,
        format::size(paper.item.size, lang)
    );
    let links = card::file_links(&paper.item, lang);
    let keep = move |_| {
        file.chosen.set(None);
        file.taken.set(None);
        form.errors.clear_field("file");
        replacing.set(false);
    };
    let choice = move || {
        let note = Field {
            optional: true,
            multiline: true,
            ..Field::new("note", text::vault::replace_note(lang))
        };
        view! {
            <div class="stack-small">
                <p class="hint">{text::vault::replace_hint(lang)}</p>
                {file_view::view(form, file)}
                {text_field(sender.note, form.errors, note)}
                <button type="button" class="btn-link" on:click=keep>{text::vault::replace_not(lang)}</button>
            </div>
        }
        .into_any()
    };
    let button = move || {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| replacing.set(true)>
                {text::vault::replace(lang)}
            </button>
        }
        .into_any()
    };
    view! {
        <fieldset class="stack-small">
            <legend>{text::vault::file(lang)}</legend>
            <p class="file-name" class:struck=move || replacing.get()>{present}</p>
            <p class="row links">{links}</p>
            {when(move || !replacing.get(), button)}
            {when(move || replacing.get(), choice)}
        </fieldset>
    }
    .into_any()
}

/// Somebody was faster: nothing is overwritten until the person says so.
fn conflict(sender: Sender, paper: String) -> AnyView {
    let lang = lang::current();
    let told = move || {
        let ways = view! {
            <div class="row">
                <a class="btn quiet" href=paper.clone() target="_blank" rel="noopener">
                    {text::vault::conflict_look(lang)}
                </a>
                <button type="button" class="btn quiet" on:click=move |_| sender.insist()>
                    {text::vault::conflict_insist(lang)}
                </button>
            </div>
        };
        verdict(Tone::Warn, text::vault::conflict(lang), ways)
    };
    view! { <div role="alert">{when(move || sender.conflict.get(), told)}</div> }.into_any()
}
