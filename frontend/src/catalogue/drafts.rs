//! "Hồ sơ đang soạn": unfinished dossiers come before everything else.

use crate::api::upload::sleep;
use crate::api::{Api, Load, Loader, load};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::state::{lang, session};
use crate::ui::{Dialog, failure_box};
use leptos::prelude::*;
use motcua_shared::filing::dto::DraftListItem;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Where it is said that a draft was deleted.
const SAID: &str = "drafts-said";

/// Drafts shown at once: the search must stay in sight.
const SHOWN: usize = 2;

/// The section; nothing for those who cannot file or have no draft.
pub fn section() -> AnyView {
    let session = session::current();
    let kind = Memo::new(move |_| session.account().map(|account| account.kind));
    dynamic(move || kind.get().is_some_and(AccountKind::files_dossiers).then(list))
}

fn list() -> AnyView {
    let drafts = load::<Vec<DraftListItem>>(|| path::DRAFTS.to_owned());
    let doomed = RwSignal::new(None::<DraftListItem>);
    let retry = Callback::new(move |()| drafts.retry());
    let items = dynamic(move || match drafts.get() {
        Load::Loading => ().into_any(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(drafts) if drafts.is_empty() => ().into_any(),
        Load::Ready(drafts) => shown(drafts, doomed),
    });
    let said = RwSignal::new(String::new());
    view! {
        {items}
        <p class="hint" role="status" tabindex="-1" id=SAID>{said}</p>
        {confirmation(doomed, drafts, said)}
    }
    .into_any()
}

/// The latest ones; the others one press away.
fn shown(mut drafts: Vec<DraftListItem>, doomed: RwSignal<Option<DraftListItem>>) -> AnyView {
    let lang = lang::current();
    let older = drafts.split_off(drafts.len().min(SHOWN));
    let count = older.len();
    let older = (count > 0).then(|| {
        view! {
            <details>
                <summary>{text::catalogue::drafts_more(lang, count)}</summary>
                {entries(older, doomed)}
            </details>
        }
    });
    view! {
        <section class="drafts">
            <h2>{text::catalogue::drafts(lang)}</h2>
            {entries(drafts, doomed)}
            {older}
        </section>
    }
    .into_any()
}

fn entries(drafts: Vec<DraftListItem>, doomed: RwSignal<Option<DraftListItem>>) -> AnyView {
    let entries = drafts.into_iter().map(|draft| entry(draft, doomed));
    view! { <ul class="plain-list">{entries.collect_view()}</ul> }.into_any()
}

fn entry(draft: DraftListItem, doomed: RwSignal<Option<DraftListItem>>) -> AnyView {
    let lang = lang::current();
    let name = draft.procedure_name.clone();
    let saved = text::catalogue::draft_saved(lang, draft.changed_at.vietnam_minute());
    let go_on = text::catalogue::draft_continue_label(lang, &name);
    let delete = text::catalogue::draft_delete_label(lang, &name);
    let page = format!("/nop/{}", draft.id);
    let code = draft.procedure_code.clone();
    view! {
        <li class="card draft">
            <div class="grow">
                <h3>{name}</h3>
                <p class="hint"><span class="code">{code}</span> " · " {saved}</p>
            </div>
            <div class="row keep">
                <a href=page class="btn quiet short" aria-label=go_on>
                    {text::catalogue::draft_continue(lang)}
                </a>
                <button
                    type="button"
                    class="btn text short"
                    aria-label=delete
                    on:click=move |_| doomed.set(Some(draft.clone()))
                >
                    {text::catalogue::draft_delete(lang)}
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// The dialog that asks before a draft is deleted.
fn confirmation(
    doomed: RwSignal<Option<DraftListItem>>,
    drafts: Loader<Vec<DraftListItem>>,
    said: RwSignal<String>,
) -> AnyView {
    let lang = lang::current();
    let open = RwSignal::new(false);
    effect(move || open.set(doomed.with(Option::is_some)));
    effect(move || {
        if !open.get() && doomed.with_untracked(Option::is_some) {
            doomed.set(None);
        }
    });
    let body = move || question(doomed, drafts, said);
    view! {
        <Dialog id="delete-draft" title=text::catalogue::draft_delete_title(lang) open=open>
            {body()}
        </Dialog>
    }
    .into_any()
}

fn question(
    doomed: RwSignal<Option<DraftListItem>>,
    drafts: Loader<Vec<DraftListItem>>,
    said: RwSignal<String>,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let Some(draft) = doomed.get_untracked() else {
        return ().into_any();
    };
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let hint = text::catalogue::draft_delete_hint(lang, &draft.procedure_name);
    let delete = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let draft = draft.clone();
        spawn_local(async move {
            let answer = api.delete::<serde::de::IgnoredAny>(&path::draft(draft.id)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    let _ = said.try_set(text::catalogue::draft_deleted(lang, &draft.procedure_name));
                    let _ = doomed.try_set(None);
                    drafts.retry();
                    // The button that opened the dialog is gone.
                    sleep(0).await;
                    dom::focus(SAID);
                }
                Err(failure) => {
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    view! {
        <p>{hint}</p>
        <div role="alert">
            {dynamic(move || wrong.get().map(|line| view! { <p class="field-error">{line}</p> }))}
        </div>
        <div class="row">
            <button
                type="button"
                class="btn danger"
                aria-disabled=move || busy.get().then_some("true")
                on:click=delete
            >
                {move || {
                    if busy.get() {
                        text::catalogue::draft_deleting(lang)
                    } else {
                        text::catalogue::draft_delete_yes(lang)
                    }
                }}
            </button>
            <button type="button" class="btn quiet" on:click=move |_| doomed.set(None)>
                {text::catalogue::draft_delete_no(lang)}
            </button>
        </div>
    }
    .into_any()
}
