//! The list of procedures. What is asked stands in the address, so that reload, back and a shared link show the same.

use super::query::KeepQuery;
use super::words;
use crate::api::{Api, Load, load};
use crate::dom;
use crate::layout::keeping_tabs;
use crate::react::{dynamic, effect, when};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Pager, Select, Tone, empty, error_summary, failure_box, left_notice,
    page_heading, skeleton, tag, text_field,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::catalogue::dto::{FieldCount, Reception};
use motcua_shared::catalogue::keep::KeptProcedureItem;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/danh-muc/thu-tuc?q=&field=&reception=&origin=&cursor=`
pub fn page() -> AnyView {
    let lang = lang::current();
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(|map| KeepQuery::read(|key| map.get(key))));
    let found = load::<Page<KeptProcedureItem>>(move || query.with(|query| query.api_address(dom::encode)));
    let retry = Callback::new(move |()| found.retry());
    view! {
        {keeping_tabs()}
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::keeping::procedures(lang))}
            <div class="row">
                {export(lang)}
                <a class="btn quiet" href="/can-bo/danh-muc/thu-tuc-nhap">{text::keeping::import(lang)}</a>
                <a class="btn" href="/can-bo/danh-muc/thu-tuc-moi">{text::keeping::new(lang)}</a>
            </div>
        </div>
        <p class="muted">{text::keeping::procedures_lead(lang)}</p>
        {search(query, lang)}
        {dynamic(move || match found.get() {
            Load::Loading => skeleton(),
            Load::Failed(failure) => failure_box(failure, retry),
            Load::Ready(page) => rows(page, &query.get_untracked(), lang),
        })}
    }
    .into_any()
}

/// Saves the procedures of this portal as a file.
fn export(lang: Lang) -> AnyView {
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        spawn_local(async move {
            let answer = api.get_bytes(path::CATALOGUE_EXPORT).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(bytes) => dom::save(&bytes, "application/json", "thu-tuc.json"),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        {error_summary(errors)}
        <button type="button" class="btn quiet" aria-disabled=move || busy.get().then_some("true") on:click=act>
            {move || if busy.get() { text::keeping::exporting(lang) } else { text::keeping::export(lang) }}
        </button>
    }
    .into_any()
}

fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    }
}

fn search(query: Memo<KeepQuery>, lang: Lang) -> AnyView {
    let errors = FormErrors::new();
    let [q, field, reception, origin] = [(); 4].map(|()| RwSignal::new(String::new()));
    effect(move || {
        let now = query.get();
        q.set(now.q);
        field.set(now.field);
        reception.set(now.reception);
        origin.set(now.origin);
    });
    let navigate = use_navigate();
    let go = move || {
        let wanted = KeepQuery {
            q: q.with_untracked(|q| q.trim().to_owned()),
            field: field.get_untracked(),
            reception: reception.get_untracked(),
            origin: origin.get_untracked(),
            cursor: String::new(),
        };
        let options = NavigateOptions {
            scroll: false,
            ..Default::default()
        };
        navigate(&wanted.page_address(dom::encode), options);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go();
    };
    let fields = load::<Vec<FieldCount>>(|| path::PROCEDURE_FIELDS.to_owned());
    let fields = Signal::derive(move || {
        let known = match fields.get() {
            Load::Ready(fields) => fields,
            _ => Vec::new(),
        };
        let named = known.into_iter().map(|one| choice(&one.name, &one.name));
        std::iter::once(choice("", text::keeping::any(lang)))
            .chain(named)
            .collect::<Vec<_>>()
    });
    let receptions = vec![
        choice("", text::keeping::any(lang)),
        choice("online", text::keeping::online(lang)),
        choice("information", text::keeping::information(lang)),
        choice("ended", text::keeping::ended(lang)),
    ];
    let origins = vec![
        choice("", text::keeping::any(lang)),
        choice("administrator", text::keeping::own(lang)),
        choice("delivered", text::keeping::delivered(lang)),
        choice("national", text::keeping::national(lang)),
    ];
    let words = Field {
        hint: text::keeping::search_hint(lang),
        kind: "search",
        ..Field::new("q", text::keeping::search(lang))
    };
    view! {
        <form class="card stack gap-below" role="search" on:submit=submit>
            {text_field(q, errors, words)}
            <div class="keeping-filters">
                <Select id="field" label=text::catalogue::field(lang) choices=fields value=field errors=errors />
                <Select id="reception" label=text::keeping::reception(lang) choices=receptions value=reception errors=errors />
                <Select id="origin" label=text::keeping::origin(lang) choices=origins value=origin errors=errors />
            </div>
            <div class="row">
                <button class="btn quiet">{text::keeping::search_do(lang)}</button>
                {when(
                    move || query.with(|query| !query.is_everything()),
                    move || view! { <a href=super::LIST>{text::keeping::clear(lang)}</a> }.into_any(),
                )}
            </div>
        </form>
    }
    .into_any()
}

fn rows(page: Page<KeptProcedureItem>, query: &KeepQuery, lang: Lang) -> AnyView {
    if page.items.is_empty() {
        return empty(text::keeping::none(lang), text::keeping::none_hint(lang), ());
    }
    let heads = [
        text::keeping::name(lang),
        text::catalogue::field(lang),
        text::keeping::reception(lang),
        text::keeping::origin(lang),
        text::keeping::since(lang),
    ];
    let head = |name: &&'static str| view! { <th scope="col">{*name}</th> }.into_any();
    let heads_row: Vec<AnyView> = heads.iter().map(head).collect();
    let rows: Vec<AnyView> = page
        .items
        .into_iter()
        .map(|item| row(item, &heads, lang))
        .collect();
    let count = page.total.map(|total| text::keeping::count(lang, total));
    let to = |cursor: Option<String>| cursor.map(|cursor| query.at(cursor).page_address(dom::encode));
    let (previous, next) = (to(page.previous), to(page.next));
    view! {
        <p class="hint found" role="status">{count}</p>
        <table class="list">
            <caption class="unseen">{text::keeping::caption(lang)}</caption>
            <thead>
                <tr>{heads_row}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager previous=previous next=next>""</Pager>
    }
    .into_any()
}

/// How good a state is.
const fn tone(reception: Reception) -> Tone {
    match reception {
        Reception::Online => Tone::Ok,
        Reception::Information | Reception::Ended => Tone::Plain,
    }
}

fn row(item: KeptProcedureItem, heads: &[&'static str], lang: Lang) -> AnyView {
    let cells = [
        item.field.clone().into_any(),
        tag(tone(item.reception), words::reception(item.reception, lang)),
        words::origin(item.origin, lang).into_any(),
        view! { <span class="keeping-day">{item.since.vietnam_day()}</span> }.into_any(),
    ];
    let cells: Vec<AnyView> = cells
        .into_iter()
        .zip(heads.iter().skip(1))
        .map(|(cell, head)| view! { <td data-label=*head>{cell}</td> }.into_any())
        .collect();
    view! {
        <tr>
            <th scope="row">
                <a href=super::address(&item.code)>{item.name}</a>
                <p class="hint code">{item.code}</p>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
