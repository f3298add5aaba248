//! Making an account for a citizen at the desk (seed 002, appendix III), or what stays of one that was made.

use crate::api::{Api, load};
use crate::desk::draft::{self, Draft, Saving};
use crate::desk::part_code::{self, CodePart};
use crate::desk::part_files::{file_row, save_request};
use crate::desk::{made, part_form};
use crate::react::{dynamic, when};
use crate::route::param;
use crate::state::{lang, notice};
use crate::ui::facts::{fact, facts};
use crate::ui::{Dialog, FormErrors, Tone, error_summary, load_view, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::{AssistedView, DeskFileKind};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/tai-khoan/moi/<id>`
pub fn page() -> AnyView {
    let id = param("id");
    let view = load::<AssistedView>(move || {
        format!("{}/{}", path::DESK_REGISTRATIONS, id.get().unwrap_or_default())
    });
    load_view(view, content)
}

fn content(view: AssistedView) -> AnyView {
    let now = RwSignal::new(view);
    dynamic(move || {
        let view = now.get();
        match view.made_at {
            Some(_) => made::view(view, now),
            None => editor(view, now),
        }
    })
}

fn editor(view: AssistedView, now: RwSignal<AssistedView>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let draft = Draft::new(&view);
    let files = RwSignal::new(view.files.clone());
    let doubtful = RwSignal::new(None::<ErrorCode>);
    let already = RwSignal::new(false);
    let printing = RwSignal::new(false);
    let part = CodePart {
        draft,
        errors,
        doubtful,
        files,
        already,
        made: Callback::new(move |made: AssistedView| now.set(made)),
    };
    let print = move |_| {
        if printing.get_untracked() {
            return;
        }
        printing.set(true);
        spawn_local(async move {
            if part_code::is_ready(part, false).await {
                let address = path::desk_registration_part(draft.id, "request");
                match api.get_bytes(&address).await {
                    Ok(bytes) => save_request(&bytes),
                    Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
                }
            }
            let _ = printing.try_set(false);
        });
    };
    let saving = dynamic(move || match draft.saving.get() {
        Saving::Saved(time) if time.is_empty() => text::desk::keep_hint(lang).into_any(),
        Saving::Saved(time) => format!(
            "{} {}",
            text::desk::saved(lang, time),
            text::desk::keep_hint(lang)
        )
        .into_any(),
        Saving::Running => text::desk::saving(lang).into_any(),
        Saving::Failed(sentence) => format!("{} {sentence}", text::desk::not_saved(lang)).into_any(),
    });
    let known = move || {
        let hint = view! { <p>{text::desk::already_hint(lang)}</p> };
        let outcome = verdict(Tone::Warn, text::desk::already_title(lang), hint);
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    view! {
        <div class="narrow">
            <a class="back" href="/can-bo/tai-khoan/kiem-tra">
                <span aria-hidden="true">"←"</span>
                {text::desk::check_title(lang)}
            </a>
            {error_summary(errors)}
            {page_heading(text::desk::new_title(lang))}
            {when(move || already.get(), known)}
            <div class="gap-below"><p class="hint" role="status">{saving}</p></div>
            <div class="stack">
                <section class="card stack">
                    <h2>{text::desk::part_citizen(lang)}</h2>
                    {part_form::fields(draft, errors, doubtful)}
                </section>
                <section class="card stack">
                    <h2>{text::desk::part_scan(lang)}</h2>
                    <p class="hint">{text::desk::scan_hint(lang)}</p>
                    {file_row(draft.id, DeskFileKind::Scan, files, errors)}
                </section>
                <section class="card stack">
                    <h2>{text::desk::part_request(lang)}</h2>
                    <p class="hint">{text::desk::request_hint(lang)}</p>
                    <p>
                        <button
                            type="button"
                            class="btn quiet"
                            aria-disabled=move || printing.get().then_some("true")
                            on:click=print
                        >
                            {text::desk::request_download(lang)}
                        </button>
                    </p>
                    {file_row(draft.id, DeskFileKind::Request, files, errors)}
                </section>
                <section class="card stack">
                    <h2>{text::desk::part_code(lang)}</h2>
                    {part_code::view(part, view.challenge, view.comparison)}
                </section>
                <section class="card stack">
                    <h2>{text::desk::part_officer(lang)}</h2>
                    {facts(
                        false,
                        vec![fact(text::desk::officer(lang), view.officer), fact(text::desk::unit(lang), view.unit)],
                    )}
                </section>
            </div>
            {discard(draft)}
        </div>
    }
    .into_any()
}

fn discard(draft: Draft) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let asked = RwSignal::new(false);
    let notice = notice::current();
    let navigate = use_navigate();
    let yes = StoredValue::new_local(move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            let gone = api.delete::<()>(&path::desk_registration(draft.id)).await;
            draft::forget();
            let _ = asked.try_set(false);
            if gone.is_ok() {
                notice.leave(text::desk::discarded(lang).to_owned());
                navigate("/can-bo", Default::default());
            }
        });
    });
    view! {
        <p class="actions gap-above">
            <button type="button" class="btn-link" on:click=move |_| asked.set(true)>
                {text::desk::discard(lang)}
            </button>
        </p>
        <Dialog id="discard" title=text::desk::discard_title(lang) open=asked>
            <p>{text::desk::discard_hint(lang)}</p>
            <div class="row">
                <button type="button" class="btn danger" on:click=move |_| yes.with_value(|yes| yes())>
                    {text::desk::discard_yes(lang)}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| asked.set(false)>
                    {text::desk::cancel(lang)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
