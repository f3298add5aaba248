//! The list of procedures. The words stand in the address, so that reload, back and a shared link show the same; the
//! list follows while one types.

use crate::api::upload::sleep;
use crate::api::{Load, load};
use crate::catalogue::model::SearchQuery;
use crate::catalogue::{drafts, item};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Choice, FormErrors, Pager, Select, checkbox, empty, failure_box, left_notice, page_heading, skeleton,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::catalogue::dto::{FieldCount, ProcedurePage};
use motcua_shared::catalogue::life_event::LifeEventCount;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// Pause after the last keystroke before the list follows, in milliseconds.
const PAUSE: i32 = 250;

/// `/nop?q=&field=&life_event=&online=&cursor=`
pub fn page() -> AnyView {
    let lang = lang::current();
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(|map| SearchQuery::read(|key| map.get(key))));
    view! {
        {left_notice()}
        {page_heading(text::catalogue::title(lang))}
        <p class="muted">{text::catalogue::intro(lang)}</p>
        {drafts::section()}
        {search(query)}
        {filters(query)}
        {list(query)}
    }
    .into_any()
}

fn search(query: Memo<SearchQuery>) -> AnyView {
    let lang = lang::current();
    let typed = RwSignal::new(query.with_untracked(|query| query.q.clone()));
    // Back and forward change the address; the box follows, but never overtakes the one who types.
    effect(move || {
        let q = query.with(|query| query.q.clone());
        if typed.with_untracked(|typed| typed.trim() != q) {
            typed.set(q);
        }
    });
    let navigate = use_navigate();
    let go = move |replace: bool| {
        let wanted = SearchQuery {
            q: typed.get_untracked().trim().to_owned(),
            cursor: None,
            ..query.get_untracked()
        };
        if query.with_untracked(|query| query.q != wanted.q) {
            let options = NavigateOptions {
                replace,
                scroll: false,
                ..Default::default()
            };
            navigate(&wanted.page_address(dom::encode), options);
        }
    };
    let keystrokes = StoredValue::new(0_u32);
    let follow = go.clone();
    let edited = move |event| {
        typed.set(event_target_value(&event));
        keystrokes.update_value(|count| *count += 1);
        let mine = keystrokes.get_value();
        let follow = follow.clone();
        spawn_local(async move {
            sleep(PAUSE).await;
            if keystrokes.try_get_value() == Some(mine) {
                follow(true);
            }
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go(false);
    };
    view! {
        <form class="row keep search" role="search" action="/nop" on:submit=submit>
            <input
                id="q"
                class="input grow"
                type="search"
                name="q"
                autocomplete="off"
                aria-label=text::catalogue::search_label(lang)
                placeholder=text::catalogue::search_hint(lang)
                prop:value=move || typed.get()
                on:input=edited
            />
            <button class="btn">{text::catalogue::search(lang)}</button>
        </form>
    }
    .into_any()
}

/// "Sự kiện trong đời", "Lĩnh vực" and "Chỉ thủ tục nộp được ở đây"; each stands in the address as well.
fn filters(query: Memo<SearchQuery>) -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let fields = load::<Vec<FieldCount>>(|| path::PROCEDURE_FIELDS.to_owned());
    let field = RwSignal::new(query.with_untracked(|query| query.field.clone()));
    let event = RwSignal::new(query.with_untracked(|query| query.life_event.clone()));
    let online = RwSignal::new(query.with_untracked(|query| query.online));
    effect(move || {
        let now = query.get();
        field.set(now.field);
        event.set(now.life_event);
        online.set(now.online);
    });
    let navigate = use_navigate();
    effect(move || {
        let (field, life_event, online) = (field.get(), event.get(), online.get());
        let seen = query.get_untracked();
        if seen.field != field || seen.life_event != life_event || seen.online != online {
            let wanted = SearchQuery {
                field,
                life_event,
                online,
                cursor: None,
                ..seen
            };
            let options = NavigateOptions {
                scroll: false,
                ..Default::default()
            };
            navigate(&wanted.page_address(dom::encode), options);
        }
    });
    let choices = Signal::derive(move || {
        let every = Choice {
            value: String::new(),
            label: text::catalogue::every_field(lang).to_owned(),
        };
        let known = match fields.get() {
            Load::Ready(fields) => fields,
            _ => Vec::new(),
        };
        let one = |known: FieldCount| Choice {
            label: format!("{} ({})", known.name, known.procedures),
            value: known.name,
        };
        std::iter::once(every)
            .chain(known.into_iter().map(one))
            .collect::<Vec<_>>()
    });
    let events = load::<Vec<LifeEventCount>>(|| path::LIFE_EVENTS.to_owned());
    let events = Signal::derive(move || {
        let every = Choice {
            value: String::new(),
            label: text::catalogue::every_event(lang).to_owned(),
        };
        let known = match events.get() {
            Load::Ready(events) => events,
            _ => Vec::new(),
        };
        let one = |known: LifeEventCount| Choice {
            label: format!("{} ({})", known.life_event.name(lang), known.procedures),
            value: known.life_event.as_str().to_owned(),
        };
        std::iter::once(every)
            .chain(known.into_iter().map(one))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="row filters">
            <Select
                id="life_event"
                label=text::catalogue::life_event(lang)
                choices=events
                value=event
                errors=errors
            />
            <Select
                id="field"
                label=text::catalogue::field(lang)
                choices=choices
                value=field
                errors=errors
            />
            {checkbox("online", text::catalogue::only_online(lang), "", online)}
        </div>
    }
    .into_any()
}

fn list(query: Memo<SearchQuery>) -> AnyView {
    let lang = lang::current();
    let procedures = load::<ProcedurePage>(move || query.with(|query| query.api_address(dom::encode)));
    // The last answer stays while the next one is on its way: a list that blinks cannot be read.
    let shown = RwSignal::new(Load::Loading);
    effect(move || {
        let next = procedures.get();
        let keeps = shown.with_untracked(|shown| matches!(shown, Load::Ready(_)));
        if !(keeps && matches!(next, Load::Loading)) {
            shown.set(next);
        }
    });
    let count = move || {
        shown.with(|shown| match shown {
            Load::Ready(page) => found(page, &query.with_untracked(|query| query.q.clone()), lang),
            _ => String::new(),
        })
    };
    let retry = Callback::new(move |()| procedures.retry());
    view! {
        <h2 class="unseen">{text::catalogue::list(lang)}</h2>
        <p class="hint found" role="status">{count}</p>
        {dynamic(move || match shown.get() {
            Load::Loading => skeleton(),
            Load::Failed(failure) => failure_box(failure, retry),
            Load::Ready(page) => content(page, &query.get_untracked()),
        })}
    }
    .into_any()
}

fn found(page: &ProcedurePage, q: &str, lang: Lang) -> String {
    match page.total {
        Some(total) if total > 0 && page.is_near => text::catalogue::found_near(lang, total, q),
        Some(total) if total > 0 && q.is_empty() => text::catalogue::found(lang, total),
        Some(total) if total > 0 => text::catalogue::found_for(lang, total, q),
        _ => String::new(),
    }
}

fn content(page: ProcedurePage, query: &SearchQuery) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() && query.is_everything() {
        let title = text::catalogue::empty_title(lang);
        return empty(title, text::catalogue::empty_hint(lang), ());
    }
    if page.items.is_empty() {
        return empty(
            text::catalogue::none_title(lang, &query.q),
            text::catalogue::none_hint(lang),
            view! { <a href="/nop" class="btn quiet">{text::catalogue::search_clear(lang)}</a> },
        );
    }
    let address = |cursor: Option<String>| cursor.map(|cursor| query.at(&cursor).page_address(dom::encode));
    let (previous, next) = (address(page.previous), address(page.next));
    let pager = (previous.is_some() || next.is_some())
        .then(|| view! { <Pager previous=previous next=next>""</Pager> });
    view! {
        <ul class="plain-list">{page.items.into_iter().map(item::view).collect_view()}</ul>
        {pager}
    }
    .into_any()
}
