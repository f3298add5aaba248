//! "Thêm mới": kind of paper, category, name, file. Everything typed stays until the paper is in the vault.

use crate::api::load;
use crate::layout::signed_in;
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::{Tone, error_summary, load_view, page_heading, submit_button, verdict};
use crate::vault::adding::add_send::Sender;
use crate::vault::adding::file::FileState;
use crate::vault::adding::form::PaperForm;
use crate::vault::adding::many::Many;
use crate::vault::adding::{fields, file_view, many_view};
use crate::vault::{no_vault, paper_only};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::id::SigningOrderId;
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
    let form = PaperForm::restore();
    let file = FileState::new(form);
    let sender = Sender::new(form, file);
    let many = Many::new(form);
    let types = StoredValue::new(types);
    // Comes from "Ký số tệp tin".
    let signed = use_query_map().with_untracked(|query| query.get("da-ky"));
    if let Some(order) = signed.as_deref().and_then(SigningOrderId::parse) {
        file.bring(order);
    }
    form.keep(move || file.taken.with(Option::is_some));
    let is_several = Memo::new(move |_| many.is_on());
    dynamic(move || match is_several.get() {
        true => many_view::view(many, file, types),
        false => one(form, file, sender, many, types),
    })
}

/// One file.
fn one(
    form: PaperForm,
    file: FileState,
    sender: Sender,
    many: Many,
    types: StoredValue<Vec<PaperType>>,
) -> AnyView {
    let lang = lang::current();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        sender.submit();
    };
    let take_all = Callback::new(move |(files,)| many.take(files, file));
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
        {paper_only::view()}
        {resumed(form)}
        {lost_file(form, file)}
        <form class="card stack" novalidate=true on:submit=submit>
            {fields::kind(form, types.get_value())}
            {session::current().account().map(|account| fields::name(form, account))}
            {file_view::view(form, file, Some(take_all))}
            {when(
                move || file.taken.with(Option::is_some),
                move || {
                    view! {
                        <div>
                            <button type="button" class="btn quiet" on:click=move |_| sender.fill_in()>
                                {text::vault::fill_in(lang)}
                            </button>
                            <p class="hint">{text::vault::fill_in_hint(lang)}</p>
                        </div>
                    }
                        .into_any()
                },
            )}
            {fields::said(form)}
            {fields::checks(form)}
            {file_view::sending(sender.percent, Callback::new(move |()| sender.stop()))}
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

/// What was typed on an earlier visit is said to be, and goes on one click.
fn resumed(form: PaperForm) -> AnyView {
    let lang = lang::current();
    let anew = move |_| form.start_anew();
    let notice = move || {
        let button = view! {
            <button type="button" class="btn quiet" on:click=anew>{text::adding::start_anew(lang)}</button>
        };
        view! { <div class="gap-below">{verdict(Tone::Warn, text::adding::resumed(lang), button)}</div> }
            .into_any()
    };
    when(move || form.is_resumed.get(), notice)
}

/// After a reload: what was typed is there, the file is not.
fn lost_file(form: PaperForm, file: FileState) -> AnyView {
    let lang = lang::current();
    let visible = move || form.lost_file && file.taken.with(Option::is_none);
    let notice = move || {
        let outcome = verdict(Tone::Warn, text::vault::file_again(lang), ());
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    when(visible, notice)
}
