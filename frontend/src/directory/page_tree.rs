//! The tree of units: level by level, or all that is found by words.

use super::query::TreeQuery;
use crate::api::{Load, load};
use crate::dom;
use crate::format;
use crate::layout::keeping_tabs;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Pager, Tone, checkbox, empty, failure_box, left_notice, page_heading, skeleton, tag,
    text_field,
};
use crate::words;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::directory::dto::{KeptUnit, KeptUnitItem, UnitRef};
use motcua_shared::id::UnitId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// `/can-bo/danh-muc/don-vi?q=&parent=&at_portal=&all=&cursor=`
pub fn page() -> AnyView {
    let lang = lang::current();
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(|map| TreeQuery::read(|key| map.get(key))));
    let found = load::<Page<KeptUnitItem>>(move || query.with(|query| query.api_address(dom::encode)));
    let retry = Callback::new(move |()| found.retry());
    view! {
        {keeping_tabs()}
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::directory::title(lang))}
            <div class="row">
                <a class="btn quiet" href="/can-bo/danh-muc/don-vi/nhap">{text::directory::import(lang)}</a>
                <a class="btn" href="/can-bo/danh-muc/don-vi/moi">{text::directory::add(lang)}</a>
            </div>
        </div>
        <p class="muted">{text::directory::lead(lang)}</p>
        {search(query, lang)}
        {dynamic(move || way(query.with(|query| UnitId::parse(&query.parent)), lang))}
        {dynamic(move || match found.get() {
            Load::Loading => skeleton(),
            Load::Failed(failure) => failure_box(failure, retry),
            Load::Ready(page) => rows(page, &query.get_untracked(), lang),
        })}
    }
    .into_any()
}

fn search(query: Memo<TreeQuery>, lang: Lang) -> AnyView {
    let errors = FormErrors::new();
    let q = RwSignal::new(String::new());
    let [at_portal, all] = [(); 2].map(|()| RwSignal::new(false));
    effect(move || {
        let now = query.get();
        q.set(now.q);
        at_portal.set(now.at_portal);
        all.set(now.all);
    });
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = TreeQuery {
            q: q.with_untracked(|q| q.trim().to_owned()),
            at_portal: at_portal.get_untracked(),
            all: all.get_untracked(),
            ..TreeQuery::default()
        };
        let options = NavigateOptions {
            scroll: false,
            ..Default::default()
        };
        navigate(&wanted.page_address(dom::encode), options);
    };
    let field = Field {
        hint: text::directory::search_hint(lang),
        kind: "search",
        ..Field::new("q", text::directory::search(lang))
    };
    view! {
        <form class="card stack gap-below" role="search" on:submit=submit>
            {text_field(q, errors, field)}
            {checkbox("at_portal", text::directory::only_portal(lang), text::directory::only_portal_hint(lang), at_portal)}
            {checkbox("all", text::directory::with_ended(lang), "", all)}
            <div class="row">
                <button class="btn quiet">{text::keeping::search_do(lang)}</button>
                <a href=super::TREE>{text::directory::top(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The units above the ones that are shown.
fn way(parent: Option<UnitId>, lang: Lang) -> AnyView {
    let Some(parent) = parent else {
        return ().into_any();
    };
    let unit = load::<KeptUnit>(move || path::kept_unit(parent));
    dynamic(move || match unit.get() {
        Load::Ready(unit) => {
            let link = |above: UnitRef| {
                let href = below(above.id, false);
                view! { <a href=href>{above.name}</a> " › " }.into_any()
            };
            let above: Vec<AnyView> = unit.above.into_iter().map(link).collect();
            let own = format!("{}/{}", super::TREE, unit.id);
            view! {
                <nav class="gap-below" aria-label=text::directory::way(lang)>
                    <a href=super::TREE>{text::directory::top(lang)}</a>
                    " › "
                    {above}
                    <a href=own><b>{unit.name}</b></a>
                </nav>
            }
            .into_any()
        }
        _ => ().into_any(),
    })
}

fn below(parent: UnitId, all: bool) -> String {
    let query = TreeQuery {
        parent: parent.to_string(),
        all,
        ..TreeQuery::default()
    };
    query.page_address(dom::encode)
}

fn rows(page: Page<KeptUnitItem>, query: &TreeQuery, lang: Lang) -> AnyView {
    if page.items.is_empty() {
        return empty(
            text::directory::none_found(lang),
            text::directory::none_hint(lang),
            (),
        );
    }
    let count = page.total.map(|total| text::directory::count(lang, total));
    let to = |cursor: Option<String>| cursor.map(|cursor| query.at(cursor).page_address(dom::encode));
    let (previous, next) = (to(page.previous), to(page.next));
    let all = query.all;
    let items: Vec<AnyView> = page.items.into_iter().map(|item| row(item, all, lang)).collect();
    view! {
        <p class="hint found" role="status">{count}</p>
        <div class="card gap-below">
            <ul class="plain-list categories">{items}</ul>
        </div>
        <Pager previous=previous next=next>""</Pager>
    }
    .into_any()
}

fn row(item: KeptUnitItem, all: bool, lang: Lang) -> AnyView {
    let href = format!("{}/{}", super::TREE, item.id);
    let mut tags = Vec::new();
    if item.at_portal {
        tags.push(tag(Tone::Ok, text::directory::at_portal(lang)));
    }
    if let Some(to) = item.valid_to {
        tags.push(tag(Tone::Plain, text::directory::ended_on(lang, format::day(to))));
    }
    let mut told = vec![words::level(item.level, lang).to_owned()];
    told.extend(item.above);
    let further = (item.below > 0).then(|| {
        let label = text::directory::below_label(lang, &item.name);
        view! {
            <p class="row links">
                <a href=below(item.id, all) aria-label=label>{text::directory::below(lang, item.below)}</a>
            </p>
        }
    });
    view! {
        <li>
            <div>
                <a class="strong" href=href>{item.name}</a>
                " "
                {tags}
                <p class="hint"><span class="code">{item.code}</span> " · " {told.join(" · ")}</p>
            </div>
            {further}
        </li>
    }
    .into_any()
}
