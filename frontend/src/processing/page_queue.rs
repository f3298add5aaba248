//! Dossiers of the officer's unit: a list for each state, and a search by code or by the owner's name.

use super::batch::{self, Chosen};
use super::{HERE, SIGN_IN, words};
use crate::api::{Load, ask, load};
use crate::dom::encode;
use crate::kept_words;
use crate::layout::signed_in_at;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Pager, Tone, empty, left_notice, load_view, page_heading, tag, text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossierItem, SearchDossiers, StateCount};
use motcua_shared::processing::words as shared_words;
use motcua_shared::text::{self, Lang};

/// Under which this tab keeps what was looked for.
const WORDS: &str = "desk-words";

/// `/can-bo/ho-so?trang-thai=<state>&trang=<cursor>`, `/can-bo/ho-so?tim=<mark>&trang=<cursor>`. Whom somebody looks for stands in
/// no address: the history of a browser and the log of a proxy would keep the names of citizens.
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, queue)
}

fn asked(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

/// What is looked for; empty while nothing is.
fn looked_for() -> Memo<String> {
    let mark = asked("tim");
    Memo::new(move |_| mark.with(|mark| kept_words::find(WORDS, mark)))
}

/// The list that is shown; no list while a code is looked for.
fn status_of(text: &str) -> DossierStatus {
    let mut all = DossierStatus::IN_USE.into_iter();
    all.find(|status| status.as_str() == text)
        .unwrap_or(DossierStatus::Submitted)
}

fn queue() -> AnyView {
    let lang = lang::current();
    let (find, state, cursor) = (looked_for(), asked("trang-thai"), asked("trang"));
    let mine = asked("cua-toi");
    let counts = load::<Vec<StateCount>>(|| path::DESK_COUNTS.to_owned());
    let items = ask::<Page<DeskDossierItem>>(move || match (find.get(), cursor.get()) {
        (find, cursor) if find.is_empty() => {
            let status = status_of(&state.get()).as_str();
            let address = format!(
                "{}?status={status}&mine={}&cursor={}",
                path::DESK_DOSSIERS,
                !mine.with(String::is_empty),
                encode(&cursor)
            );
            (address, None)
        }
        (find, cursor) => {
            let question = SearchDossiers {
                find,
                cursor: Some(cursor).filter(|cursor| !cursor.is_empty()),
                limit: None,
            };
            let body = serde_json::to_string(&question).unwrap_or_default();
            (path::DESK_DOSSIER_SEARCHES.to_owned(), Some(body))
        }
    });
    let tab = move |status: DossierStatus| {
        let is_here = move || find.with(String::is_empty) && status_of(&state.get()) == status;
        view! {
            <a
                class="btn"
                class:quiet=move || !is_here()
                href=format!("{HERE}?trang-thai={}", status.as_str())
                aria-current=move || is_here().then_some("page")
            >
                {shared_words::status(status, lang)}
                {dynamic(move || count_of(&counts.get(), status, lang))}
            </a>
        }
        .into_any()
    };
    let tabs: Vec<AnyView> = DossierStatus::IN_USE.into_iter().map(tab).collect();
    let again = Callback::new(move |()| {
        items.retry();
        counts.retry();
    });
    provide_context(Again(again));
    view! {
        {left_notice()}
        {page_heading(text::processing::title(lang))}
        <div class="stack">
            {search(find)}
            <nav class="row states" aria-label=text::processing::states(lang)>
                {tabs}
            </nav>
            {dynamic(move || only_mine(find.with(String::is_empty), status_of(&state.get()), !mine.with(String::is_empty)))}
            {load_view(items, content)}
            <p>
                <a href="/can-bo/y-kien">{text::work::opinions_title(lang)}</a>
                " · "
                <a href=format!("{HERE}/danh-gia")>{text::processing::ratings_link(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}

/// Only what the officer works on, or everything of the unit; only what is open is in anybody's hands.
fn only_mine(is_list: bool, status: DossierStatus, is_mine: bool) -> AnyView {
    if !is_list || status == DossierStatus::Submitted || status.is_over() {
        return ().into_any();
    }
    let lang = lang::current();
    let mark = if is_mine { "" } else { "&cua-toi=1" };
    let address = format!("{HERE}?trang-thai={}{mark}", status.as_str());
    view! {
        <p>
            <a class="btn quiet" href=address aria-current=is_mine.then_some("true")>
                {if is_mine { text::work::not_mine(lang) } else { text::work::mine(lang) }}
            </a>
        </p>
    }
    .into_any()
}

/// How many wait there, where the number is there.
fn count_of(counts: &Load<Vec<StateCount>>, status: DossierStatus, lang: Lang) -> AnyView {
    let Load::Ready(counts) = counts else {
        return ().into_any();
    };
    let found = counts.iter().find(|one| one.status == status);
    let shown = |one: &StateCount| {
        view! {
            <span aria-hidden="true">" (" {one.count} ")"</span>
            <span class="unseen">", " {text::processing::count(lang, one.count)}</span>
        }
    };
    found.map(shown).into_any()
}

fn search(find: Memo<String>) -> AnyView {
    let lang = lang::current();
    let navigate = use_navigate();
    let typed = RwSignal::new(String::new());
    // Also after going back to an earlier search.
    effect(move || typed.set(find.get()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = typed.get_untracked();
        let address = match typed.trim() {
            "" => HERE.to_owned(),
            typed => format!("{HERE}?tim={}", kept_words::keep(WORDS, &typed.to_owned())),
        };
        navigate(&address, Default::default());
    };
    let field = Field {
        hint: text::processing::find_hint(lang),
        ..Field::new("tim", text::processing::find(lang))
    };
    view! {
        <form class="find" role="search" novalidate=true on:submit=submit>
            {text_field(typed, FormErrors::new(), field)}
            <button type="submit" class="btn quiet">
                {text::processing::find_button(lang)}
            </button>
        </form>
    }
    .into_any()
}

/// Shows list and numbers anew.
#[derive(Clone, Copy)]
struct Again(Callback<()>);

fn content(page: Page<DeskDossierItem>) -> AnyView {
    let lang = lang::current();
    let (find, mark) = (looked_for().get_untracked(), asked("tim").get_untracked());
    let status = status_of(&asked("trang-thai").get_untracked());
    if page.items.is_empty() {
        let (title, hint) = match (find.is_empty(), status) {
            (false, _) => (
                text::processing::not_found(lang),
                text::processing::not_found_hint(lang),
            ),
            (true, DossierStatus::Submitted) => (
                text::processing::none_waiting(lang),
                text::processing::none_waiting_hint(lang),
            ),
            (true, _) => (text::processing::none(lang), text::processing::none_hint(lang)),
        };
        return empty(title, hint, ());
    }
    let found =
        (!find.is_empty()).then(|| view! { <p role="status">{text::processing::found(lang, &find)}</p> });
    let heads = [
        text::processing::code(lang),
        text::processing::procedure(lang),
        text::processing::owner(lang),
        text::processing::status(lang),
        text::processing::submitted_at(lang),
        text::processing::due(lang),
    ];
    let [_, procedure, owner, state, submitted, due] = heads;
    let is_batch = find.is_empty() && batch::is_for(status);
    let chosen: Chosen = RwSignal::new(Vec::new());
    let all = is_batch.then(|| batch::tick_all(&page.items, chosen, lang));
    let row = move |item: DeskDossierItem| {
        let tick = is_batch.then(|| batch::tick(&item, chosen, lang));
        let work = [item.step.clone(), item.holder.clone()].into_iter().flatten();
        let work = work.collect::<Vec<_>>().join(" · ");
        let work = (!work.is_empty()).then(|| view! { <span class="hint line">{work}</span> });
        let unread = (item.unread > 0)
            .then(|| view! { <br /> {tag(Tone::Warn, text::dossier::unread(lang, item.unread))} });
        let refund = item
            .refund
            .map(|waits| view! { <br /> {tag(Tone::Warn, words::refund(waits, lang))} });
        let ground = item
            .has_ground
            .then(|| view! { <br /> {tag(Tone::Warn, text::ground::tag(lang))} });
        view! {
            <tr>
                <th scope="row">
                    {tick}
                    <a class="code" href=format!("{HERE}/{}", item.id)>{item.code}</a>
                    {unread}
                    {refund}
                    {ground}
                </th>
                <td data-label=procedure>{item.procedure_name}</td>
                <td data-label=owner>{item.owner_name}</td>
                <td data-label=state>
                    <span>{words::status(item.status, item.is_withdrawn, lang)} {work}</span>
                </td>
                <td data-label=submitted class="when">{item.submitted_at.vietnam_minute()}</td>
                <td data-label=due class="when">{words::due(item.due_on, item.days_left, lang)}</td>
            </tr>
        }
        .into_any()
    };
    let head = |head: &'static str| view! { <th scope="col">{head}</th> }.into_any();
    let heads: Vec<AnyView> = heads.into_iter().map(head).collect();
    let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
    let mine = match asked("cua-toi").get_untracked().as_str() {
        "" => "",
        _ => "&cua-toi=1",
    };
    let address = |cursor: Option<String>| {
        cursor.map(|cursor| match find.is_empty() {
            true => format!(
                "{HERE}?trang-thai={}{mine}&trang={}",
                status.as_str(),
                encode(&cursor)
            ),
            false => format!("{HERE}?tim={mark}&trang={}", encode(&cursor)),
        })
    };
    let again = use_context::<Again>().filter(|_| is_batch);
    let bar = again.map(|Again(again)| batch::bar(status, chosen, again));
    view! {
        {found}
        {all}
        <table class="list">
            <caption class="unseen">{text::processing::title(lang)}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
        {bar}
    }
    .into_any()
}
